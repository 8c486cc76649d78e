using System.Buffers;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary><c>Gross | number(/DecimalMark)</c>: the first figure in the text of a cell, whose decimal mark the document tells.
/// Blanks, apostrophes and the other mark divide thousands; signs of currencies, units and words around it do not count.</summary>
internal sealed class FigureExpression(Expression text, Expression mark) : Expression
{
    private const int TextMax = 200;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public override bool IsNumeric => true;

    public override bool IsNothing => text.IsNothing;

    public override Need Need => text.Need;

    public override int Values(Run run, int node)
    {
        var count = text.Values(run, node);
        var from = run.ValueTop - count;
        var decimalMark = MarkOf(run, node);
        var kept = from;
        Span<byte> into = stackalloc byte[48];
        for (var i = from; i < from + count; i++)
        {
            var value = run.ValueAt(i);
            var length = Read(run.TextOf(value), decimalMark, into);
            if (length > 0) run.ValueAt(kept++) = run.Made(into[..length], value) with { IsNumber = true };
            else run.ReportValue(MappingFindings.NotConverted, value, "number", run.Rule.Target);
        }

        run.ValueTop = kept;
        return kept - from;
    }

    private char MarkOf(Run run, int node)
    {
        var track = run.Track;
        run.Track = Tracking.None;
        var count = mark.Values(run, node);
        var isComma = count > 0 && run.TextOf(run.ValueAt(run.ValueTop - count)).SequenceEqual(","u8);
        run.ValueTop -= count;
        run.Track = track;
        return isComma ? ',' : '.';
    }

    private static int Read(ReadOnlySpan<byte> bytes, char mark, Span<byte> into)
    {
        if (bytes.Length > TextMax) return 0;
        Span<char> text = stackalloc char[TextMax];
        text = text[..Encoding.UTF8.GetChars(bytes, text)];
        Narrow(text);
        var first = text.IndexOfAny(Digits);
        if (first < 0) return 0;
        ReadOnlySpan<char> figure = text[first..EndOf(text, first)];
        var point = PointOf(figure, mark);
        if (point < 0) return 0;
        var length = 0;
        if (first > 0 && text[first - 1] == '-') into[length++] = (byte)'-';
        if (first > 0 && text[first - 1] == mark) (into[length], into[length + 1], length) = ((byte)'0', (byte)'.', length + 2);
        for (var i = 0; i < figure.Length && length < into.Length - 1; i++)
        {
            if (char.IsAsciiDigit(figure[i])) into[length++] = (byte)figure[i];
            else if (i == point) into[length++] = (byte)'.';
        }

        Span<byte> written = stackalloc byte[48];
        length = NumberText.Normalise(into[..length], (byte)'.', written);
        written[..length].CopyTo(into);
        return length;
    }

    // A blank divides thousands only: 10 20 is two figures.
    private static int EndOf(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            if (!char.IsAsciiDigit(text[at]) && !(text[at] is ',' or '.' ? DigitsAt(text, at + 1) > 0
                : text[at] is ' ' or '\'' or '\u2019' && DigitsAt(text, at + 1) == 3)) return at;
            at++;
        }

        return at;
    }

    /// <summary>Where the decimal mark of a figure stands. What its own form leaves no doubt of goes before the mark of the table:
    /// 12,5 is no 125 among figures with points.</summary>
    /// <returns>The length of the figure when it has none; -1 when it is no figure, such as 12.03.2026.</returns>
    private static int PointOf(ReadOnlySpan<char> figure, char mark)
    {
        var last = figure.LastIndexOfAny(',', '.');
        if (last < 0) return figure.Length;
        var before = figure[..last];
        var hasOther = before.Contains(figure[last] == ',' ? '.' : ',');
        var isRepeated = before.Contains(figure[last]);
        if (hasOther && isRepeated) return -1;
        if (hasOther) return IsGrouped(before) ? last : -1;
        if (isRepeated) return IsGrouped(figure) ? figure.Length : -1;
        return DigitsAt(figure, last + 1) != 3 || before is "0" || figure[last] == mark ? last : figure.Length;
    }

    // Thousands stand in threes, above them also in twos: 1,00,000.
    private static bool IsGrouped(ReadOnlySpan<char> whole)
    {
        for (var rest = whole; ; )
        {
            var at = rest.IndexOfAny(',', '.');
            if (at < 0) return rest.Length == 3;
            if (rest.Length != whole.Length ? at is not (2 or 3) : at is 0 or > 3) return false;
            rest = rest[(at + 1)..];
        }
    }

    private static int DigitsAt(ReadOnlySpan<char> text, int at)
    {
        var from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - from;
    }

    // Full-width forms (U+FF01 to U+FF5E), as Chinese and Japanese programs write them, stand 0xFEE0 above ASCII.
    private static void Narrow(Span<char> figure)
    {
        foreach (ref var c in figure)
        {
            if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - 0xFEE0);
            else if (c is '\u00A0' or '\u2009' or '\u202F' or '\u3000') c = ' ';
        }
    }
}
