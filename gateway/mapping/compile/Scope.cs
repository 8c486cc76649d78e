namespace Gateway.Mappings;

/// <summary>What is visible in a block: its node, its lets and those of the blocks around it.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Let> lets = new(StringComparer.Ordinal);
    private readonly Scope? outer;

    private Scope(
        IReadOnlyList<Spot> spots, int depth, int eachDepth, Scope? outer, Reach reach, BlockStandpoint? at, BlockStandpoint? root)
    {
        (Spots, Depth, EachDepth, this.outer, Reach) = (spots, depth, eachDepth, outer, reach);
        At = at ?? new BlockStandpoint(depth);
        Root = root ?? At;
    }

    /// <summary>Kinds of the block's node; empty when its path does not exist in this form.</summary>
    public IReadOnlyList<Spot> Spots { get; }

    /// <summary>Which nodes of these kinds the block comes to.</summary>
    public Reach Reach { get; }

    /// <summary>Where the run keeps the block's node.</summary>
    public int Depth { get; }

    /// <summary>Where the run keeps the count of the nearest <c>each</c>.</summary>
    public int EachDepth { get; }

    /// <summary>The block's node, where paths start.</summary>
    public BlockStandpoint At { get; }

    /// <summary>The document, where paths with a slash start.</summary>
    public BlockStandpoint Root { get; }

    /// <summary>The scope of the map.</summary>
    public static Scope Document(Spot root) => new([root], 0, 0, null, Reach.All, null, null);

    /// <summary>The scope of a block that moves.</summary>
    /// <param name="spots">To nodes of these kinds.</param>
    /// <param name="isEach">To each of them.</param>
    /// <param name="reach">Which of them.</param>
    /// <param name="isSame">To the node where it is: paths start there as those around it do.</param>
    public Scope Moved(IReadOnlyList<Spot> spots, bool isEach, Reach? reach = null, bool isSame = false)
        => new([.. spots], Depth + 1, isEach ? Depth + 1 : EachDepth, this, reach ?? Reach.Some, isSame ? At : null, Root);

    /// <summary>A scope at the same node: a plain block with lets of its own.</summary>
    public Scope Nested() => new(Spots, Depth, EachDepth, this, Reach, At, Root);

    /// <summary>The scope of a fragment: it sees nothing of its caller but what <c>with</c> gives.</summary>
    public Scope Fragment() => new(Spots, Depth, EachDepth, null, Reach, At, Root);

    /// <summary>Names an expression.</summary>
    public Let Add(string name, Expression expression, Entry entry, int slot)
    {
        var let = new Let(expression, entry, new LetStandpoint(expression, Depth, slot), Depth);
        lets[name] = let;
        return let;
    }

    /// <summary>What a name stands for; null when it is not visible.</summary>
    public Let? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.outer)
        {
            if (scope.lets.TryGetValue(name, out var let)) return let;
        }

        return null;
    }

    /// <summary>All visible names.</summary>
    public IEnumerable<string> Names => lets.Keys.Concat(outer?.Names ?? []);
}

/// <summary>A named expression and where it is evaluated.</summary>
/// <param name="Expression">What it stands for.</param>
/// <param name="Entry">Where it is written.</param>
/// <param name="At">Where the paths start that begin with its name.</param>
/// <param name="Depth">Depth of the block that has it.</param>
internal sealed record Let(Expression Expression, Entry Entry, LetStandpoint At, int Depth);
