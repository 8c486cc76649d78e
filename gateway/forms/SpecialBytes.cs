using System.Buffers;

namespace Gateway.Forms;

/// <summary>The bytes that a form of text treats in a special way.</summary>
internal static class SpecialBytes
{
    /// <summary>Those for which a condition holds.</summary>
    public static SearchValues<byte> Where(Predicate<int> isSpecial)
    {
        Span<byte> bytes = stackalloc byte[256];
        var count = 0;
        for (var b = 0; b < 256; b++)
        {
            if (isSpecial(b)) bytes[count++] = (byte)b;
        }

        return SearchValues.Create(bytes[..count]);
    }
}
