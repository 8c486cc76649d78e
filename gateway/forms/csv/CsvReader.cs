using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Reads the cells of one CSV file into a tree whose window is the file itself (RFC 4180, and what really comes).</summary>
internal ref struct CsvReader
{
    private readonly CsvInput input;
    private readonly ReadOnlySpan<byte> text;
    private readonly byte separator;
    private readonly CsvDecoder decoder;
    private readonly Tree tree;
    private readonly Findings findings;
    private readonly int part;
    private readonly Dictionary<int, int> tally = [];
    private RawCursor raw;
    private int at;
    private int rows;
    private int cells;
    private bool isBeyondLimit;

    public CsvReader(in CsvInput source, byte between, int from, Tree into, int number, Findings faults)
    {
        (input, separator, at, tree, part, findings) = (source, between, from, into, number, faults);
        text = source.Utf8.Span;
        decoder = new CsvDecoder(source.Set, between);
        raw = new RawCursor(text, source.Set);
    }

    /// <summary>Reads.</summary>
    /// <returns>False when a limit was reached: it is no table.</returns>
    public bool Read()
    {
        tree.Reset(CsvForm.Schema, decoder, part);
        // Without a mark before it the file is the window as it is.
        if (MemoryMarshal.TryGetArray(input.Raw, out var file) && file.Count == file.Array!.Length) tree.Borrow(file.Array, input.RawStart);
        else tree.Append(input.Raw.Span, input.RawStart);
        var sheet = tree.Open(Schema.Root);
        while (at < text.Length && !isBeyondLimit)
        {
            if (rows == Limits.TableRowsMax) ReportLimit(CsvFindings.TooManyRows, at, Number(rows));
            else ReadRow();
        }

        tree.Close(sheet);
        if (!isBeyondLimit) ReportRagged();
        return !isBeyondLimit;
    }

    private void ReadRow()
    {
        rows++;
        cells = 0;
        var start = at;
        var row = tree.Open(CsvForm.Row, raw.MoveTo(at));
        if (!IsLineEnd())
        {
            do
            {
                ReadCell();
            }
            while (at < text.Length && text[at] == separator && ++at <= text.Length);
            tally[cells] = tally.GetValueOrDefault(cells) + 1;
        }

        tree.Close(row);
        if (cells > Limits.TableColumnsMax) ReportLimit(CsvFindings.TooManyCells, start, Number(rows), Number(Limits.TableColumnsMax));
        if (at < text.Length && text[at++] == '\r' && at < text.Length && text[at] == '\n') at++;
    }

    private readonly bool IsLineEnd() => at >= text.Length || text[at] is (byte)'\n' or (byte)'\r';

    private void ReadCell()
    {
        var start = at;
        while (at < text.Length && text[at] == ' ') at++;
        if (at < text.Length && text[at] == '"') ReadQuoted();
        else ReadBare(start);
    }

    private void ReadBare(int start)
    {
        var end = text[start..].IndexOfAny(separator, (byte)'\n', (byte)'\r');
        at = end < 0 ? text.Length : start + end;
        var (first, last) = (start, at);
        while (first < last && text[first] == ' ') first++;
        while (last > first && text[last - 1] == ' ') last--;
        Add(first, last, false);
    }

    private void ReadQuoted()
    {
        var quote = at++;
        var isDoubled = false;
        while (true)
        {
            var next = text[at..].IndexOf((byte)'"');
            if (next < 0)
            {
                Report(CsvFindings.OpenQuote, quote);
                at = text.Length;
                Add(quote + 1, at, isDoubled);
                return;
            }

            at += next + 1;
            if (at >= text.Length || text[at] != '"') break;
            isDoubled = true;
            at++;
        }

        var end = at - 1;
        while (at < text.Length && text[at] == ' ') at++;
        if (IsLineEnd() || text[at] == separator)
        {
            Add(quote + 1, end, isDoubled);
            return;
        }

        Report(CsvFindings.AfterQuote, at);
        ReadBare(quote);
    }

    private void Add(int start, int end, bool isDoubled)
    {
        if (++cells > Limits.TableColumnsMax) return;
        if (end - start > Limits.CellBytesMax)
        {
            ReportLimit(CsvFindings.CellTooLarge, start, Number(end - start), Number(Limits.CellBytesMax));
        }

        var from = raw.MoveTo(start);
        var length = raw.MoveTo(end) - from;
        var isPlain = !isDoubled && decoder.IsPlain(tree.Window.Slice(from, length));
        tree.Add(CsvForm.Cell, from, length, NodeFlags.HasValue | (isPlain ? NodeFlags.Plain : NodeFlags.None));
    }

    /// <summary>Where nearly all rows have as many cells, the others are suspect; in a form of labels and values nothing is.</summary>
    private void ReportRagged()
    {
        var (usual, most, all) = (0, 0, 0);
        foreach (var (count, times) in tally)
        {
            all += times;
            if (times > most) (usual, most) = (count, times);
        }

        if (usual < 2 || most == all || all < 3 || most * 100 < all * 80) return;
        var nodes = tree.Nodes;
        var number = 0;
        for (var row = 1; row < nodes.Length; row = nodes[row].Next)
        {
            number++;
            var count = nodes[row].Next - row - 1;
            if (count == 0 || count == usual) continue;
            var span = tree.SpanOf(row);
            findings.Add(CsvFindings.Ragged, span, findings.Left > 0 ? tree.PlaceOf(row) : default, CsvForm.Row, Number(number),
                Number(count), Number(usual));
        }
    }

    private void ReportLimit(FindingCode code, int where, params ReadOnlySpan<string> arguments)
    {
        isBeyondLimit = true;
        Report(code, where, arguments);
    }

    private readonly void Report(FindingCode code, int where, params ReadOnlySpan<string> arguments)
    {
        if (findings.Left <= 0)
        {
            findings.Add(code, default, default, 0);
            return;
        }

        var (line, column) = FormDecoder.LineOf(text, where);
        var span = input.RawStart < 0 ? new SourceSpan(part, -1, 0)
            : new SourceSpan(part, new RawCursor(text, input.Set).MoveTo(where) + input.RawStart, 0);
        findings.Add(code, span, new Place(1, line, column) { IsText = true }, 0, arguments);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
