using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Edifact;

/// <summary>A format of dates, times and periods as data element 2379 names it: checks the value of 2380 against the calendar.</summary>
internal sealed class DateFormat
{
    // One letter a field: C century, Y year, M month, D day, h hour, m minute, s second, f millisecond, W week of the year,
    // w day of the week, J day of the year, X week of the month, S half year, Q quarter, P four months, A ten days, B half month,
    // K shift, R period of a day, T the letter, O offset to UTC, z zone in letters, L minutes of four digits, N a number of units.
    // Periods are written without hyphen (UN/EDIFACT code list 2379); a bar parts their halves here.
    private const string Formats =
        "2 DMY;3 MDY;4 DMCY;5 DMCYhm;6 CYMB;7 CYMX;8 CYMDK;9 CYMDR;10 CYMDThm;101 YMD;102 CYMD;103 YWw;104 MW|MW;105 YJ;106 MD;107 J;"
        + "108 W;109 M;110 D;201 YMDhm;202 YMDhms;203 CYMDhm;204 CYMDhms;205 CYMDhmO;206 YMDhmO;207 YMDhmsO;208 CYMDhmsO;209 hmsO;"
        + "210 hmsO|hmsO;301 YMDhmz;302 YMDhmsz;303 CYMDhmz;304 CYMDhmsz;305 MDhm;306 Dhm;307 CYMDhmsf;308 CYMDhmz|CYMDhmz;401 hm;"
        + "402 hms;404 hmsz;405 Ls;406 O;501 hm|hm;502 hms|hms;503 hmsz|hmsz;600 C;601 Y;602 CY;603 YS;604 CYS;608 CYQ;609 YM;610 CYM;"
        + "613 YMA;614 CYMA;615 YW;616 CYW;701 Y|Y;702 CY|CY;703 YS|YS;704 CYS|CYS;705 YP|YP;706 CYP|CYP;707 YQ|YQ;708 CYQ|CYQ;"
        + "709 YM|YM;710 CYM|CYM;713 YMDhm|YMDhm;715 YW|YW;716 CYW|CYW;717 YMD|YMD;718 CYMD|CYMD;719 CYMDhm|CYMDhm;720 whm|whm;"
        + "721 CYMDhmO|CYMDhmO;801 N;802 N;803 N;804 N;805 N;806 N;807 N;808 N;809 N;810 N;811 N;812 N;813 N;814 N";

    private static readonly FrozenDictionary<int, DateFormat> All = Formats.Split(';').Select(f => f.Split(' '))
        .ToFrozenDictionary(f => int.Parse(f[0], CultureInfo.InvariantCulture), f => new DateFormat(f[1]));

    private readonly string fields;
    private readonly int length;

    private DateFormat(string fields)
    {
        this.fields = fields;
        length = fields[0] == 'N' ? 0 : fields.Sum(Width);
        Pattern = string.Concat(fields.Select(Written));
    }

    /// <summary>As people write it: <c>CCYYMMDD</c>.</summary>
    public string Pattern { get; }

    /// <summary>How many formats there are.</summary>
    public static IEnumerable<int> Codes => All.Keys;

    /// <summary>The format of a code; null for one that is not known, which cannot be checked.</summary>
    public static DateFormat? Find(ReadOnlySpan<byte> code)
    {
        var number = 0;
        if (code.Length is 0 or > 3) return null;
        foreach (var b in code)
        {
            if (b is < (byte)'0' or > (byte)'9') return null;
            number = (number * 10) + b - '0';
        }

        return All.GetValueOrDefault(number);
    }

    /// <summary>Checks a value without release characters.</summary>
    /// <returns>Null when it is right; else what is wrong, in a few words.</returns>
    public string? Fault(ReadOnlySpan<byte> value)
    {
        if (length == 0) return IsNumber(value) ? null : "a number is wanted";
        if (value.Length != length) return Text($"it has {value.Length} characters and not {length}");
        var date = new Fields { Year = -1 };
        var half = 0;
        var at = 0;
        foreach (var field in fields)
        {
            if (field == '|')
            {
                if (date.Fault() is { } first) return first;
                (date, half) = (new Fields { Year = -1 }, at);
                continue;
            }

            var width = Width(field);
            if (date.Take(field, value.Slice(at, width)) is { } fault) return fault;
            at += width;
        }

        if (date.Fault() is { } last) return last;
        // Only a full year orders two dates for certain.
        var isBackwards = half > 0 && fields[0] == 'C' && value[..half].SequenceCompareTo(value[half..]) > 0;
        return isBackwards ? "the period ends before it begins" : null;
    }

    private static bool IsNumber(ReadOnlySpan<byte> value)
    {
        var marks = 0;
        foreach (var b in value)
        {
            if (b is (byte)'.' or (byte)',') marks++;
            else if (b is < (byte)'0' or > (byte)'9') return false;
        }

        return marks <= 1 && value.Length > marks;
    }

    private static int Width(char field) => field switch
    {
        '|' => 0,
        'w' or 'X' or 'S' or 'Q' or 'P' or 'A' or 'B' or 'K' or 'T' => 1,
        'J' or 'f' or 'z' => 3,
        'L' => 4,
        'O' => 5,
        _ => 2,
    };

    private static string Written(char field) => field switch
    {
        'C' => "CC", 'Y' => "YY", 'M' => "MM", 'D' => "DD", 'h' => "HH", 'm' => "MM", 's' => "SS", 'f' => "FFF", 'W' => "WW",
        'w' => "D", 'J' => "DDD", 'X' => "W", 'K' => "S", 'R' => "PP", 'O' => "ZHHMM", 'z' => "ZZZ", 'L' => "MMMM", '|' => "",
        'N' => "a number", _ => field.ToString(),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What was read of one date.</summary>
    private struct Fields
    {
        private int century;
        private int month;
        private int day;
        private int hour;
        private int rest;
        private int dayOfYear;
        private bool hasCentury;

        public int Year { get; set; }

        /// <summary>Takes a field.</summary>
        /// <returns>What is wrong with it alone.</returns>
        public string? Take(char field, ReadOnlySpan<byte> text)
        {
            if (field == 'T') return text[0] == 'T' ? null : "the letter T must stand before the time";
            if (field == 'z') return IsZone(text) ? null : Text($"\"{Reporter.Text(text)}\" is no time zone");
            if (field == 'O') return IsOffset(text) ? null : Text($"\"{Reporter.Text(text)}\" is no offset to UTC");
            var number = 0;
            foreach (var b in text)
            {
                if (b is < (byte)'0' or > (byte)'9') return Text($"\"{Reporter.Text(text)}\" is no number");
                number = (number * 10) + b - '0';
            }

            var (name, low, high) = Range(field);
            if (number < low || number > high) return Text($"there is no {name} {Reporter.Text(text)}");
            switch (field)
            {
                case 'C': (century, hasCentury) = (number, true); break;
                case 'Y': Year = number; break;
                case 'M': month = number; break;
                case 'D': day = number; break;
                case 'J': dayOfYear = number; break;
                case 'h': hour = number; break;
                case 'm' or 's' or 'f': rest += number; break;
            }

            return null;
        }

        /// <summary>What is wrong with the fields together.</summary>
        public readonly string? Fault()
        {
            if (hour == 24 && rest > 0) return "the day ends at 24:00";
            // Without a century every fourth year may be a leap year; without a year February may have 29 days.
            var isLeap = Year < 0 || (hasCentury ? DateTime.IsLeapYear(Math.Max(1, (century * 100) + Year)) : Year % 4 == 0);
            if (dayOfYear == 366 && !isLeap) return "the year has 365 days";
            if (month == 0 || day == 0) return null;
            var days = DateTime.DaysInMonth(isLeap ? 2000 : 2001, month);
            return day <= days ? null : Text($"month {month:00} has {days} days");
        }

        private static (string Name, int Low, int High) Range(char field) => field switch
        {
            'M' => ("month", 1, 12),
            'D' => ("day", 1, 31),
            'h' => ("hour", 0, 24),
            'm' => ("minute", 0, 59),
            's' => ("second", 0, 59),
            'W' => ("week", 1, 53),
            'w' => ("day of the week", 1, 7),
            'J' => ("day of the year", 1, 366),
            'X' => ("week of the month", 1, 5),
            'S' or 'B' => ("half", 1, 2),
            'Q' => ("quarter", 1, 4),
            'P' or 'A' => ("third", 1, 3),
            'K' => ("shift", 1, 9),
            _ => ("value", 0, int.MaxValue),
        };

        private static bool IsZone(ReadOnlySpan<byte> text)
        {
            if (text[0] is (byte)'+' or (byte)'-') return !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
            return !text.ContainsAnyExceptInRange((byte)'A', (byte)'Z');
        }

        private static bool IsOffset(ReadOnlySpan<byte> text)
            => text[0] is (byte)'+' or (byte)'-' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && ((text[1] - '0') * 10) + text[2] - '0' <= 14 && text[3] <= '5';
    }
}
