using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The cells of a raw table by row and column, both from 0.</summary>
internal sealed class TableGrid
{
    private readonly Tree tree;
    private readonly List<int> rows = [];
    private readonly Dictionary<int, string> folded = [];

    public TableGrid(Tree table)
    {
        tree = table;
        var nodes = table.Nodes;
        for (var row = 1; row < nodes.Length; row = nodes[row].Next)
        {
            rows.Add(row);
            Width = Math.Max(Width, nodes[row].Next - row - 1);
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Height => rows.Count;

    /// <summary>Cells of the longest row.</summary>
    public int Width { get; }

    /// <summary>The node of a cell; -1 where the row does not reach so far.</summary>
    public int NodeAt(int row, int column)
    {
        if (row >= rows.Count) return -1;
        var node = rows[row];
        // The cells of a row are its only nodes, so they stand one after another.
        return column < tree.Nodes[node].Next - node - 1 ? node + 1 + column : -1;
    }

    /// <summary>Cells of a row.</summary>
    public int WidthOf(int row) => tree.Nodes[rows[row]].Next - rows[row] - 1;

    /// <summary>Whether a cell has nothing in it.</summary>
    public bool IsEmpty(int row, int column) => NodeAt(row, column) is var node && (node < 0 || tree.Nodes[node].Length == 0);

    /// <summary>Text of a cell; empty where there is none.</summary>
    public string Text(int row, int column) => NodeAt(row, column) is var node and >= 0 ? tree.Text(node) : "";

    /// <summary>Text of a cell with case, width and blanks folded.</summary>
    public string Folded(int row, int column)
    {
        var node = NodeAt(row, column);
        if (node < 0 || tree.Nodes[node].Length == 0) return "";
        if (!folded.TryGetValue(node, out var text)) folded.Add(node, text = TablePattern.Fold(tree.Text(node)));
        return text;
    }
}
