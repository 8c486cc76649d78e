using System.Globalization;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Container numbers as ISO 6346 builds them.</summary>
internal static class ContainerNumber
{
    /// <summary>Owner and serial number with their check digit.</summary>
    public static string Make(string owner, int serial)
    {
        var body = owner + serial.ToString("000000", CultureInfo.InvariantCulture);
        var sum = 0;
        for (var i = 0; i < body.Length; i++) sum += ValueOf(body[i]) << i;
        return body + (char)('0' + (sum % 11 % 10));
    }

    // Letters count from 10 and leave out the multiples of 11.
    private static int ValueOf(char letter)
    {
        if (letter <= '9') return letter - '0';
        var value = 10;
        for (var c = 'A'; ; c++)
        {
            if (value % 11 == 0) value++;
            if (c == letter) return value;
            value++;
        }
    }
}
