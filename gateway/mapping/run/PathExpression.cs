using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Where something of the source stands: a position and the positions above it.</summary>
internal sealed record Spot(int Position, Spot? Up);

/// <summary>A way from node to node, with names already turned into positions.</summary>
internal sealed class PathExpression(PathStart start, int depth, Expression? from, UpStandpoint? up, PathStep[] steps,
    bool isAbsolute, bool isNumeric)
    : Expression
{
    /// <summary>Whether something but names decides where it leads.</summary>
    public bool HasKeys { get; } = from is not null || Array.Exists(steps, s => s.HasKeys);

    /// <summary>Whether names alone decide where it leads, from the document on: to every node of its kinds.</summary>
    public bool IsOfNames { get; } = from is null && up is null && depth == 0
        && Array.TrueForAll(steps, step => step is ElementStep or ChildStep { HasKeys: false });

    /// <summary>Whether it leads to the node of the block itself.</summary>
    public bool IsBlock => steps.Length == 0 && from is null && Place is BlockStandpoint && start is (PathStart.Block or PathStart.Here);

    public override bool IsNodes => true;

    public override bool IsAbsolute => isAbsolute;

    public override bool IsNumeric => isNumeric;

    /// <summary>What it reaches of all nodes of its kind.</summary>
    public Reach Reach { get; init; } = Reach.Some;

    /// <summary>Where it starts, if others may start there too; null elsewhere.</summary>
    public Standpoint? Place { get; init; }

    /// <summary>Where it starts, if what stands below is looked for together with all other paths; null elsewhere.</summary>
    public Standpoint? At { get; init; }

    /// <summary>Its number among the searches there.</summary>
    public int Search { get; init; }

    /// <summary>Where it starts at the document: its first names, if these are several; null elsewhere.</summary>
    public Chain? Chain { get; init; }

    /// <summary>How many of its steps the search or the chain answers.</summary>
    public int Answered
    {
        get;
        init
        {
            field = value;
            nth = value < steps.Length && steps[value] is PickStep { Number: > 0 } pick ? pick.Number : 0;
        }
    }

    // Which of the nodes of the search is wanted, so that the first of 100,000 rows is had without the others; 0 for all.
    private readonly int nth;

    // Its number among the paths whose ways the patterns of its place tell; 0 for none.
    private int answer;

    /// <summary>Attributes of the values it leads to that are their unit or currency; null where they have none.</summary>
    public ushort[]? Units { get; init; }

    /// <summary>Its only step, where it starts at whatever node it is evaluated at; null elsewhere.</summary>
    public PathStep? OnlyStep => start == PathStart.Here && At is null && steps.Length == 1 ? steps[0] : null;

    public override Need Need => At is null ? from?.Need ?? default : new Need(At, 1UL << Search);

    public override int Select(Run run, int node)
    {
        var first = run.Top;
        var next = Answered;
        if (Chain is not null) Chain.Push(run);
        else if (At is null) Begin(run, node);
        else
        {
            var found = At.Found(run, node);
            if (answer > 0 && found?.Pattern is { } pattern) return Answer(run, pattern, found);
            found?.Push(Search, nth, run);
            if (nth > 0) next++;
        }

        for (var i = next; i < steps.Length && run.Top > first; i++) steps[i].Apply(run, first);
        return run.Top - first;
    }

    // Where it leads to is known from the pattern once it was gone.
    private int Answer(Run run, Pattern pattern, Found found)
    {
        if (pattern.AnswerOf(answer) is { } known)
        {
            foreach (var number in known.Nodes) run.Push(found.Node(number));
            return known.Nodes.Length;
        }

        var first = run.Top;
        found.Push(Search, nth, run);
        for (var i = Answered + (nth > 0 ? 1 : 0); i < steps.Length && run.Top > first; i++) steps[i].Apply(run, first);
        if (!run.IsExhausted) pattern.Keep(answer, run.Nodes(first), found);
        return run.Top - first;
    }

    private void Begin(Run run, int node)
    {
        switch (start)
        {
            case PathStart.Here:
                run.Push(node);
                break;
            case PathStart.Root:
                run.Push(run.Root);
                break;
            case PathStart.Block:
                run.Push(run.Blocks[depth]);
                break;
            case PathStart.Up:
                if (up!.Above(run, node) is >= 0 and var above) run.Push(above);
                break;
            default:
                from!.Select(run, node);
                break;
        }
    }

    public override int Values(Run run, int node)
    {
        var first = run.Top;
        var before = run.ValueTop;
        if (answer > 0 && Units is null && At!.Found(run, node) is { Pattern: { } pattern } found && pattern.AnswerOf(answer) is { } known)
        {
            for (var i = 0; i < known.Nodes.Length; i++) PushKnown(run, found, known, i);
            return run.ValueTop - before;
        }

        Select(run, node);
        for (var i = first; i < run.Top; i++) Paths.PushValue(run, run.NodeAt(i), HasKeys ? this : null);
        run.Top = first;
        if (Units is not null) AddUnits(run, before);
        return run.ValueTop - before;
    }

    private void PushKnown(Run run, Found found, PathAnswer known, int index)
    {
        var node = found.Node(known.Nodes[index]);
        if (!HasKeys || run.Track == Tracking.None || from is not null) Paths.PushValue(run, node, HasKeys ? this : null);
        else if (run.HasText(node)) run.Push(Noted(run, found, known, index, node));
    }

    // What led to a node of a pattern is what led to it before.
    private Value Noted(Run run, Found found, PathAnswer known, int index, int node)
    {
        var value = new Value { Form = ValueForm.Node, Node = node, OriginFrom = run.OriginTop };
        run.Note(node, OriginRole.Value);
        var noted = run.OriginTop;
        if (known.KeysOf(index) is { } keys)
        {
            foreach (var key in keys) run.Note(found.Node(key), OriginRole.Key);
        }
        else
        {
            NoteKeys(run, node);
            known.KeepKeys(index, run.NotesFrom(noted), found);
        }

        value.OriginTo = run.OriginTop;
        return value;
    }

    private void AddUnits(Run run, int from)
    {
        var nodes = run.Source.Nodes;
        for (var i = from; i < run.ValueTop; i++)
        {
            var node = run.ValueAt(i).Node;
            for (var child = node + 1; child < nodes[node].Next; child = nodes[child].Next)
            {
                if (!Paths.Contains(Units!, nodes[child].Position) || !run.HasText(child)) continue;
                var origin = run.OriginTop;
                run.Note(child, OriginRole.Value);
                run.ValueAt(i).Unit = run.AddUnit(new Value
                {
                    Form = ValueForm.Node, Node = child, OriginFrom = origin, OriginTo = run.OriginTop,
                });
            }
        }
    }

    public override bool Test(Run run, int node)
    {
        if (run.Track == Tracking.None && OnlyStep is ChildStep { HasKeys: false } only) return only.IsThere(run, node);
        var first = run.Top;
        var nodes = run.Source.Nodes;
        var isThere = false;
        Select(run, node);
        for (var i = first; i < run.Top && !isThere; i++)
        {
            isThere = Paths.IsFilled(nodes[run.NodeAt(i)]);
            if (!isThere || run.Track == Tracking.None) continue;
            run.Note(run.NodeAt(i), OriginRole.Key);
            NoteKeys(run, run.NodeAt(i));
        }

        run.Top = first;
        return isThere;
    }

    public override void NoteKeys(Run run, int node)
    {
        for (var i = steps.Length - 1; i >= 0 && node >= 0; i--)
        {
            if (steps[i].HasKeys) steps[i].NoteKeys(run, node);
            node = steps[i].Climb(run, node);
        }

        if (node >= 0) from?.NoteKeys(run, node);
    }

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        var own = new List<Standpoint>();
        var at = Place is null || Chain is not null ? start == PathStart.Here && Chain is null ? here : null : DrawStart(Place, own);
        // What the nodes are from which it starts, the place knows; why it is these, only that which led to them.
        var isKeyed = from is null || at is null || from.DrawKeys(at, own);
        for (var i = 0; i < steps.Length && at is not null; i++) at = steps[i].Draw(at, own);
        if (At is not null && at is not null) NumberAnswer(At);
        places.AddRange(own.Except(places));
        return isKeyed && Units is null ? at : null;
    }

    public override bool DrawKeys(IReadOnlyList<Outline> selected, List<Standpoint> places)
        => steps.Length == 0 && Place is null && from is not null ? from.DrawKeys(selected, places) : base.DrawKeys(selected, places);

    private static IReadOnlyList<Outline> DrawStart(Standpoint place, List<Standpoint> places)
    {
        // Nodes that other places decide are outlined there.
        if (place.DrawThrough(places) is { } through) return through;
        places.Add(place);
        return [place.Table.Outline];
    }

    // Its way must be told by the patterns of its place alone, whatever else tells it too.
    private void NumberAnswer(Standpoint place)
    {
        IReadOnlyList<Outline>? at = [place.Table.Outline];
        var others = new List<Standpoint>();
        for (var i = 0; i < steps.Length && at is not null; i++) at = steps[i].Draw(at, others);
        if (at is not null && others.TrueForAll(other => other == place)) answer = place.Table.NumberAnswer(answer);
    }
}

/// <summary>What paths share.</summary>
internal static class Paths
{
    /// <summary>Whether a position is one of a few.</summary>
    public static bool Contains(ushort[] positions, ushort position)
    {
        foreach (var p in positions)
        {
            if (p == position) return true;
        }

        return false;
    }

    /// <summary>Whether a node is anything but an empty value.</summary>
    public static bool IsFilled(in Node node) => node.Length > 0 || (node.Flags & NodeFlags.HasValue) == 0;

    /// <summary>Puts the text of a node on the stack of values unless it is empty.</summary>
    public static void PushValue(Run run, int node, Expression? path)
    {
        if (!run.HasText(node)) return;
        var value = new Value { Form = ValueForm.Node, Node = node, OriginFrom = run.OriginTop };
        if (run.Track != Tracking.None)
        {
            run.Note(node, OriginRole.Value);
            path?.NoteKeys(run, node);
        }

        value.OriginTo = run.OriginTop;
        run.Push(value);
    }
}
