using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary><c>/EQD[.8260 ~= $.8260]</c>: nodes whose key equals that of the block, found through one index per
/// document.</summary>
internal sealed class JoinExpression(PathExpression candidates, Expression key, Expression outer, bool isCompact,
    int join) : Expression
{
    public override bool IsNodes => true;

    public override int Select(Run run, int node)
    {
        var track = run.Track;
        run.Track = Tracking.None;
        var made = run.MadeTop;
        var index = run.Joins[join];
        if (!index.IsBuilt) Build(run, node, index);
        var from = run.Top;
        var count = outer.Values(run, node);
        for (var i = run.ValueTop - count; i < run.ValueTop; i++) Add(run, from, i, index);
        if (count > 1) Sort(run, from);
        run.ValueTop -= count;
        (run.Track, run.MadeTop) = (track, made);
        return run.Top - from;
    }

    public override int Values(Run run, int node)
    {
        var from = run.Top;
        var before = run.ValueTop;
        Select(run, node);
        for (var i = from; i < run.Top; i++) Paths.PushValue(run, run.NodeAt(i), this);
        run.Top = from;
        return run.ValueTop - before;
    }

    public override void NoteKeys(Run run, int node)
    {
        if (run.Track == Tracking.None) return;
        var track = run.Track;
        run.Track = Tracking.Key;
        var values = run.ValueTop;
        key.Values(run, node);
        outer.Values(run, node);
        (run.Track, run.ValueTop) = (track, values);
        candidates.NoteKeys(run, node);
    }

    // Which nodes have the same key, no outline tells; which key they have, theirs and that of the block do.
    public override bool DrawKeys(IReadOnlyList<Outline> selected, List<Standpoint> places)
        => !candidates.HasKeys && key.Draw(selected, places) is not null && outer.Draw(null, places) is not null;

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        outer.Draw(null, places);
        return null;
    }

    private void Build(Run run, int node, JoinIndex index)
    {
        var from = run.Top;
        var count = candidates.Select(run, node);
        index.Clear(count);
        for (var i = from; i < from + count; i++)
        {
            var candidate = run.NodeAt(i);
            var values = key.Values(run, candidate);
            for (var v = run.ValueTop - values; v < run.ValueTop; v++)
            {
                index.Add(Hash(run.TextOf(run.ValueAt(v))), candidate);
            }

            run.ValueTop -= values;
        }

        run.Top = from;
        index.IsBuilt = true;
    }

    private void Add(Run run, int from, int wanted, JoinIndex index)
    {
        var before = run.Top;
        index.Find(Hash(run.TextOf(run.ValueAt(wanted))), run);
        var kept = before;
        for (var i = before; i < run.Top; i++)
        {
            var candidate = run.NodeAt(i);
            if (HasKey(run, candidate, wanted) && !run.Nodes(from)[..(kept - from)].Contains(candidate))
            {
                run.Nodes(from)[kept++ - from] = candidate;
            }
        }

        run.Top = kept;
    }

    private bool HasKey(Run run, int candidate, int wanted)
    {
        var values = key.Values(run, candidate);
        var isEqual = false;
        for (var v = run.ValueTop - values; v < run.ValueTop; v++)
        {
            var a = run.TextOf(run.ValueAt(v));
            var b = run.TextOf(run.ValueAt(wanted));
            isEqual |= isCompact ? Compact.Equal(a, b) : a.SequenceEqual(b);
        }

        run.ValueTop -= values;
        return isEqual;
    }

    private static void Sort(Run run, int from) => run.Nodes(from).Sort();

    private int Hash(ReadOnlySpan<byte> bytes) => isCompact ? ByteHash.OfCompact(bytes) : ByteHash.Of(bytes);
}
