using System.Globalization;
using System.Text;

namespace Gateway.Forms;

/// <summary>A set of code points as ranges in order, as the classes of an ECMA-262 pattern need it.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private readonly List<(int From, int To)> ranges = [];

    /// <summary>\d.</summary>
    public static CodePointSet Digits => new CodePointSet().Add('0', '9');

    /// <summary>\w.</summary>
    public static CodePointSet Words => new CodePointSet().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    /// <summary>\s: white space and line ends.</summary>
    public static CodePointSet Spaces => new CodePointSet().Add(9, 13).Add(32, 32).Add(0xA0, 0xA0).Add(0x1680, 0x1680).Add(0x2000, 0x200A)
        .Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);

    /// <summary>The full stop: everything but line ends.</summary>
    public static CodePointSet NoLineEnds => new CodePointSet().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029).Inverse();

    /// <summary>Code points of general categories.</summary>
    public static CodePointSet Of(Func<UnicodeCategory, bool> isMember)
    {
        var set = new CodePointSet();
        var from = -1;
        for (var at = 0; at <= Last + 1; at++)
        {
            var isIn = at <= Last && isMember(CharUnicodeInfo.GetUnicodeCategory(at));
            if (isIn && from < 0) from = at;
            if (isIn || from < 0) continue;
            set.ranges.Add((from, at - 1));
            from = -1;
        }

        return set;
    }

    /// <summary>Adds a range.</summary>
    public CodePointSet Add(int from, int to)
    {
        ranges.Add((from, to));
        return this;
    }

    /// <summary>Adds all of another set.</summary>
    public CodePointSet Add(CodePointSet other)
    {
        ranges.AddRange(other.ranges);
        return this;
    }

    /// <summary>All that is not in it.</summary>
    public CodePointSet Inverse()
    {
        var inverse = new CodePointSet();
        var next = 0;
        foreach (var (from, to) in InOrder())
        {
            if (from > next) inverse.ranges.Add((next, from - 1));
            next = to + 1;
        }

        if (next <= Last) inverse.ranges.Add((next, Last));
        return inverse;
    }

    /// <summary>Writes the set as a pattern of .NET over <see cref="PatternUnits"/>.</summary>
    public void Write(StringBuilder pattern)
    {
        var ascii = new StringBuilder();
        var blocks = new SortedDictionary<int, StringBuilder>();
        foreach (var (from, to) in InOrder())
        {
            if (from < 0x80) AddRange(ascii, (char)from, (char)Math.Min(to, 0x7F));
            for (var at = Math.Max(from, 0x80); at <= to;)
            {
                var end = Math.Min(at | PatternUnits.LowMask, to);
                if (!blocks.TryGetValue(at & ~PatternUnits.LowMask, out var lows)) blocks.Add(at & ~PatternUnits.LowMask, lows = new());
                AddRange(lows, PatternUnits.Low(at), PatternUnits.Low(end));
                at = end + 1;
            }
        }

        var pairs = new List<string>();
        if (ascii.Length > 0) pairs.Add($"[{ascii}]");
        // Few blocks differ: most are whole, or empty.
        foreach (var same in blocks.GroupBy(block => block.Value.ToString(), StringComparer.Ordinal))
        {
            var highs = new StringBuilder();
            foreach (var (block, _) in same) AddRange(highs, PatternUnits.High(block), PatternUnits.High(block));
            pairs.Add($"[{highs}][{same.Key}]");
        }

        // Nothing is both white space and not.
        pattern.Append(pairs.Count == 0 ? "[^\\s\\S]" : $"(?:{string.Join('|', pairs)})");
    }

    private static void AddRange(StringBuilder text, char from, char to)
    {
        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)from:X4}");
        if (to > from) text.Append(CultureInfo.InvariantCulture, $"-\\u{(int)to:X4}");
    }

    private List<(int From, int To)> InOrder()
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            else merged.Add(range);
        }

        return merged;
    }
}

/// <summary>
/// How a text stands before a pattern: ASCII as it is, every other code point as two characters of the private use area. So one code
/// point beyond the BMP counts as one, a lone surrogate too, and <c>\b</c> knows no letters but those of ASCII, as ECMA-262 wants it.
/// </summary>
internal static class PatternUnits
{
    /// <summary>Bits of the second character.</summary>
    public const int LowMask = 0x3FF;

    /// <summary>The first character of a code point beyond ASCII.</summary>
    public static char High(int codePoint) => (char)(0xE000 + (codePoint >> 10));

    /// <summary>The second one.</summary>
    public static char Low(int codePoint) => (char)(0xE800 + (codePoint & LowMask));

    /// <summary>Writes a text of JSON.</summary>
    /// <param name="raw">The text, at most half as long as there is room.</param>
    /// <param name="isEscaped">Whether it has escapes.</param>
    /// <param name="units">Takes the characters.</param>
    /// <returns>How many were written.</returns>
    public static int Write(ReadOnlySpan<byte> raw, bool isEscaped, Span<char> units)
    {
        var count = 0;
        for (var at = 0; at < raw.Length;)
        {
            var b = raw[at];
            if (b < 0x80 && !(isEscaped && b == '\\'))
            {
                units[count++] = (char)b;
                at++;
                continue;
            }

            var character = InstanceText.Next(raw, ref at);
            if (character < 0x80)
            {
                units[count++] = (char)character;
                continue;
            }

            units[count++] = High(character);
            units[count++] = Low(character);
        }

        return count;
    }
}
