namespace Gateway.Documents;

/// <summary>A value that is put into a finished tree.</summary>
/// <param name="Parent">The node below which it goes.</param>
/// <param name="At">The node before which it goes; the end of the parent when it becomes its last child.</param>
/// <param name="Position">Its position in the schema.</param>
/// <param name="Start">First byte in the window.</param>
/// <param name="Length">Bytes in the window.</param>
/// <param name="Flags">See <see cref="NodeFlags"/>.</param>
/// <param name="Addition">Who adds it.</param>
public readonly record struct Insertion(
    int Parent, int At, int Position, int Start, int Length, NodeFlags Flags, Addition Addition)
{
    /// <summary>The order of the tree; where several go before one node, those of the innermost parent come first.</summary>
    public static int InOrder(Insertion a, Insertion b)
        => a.At != b.At ? a.At.CompareTo(b.At)
            : a.Parent != b.Parent ? b.Parent.CompareTo(a.Parent) : a.Position.CompareTo(b.Position);
}

public sealed partial class Tree
{
    /// <summary>Puts values without sources into the finished tree; none of its nodes may be open.</summary>
    /// <param name="insertions">In the order of <see cref="Insertion.InOrder"/>.</param>
    public void Insert(ReadOnlySpan<Insertion> insertions)
    {
        var end = count;
        Reserve(insertions.Length);
        count += insertions.Length;
        for (var i = insertions.Length - 1; i >= 0; i--)
        {
            MoveUp(insertions[i].At, end, i + 1);
            end = insertions[i].At;
            if (rules.Length == 0) continue;
            rules[end + i] = 0;
            firstOrigin[end + i] = end + i + 1 < count ? firstOrigin[end + i + 1] : originCount;
        }

        var shift = 0;
        for (var i = 0; i <= insertions.Length; i++)
        {
            var from = i == 0 ? 0 : insertions[i - 1].At + i;
            var to = i == insertions.Length ? count : insertions[i].At + i;
            Renumber(insertions, from, to, shift++);
            if (i < insertions.Length) Put(insertions, i);
        }

        unknownNames.Move(insertions);
        MoveAdditions(insertions);
        for (var i = 0; i < insertions.Length; i++) SetAddition(insertions[i].At + i, insertions[i].Addition);
    }

    private void MoveUp(int from, int to, int by)
    {
        Array.Copy(nodes, from, nodes, from + by, to - from);
        Array.Copy(parents, from, parents, from + by, to - from);
        if (rules.Length == 0) return;
        Array.Copy(rules, from, rules, from + by, to - from);
        Array.Copy(firstOrigin, from, firstOrigin, from + by, to - from);
    }

    // Nodes between two insertions moved up together; those around a later insertion are made longer by Put.
    private void Renumber(ReadOnlySpan<Insertion> insertions, int from, int to, int shift)
    {
        if (shift == 0) return;
        var (known, moved) = (-1, -1);
        for (var i = from; i < to; i++)
        {
            nodes[i] = nodes[i] with { Next = nodes[i].Next + shift };
            var parent = parents[i];
            if (parent >= from - shift) parents[i] = parent + shift;
            else
            {
                if (parent != known) (known, moved) = (parent, Moved(insertions, parent));
                parents[i] = moved;
            }
        }
    }

    private void Put(ReadOnlySpan<Insertion> insertions, int i)
    {
        var insertion = insertions[i];
        var node = insertion.At + i;
        nodes[node] = new Node((ushort)insertion.Position, insertion.Flags, insertion.Start, insertion.Length, node + 1);
        parents[node] = Moved(insertions, insertion.Parent);
        for (var above = parents[node]; above >= 0; above = parents[above])
        {
            nodes[above] = nodes[above] with { Next = nodes[above].Next + 1 };
        }
    }

    /// <summary>The number of a node once the values stand before it.</summary>
    internal static int Moved(ReadOnlySpan<Insertion> insertions, int node)
    {
        var (low, high) = (0, insertions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (insertions[middle].At <= node) low = middle + 1;
            else high = middle;
        }

        return node + low;
    }

    private void MoveAdditions(ReadOnlySpan<Insertion> insertions)
    {
        if (additions.Count == 0) return;
        var all = additions.ToArray();
        additions.Clear();
        foreach (var (node, addition) in all) additions.Add(Moved(insertions, node), addition);
    }
}
