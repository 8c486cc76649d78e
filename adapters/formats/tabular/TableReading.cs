using System.Collections;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Gives names to the cells of one raw table by a layout. The new tree has the window, and so the spans, of the raw one.</summary>
internal sealed class TableReading
{
    // Labels stand in the letterhead and below the table, not among a hundred thousand rows.
    private const int LabelRowsMax = 2000;

    // The decimal mark of the table's figures, for number(/DecimalMark).
    private const string Mark = "DecimalMark";

    private readonly TableLayout layout;
    private readonly Schema schema;
    private readonly Tree raw;
    private readonly TableGrid grid;
    private readonly TableHeader? header;
    private readonly BitArray taken;
    private int unknown;

    private TableReading(TableLayout table, Schema positions, Tree cells, TableGrid all, TableHeader? found)
        => (layout, schema, raw, grid, header, taken) = (table, positions, cells, all, found, new BitArray(cells.Nodes.Length));

    /// <summary>How many columns and labels were found.</summary>
    public int Score { get; private set; }

    /// <summary>The position table of a layout: its labelled cells, its rows with a node for each column, and <c>Total</c>.</summary>
    public static Schema SchemaOf(TableLayout layout)
    {
        var builder = new SchemaBuilder();
        var all = builder.Reserve();
        var header = builder.Add([new Position("header", PositionKind.Attribute, 0, 1, -1, SimpleType.Any, PositionFlags.Service)]);
        var positions = layout.Cells.Select(
            c => new Position(c.Name, PositionKind.Value, 0, Math.Max(1, c.Lines), -1, SimpleType.Any, PositionFlags.Open)).ToList();
        positions.Add(new Position(Mark, PositionKind.Value, 0, 1, -1, SimpleType.Any, PositionFlags.Service));
        if (layout.Rows is { } rows)
        {
            var row = builder.Add([.. rows.Columns.Select(c => new Position(c.Name, PositionKind.Value, 0, 1, header, SimpleType.Any))]);
            positions.Add(new Position(rows.Name, PositionKind.Class, 0, int.MaxValue, row, null, PositionFlags.Open));
            positions.Add(new Position("Total", PositionKind.Class, 0, 1, row, null, PositionFlags.Open));
        }

        builder.Define(all, positions);
        return builder.Build("tabular " + layout.Name, new Position(layout.Name, PositionKind.Root, 1, 1, all, null, PositionFlags.Open));
    }

    /// <summary>Tries a layout.</summary>
    /// <returns>Null when the table has not what it needs.</returns>
    public static TableReading? Try(TableLayout layout, Schema schema, Tree raw, TableGrid grid)
    {
        var header = layout.Rows is null ? null : TableHeader.Find(grid, layout.Rows);
        if (layout.Rows is not null && header is null) return null;
        var reading = new TableReading(layout, schema, raw, grid, header);
        reading.Score = (header?.Found ?? 0) + layout.Cells.Count(c => reading.LabelAt(c) is not null);
        return reading.Score > 0 ? reading : null;
    }

    /// <summary>Fills the tree with names.</summary>
    public void Write(Tree into, Findings findings)
    {
        into.Reset(schema, raw.Decoder, raw.Part);
        into.TakeWindow(raw);
        var root = into.Open(Schema.Root);
        var (mark, length) = TextInWindow(into, DecimalMark.Of(grid).ToString());
        into.Add(schema.Child(Schema.Root, Mark), mark, length, NodeFlags.HasValue | NodeFlags.Plain);
        foreach (var cell in layout.Cells) WriteLabelled(cell, into);
        if (header is not null)
        {
            foreach (var twice in header.Doubles)
            {
                findings.Add(
                    TableFindings.SameHeader, raw.SpanOf(grid.RowNode(header.Row)), raw.PlaceOf(grid.RowNode(header.Row)), 0, twice);
            }

            WriteRows(into);
        }

        WriteOthers(into);
        into.Close(root);
        if (unknown <= Limits.UnknownNodesMax) return;
        findings.Add(
            TableFindings.TooMuchUnknown, raw.SpanOf(0), new Place(1, 1), 0, Limits.UnknownNodesMax.ToString(CultureInfo.InvariantCulture));
    }

    private (int Row, int Column)? LabelAt(TableLabel label)
    {
        var (from, to) = header is null ? (-1, -1) : (header.Row, header.Row + header.Rows);
        for (var row = 0; row < Math.Min(grid.Height, LabelRowsMax); row++)
        {
            if (row >= from && row < to) continue;
            for (var column = grid.NextFilled(row, 0); column >= 0; column = grid.NextFilled(row, column + 1))
            {
                if (TablePattern.FitsAny(label.Patterns, grid.Folded(row, column))) return (row, column);
            }
        }

        return null;
    }

    /// <summary>Whether a cell belongs to a label of its own row: the nearest filled cell to its left is one.</summary>
    private bool HasLabel(int row, int column)
    {
        var left = column - 1;
        while (left >= 0 && grid.IsEmpty(row, left)) left--;
        return left >= 0 && IsLabel(row, left);
    }

    private bool IsLabel(int row, int column)
        => layout.Cells.Any(c => TablePattern.FitsAny(c.Patterns, grid.Folded(row, column)));

    private void WriteLabelled(TableLabel label, Tree into)
    {
        if (LabelAt(label) is not var (row, column)) return;
        Take(row, column);
        if (AfterColon(row, column) is { Length: > 0 } inner)
        {
            AddPiece(into, schema.Child(Schema.Root, label.Name), row, column, inner);
            if (label.Lines < 2) return;
        }

        var (top, left) = (row, column + 1);
        while (left < grid.WidthOf(row) && grid.IsEmpty(row, left)) left++;
        if (left >= grid.WidthOf(row) || IsLabel(row, left)) (top, left) = (row + 1, column);
        var position = schema.Child(Schema.Root, label.Name);
        for (var i = 0; i < Math.Max(1, label.Lines); i++)
        {
            if (i > 0 && HasLabel(top + i, left)) return;
            if (grid.IsEmpty(top + i, left) || IsLabel(top + i, left) || (header is not null && top + i == header.Row)) return;
            Add(into, position, top + i, left);
        }
    }

    /// <summary>A column of the layout that the table has.</summary>
    private sealed record Found(int Column, int Value, int Header, (int Start, int Length, NodeFlags Flags) Text, bool FillsDown)
    {
        /// <summary>The cell that stands for empty ones below it; -1 for none.</summary>
        public int Above { get; set; } = -1;
    }

    private void WriteRows(Tree into)
    {
        var rows = layout.Rows!;
        var position = schema.Child(Schema.Root, rows.Name);
        var columns = Columns(into, rows, position);
        for (var row = header!.Row; row < header.Row + header.Rows; row++)
        {
            for (var column = grid.NextFilled(row, 0); column >= 0; column = grid.NextFilled(row, column + 1)) Take(row, column);
        }

        for (var row = header.Row + header.Rows; row < grid.Height; row++)
        {
            var first = grid.NextFilled(row, 0);
            if (first < 0) continue;
            var isStop = grid.FitsAny(row, first, rows.Stop);
            if (isStop) WriteRow(into, row, schema.Child(Schema.Root, "Total"), columns, false);
            else if (HasAny(row, columns)) WriteRow(into, row, position, columns, true);
            if (isStop) return;
        }
    }

    // A total has the columns of the rows.
    private List<Found> Columns(Tree into, TableRows rows, int position)
    {
        var columns = new List<Found>();
        for (var i = 0; i < rows.Columns.Count; i++)
        {
            if (header!.Columns[i] is not (var column and >= 0)) continue;
            var value = schema.Child(position, rows.Columns[i].Name);
            columns.Add(new Found(column, value, schema.ChildrenOf(value).First, HeaderInWindow(into, column), rows.Columns[i].FillsDown));
        }

        return columns;
    }

    private bool HasAny(int row, List<Found> columns)
    {
        foreach (var found in columns)
        {
            if (!grid.IsEmpty(row, found.Column)) return true;
        }

        return false;
    }

    private void WriteRow(Tree into, int row, int position, List<Found> columns, bool fillsDown)
    {
        var node = into.Open(position, grid.StartOf(row));
        foreach (var found in columns)
        {
            var cell = grid.NodeAt(row, found.Column);
            if (cell >= 0) taken[cell] = true;
            if (grid.IsEmpty(row, found.Column)) cell = -1;
            if (fillsDown && found.FillsDown) cell = found.Above = cell < 0 ? found.Above : cell;
            if (cell < 0) continue;
            var at = raw.Nodes[cell];
            var value = into.Open(found.Value, at.Start, at.Length, at.Flags);
            into.Add(found.Header, found.Text.Start, found.Text.Length, found.Text.Flags);
            into.Close(value);
        }

        WriteUnknown(into, row, true);
        into.Close(node);
    }

    // A header of one cell has the bytes of that cell. The text of several cells stands nowhere in what the sender sent.
    private (int Start, int Length, NodeFlags Flags) HeaderInWindow(Tree into, int column)
    {
        for (var row = header!.Row; row < header.Row + header.Rows; row++)
        {
            if (grid.IsEmpty(row, column) || grid.Text(row, column).Trim() != header.Texts[column]) continue;
            var at = raw.Nodes[grid.NodeAt(row, column)];
            return (at.Start, at.Length, at.Flags);
        }

        var (start, length) = TextInWindow(into, header.Texts[column]);
        return (start, length, NodeFlags.HasValue | NodeFlags.Plain);
    }

    private static (int Start, int Length) TextInWindow(Tree into, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return (into.Append(utf8), utf8.Length);
    }

    private void WriteOthers(Tree into)
    {
        for (var row = 0; row < grid.Height; row++)
        {
            WriteUnknown(into, row, false);
        }
    }

    private void WriteUnknown(Tree into, int row, bool isOfTable)
    {
        for (var column = grid.NextFilled(row, 0); column >= 0; column = grid.NextFilled(row, column + 1))
        {
            if (!taken[grid.NodeAt(row, column)]) AddUnknown(into, row, column, isOfTable ? header!.TextOf(column) : "");
        }
    }

    private void Take(int row, int column)
    {
        if (grid.NodeAt(row, column) is var node and >= 0) taken[node] = true;
    }

    private void Add(Tree into, int position, int row, int column)
    {
        var at = raw.Nodes[grid.NodeAt(row, column)];
        into.Add(position, at.Start, at.Length, at.Flags);
        Take(row, column);
    }

    /// <summary>What follows the label in its own cell: <c>Invoice No.: 4711</c>.</summary>
    private string AfterColon(int row, int column)
    {
        var text = grid.Text(row, column);
        var colon = text.AsSpan().IndexOfAny(':', '：');
        return colon < 0 ? "" : text[(colon + 1)..].Trim();
    }

    // The piece stands at the end of the cell; where its bytes cannot be told, the whole cell is its place.
    private void AddPiece(Tree into, int position, int row, int column, string piece)
    {
        var at = raw.Nodes[grid.NodeAt(row, column)];
        var bytes = raw.Bytes(grid.NodeAt(row, column));
        var (start, length) = (0, bytes.Length);
        for (var step = 0; start < bytes.Length; start += step)
        {
            if (TextFrom(bytes[start..]).TrimEnd() == piece) break;
            step = raw.Decoder!.FirstLength(bytes[start..]);
        }

        length = bytes.Length - start;
        into.Add(position, at.Start + start, length, at.Flags);
    }

    private string TextFrom(ReadOnlySpan<byte> bytes)
    {
        var room = new byte[raw.Decoder!.MaxLength(bytes.Length)];
        return Encoding.UTF8.GetString(room.AsSpan(0, raw.Decoder.Decode(bytes, room)));
    }

    private void AddUnknown(Tree into, int row, int column, string name)
    {
        Take(row, column);
        if (grid.IsEmpty(row, column) || ++unknown > Limits.UnknownNodesMax) return;
        var at = raw.Nodes[grid.NodeAt(row, column)];
        into.SetUnknownName(into.Add(0, at.Start, at.Length, at.Flags), name.Length > 0 ? name
            : new CellPlace(1, row + 1, column + 1).Address);
    }
}
