using System.Buffers;
using System.Globalization;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Reads a CSV file as the raw tree of a table: a sheet, its rows, their cells. Names come with a
/// <see cref="TableLayout"/>.</summary>
public static class CsvForm
{
    /// <summary>Position of a row.</summary>
    public const int Row = 2;

    /// <summary>Position of a cell.</summary>
    public const int Cell = 3;

    private const int HeadBytes = 64 * 1024;

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(b => b is not ('\t' or '\n' or '\r' or '\f')).Select(b => (byte)b), 0x7F]);

    /// <summary>The position table of a raw table: <c>Row</c> and in it <c>Cell</c>.</summary>
    public static Schema Schema { get; } = MakeSchema();

    /// <summary>Reads a file. Character set and separator are told from the content.</summary>
    /// <param name="csv">The file; nobody may change it while the tree is in use.</param>
    /// <param name="characterSet">Character set that the partner's file names; null to tell it from the bytes.</param>
    /// <param name="into">Filled.</param>
    /// <param name="findings">All faults.</param>
    /// <param name="part">Number of the part, for spans.</param>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(ReadOnlyMemory<byte> csv, string? characterSet, Tree into, Findings findings, int part = 0)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(findings);
        var place = new Place(1, 1, 1) { IsText = true };
        into.Reset(Schema, null, part);
        if (csv.Length > Limits.DocumentBytesMax)
        {
            findings.Add(
                CsvFindings.TooLarge, new SourceSpan(part, 0, 0), place, 0, csv.Length.ToString(CultureInfo.InvariantCulture),
                Limits.DocumentBytesMax.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (CsvInput.Of(csv, characterSet, out var name) is not { } input || input.Utf8.Span[..Math.Min(input.Utf8.Length,
            HeadBytes)].ContainsAny(Controls))
        {
            findings.Add(CsvFindings.NotText, new SourceSpan(part, 0, 0), place, 0, name);
            return false;
        }

        if (input.IsGuessed) findings.Add(CsvFindings.Guessed, new SourceSpan(part, 0, 0), place, 0, name);
        var text = input.Utf8.Span;
        var separator = Named(text, out var from) ?? CsvSeparator.Of(text[..Math.Min(text.Length, HeadBytes)], out _, out _, out _);
        return new CsvReader(input, separator, from, into, part, findings).Read();
    }

    /// <summary>How regular the begin of a file is as a table.</summary>
    /// <param name="head">The begin.</param>
    /// <returns>Cells that most lines have, of 100 lines how many have them, and lines; zeros for what is no text.</returns>
    public static (int Cells, int Share, int Lines) Regularity(ReadOnlySpan<byte> head)
    {
        // A character may be cut off at the end, and so is the last line mostly.
        for (var cut = 0; cut < 4 && cut < head.Length; cut++)
        {
            if (CsvInput.Of(head[..^cut].ToArray(), null, out _) is not { } input || (input.IsGuessed && cut < 3)) continue;
            var text = input.Utf8.Span;
            if (text.ContainsAny(Controls)) return default;
            if (head.Length >= 4000 && text.LastIndexOf((byte)'\n') is > 0 and var end) text = text[..end];
            if (Named(text, out var from) is not null) text = text[from..];
            CsvSeparator.Of(text, out var cells, out var share, out var lines);
            return (cells, share, lines);
        }

        return default;
    }

    // Excel reads and writes a first line sep=; that is no row.
    private static byte? Named(ReadOnlySpan<byte> text, out int from)
    {
        from = 0;
        if (text.Length < 6 || !text.StartsWith("sep="u8) || text[5] is not ((byte)'\r' or (byte)'\n')) return null;
        from = text[5] == '\r' && text.Length > 6 && text[6] == '\n' ? 7 : 6;
        return text[4];
    }

    private static Schema MakeSchema()
    {
        var builder = new SchemaBuilder();
        var (rows, cells) = (builder.Reserve(), builder.Reserve());
        builder.Define(rows, [new Position("Row", PositionKind.Class, 0, int.MaxValue, cells)]);
        builder.Define(cells, [new Position("Cell", PositionKind.Value, 0, int.MaxValue, -1, SimpleType.Any)]);
        return builder.Build("table", new Position("Sheet", PositionKind.Root, 1, 1, rows));
    }
}
