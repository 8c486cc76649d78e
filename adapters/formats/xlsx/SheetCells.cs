using System.Collections;
using System.Text;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Formats;

/// <summary>Fills the raw table of one sheet: a row for each that has cells, a cell for each that is filled, in order.</summary>
internal sealed class SheetCells
{
    private const int FigureMax = 40;

    private readonly SheetEntry sheet;
    private readonly Tree table;
    private readonly BitArray isNumber = new(1024);
    private readonly int root;
    private int rowNode = -1;
    private int commas, points;

    /// <summary>Begins.</summary>
    /// <param name="entry">The sheet.</param>
    /// <param name="part">Number of the part.</param>
    /// <param name="into">Filled.</param>
    public SheetCells(SheetEntry entry, int part, Tree into)
    {
        (sheet, table) = (entry, into);
        into.Reset(CsvForm.Schema, new SheetDecoder(entry.Name), part);
        root = into.Open(Schema.Root);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Row and column of the last one, from 0; (-1, -1) before the first.</summary>
    public (int Row, int Column) Last { get; private set; } = (-1, -1);

    /// <summary>Adds a cell behind the others.</summary>
    public void Add(int row, int column, ReadOnlySpan<char> text, bool number)
    {
        if (text.IsEmpty) return;
        if (!number && text.Length < FigureMax) Vote(DecimalMark.OfFigure(text));
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var room = Begin(row, column, most);
        var length = Encoding.UTF8.GetBytes(text, room);
        table.Shrink(most - length);
        End(length, number);
    }

    /// <summary>Adds a cell whose text is UTF-8.</summary>
    public void Add(int row, int column, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        if (utf8.Length < FigureMax && utf8.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0)
        {
            Span<char> text = stackalloc char[FigureMax];
            Vote(DecimalMark.OfFigure(text[..Encoding.UTF8.GetChars(utf8, text)]));
        }

        utf8.CopyTo(Begin(row, column, utf8.Length));
        End(utf8.Length, false);
    }

    /// <summary>Ends the table.</summary>
    public void End()
    {
        if (rowNode >= 0) table.Close(rowNode);
        table.Close(root);
        // One table has one decimal mark: figures typed as text say which, and numbers follow.
        if (commas <= points) return;
        for (var node = 1; node < table.Nodes.Length; node++)
        {
            if (node < isNumber.Length && isNumber[node]) table.Replace(node, (byte)'.', (byte)',');
        }
    }

    // The place of a cell is that of its row and column; where its bytes stand in the window says nothing.
    private Span<byte> Begin(int row, int column, int bytes)
    {
        if (Count == Limits.TableCellsMax) throw new LimitException(Count + 1, Limits.TableCellsMax, "filled cells in one sheet");
        if (row != Last.Row)
        {
            if (rowNode >= 0) table.Close(rowNode);
            rowNode = table.Open(CsvForm.Row, table.Window.Length);
        }

        (Last, Count) = ((row, column), Count + 1);
        return table.Grow(bytes, new CellPlace(sheet.Number, row + 1, column + 1).Start);
    }

    private void End(int length, bool number)
    {
        var node = table.Add(CsvForm.Cell, table.Window.Length - length, length, NodeFlags.HasValue | NodeFlags.Plain);
        if (number)
        {
            if (node >= isNumber.Length) isNumber.Length = Math.Max(node + 1, 2 * isNumber.Length);
            isNumber[node] = true;
        }

        // A byte between the cells gives each a place of its own.
        table.Grow(1)[0] = (byte)'\t';
        if (table.Window.Length <= Limits.DocumentBytesMax) return;
        throw new LimitException(table.Window.Length, Limits.DocumentBytesMax, "bytes of text in one sheet");
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
