using System.Buffers;

namespace Gateway.Formats;

/// <summary>Tells whether the figures of a table have a comma or a point as decimal mark. One figure alone may not say it
/// (<c>1,234</c>); all of a table together mostly do.</summary>
internal static class DecimalMark
{
    private const int TextMax = 40;

    private static readonly SearchValues<char> Figures = SearchValues.Create("0123456789,. '\u00A0\u202F");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The mark of most figures that leave no doubt; the point where none does.</summary>
    public static char Of(TableGrid grid)
    {
        var (points, commas) = (0, 0);
        Span<char> room = stackalloc char[TextMax];
        for (var row = 0; row < grid.Height; row++)
        {
            for (var column = grid.NextFilled(row, 0); column >= 0; column = grid.NextFilled(row, column + 1))
            {
                if (!grid.TryText(row, column, room, out var text)) continue;
                var mark = OfFigure(text);
                if (mark == '.') points++;
                else if (mark == ',') commas++;
            }
        }

        return commas > points ? ',' : '.';
    }

    /// <summary>The decimal mark of one figure; 0 for what is no figure, or leaves it in doubt.</summary>
    public static char OfFigure(ReadOnlySpan<char> text)
    {
        if (text.Length > TextMax) return '\0';
        Span<char> narrow = stackalloc char[text.Length];
        TablePattern.Narrow(text, narrow);
        ReadOnlySpan<char> figure = narrow;
        figure = figure.Trim().TrimStart("+-").Trim("$€£¥￥ \u00A0").TrimEnd("%");
        var last = figure.LastIndexOfAny(',', '.');
        if (last <= 0 || figure.ContainsAnyExcept(Figures)) return '\0';
        var mark = figure[last];
        var other = mark == ',' ? '.' : ',';
        var before = figure[..last];
        var after = figure[(last + 1)..];
        if (after.IsEmpty || after.ContainsAnyExcept(Digits)) return '\0';
        // Both marks: the last one is the decimal mark, if the others stand before groups of three digits.
        if (before.Contains(other)) return before.Contains(mark) || !IsGrouped(before, other) ? '\0' : mark;
        // One mark several times divides thousands.
        if (before.Contains(mark)) return IsGrouped(figure, mark) ? other : '\0';
        return after.Length != 3 || before is "0" ? mark : '\0';
    }

    private static bool IsGrouped(ReadOnlySpan<char> whole, char mark)
    {
        var isFirst = true;
        foreach (var range in whole.Split(mark))
        {
            var length = whole[range].Length;
            if (isFirst ? length is 0 or > 3 : length != 3) return false;
            isFirst = false;
        }

        return true;
    }
}
