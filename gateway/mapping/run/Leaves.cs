namespace Gateway.Mappings;

/// <summary>What a mapping leaves deliberately: <c>leave</c>. Paths of names alone, which most are, are answered together in one pass
/// over the document.</summary>
internal sealed class Leaves
{
    private readonly Spot[]?[] spots = [];

    // Whether anything that is left stands at a position, or below one.
    private readonly bool[] leads = [];

    private readonly Expression[] others;

    /// <summary>Collects the paths.</summary>
    /// <param name="paths">Those of the mapping itself.</param>
    /// <param name="fragments">What its fragments leave where they are used, by names alone.</param>
    public Leaves(IReadOnlyList<Expression> paths, IReadOnlyList<Spot> fragments)
    {
        others = [.. paths.Where(path => !IsOfNames(path))];
        foreach (var spot in paths.Where(IsOfNames).SelectMany(path => path.Spots).Concat(fragments).Distinct())
        {
            if (spot.Position >= spots.Length) Array.Resize(ref spots, spot.Position + 1);
            spots[spot.Position] = [.. spots[spot.Position] ?? [], spot];
            for (var at = spot; at is not null; at = at.Up)
            {
                if (at.Position >= leads.Length) Array.Resize(ref leads, at.Position + 1);
                leads[at.Position] = true;
            }
        }
    }

    /// <summary>Says of everything that is left that it is dealt with.</summary>
    public void Mark(Run run)
    {
        foreach (var other in others)
        {
            var count = other.Select(run, run.Root);
            for (var i = run.Top - count; i < run.Top; i++) run.MarkReadAll(run.NodeAt(i));
            run.Top -= count;
        }

        if (spots.Length == 0) return;
        var nodes = run.Source.Nodes;
        var end = nodes[run.Root].Next;
        for (var node = run.Root; node < end;)
        {
            var position = nodes[node].Position;
            if (position < spots.Length && spots[position] is { } known && IsAt(run, node, known)) run.MarkReadAll(node);
            node = position < leads.Length && leads[position] ? unchecked(node + 1) : nodes[node].Next;
        }
    }

    private static bool IsOfNames(Expression path) => path is PathExpression { IsOfNames: true };

    // Positions are shared between groups, so the last one alone does not say where a node stands.
    private static bool IsAt(Run run, int node, Spot[] known)
    {
        var nodes = run.Source.Nodes;
        foreach (var spot in known)
        {
            var (at, wanted) = (node, spot);
            while (wanted is not null && at >= run.Root && nodes[at].Position == wanted.Position && at != run.Root)
            {
                (at, wanted) = (run.Source.Parent(at), wanted.Up);
            }

            if (at == run.Root && wanted?.Position == nodes[at].Position) return true;
        }

        return false;
    }
}
