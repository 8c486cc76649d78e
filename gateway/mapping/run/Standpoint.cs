namespace Gateway.Mappings;

/// <summary>Where paths start, and what all paths that start there look for below it.</summary>
internal abstract class Standpoint
{
    /// <summary>What they look for.</summary>
    public ScopeTable Table { get; } = new();

    /// <summary>What they find; null when there is no such node.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">The node at which an expression is evaluated.</param>
    public abstract Found? Found(Run run, int node);

    /// <summary>The outlines of its nodes at other places, where these decide which nodes they are; null where they do not.</summary>
    /// <param name="places">Takes these other places.</param>
    public virtual IReadOnlyList<Outline>? DrawThrough(List<Standpoint> places) => null;

    /// <summary>The other places that decide which nodes are its own; null where there are none, or nothing is drawn yet.</summary>
    public virtual IReadOnlyList<Standpoint>? DecidedBy => null;
}

/// <summary>The node of a block, or of the document.</summary>
internal sealed class BlockStandpoint(int depth) : Standpoint
{
    /// <summary>Depth of the block; where blocks stand at the same node, of the outermost.</summary>
    public int Depth => depth;

    public override Found Found(Run run, int node) => run.Found(depth);
}

/// <summary>The nodes of a let, found once for each instance of the block that has it.</summary>
internal sealed class LetStandpoint(Expression inner, int depth, int slot) : Standpoint
{
    /// <summary>What the let names.</summary>
    public Expression Inner => inner;

    private IReadOnlyList<Standpoint>? decidedBy;

    public override IReadOnlyList<Standpoint>? DecidedBy => decidedBy;

    public override IReadOnlyList<Outline>? DrawThrough(List<Standpoint> places)
    {
        // What several nodes have below them stands there one node after the other, as the way of a path goes.
        var own = new List<Standpoint>();
        if (!inner.IsNodes || inner.Draw(null, own) is not { } drawn) return null;
        decidedBy = own;
        places.AddRange(own.Except(places));
        return drawn;
    }

    /// <summary>The node at which it is evaluated.</summary>
    public int NodeOf(Run run) => run.Blocks[depth];

    /// <summary>The values of what it names, found once for each instance of the block that has it.</summary>
    /// <returns>How many there are.</returns>
    public int Values(Run run)
    {
        var known = run.Known(slot);
        if (run.Track == Tracking.Value && known.Push(run, run.InstanceOf(depth)) is >= 0 and var kept) return kept;
        var (origins, said) = (run.OriginTop, run.Findings.Count);
        var count = inner.Values(run, run.Blocks[depth]);
        if (run.Track == Tracking.Value && run.Findings.Count == said) known.KeepValues(run, count, origins, run.InstanceOf(depth));
        return count;
    }

    /// <summary>The nodes.</summary>
    public KnownNodes Known(Run run)
    {
        var known = run.Known(slot);
        if (known.Instance == run.InstanceOf(depth)) return known;
        var from = run.Top;
        inner.Select(run, run.Blocks[depth]);
        known.Keep(run.Nodes(from), run.InstanceOf(depth));
        run.Top = from;
        return known;
    }

    public override Found Found(Run run, int node) => Known(run).FoundBelow(run, Table);
}

/// <summary>The nearest enclosing node of a name.</summary>
internal sealed class UpStandpoint(ushort[] positions, int depth, int slot) : Standpoint
{
    /// <summary>Depth of the block from whose node it is; negative for that of a node that a condition looks at.</summary>
    public int Depth => depth;

    /// <summary>Positions that have the name.</summary>
    public ushort[] Positions => positions;

    /// <summary>The enclosing node; -1 when there is none.</summary>
    public int Above(Run run, int node)
    {
        var above = run.Source.Parent(node);
        while (above >= 0 && !Paths.Contains(positions, run.Source.Nodes[above].Position)) above = run.Source.Parent(above);
        return above;
    }

    public override Found? Found(Run run, int node)
    {
        var above = Above(run, node);
        if (above < 0) return null;
        var known = run.Known(slot);
        if (known.Instance != run.InstanceOf(0) || known.Nodes[0] != above) known.Keep([above], run.InstanceOf(0));
        return known.FoundBelow(run, Table);
    }
}

/// <summary>The nodes at which paths start, and what stands below them; reused.</summary>
internal sealed class KnownNodes
{
    private readonly Found found = new();
    private int[] nodes = [];
    private int count;
    private bool isSearched;
    private Value[] values = [];
    private OriginNote[] notes = [];
    private int valueCount;
    private int noteCount;
    private long valuesOf;

    /// <summary>For which instance of a block; no instance is 0.</summary>
    public long Instance { get; private set; }

    /// <summary>The nodes.</summary>
    public ReadOnlySpan<int> Nodes => nodes.AsSpan(0, count);

    /// <summary>Takes other nodes.</summary>
    public void Keep(ReadOnlySpan<int> others, long instance)
    {
        if (nodes.Length < others.Length) nodes = new int[others.Length * 2];
        others.CopyTo(nodes);
        (Instance, count, isSearched) = (instance, others.Length, false);
    }

    /// <summary>Puts the values on the stack that are known for an instance of a block, with what was noted of them.</summary>
    /// <returns>How many; negative when they are not known.</returns>
    public int Push(Run run, long instance)
    {
        if (valuesOf != instance) return -1;
        var origins = run.OriginTop;
        run.Note(notes.AsSpan(0, noteCount));
        foreach (var value in values.AsSpan(0, valueCount))
        {
            run.Push(value with { OriginFrom = value.OriginFrom + origins, OriginTo = value.OriginTo + origins });
        }

        return valueCount;
    }

    /// <summary>Keeps the newest values, if they are texts of the source.</summary>
    public void KeepValues(Run run, int newest, int origins, long instance)
    {
        if (values.Length < newest) values = new Value[newest];
        for (var i = 0; i < newest; i++)
        {
            var value = run.ValueAt(run.ValueTop - newest + i);
            if (value.Form is not (ValueForm.Node or ValueForm.Piece) || value.Unit > 0) return;
            values[i] = value with { OriginFrom = value.OriginFrom - origins, OriginTo = value.OriginTo - origins };
        }

        var noted = run.NotesFrom(origins);
        if (notes.Length < noted.Length) notes = new OriginNote[noted.Length];
        noted.CopyTo(notes);
        (valueCount, noteCount, valuesOf) = (newest, noted.Length, instance);
    }

    /// <summary>What stands below them; looked for when the first path asks.</summary>
    public Found FoundBelow(Run run, ScopeTable table)
    {
        if (isSearched) return found;
        run.Find(table, Nodes, found);
        isSearched = true;
        return found;
    }
}

/// <summary>The searches of which one must find something for an expression to give something.</summary>
/// <param name="At">Where they start; null when the expression must be tried.</param>
/// <param name="Searches">Their bits.</param>
internal readonly record struct Need(Standpoint? At, ulong Searches)
{
    /// <summary>Where others start of which one is enough as well; null for none.</summary>
    public Standpoint? OtherAt { get; init; }

    /// <summary>Their bits.</summary>
    public ulong OtherSearches { get; init; }

    /// <summary>What several expressions need of which one must give something.</summary>
    public static Need AnyOf(IEnumerable<Expression> expressions)
    {
        Need any = default;
        foreach (var expression in expressions)
        {
            if (!Join(ref any, expression.Need)) return default;
        }

        return any;
    }

    /// <summary>The same of members.</summary>
    public static Need AnyOf(IEnumerable<Member> members)
    {
        Need any = default;
        foreach (var member in members)
        {
            if (!Join(ref any, member.Need)) return default;
        }

        return any;
    }

    private static bool Join(ref Need any, Need other)
    {
        return other.At is not null && Join(ref any, other.At, other.Searches)
            && (other.OtherAt is null || Join(ref any, other.OtherAt, other.OtherSearches));
    }

    private static bool Join(ref Need any, Standpoint at, ulong searches)
    {
        if (any.At is null || any.At == at) any = any with { At = at, Searches = any.Searches | searches };
        else if (any.OtherAt is null || any.OtherAt == at) any = any with { OtherAt = at, OtherSearches = any.OtherSearches | searches };
        else return false;
        return true;
    }
}
