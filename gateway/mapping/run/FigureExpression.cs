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
        Span<char> figure = stackalloc char[TextMax];
        figure = figure[..Encoding.UTF8.GetChars(bytes, figure)];
        Narrow(figure);
        var first = figure.IndexOfAny(Digits);
        if (first < 0) return 0;
        var length = 0;
        if (first > 0 && figure[first - 1] == '-') into[length++] = (byte)'-';
        var hasMark = first > 0 && figure[first - 1] == mark;
        if (hasMark) (into[length], into[length + 1], length) = ((byte)'0', (byte)'.', length + 2);
        for (var i = first; i < figure.Length && length < into.Length - 1; i++)
        {
            if (char.IsAsciiDigit(figure[i])) into[length++] = (byte)figure[i];
            else if (!IsBetweenDigits(figure, i)) break;
            else if (figure[i] == mark && !hasMark) (into[length++], hasMark) = ((byte)'.', true);
            else if (figure[i] is not (',' or '.' or ' ' or '\'' or '\u2019') || hasMark) break;
        }

        Span<byte> written = stackalloc byte[48];
        length = NumberText.Normalise(into[..length], (byte)'.', written);
        written[..length].CopyTo(into);
        return length;
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

    private static bool IsBetweenDigits(ReadOnlySpan<char> figure, int at)
        => at + 1 < figure.Length && char.IsAsciiDigit(figure[at + 1]);
}
