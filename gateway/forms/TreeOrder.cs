using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Puts the children of every node into the order of the schema; equal positions keep their order.</summary>
internal static class TreeOrder
{
    /// <summary>Builds the tree anew from a copy of itself.</summary>
    /// <param name="tree">A tree whose window is one piece of its part.</param>
    /// <param name="rawStart">Where the window begins in the part; -1 when it stands nowhere.</param>
    public static void Sort(Tree tree, long rawStart)
    {
        var (schema, decoder, part, ordinal) = (tree.Schema, tree.Decoder, tree.Part, tree.Ordinal);
        var nodes = tree.Nodes.ToArray();
        var window = tree.Window.ToArray();
        var names = new Dictionary<int, string>();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Position == 0) names.Add(i, tree.NameOf(i));
        }

        tree.Reset(schema, decoder, part);
        tree.Ordinal = ordinal;
        tree.Append(window, rawStart);
        if (nodes.Length > 0) Copy(tree, nodes, names, 0);
    }

    private static void Copy(Tree tree, Node[] nodes, Dictionary<int, string> names, int node)
    {
        var from = nodes[node];
        var copy = tree.Open(from.Position, from.Start, from.Length, from.Flags);
        if (names.TryGetValue(node, out var name)) tree.SetUnknownName(copy, name);
        var children = new List<int>();
        for (var child = node + 1; child < from.Next; child = nodes[child].Next) children.Add(child);
        // Names that the schema does not know come last. Where it has no order, the document's stays.
        var isOrdered = from.Position == 0 || (tree.Schema![from.Position].Flags & PositionFlags.Ordered) != 0;
        int Order(int child) => !isOrdered ? 0 : nodes[child].Position == 0 ? int.MaxValue : nodes[child].Position;
        foreach (var child in children.OrderBy(Order))
        {
            Copy(tree, nodes, names, child);
        }

        tree.Close(copy);
    }
}
