using System.Text;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>The filled cells of one sheet in order, before they become a tree.</summary>
internal sealed class SheetCells
{
    private readonly record struct Cell(int Row, ushort Column, bool IsNumber, int Start, int Length);

    private readonly List<Cell> cells = [];
    private byte[] bytes = [];
    private int length;
    private int commas, points;

    /// <summary>How many there are.</summary>
    public int Count => cells.Count;

    /// <summary>Row and column of the last one, from 0; (-1, -1) before the first.</summary>
    public (int Row, int Column) Last => cells.Count == 0 ? (-1, -1) : (cells[^1].Row, cells[^1].Column);

    /// <summary>Adds a cell behind the others.</summary>
    public void Add(int row, int column, ReadOnlySpan<char> text, bool isNumber)
    {
        if (text.IsEmpty) return;
        var needed = length + Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        if (needed > bytes.Length) Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
        if (!isNumber && text.Length < 40) Vote(DecimalMark.OfFigure(text.ToString()));
        Put(row, column, Encoding.UTF8.GetBytes(text, bytes.AsSpan(length)), isNumber);
    }

    /// <summary>Adds a cell whose text is UTF-8.</summary>
    public void Add(int row, int column, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        var needed = length + utf8.Length + 1;
        if (needed > bytes.Length) Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
        var mayBeFigure = utf8.Length < 40 && utf8.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;
        if (mayBeFigure) Vote(DecimalMark.OfFigure(Encoding.UTF8.GetString(utf8)));
        utf8.CopyTo(bytes.AsSpan(length));
        Put(row, column, utf8.Length, false);
    }

    /// <summary>Makes the raw table: a row for each that has cells, a cell for each that is filled.</summary>
    public void Write(Tree into, SheetEntry sheet, int part)
    {
        into.Reset(CsvForm.Schema, new SheetDecoder(sheet.Name), part);
        // One table has one decimal mark: figures typed as text say which, and numbers follow.
        var mark = commas > points ? (byte)',' : (byte)'.';
        foreach (var cell in cells)
        {
            if (cell.IsNumber && mark == ',') bytes.AsSpan(cell.Start, cell.Length).Replace((byte)'.', mark);
            var place = new CellPlace(sheet.Number, cell.Row + 1, cell.Column + 1);
            into.Append(bytes.AsSpan(cell.Start, cell.Length + 1), place.Start);
        }

        var root = into.Open(Schema.Root);
        for (var i = 0; i < cells.Count;)
        {
            var (row, at) = (cells[i].Row, into.Open(CsvForm.Row, cells[i].Start));
            for (; i < cells.Count && cells[i].Row == row; i++)
            {
                into.Add(CsvForm.Cell, cells[i].Start, cells[i].Length, NodeFlags.HasValue | NodeFlags.Plain);
            }

            into.Close(at);
        }

        into.Close(root);
    }

    private void Put(int row, int column, int count, bool isNumber)
    {
        if (cells.Count == Limits.TableCellsMax)
        {
            throw new LimitException(cells.Count + 1, Limits.TableCellsMax, "filled cells in one sheet");
        }

        cells.Add(new Cell(row, (ushort)column, isNumber, length, count));
        // A byte between the cells gives each a place of its own.
        bytes[length + count] = (byte)'\t';
        length += count + 1;
        if (length > Limits.DocumentBytesMax) throw new LimitException(length, Limits.DocumentBytesMax, "bytes of text in one sheet");
    }

    private void Vote(char mark)
    {
        if (mark == ',') commas++;
        else if (mark == '.') points++;
    }
}

/// <summary>Places of a sheet as people count them.</summary>
/// <param name="sheet">Name of the sheet.</param>
internal sealed class SheetDecoder(string sheet) : TextDecoder
{
    /// <inheritdoc/>
    public override int MaxLength(int bytes) => bytes;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        raw.CopyTo(utf8);
        return raw.Length;
    }

    /// <inheritdoc/>
    public override Place PlaceOf(Tree tree, int node)
    {
        var ordinal = Math.Max(tree.Ordinal, 1);
        return CellPlace.Of(tree.SpanOf(node)) is not { } cell ? new Place(ordinal, 0) { Reference = sheet, IsText = true }
            : new Place(ordinal, cell.Row, cell.Column)
            {
                Reference = sheet, IsText = true, Tag = tree.NameOf(node), Path = $"Sheet '{sheet}', cell {cell.Address}",
            };
    }
}
