namespace Gateway.Wco;

/// <summary>Forms of values; the patterns of the generated schemas say the same.</summary>
internal static class ValueCheck
{
    /// <summary>Pattern of a decimal: what JSON allows, without exponent.</summary>
    public const string NumberPattern = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";

    /// <summary>Pattern of a whole number.</summary>
    public const string IntegerPattern = "-?(0|[1-9][0-9]*)";

    /// <summary>Pattern of a date, or date and time to the minute or finer, with the sender's offset where it gave one.</summary>
    public const string MomentPattern =
        "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?"
        + "(Z|[+\\-][0-9]{2}:[0-9]{2})?)?)?)?";

    /// <summary>Characters of UTF-8 text.</summary>
    public static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            if ((b & 0xC0) != 0x80) count++;
        }

        return count;
    }

    /// <summary>Reads a number.</summary>
    /// <returns>False when it is not one; else its digits and decimals, without zeros that mean nothing.</returns>
    public static bool IsNumber(ReadOnlySpan<byte> text, out int digits, out int decimals)
    {
        (digits, decimals) = (0, 0);
        if (text.Length > 0 && text[0] == '-') text = text[1..];
        var whole = Digits(text);
        if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
        digits = text[0] == '0' ? 0 : whole;
        if (whole == text.Length) return true;
        if (text[whole] != '.') return false;
        var fraction = text[(whole + 1)..];
        if (fraction.Length == 0 || Digits(fraction) != fraction.Length) return false;
        decimals = fraction.TrimEnd((byte)'0').Length;
        digits += decimals;
        return true;
    }

    /// <summary>Whether the text is a moment of the calendar.</summary>
    public static bool IsMoment(ReadOnlySpan<byte> text)
    {
        if (!Take(ref text, 4, out var year)) return false;
        if (text.IsEmpty) return true;
        if (!Skip(ref text, '-') || !Take(ref text, 2, out var month) || month is < 1 or > 12) return false;
        if (text.IsEmpty) return true;
        if (!Skip(ref text, '-') || !Take(ref text, 2, out var day) || day < 1 || day > DaysOf(year, month)) return false;
        return text.IsEmpty || IsTime(text);
    }

    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (!Skip(ref text, 'T') || !Take(ref text, 2, out var hour) || hour > 23) return false;
        if (!Skip(ref text, ':') || !Take(ref text, 2, out var minute) || minute > 59) return false;
        if (Skip(ref text, ':'))
        {
            if (!Take(ref text, 2, out var second) || second > 59) return false;
            if (Skip(ref text, '.'))
            {
                var fraction = Digits(text);
                if (fraction == 0) return false;
                text = text[fraction..];
            }
        }

        if (text.IsEmpty || Skip(ref text, 'Z')) return text.IsEmpty;
        return (Skip(ref text, '+') || Skip(ref text, '-')) && Take(ref text, 2, out _) && Skip(ref text, ':')
            && Take(ref text, 2, out _) && text.IsEmpty;
    }

    private static int DaysOf(int year, int month) => DateTime.DaysInMonth(Math.Max(year, 1), month);

    private static bool Skip(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, int digits, out int value)
    {
        value = 0;
        if (text.Length < digits) return false;
        for (var i = 0; i < digits; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9') return false;
            value = (value * 10) + text[i] - '0';
        }

        text = text[digits..];
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
