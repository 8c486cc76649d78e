namespace Gateway.Mappings;

/// <summary>A class that holds more than the members of its block: what is copied, and what is restored.</summary>
/// <param name="parts">The positions of the class that its block or copying makes, in the order of the target.</param>
/// <param name="copy">What is copied; null for nothing.</param>
/// <param name="restore">What is restored of the node that is copied, or of the block's own; null for nothing.</param>
/// <param name="isMoved">The block's node is that of this class alone.</param>
internal sealed class OverPart(ClassPart[] parts, CopyPart? copy, RestorePlace? restore, bool isMoved)
{
    /// <summary>The node to copy; -1 for none.</summary>
    public int Find(Run run, int node) => copy?.Find(run, node) ?? -1;

    /// <summary>Makes all below the newest node of the target, the class that was opened for it.</summary>
    public void Make(Run run, int node, int copied)
    {
        var opened = run.Target.Nodes.Length - 1;
        if (isMoved && node != copied) restore?.Note(run, opened, node);
        if (copied >= 0)
        {
            restore?.Note(run, opened, copied);
            copy!.Begin(run, opened, node, copied);
        }

        var groups = copy?.Table.Group(run, copied) ?? run.Top;
        foreach (var part in parts)
        {
            if (run.IsExhausted) break;
            part.Make(run, node, copied, copy?.Table, groups);
        }

        run.Top = groups;
    }
}

/// <summary>One position of such a class.</summary>
/// <param name="own">What the block makes there.</param>
/// <param name="slot">Number among the copied ones; -1 for none.</param>
/// <param name="isFallback">Copying makes it when the block does not: all of its rules hold under conditions.</param>
internal sealed class ClassPart(Member[] own, int slot, bool isFallback)
{
    /// <summary>Makes the position.</summary>
    public void Make(Run run, int node, int copied, CopyTable? table, int groups)
    {
        var made = 0;
        foreach (var member in own)
        {
            if (member is FillMember fill) FillEach(run, node, fill, groups, ref made);
            else member.Make(run, node, ref made);
        }

        if (slot >= 0 && copied >= 0 && (own.Length == 0 || (isFallback && made == 0))) table!.CopySlot(run, groups, slot);
    }

    // Each instance that is copied is filled; where there is none, the block makes its own.
    private void FillEach(Run run, int node, FillMember fill, int groups, ref int made)
    {
        var copied = slot < 0 ? -1 : run.NodeAt(groups + slot);
        if (copied < 0)
        {
            fill.Fill(run, node, -1, ref made);
            return;
        }

        for (; copied >= 0; copied = run.NextOfGroup(copied)) fill.Fill(run, node, copied, ref made);
    }
}
