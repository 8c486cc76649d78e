using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A compiled expression. It gives nodes, values or a truth, as its user asks; it keeps nothing between
/// calls.</summary>
internal abstract class Expression
{
    /// <summary>The kinds of node it leads to; empty where it makes values.</summary>
    public IReadOnlyList<Spot> Spots { get; init; } = [];

    /// <summary>Comparisons with it are comparisons of numbers.</summary>
    public virtual bool IsNumeric => false;

    /// <summary>It has no value in the form compiled for: its path does not exist there.</summary>
    public virtual bool IsNothing => false;

    /// <summary>Whether it gives a constant rather than something of the source.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Whether it selects nodes.</summary>
    public virtual bool IsNodes => false;

    /// <summary>Whether the result is the same wherever in the document it is evaluated.</summary>
    public virtual bool IsAbsolute => false;

    /// <summary>The searches of a table without which it gives nothing and says nothing; 0 where it may give something
    /// whatever the table finds.</summary>
    public virtual ulong Needs(ScopeTable table) => 0;

    /// <summary>Puts the nodes on the stack.</summary>
    /// <returns>How many.</returns>
    public virtual int Select(Run run, int node) => 0;

    /// <summary>Puts the values on the stack.</summary>
    /// <returns>How many.</returns>
    public abstract int Values(Run run, int node);

    /// <summary>Whether it holds, or has a value.</summary>
    public virtual bool Test(Run run, int node)
    {
        var count = Values(run, node);
        run.ValueTop -= count;
        return count > 0;
    }

    /// <summary>Notes what decided that a node was selected.</summary>
    public virtual void NoteKeys(Run run, int node)
    {
    }
}

/// <summary>A path that does not exist in this form.</summary>
internal sealed class NothingExpression : Expression
{
    public static NothingExpression Instance { get; } = new();

    public override bool IsNothing => true;

    public override bool IsNodes => true;

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node) => false;
}

/// <summary><c>=705</c> or <c>'705'</c>.</summary>
internal sealed class ConstantExpression(byte[] text, bool isNumber = false) : Expression
{
    public byte[] Text { get; } = text;

    public override bool IsConstant => true;

    public override bool IsAbsolute => true;

    public override bool IsNumeric => isNumber;

    public override int Values(Run run, int node)
    {
        run.Push(run.Made(Text));
        return 1;
    }
}

/// <summary><c>a else b</c>: the first that has a value.</summary>
internal sealed class ChoiceExpression(Expression[] alternatives) : Expression
{
    private readonly ushort[][] positions = [.. alternatives.Select(a => a.Spots.Select(s
        => (ushort)s.Position).ToArray())];

    public override bool IsNumeric => Array.Exists(alternatives, a => a.IsNumeric);

    public override bool IsNothing => Array.TrueForAll(alternatives, a => a.IsNothing);

    public override bool IsConstant => Array.TrueForAll(alternatives, a => a.IsConstant);

    public override bool IsNodes => Array.TrueForAll(alternatives, a => a.IsNodes);

    public override ulong Needs(ScopeTable table) => ScopeTable.AnyOf(alternatives, table);

    public override int Select(Run run, int node)
    {
        foreach (var alternative in alternatives)
        {
            var count = alternative.Select(run, node);
            if (count > 0) return count;
        }

        return 0;
    }

    public override int Values(Run run, int node)
    {
        var from = run.OriginTop;
        foreach (var alternative in alternatives)
        {
            var count = alternative.Values(run, node);
            if (count > 0)
            {
                run.ValueAt(run.ValueTop - count).OriginFrom = from;
                return count;
            }

            if (!alternative.IsNothing) run.NoteAbsent(node);
        }

        return 0;
    }

    public override bool Test(Run run, int node)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative.Test(run, node)) return true;
        }

        return false;
    }

    public override void NoteKeys(Run run, int node)
    {
        // Which alternative it was shows in the node's position and its qualifiers; the others add nothing.
        for (var i = 0; i < alternatives.Length; i++)
        {
            if (Paths.Contains(positions[i], run.Source.Nodes[node].Position)) alternatives[i].NoteKeys(run, node);
        }
    }
}

/// <summary><c>if(condition, a, b)</c>, of values or of nodes.</summary>
internal sealed class IfExpression(Expression condition, Expression then, Expression? otherwise) : Expression
{
    public override bool IsNumeric => then.IsNumeric;

    public override bool IsConstant => then.IsConstant && otherwise is not { IsConstant: false };

    public override bool IsNodes => then.IsNodes && otherwise is not { IsNodes: false };

    public override int Select(Run run, int node)
        => condition.Test(run, node) ? then.Select(run, node) : otherwise?.Select(run, node) ?? 0;

    public override int Values(Run run, int node)
    {
        var from = run.OriginTop;
        var branch = Conditions.Decides(condition, run, node) ? then : otherwise;
        var count = branch?.Values(run, node) ?? 0;
        if (count > 0) run.ValueAt(run.ValueTop - count).OriginFrom = from;
        return count;
    }
}

/// <summary><c>first</c>, <c>rest</c>, <c>[n]</c> of nodes or values.</summary>
internal sealed class PartExpression(Expression list, int skip, int take) : Expression
{
    public override bool IsNumeric => list.IsNumeric;

    public override bool IsNodes => list.IsNodes;

    public override bool IsNothing => list.IsNothing;

    public override ulong Needs(ScopeTable table) => list.Needs(table);

    public override int Select(Run run, int node)
    {
        var from = run.Top;
        var count = list.Select(run, node);
        if (count <= skip)
        {
            run.Top = from;
            return 0;
        }

        run.Settle(from, from + skip);
        run.Top = Math.Min(run.Top, from + take);
        return run.Top - from;
    }

    public override int Values(Run run, int node)
    {
        var from = run.ValueTop;
        var count = list.Values(run, node);
        var kept = Math.Clamp(count - skip, 0, take);
        if (skip > 0)
        {
            for (var i = 0; i < Math.Min(skip, count); i++) run.PassOver(run.ValueAt(from + i));
            for (var i = 0; i < kept; i++) run.ValueAt(from + i) = run.ValueAt(from + i + skip);
        }

        run.ValueTop = from + kept;
        return kept;
    }

    public override void NoteKeys(Run run, int node) => list.NoteKeys(run, node);
}

/// <summary>What a <c>let</c> names, evaluated at the node of the block that has it; nodes are found once for each
/// instance of that block.</summary>
internal sealed class LetExpression(Expression inner, int depth, int slot, ScopeTable table) : Expression
{
    public override bool IsNumeric => inner.IsNumeric;

    public override bool IsConstant => inner.IsConstant;

    public override bool IsNodes => inner.IsNodes;

    public override bool IsNothing => inner.IsNothing;

    public override bool IsAbsolute => inner.IsAbsolute;

    public override ulong Needs(ScopeTable table) => inner.Needs(table);

    public override int Select(Run run, int node)
    {
        var known = Known(run);
        foreach (var found in known.Nodes.AsSpan(0, known.Count)) run.Push(found);
        return known.Count;
    }

    /// <summary>What the paths that start at the nodes look for below them.</summary>
    public ScopeTable Table => table;

    /// <summary>What they find; looked for once, when the first of them asks.</summary>
    public Found Found(Run run)
    {
        var known = Known(run);
        if (!known.IsSearched) known.Search(run, table);
        return known.Found;
    }

    public override int Values(Run run, int node) => inner.Values(run, run.Blocks[depth]);

    public override bool Test(Run run, int node) => inner.Test(run, run.Blocks[depth]);

    public override void NoteKeys(Run run, int node) => inner.NoteKeys(run, node);

    private KnownNodes Known(Run run)
    {
        var known = run.Known(slot);
        if (known.Instance == run.InstanceOf(depth)) return known;
        var from = run.Top;
        inner.Select(run, run.Blocks[depth]);
        known.Keep(run.Nodes(from), run.InstanceOf(depth));
        run.Top = from;
        return known;
    }
}

/// <summary>The nodes of a let, for one instance of its block, or the node above; and what stands below them.</summary>
internal sealed class KnownNodes
{
    /// <summary>Which instance; no instance is 0.</summary>
    public long Instance { get; private set; }

    /// <summary>The nodes; the rest is room.</summary>
    public int[] Nodes { get; private set; } = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether what stands below them was looked for.</summary>
    public bool IsSearched { get; private set; }

    /// <summary>What stands below them.</summary>
    public Found Found { get; } = new();

    /// <summary>Takes other nodes.</summary>
    public void Keep(ReadOnlySpan<int> nodes, long instance)
    {
        if (Nodes.Length < nodes.Length) Nodes = new int[nodes.Length * 2];
        nodes.CopyTo(Nodes);
        (Instance, Count, IsSearched) = (instance, nodes.Length, false);
    }

    /// <summary>Looks for what stands below them.</summary>
    public void Search(Run run, ScopeTable table)
    {
        Found.Clear();
        foreach (var node in Nodes.AsSpan(0, Count)) run.Spend(table.Find(run.Source, node, Found));
        IsSearched = true;
    }

    /// <summary>What stands below one node of the document; looked for when it is another than the last time.</summary>
    public Found FoundBelow(Run run, int node, ScopeTable table)
    {
        if (Instance != run.InstanceOf(0) || Nodes[0] != node)
        {
            Keep([node], run.InstanceOf(0));
            Search(run, table);
        }

        return Found;
    }
}

/// <summary><c>nodes | distinct(key)</c>: the first node of each key.</summary>
internal sealed class DistinctExpression(Expression list, Expression key, int set) : Expression
{
    public override bool IsNodes => true;

    public override ulong Needs(ScopeTable table) => list.Needs(table);

    public override int Select(Run run, int node)
    {
        var from = run.Top;
        var count = list.Select(run, node);
        if (count < 2) return count;
        var track = run.Track;
        run.Track = Tracking.None;
        var seen = run.Set(set);
        seen.Clear();
        var kept = from;
        for (var i = from; i < from + count; i++)
        {
            var candidate = run.NodeAt(i);
            var found = key.Values(run, candidate);
            var isNew = seen.Add(found == 0 ? [] : run.TextOf(run.ValueAt(run.ValueTop - found)), false);
            run.ValueTop -= found;
            if (isNew) run.Nodes(from)[kept++ - from] = candidate;
        }

        run.Top = kept;
        run.Track = track;
        return kept - from;
    }

    public override int Values(Run run, int node)
    {
        var from = run.Top;
        var before = run.ValueTop;
        Select(run, node);
        for (var i = from; i < run.Top; i++) Paths.PushValue(run, run.NodeAt(i), list);
        run.Top = from;
        return run.ValueTop - before;
    }

    public override void NoteKeys(Run run, int node) => list.NoteKeys(run, node);
}
