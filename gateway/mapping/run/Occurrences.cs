using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Where the nodes of certain positions stand in a document, found in one pass when the first path asks.</summary>
internal sealed class Occurrences
{
    private readonly int[] lists;
    private readonly int[][] nodes;
    private readonly int[] counts;
    private bool isBuilt;

    /// <summary>For the ends of chains.</summary>
    public Occurrences(IReadOnlyList<ushort> positions)
    {
        var room = 0;
        for (var i = 0; i < positions.Count; i++) room = Math.Max(room, positions[i] + 1);
        lists = new int[room];
        for (var i = 0; i < positions.Count; i++) lists[positions[i]] = i + 1;
        counts = new int[positions.Count];
        nodes = new int[positions.Count][];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new int[16];
    }

    /// <summary>Starts over.</summary>
    public void Clear() => isBuilt = false;

    /// <summary>The nodes of a position, in document order.</summary>
    public ReadOnlySpan<int> Of(Tree tree, int list)
    {
        if (!isBuilt) Build(tree.Nodes);
        return nodes[list].AsSpan(0, counts[list]);
    }

    private void Build(ReadOnlySpan<Node> all)
    {
        isBuilt = true;
        Array.Clear(counts);
        for (var i = 0; i < all.Length; i++)
        {
            var position = all[i].Position;
            if (position >= lists.Length || lists[position] == 0) continue;
            var list = lists[position] - 1;
            if (counts[list] == nodes[list].Length) Array.Resize(ref nodes[list], counts[list] * 2);
            nodes[list][counts[list]++] = i;
        }
    }
}

/// <summary>The names from the document down to where a path leads: <c>/CNI/RFF/GID</c>. The nodes are found from their end.</summary>
/// <param name="positions">The positions of the names.</param>
/// <param name="list">Number of the last one among the occurrences.</param>
internal sealed class Chain(ushort[] positions, int list)
{
    /// <summary>How many names it has.</summary>
    public int Length => positions.Length;

    /// <summary>Puts the nodes on the stack, in document order.</summary>
    public void Push(Run run)
    {
        var found = run.Occurrences.Of(run.Source, list);
        run.Spend(found.Length);
        foreach (var node in found)
        {
            if (IsBelow(run, node)) run.Push(node);
        }
    }

    // Positions are shared between classes, so the last one alone does not say where a node stands.
    private bool IsBelow(Run run, int node)
    {
        var nodes = run.Source.Nodes;
        var at = run.Source.Parent(node);
        for (var i = positions.Length - 2; i >= 0 && at >= 0; i--)
        {
            if (nodes[at].Position != positions[i]) return false;
            at = run.Source.Parent(at);
        }

        return at == run.Root;
    }
}
