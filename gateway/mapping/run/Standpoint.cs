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
}

/// <summary>The node of a block, or of the document.</summary>
internal sealed class BlockStandpoint(int depth) : Standpoint
{
    public override Found Found(Run run, int node) => run.Found(depth);
}

/// <summary>The nodes of a let, found once for each instance of the block that has it.</summary>
internal sealed class LetStandpoint(Expression inner, int depth, int slot) : Standpoint
{
    /// <summary>What the let names.</summary>
    public Expression Inner => inner;

    /// <summary>The node at which it is evaluated.</summary>
    public int NodeOf(Run run) => run.Blocks[depth];

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
