using System.Globalization;

namespace Gateway.Mappings;

/// <summary>Numbers as senders write them, and as a WCO document has them: digits with a point, no thousands
/// separator.</summary>
internal static class NumberText
{
    private const int LengthMax = 40;

    // So many digits are always a number of 64 bits.
    private const int LongDigits = 18;

    /// <summary>Whether the text is already as it must be.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        var at = text is [(byte)'-', ..] ? 1 : 0;
        var digits = 0;
        var fraction = -1;
        for (; at < text.Length; at++)
        {
            if (text[at] is >= (byte)'0' and <= (byte)'9') (digits, fraction) = (digits + 1, fraction < 0 ? -1
                : fraction + 1);
            else if (text[at] == (byte)'.' && fraction < 0 && digits > 0) fraction = 0;
            else return false;
        }

        var first = text is [(byte)'-', ..] ? 1 : 0;
        var hasZeros = digits > 1 && text[first] == (byte)'0' && text[first + 1] != (byte)'.';
        return digits > 0 && fraction != 0 && !hasZeros && text.Length <= LengthMax;
    }

    /// <summary>Whether the text is digits alone, without a zero before them: each such number is written in this one way only.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LongDigits || (text.Length > 1 && text[0] == (byte)'0')) return false;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>Writes a number as it must be.</summary>
    /// <param name="text">As sent. ISO 9735 §10: comma or point as mark, no thousands separator.</param>
    /// <param name="mark">The decimal mark; the other one divides thousands. 0 when either may be the mark.</param>
    /// <param name="into">At least 48 bytes.</param>
    /// <returns>Bytes written; 0 when it is no number.</returns>
    public static int Normalise(ReadOnlySpan<byte> text, byte mark, Span<byte> into)
    {
        text = text.Trim((byte)' ');
        if (text.Length is 0 or > LengthMax) return 0;
        var length = 0;
        var isNegative = text[0] == (byte)'-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        var hasMark = false;
        var digits = 0;
        if (isNegative) into[length++] = (byte)'-';
        var first = length;
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                digits++;
                if (length == first + 1 && into[first] == (byte)'0' && !hasMark) length = first;
                into[length++] = c;
            }
            else if (c is (byte)',' or (byte)'.' && (mark == 0 || c == mark) && !hasMark)
            {
                hasMark = true;
                if (length == first) into[length++] = (byte)'0';
                into[length++] = (byte)'.';
            }
            else if (mark == 0 || c is not ((byte)',' or (byte)'.') || hasMark) return 0;
        }

        if (digits == 0) return 0;
        return into[length - 1] == (byte)'.' ? length - 1 : length;
    }

    /// <summary>Reads a number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, byte mark, out decimal number)
    {
        Span<byte> digits = stackalloc byte[48];
        number = 0;
        var length = Normalise(text, mark, digits);
        if (length is > 0 and <= LongDigits && digits[0] != (byte)'-')
        {
            number = Small(digits[..length]);
            return true;
        }

        return length > 0 && decimal.TryParse(digits[..length], NumberStyles.Number, CultureInfo.InvariantCulture,
            out number);
    }

    /// <summary>Digits with perhaps a point, few enough for 64 bits; the decimals stay as many.</summary>
    private static decimal Small(ReadOnlySpan<byte> digits)
    {
        var whole = 0L;
        var point = digits.IndexOf((byte)'.');
        foreach (var digit in digits)
        {
            if (digit != (byte)'.') whole = (whole * 10) + digit - '0';
        }

        var decimals = point < 0 ? 0 : digits.Length - point - 1;
        return new decimal(unchecked((int)whole), (int)(whole >> 32), 0, false, (byte)decimals);
    }
}
