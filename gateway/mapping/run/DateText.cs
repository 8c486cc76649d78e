using System.Globalization;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Dates as senders write them, and as ISO 8601 with the same precision.</summary>
internal static class DateText
{
    // Codes of data element 2379 as they stand in UN/EDIFACT D.95B: Y year, M month, D day, h hour, m minute, s second.
    private static readonly (string Code, string Pattern)[] Codes =
    [
        ("102", "YYYYMMDD"), ("203", "YYYYMMDDhhmm"), ("204", "YYYYMMDDhhmmss"), ("101", "YYMMDD"), ("201",
            "YYMMDDhhmm"),
        ("202", "YYMMDDhhmmss"), ("303", "YYYYMMDDhhmmZ"), ("304", "YYYYMMDDhhmmssZ"), ("301", "YYMMDDhhmmZ"), ("302",
            "YYMMDDhhmmssZ"),
        ("205", "YYYYMMDDhhmmZ"), ("2", "DDMMYY"), ("3", "MMDDYY"), ("4", "DDMMYYYY"), ("5", "DDMMYYYYhhmm"), ("610",
            "YYYYMM"),
        ("602", "YYYY"), ("609", "YYMM"),
    ];

    private static readonly string[] Months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>The pattern of a code of 2379; null for one that is no single date.</summary>
    public static string? PatternOf(ReadOnlySpan<byte> code)
    {
        foreach (var known in Codes)
        {
            if (Same(code, known.Code)) return known.Pattern;
        }

        return null;
    }

    /// <summary>The pattern of a code or of text such as <c>DD-MMM-YYYY</c>.</summary>
    public static string? PatternOf(string text)
        => text.All(char.IsAsciiDigit) ? PatternOf(System.Text.Encoding.ASCII.GetBytes(text)) : text.Contains('Y',
            StringComparison.Ordinal) ? text : null;

    /// <summary>The only pattern of 2379 that a value without a format can reasonably have; null when there are
    /// several.</summary>
    public static string? PatternByLength(int length) => length switch { 8 => "YYYYMMDD", 12 => "YYYYMMDDhhmm", _
        => null };

    /// <summary>Whether the text is already ISO 8601: a date, perhaps with a time, perhaps with an offset.</summary>
    public static bool IsIso(ReadOnlySpan<byte> text)
        => text.Length >= 10 && text[4] == (byte)'-' && text[7] == (byte)'-' && DateOnly.TryParseExact(
            System.Text.Encoding.ASCII.GetString(text[..10]), "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out _)
            && (text.Length == 10 || text[10] == (byte)'T');

    /// <summary>Writes a date as ISO 8601.</summary>
    /// <param name="text">As sent.</param>
    /// <param name="pattern">Its form.</param>
    /// <param name="into">At least 32 bytes.</param>
    /// <returns>Bytes written; 0 when the text is no such date.</returns>
    public static int Convert(ReadOnlySpan<byte> text, string pattern, Span<byte> into)
    {
        Span<int> parts = [-1, -1, -1, -1, -1, -1];
        var zone = 0;
        var at = 0;
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            var run = i + 1;
            while (run < pattern.Length && pattern[run] == letter) run++;
            var width = run - i;
            i = run;
            var part = "YMDhms".IndexOf(letter, StringComparison.Ordinal);
            if (letter == 'Z') return Zone(text[at..], out zone) ? Write(parts, zone, true, into) : 0;
            if (letter == 'M' && width == 3) at = Month(text, at, out parts[1]);
            else if (part >= 0) at = Digits(text, at, letter == 'Y' ? width : width == 1 ? -2 : width, out parts[part]);
            else at = Literal(text, at, letter, width);
            if (at < 0) return 0;
            if (letter == 'Y' && width == 2) parts[0] += parts[0] >= 70 ? 1900 : 2000;
        }

        return at == text.Length ? Write(parts, zone, false, into) : 0;
    }

    /// <summary>Writes a date of ISO 8601 in another form.</summary>
    /// <param name="iso">As a WCO document has it.</param>
    /// <param name="pattern">The form, of letters and <c>Z</c> for the offset alone.</param>
    /// <param name="into">At least 40 bytes.</param>
    /// <returns>Bytes written; 0 when it is no date, or the form needs more than it has.</returns>
    public static int Format(ReadOnlySpan<byte> iso, string pattern, Span<byte> into)
    {
        Span<int> parts = [-1, -1, -1, -1, -1, -1];
        if (!Read(iso, parts, out var zone, out var hasZone)) return 0;
        var at = 0;
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            var run = i + 1;
            while (run < pattern.Length && pattern[run] == letter) run++;
            var width = run - i;
            i = run;
            var part = "YMDhms".IndexOf(letter, StringComparison.Ordinal);
            if (letter == 'Z') at = hasZone ? WriteZone(into, at, zone) : -1;
            else if (part < 0 || (letter == 'M' && width > 2)) at = -1;
            // A time is given to the minute at least; seconds that nobody named are none.
            else if (parts[part] < 0 && letter != 's') at = -1;
            else at = Put(into, at, letter == 'Y' && width == 2 ? parts[part] % 100 : Math.Max(parts[part], 0), width);
            if (at < 0) return 0;
        }

        return at;
    }

    /// <summary>Writes a date of ISO 8601 as a type of an XSD wants it: <c>xs:date</c> has no time, <c>xs:dateTime</c> has one.</summary>
    /// <param name="iso">As a WCO document has it.</param>
    /// <param name="type">The type; its lengths tell the two apart, and are 0 where either may stand.</param>
    /// <param name="into">At least 40 bytes.</param>
    /// <returns>Bytes written; 0 when it is no date.</returns>
    public static int Fit(ReadOnlySpan<byte> iso, SimpleType type, Span<byte> into)
    {
        if (iso.Length > into.Length) return 0;
        Span<int> parts = [-1, -1, -1, -1, -1, -1];
        var isMoment = type.MinLength > 10 && iso.Length < type.MinLength;
        var isDay = type.MaxLength is > 0 and <= 16 && iso.Length > 10;
        if (!isMoment && !isDay)
        {
            iso.CopyTo(into);
            return iso.Length;
        }

        if (!Read(iso, parts, out var zone, out var hasZone)) return 0;
        if (isDay) parts[3] = -1;
        else (parts[3], parts[4], parts[5]) = (Math.Max(parts[3], 0), Math.Max(parts[4], 0), Math.Max(parts[5], 0));
        return parts[2] < 0 ? 0 : Write(parts, zone, hasZone && !isDay, into);
    }

    private static bool Read(ReadOnlySpan<byte> iso, Span<int> parts, out int zone, out bool hasZone)
    {
        (zone, hasZone) = (0, false);
        var at = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            if (part > 0 && (at >= iso.Length || iso[at] != (byte)"?--T::"[part])) break;
            at = Digits(iso, part == 0 ? 0 : at + 1, part == 0 ? 4 : 2, out parts[part]);
            if (at < 0) return false;
        }

        if (at < iso.Length && iso[at] == (byte)'.')
        {
            at++;
            while (at < iso.Length && char.IsAsciiDigit((char)iso[at])) at++;
        }

        if (at == iso.Length) return parts[0] > 0;
        if (parts[3] < 0) return false;
        hasZone = true;
        if (iso[at] == (byte)'Z') return at + 1 == iso.Length;
        Span<byte> plain = stackalloc byte[5];
        if (iso.Length - at != 6 || iso[at + 3] != (byte)':') return false;
        iso.Slice(at, 3).CopyTo(plain);
        iso[(at + 4)..].CopyTo(plain[3..]);
        return Zone(plain, out zone);
    }

    private static int WriteZone(Span<byte> into, int at, int zone)
    {
        if (zone == 0) return Sign(into, at, 'Z');
        at = Put(into, Sign(into, at, zone < 0 ? '-' : '+'), Math.Abs(zone) / 60, 2);
        return zone % 60 == 0 ? at : Put(into, at, Math.Abs(zone) % 60, 2);
    }

    private static int Digits(ReadOnlySpan<byte> text, int at, int width, out int number)
    {
        number = 0;
        var count = 0;
        while (count < Math.Abs(width) && at + count < text.Length && text[at + count] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + text[at + count++] - '0';
        }

        return count == 0 || (width > 0 && count < width) ? -1 : at + count;
    }

    private static int Month(ReadOnlySpan<byte> text, int at, out int month)
    {
        month = -1;
        if (at + 3 > text.Length) return -1;
        for (var i = 0; i < 12; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(at, 3), Months[i])) month = i + 1;
        }

        return month < 0 ? -1 : at + 3;
    }

    private static int Literal(ReadOnlySpan<byte> text, int at, char letter, int width)
    {
        Span<byte> bytes = stackalloc byte[4];
        var length = new System.Text.Rune(letter).EncodeToUtf8(bytes);
        for (var i = 0; i < width; i++)
        {
            if (!text[at..].StartsWith(bytes[..length])) return -1;
            at += length;
        }

        return at;
    }

    /// <summary>Minutes from UTC; only UTC itself and figures, for zone names differ between machines.</summary>
    private static bool Zone(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8) || text.SequenceEqual("Z"u8)) return true;
        if (text.Length is not (3 or 5) || text[0] is not ((byte)'+' or (byte)'-')) return false;
        if (Digits(text, 1, 2, out var hours) < 0 || hours > 14) return false;
        if (text.Length == 5 && (Digits(text, 3, 2, out minutes) < 0 || minutes > 59)) return false;
        minutes = ((hours * 60) + minutes) * (text[0] == (byte)'-' ? -1 : 1);
        return true;
    }

    private static int Write(ReadOnlySpan<int> parts, int zone, bool hasZone, Span<byte> into)
    {
        var (year, month, day) = (parts[0], parts[1], parts[2]);
        if (year is < 1 or > 9999 || month is 0 or > 12) return 0;
        if (day == 0 || day > (month < 0 ? 0 : DateTime.DaysInMonth(year, month)) && day >= 0) return 0;
        if (parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return 0;
        var at = Put(into, 0, year, 4);
        if (month > 0) at = Put(into, Sign(into, at, '-'), month, 2);
        if (day > 0) at = Put(into, Sign(into, at, '-'), day, 2);
        if (parts[3] < 0) return at;
        at = Put(into, Sign(into, at, 'T'), parts[3], 2);
        at = Put(into, Sign(into, at, ':'), Math.Max(parts[4], 0), 2);
        if (parts[5] >= 0) at = Put(into, Sign(into, at, ':'), parts[5], 2);
        if (!hasZone) return at;
        if (zone == 0) return Sign(into, at, 'Z');
        at = Put(into, Sign(into, at, zone < 0 ? '-' : '+'), Math.Abs(zone) / 60, 2);
        return Put(into, Sign(into, at, ':'), Math.Abs(zone) % 60, 2);
    }

    private static int Sign(Span<byte> into, int at, char sign)
    {
        into[at] = (byte)sign;
        return at + 1;
    }

    private static int Put(Span<byte> into, int at, int number, int width)
    {
        for (var i = width - 1; i >= 0; i--)
        {
            into[at + i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        return at + width;
    }

    private static bool Same(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length != text.Length) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (bytes[i] != text[i]) return false;
        }

        return true;
    }
}
