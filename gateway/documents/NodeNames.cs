using System.Runtime.InteropServices;

namespace Gateway.Documents;

/// <summary>Names of single nodes, in the order of the nodes: a document of an unknown type has one for each.</summary>
internal sealed class NodeNames
{
    private readonly List<(int Node, string Name)> names = [];

    /// <summary>Sets the name of a node; the newest nodes are named first of all.</summary>
    public void Set(int node, string name)
    {
        if (names.Count == 0 || names[^1].Node < node)
        {
            names.Add((node, name));
            return;
        }

        var at = IndexOf(node);
        if (names[at].Node == node) names[at] = (node, name);
        else names.Insert(at, (node, name));
    }

    /// <summary>The name of a node; empty when it has none.</summary>
    public string Of(int node)
    {
        var at = IndexOf(node);
        return at < names.Count && names[at].Node == node ? names[at].Name : "";
    }

    /// <summary>Forgets the names of a node and of all after it.</summary>
    public void RemoveFrom(int node)
    {
        var at = node == 0 ? 0 : IndexOf(node);
        if (at < names.Count) names.RemoveRange(at, names.Count - at);
    }

    /// <summary>Lets go of its memory; there must be no names.</summary>
    public void Release() => names.Capacity = 0;

    /// <summary>Gives nodes other numbers, which keep their order.</summary>
    /// <param name="insertions">What was put before them.</param>
    public void Move(ReadOnlySpan<Insertion> insertions)
    {
        foreach (ref var name in CollectionsMarshal.AsSpan(names)) name.Node = Tree.Moved(insertions, name.Node);
    }

    /// <summary>Index of the first name whose node is not before that one.</summary>
    private int IndexOf(int node)
    {
        var (low, high) = (0, names.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (names[middle].Node < node) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
