using System.Globalization;

namespace Gateway.Formats;

/// <summary>What the number format of a cell makes of its number (ECMA-376-1 §18.8.30, §18.8.31).</summary>
/// <param name="HasDate">It shows day, month or year.</param>
/// <param name="HasTime">It shows a time of day.</param>
/// <param name="IsElapsed">It shows a number of hours, which may be more than 24.</param>
/// <param name="IsPercent">It shows hundredths.</param>
/// <param name="Mask">Digits and what stands between them, <c>0000.00.00</c>, of a format that shows all its zeros; null for
/// others.</param>
internal sealed record NumberFormat(bool HasDate, bool HasTime, bool IsElapsed, bool IsPercent, string? Mask)
{
    /// <summary>Shows numbers as they are.</summary>
    public static NumberFormat General { get; } = new(false, false, false, false, null);

    private static readonly NumberFormat Date = new(true, false, false, false, null);
    private static readonly NumberFormat Time = new(false, true, false, false, null);

    /// <summary>A built-in format; those of East Asia too, which files name without saying what they are.</summary>
    public static NumberFormat BuiltIn(int id) => id switch
    {
        9 or 10 => new(false, false, false, true, null),
        14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => Date,
        18 or 19 or 20 or 21 or 45 or 47 or (>= 32 and <= 35) or 55 or 56 => Time,
        22 => new(true, true, false, false, null),
        46 => new(false, false, true, false, null),
        _ => General,
    };

    /// <summary>Reads the code of a format; of its sections the one for positive numbers.</summary>
    public static NumberFormat Of(string code)
    {
        var (letters, mask) = ("", "");
        var (isMask, isElapsed, isPercent, zeros) = (true, false, false, 0);
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            var c = char.ToLowerInvariant(code[i]);
            if (c == '[')
            {
                var end = code.IndexOf(']', i);
                if (end < 0) break;
                isElapsed |= end > i + 1 && code.AsSpan(i + 1, end - i - 1).Trim("hmsHMS").IsEmpty;
                i = end;
            }
            else if (c == '"')
            {
                var end = code.IndexOf('"', i + 1);
                if (end < 0) break;
                mask += code[(i + 1)..end];
                i = end;
            }
            else if (c is '\\' && i + 1 < code.Length) mask += code[++i];
            else if (c is '_' or '*') i++;
            else if (c == '%') isPercent = true;
            else if (c is 'y' or 'm' or 'd' or 'h' or 's' or 'e' or 'b' && letters.Length < 100) letters += c;
            else if (c == '0') (zeros, mask) = (zeros + 1, mask + '0');
            else if (c is '-' or '/' or ' ' or '(' or ')' or ':') mask += c;
            else if (c is '#' or '?' or '.' or ',' or '@' or 'g') isMask = false;
        }

        // General and the e of 0E+00 are no dates.
        var isNumber = zeros > 0 || code.Contains('#', StringComparison.Ordinal)
            || code.StartsWith("general", StringComparison.OrdinalIgnoreCase);
        if (isElapsed) return new(false, false, true, false, null);
        if (isNumber && letters.Trim('e', 's', 'b').Length == 0)
        {
            // One zero is a plain number, a mask with letters in it a number with its unit.
            var hasMask = isMask && !isPercent && zeros > 1 && !mask.Any(char.IsLetter);
            return new(false, false, false, isPercent, hasMask ? mask.Trim() : null);
        }

        var hasTime = letters.AsSpan().IndexOfAny('h', 's') >= 0;
        // m beside hours or seconds is minutes.
        var months = letters.Replace("hm", "h", StringComparison.Ordinal);
        while (months.Contains("hm", StringComparison.Ordinal)) months = months.Replace("hm", "h", StringComparison.Ordinal);
        while (months.Contains("ms", StringComparison.Ordinal)) months = months.Replace("ms", "s", StringComparison.Ordinal);
        return new(months.AsSpan().IndexOfAny("ydme") >= 0, hasTime, false, isPercent, null);
    }

    /// <summary>The text of a number as this format means it: dates as ISO 8601, hundredths with their sign, leading zeros kept, everything
    /// else with a point and no other mark.</summary>
    /// <param name="stored">The number as the file has it.</param>
    /// <param name="is1904">Days are counted from 1904.</param>
    /// <param name="isDate">False where the number is no date although the format says so.</param>
    /// <param name="isLong">The number has more digits than a spreadsheet program keeps.</param>
    /// <returns>Null when it is no number at all.</returns>
    public string? TextOf(string stored, bool is1904, out bool isDate, out bool isLong)
    {
        (isDate, isLong) = (true, false);
        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)) return null;
        if (IsElapsed && number is >= 0 and < 1_000_000) return Elapsed(number);
        if (HasDate || HasTime)
        {
            if (DateOf(number, is1904) is { } text) return text;
            isDate = false;
        }

        isLong = Math.Abs(number) >= 1e15 && number == Math.Floor(number);
        if (isLong && stored.All(char.IsAsciiDigit)) return stored;
        var exact = Exact(number);
        if (exact is not { } value) return stored;
        if (IsPercent) return Plain(value * 100) + "%";
        return Mask is { } mask && value >= 0 && value == decimal.Truncate(value) ? Masked(mask, Plain(value)) : Plain(value);
    }

    // Spreadsheet programs show 15 digits: 1.1 is stored as 1.1000000000000001.
    private static decimal? Exact(double number) => Math.Abs(number) < 1e27
        ? decimal.Parse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static string Plain(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private static string Masked(string mask, string digits)
    {
        digits = digits.PadLeft(mask.Count(c => c == '0'), '0');
        var text = new char[mask.Length];
        var at = digits.Length;
        for (var i = mask.Length - 1; i >= 0; i--) text[i] = mask[i] == '0' ? digits[--at] : mask[i];
        // More digits than zeros stand before the first.
        var first = mask.IndexOf('0', StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, first), digits.AsSpan(0, at), text.AsSpan(first));
    }

    private static string Elapsed(double days)
    {
        var seconds = (long)Math.Round(days * 86400);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    private string? DateOf(double number, bool is1904)
    {
        if (number is < 0 or >= 2_958_466) return null;
        var day = (int)Math.Floor(number);
        // A format without time hides it; only where it is shown it is rounded to what is shown.
        var seconds = HasTime ? (int)Math.Round((number - day) * 86400) : 0;
        if (seconds == 86400) (day, seconds) = (day + 1, 0);
        var time = TimeSpan.FromSeconds(seconds);
        if (!HasDate)
        {
            return time.ToString(time.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
        }

        // Excel counts a 29 February 1900 that never was; so days before it are counted from another begin.
        if (!is1904 && day is 60 or 0) return null;
        var begin = is1904 ? new DateTime(1904, 1, 1) : day < 60 ? new DateTime(1899, 12, 31) : new DateTime(1899, 12, 30);
        if (day > (DateTime.MaxValue - begin).Days) return null;
        var date = begin.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return !HasTime ? date : date + time.ToString(time.Seconds == 0 ? @"\Thh\:mm" : @"\Thh\:mm\:ss", CultureInfo.InvariantCulture);
    }
}
