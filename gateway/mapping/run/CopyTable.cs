using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What becomes of the children of a node that is copied: by their position, in the order of the target.</summary>
internal sealed class CopyTable
{
    private readonly int first;
    private readonly CopyMember?[] members;
    private readonly int[] slots;
    private readonly int[] targets;

    /// <summary>Makes a table.</summary>
    /// <param name="pairs">Positions of the source and what copies them.</param>
    public CopyTable(IReadOnlyList<(int Source, CopyMember Member)> pairs)
    {
        targets = [.. pairs.Select(p => p.Member.Target).Distinct().Order()];
        first = pairs.Count == 0 ? 0 : pairs.Min(p => p.Source);
        var room = pairs.Count == 0 ? 0 : pairs.Max(p => p.Source) - first + 1;
        (members, slots) = (new CopyMember?[room], new int[room]);
        foreach (var (source, member) in pairs)
        {
            members[source - first] = member;
            slots[source - first] = Array.IndexOf(targets, member.Target);
        }
    }

    /// <summary>Copies nothing.</summary>
    public static CopyTable Empty { get; } = new([]);

    /// <summary>Positions of the target that something is copied to, in order.</summary>
    public ReadOnlySpan<int> Targets => targets;

    /// <summary>Copies every child.</summary>
    public void CopyAll(Run run, int node)
    {
        if (run.Source.Nodes[node].Next == node + 1 || targets.Length == 0) return;
        var groups = Group(run, node);
        for (var slot = 0; slot < targets.Length; slot++) CopySlot(run, groups, slot);
        run.Top = groups;
    }

    /// <summary>Copies the children that go to one position.</summary>
    public void CopySlot(Run run, int groups, int slot)
    {
        var made = 0;
        for (var child = run.NodeAt(groups + slot); child >= 0; child = run.NextOfGroup(child))
        {
            members[run.Source.Nodes[child].Position - first]!.Make(run, child, ref made);
        }
    }

    /// <summary>Groups the children by what they become: the heads of the groups lie on the stack, where the caller leaves them until
    /// all are copied.</summary>
    /// <returns>Where they lie.</returns>
    public int Group(Run run, int node)
    {
        var groups = run.Top;
        for (var i = 0; i < 2 * targets.Length; i++) run.Push(-1);
        if (node < 0) return groups;
        var nodes = run.Source.Nodes;
        var stack = run.Nodes(groups);
        var visited = targets.Length;
        for (var child = node + 1; child < nodes[node].Next; child = nodes[child].Next)
        {
            visited++;
            var at = nodes[child].Position - first;
            if (at < 0 || at >= members.Length || members[at] is null) continue;
            ref var head = ref stack[slots[at]];
            ref var last = ref stack[targets.Length + slots[at]];
            if (head < 0) head = child;
            else run.SetNextOfGroup(last, child);
            run.SetNextOfGroup(child, -1);
            last = child;
        }

        run.Spend(visited);
        return groups;
    }
}

/// <summary>What a block copies beside its own keys.</summary>
/// <param name="select">The node to copy; null where the block fills what copying makes around it.</param>
/// <param name="table">Its children.</param>
/// <param name="left">Children that are neither copied nor missed.</param>
/// <param name="isOwner">What no rule reads of it goes to the class of the block.</param>
internal sealed class CopyPart(Expression? select, CopyTable table, ushort[] left, bool isOwner)
{
    /// <summary>The children.</summary>
    public CopyTable Table => table;

    /// <summary>The node to copy; -1 for none.</summary>
    public int Find(Run run, int node)
    {
        if (select is null) return -1;
        var from = run.Top;
        var found = select.Select(run, node) > 0 ? run.NodeAt(from) : -1;
        run.Top = from;
        return found;
    }

    /// <summary>Says whose values the class now holds.</summary>
    public void Begin(Run run, int opened, int node, int copied)
    {
        if (isOwner && select is not null && copied != node) run.AddOwner(opened, copied);
        if (left.Length == 0) return;
        var nodes = run.Source.Nodes;
        for (var child = copied + 1; child < nodes[copied].Next; child = nodes[child].Next)
        {
            if (left.Contains(nodes[child].Position)) run.MarkReadAll(child);
        }
    }
}
