using System.Text;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The cells of a raw table by row and column, both from 0. In CSV they stand one after another; of a workbook only the
/// filled cells are in the tree, and their places say where they stand.</summary>
internal sealed class TableGrid
{
    // Whatever is looked at in every row is a figure or a word.
    private const int ShortBytesMax = 512;

    private readonly Tree tree;
    private readonly List<int> rows = [];
    private readonly ushort[]? columns;
    private readonly IReadOnlyList<MergedCells> merged;
    private readonly Dictionary<int, string> folded = [];

    public TableGrid(Tree table, IReadOnlyList<MergedCells> mergedCells)
    {
        (tree, merged) = (table, mergedCells);
        var nodes = table.Nodes;
        if (nodes.Length > 1 && CellPlace.Of(table.SpanOf(1)) is not null) columns = new ushort[nodes.Length];
        for (var row = 1; row < nodes.Length; row = nodes[row].Next)
        {
            if (columns is not null) PlaceRow(row);
            rows.Add(row);
            Width = Math.Max(Width, WidthOf(rows.Count - 1));
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Height => rows.Count;

    /// <summary>Cells of the longest row.</summary>
    public int Width { get; }

    /// <summary>The node of a row; that of the table where the row has none.</summary>
    public int RowNode(int row) => Math.Max(rows[row], 0);

    /// <summary>Where the bytes of a row begin.</summary>
    public int StartOf(int row) => columns is null ? tree.Nodes[NodeAt(row, 0)].Start : tree.Nodes[rows[row]].Start;

    /// <summary>The node of a cell; -1 where there is none.</summary>
    public int NodeAt(int row, int column)
    {
        if (row >= rows.Count || rows[row] < 0) return -1;
        var node = rows[row];
        // The cells of a row are its only nodes, so they stand one after another.
        if (columns is null) return column < tree.Nodes[node].Next - node - 1 ? node + 1 + column : -1;
        if (column < 0 || column > ushort.MaxValue) return -1;
        var at = columns.AsSpan(node + 1, tree.Nodes[node].Next - node - 1).BinarySearch((ushort)column);
        return at < 0 ? -1 : node + 1 + at;
    }

    /// <summary>Cells of a row.</summary>
    public int WidthOf(int row)
    {
        var node = rows[row];
        if (node < 0) return 0;
        var last = tree.Nodes[node].Next - 1;
        return columns is null ? last - node : last == node ? 0 : columns[last] + 1;
    }

    /// <summary>The first column from that one on whose cell has something in it; -1 when there is none.</summary>
    public int NextFilled(int row, int column)
    {
        var node = rows[row];
        if (node < 0) return -1;
        var nodes = tree.Nodes;
        var first = node + 1;
        if (columns is null) first += column;
        else
        {
            var at = columns.AsSpan(first, nodes[node].Next - first).BinarySearch((ushort)Math.Min(column, ushort.MaxValue));
            first += at < 0 ? ~at : at;
        }

        for (var cell = first; cell < nodes[node].Next; cell++)
        {
            if (IsFilled(cell)) return columns is null ? cell - node - 1 : columns[cell];
        }

        return -1;
    }

    /// <summary>Whether a cell has nothing in it.</summary>
    public bool IsEmpty(int row, int column) => NodeAt(row, column) is var node && (node < 0 || !IsFilled(node));

    /// <summary>Text of a cell; empty where there is none.</summary>
    public string Text(int row, int column) => NodeAt(row, column) is var node and >= 0 ? tree.Text(node) : "";

    /// <summary>Text of a cell in a room; false where it is longer than that.</summary>
    public bool TryText(int row, int column, Span<char> room, out ReadOnlySpan<char> text)
    {
        text = default;
        var node = NodeAt(row, column);
        if (node < 0) return true;
        if (tree.MaxTextLength(node) > ShortBytesMax) return false;
        Span<byte> utf8 = stackalloc byte[ShortBytesMax];
        if (!Encoding.UTF8.TryGetChars(utf8[..tree.Text(node, utf8)], room, out var length)) return false;
        text = room[..length];
        return true;
    }

    /// <summary>Whether any of the folded patterns fits a cell.</summary>
    public bool FitsAny(int row, int column, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0) return false;
        Span<char> room = stackalloc char[ShortBytesMax];
        return TryText(row, column, room, out var text)
            ? TablePattern.FitsAny(patterns, room[..TablePattern.Fold(room[..text.Length])])
            : TablePattern.FitsAny(patterns, TablePattern.Fold(Text(row, column)));
    }

    /// <summary>Text of a cell with case, width and blanks folded.</summary>
    public string Folded(int row, int column)
    {
        var node = NodeAt(row, column);
        if (node < 0 || tree.Nodes[node].Length == 0) return "";
        if (!folded.TryGetValue(node, out var text)) folded.Add(node, text = TablePattern.Fold(tree.Text(node)));
        return text;
    }

    /// <summary>The first of the merged cells that a cell belongs to; null when it is none of them.</summary>
    public (int Row, int Column)? MergedWith(int row, int column)
    {
        foreach (var (top, left, bottom, right) in merged)
        {
            if (row >= top && row <= bottom && column >= left && column <= right) return (top, left);
        }

        return null;
    }

    /// <summary>Whether cells of a row are merged with one another.</summary>
    public bool HasMerged(int row) => merged.Any(cells => row >= cells.Row && row <= cells.LastRow && cells.LastColumn > cells.Column);

    // Rows that were cleared with the space bar hold nothing.
    private bool IsFilled(int node)
        => tree.Nodes[node].Length > 0 && (tree.Bytes(node)[0] is > (byte)' ' and < 0x7F || !string.IsNullOrWhiteSpace(tree.Text(node)));

    private void PlaceRow(int row)
    {
        for (var missing = CellPlace.Of(tree.SpanOf(row))!.Value.Row - 1 - rows.Count; missing > 0; missing--) rows.Add(-1);
        for (var cell = row + 1; cell < tree.Nodes[row].Next; cell++)
        {
            columns![cell] = (ushort)(CellPlace.Of(tree.SpanOf(cell))!.Value.Column - 1);
        }
    }
}
