using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>One step of a path over the nodes on the stack.</summary>
internal abstract class PathStep
{
    /// <summary>Whether something but the name decides.</summary>
    public virtual bool HasKeys => false;

    /// <summary>The only position it looks for, whatever stands there; 0 when it does anything else.</summary>
    public virtual ushort Name => 0;

    /// <summary>What it looks for among the children of a node; null when it does anything else.</summary>
    public virtual Search? Search => null;

    /// <summary>The node from which the step led to a node.</summary>
    public virtual int Climb(Run run, int node) => node;

    /// <summary>Replaces the nodes from an index on by those that the step leads to.</summary>
    public abstract void Apply(Run run, int from);

    /// <summary>Notes what decided that the step led to a node.</summary>
    public virtual void NoteKeys(Run run, int node)
    {
    }

    /// <summary>Draws into the outlines what it looks at.</summary>
    /// <returns>The outlines of what it leads to; null where more than these decides what that is.</returns>
    public abstract IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline> from, List<Standpoint> places);
}

/// <summary>To the children at certain positions, perhaps with certain qualifiers.</summary>
internal sealed class ChildStep(ushort[] positions, bool isOrdered, KeyTest[] qualifiers) : PathStep
{
    private readonly ushort single = positions.Length == 1 ? positions[0] : (ushort)0;
    private readonly ushort last = isOrdered ? LastOf(positions) : ushort.MaxValue;

    private static ushort LastOf(ushort[] positions)
    {
        var last = positions[0];
        foreach (var position in positions) last = Math.Max(last, position);
        return last;
    }

    public override ushort Name => qualifiers.Length == 0 ? single : (ushort)0;

    public override bool HasKeys => qualifiers.Length > 0;

    public override Search Search => new([.. positions.Select(p => new ElementPlace(0, p))], qualifiers);

    public override int Climb(Run run, int node) => run.Source.Parent(node);

    public override void Apply(Run run, int from)
    {
        var to = run.Top;
        var nodes = run.Source.Nodes;
        var visited = 0;
        for (var i = from; i < to; i++)
        {
            var parent = run.NodeAt(i);
            var end = nodes[parent].Next;
            for (var child = parent + 1; child < end; child = nodes[child].Next)
            {
                visited++;
                var position = nodes[child].Position;
                if (position > last) break;
                if (position != single && (single != 0 || !Paths.Contains(positions, position))) continue;
                if (qualifiers.Length == 0 || Fits(run, child)) run.Push(child);
            }
        }

        run.Settle(from, to);
        run.Spend(visited);
        if (run.IsExhausted) run.Top = from;
    }

    /// <summary>Whether a node has such a child, whatever its qualifiers, that is not an empty value.</summary>
    public bool IsThere(Run run, int parent)
    {
        var nodes = run.Source.Nodes;
        var end = nodes[parent].Next;
        var (isThere, visited) = (false, 0);
        for (var child = unchecked(parent + 1); child < end && !isThere; child = nodes[child].Next)
        {
            visited = unchecked(visited + 1);
            var position = nodes[child].Position;
            if (position > last) break;
            isThere = (position == single || (single == 0 && Paths.Contains(positions, position))) && Paths.IsFilled(nodes[child]);
        }

        run.Spend(visited);
        return isThere && !run.IsExhausted;
    }

    public override void NoteKeys(Run run, int node)
    {
        foreach (var qualifier in qualifiers)
        {
            var key = qualifier.Find(run, node);
            if (key >= 0) run.Note(key, OriginRole.Key);
        }
    }

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline> from, List<Standpoint> places)
    {
        Outline[] drawn = [.. from.SelectMany(outline => positions.Select(p => outline.At(p)))];
        foreach (var outline in drawn)
        {
            foreach (var qualifier in qualifiers) outline.At(qualifier);
        }

        return Array.TrueForAll(qualifiers, qualifier => qualifier.HasKeys) ? drawn : null;
    }

    private bool Fits(Run run, int node)
    {
        foreach (var qualifier in qualifiers)
        {
            if (qualifier.Find(run, node) < 0) return false;
        }

        return true;
    }
}

/// <summary>To data elements, through composites where they stand in one.</summary>
internal sealed class ElementStep(ElementPlace[] places) : PathStep
{
    /// <summary>Where they stand.</summary>
    public ElementPlace[] Places => places;

    public override Search Search => new(places, []);

    public override int Climb(Run run, int node)
    {
        var parent = run.Source.Parent(node);
        foreach (var place in places)
        {
            var isInside = place.Composite != 0 && place.Composite == run.Source.Nodes[parent].Position;
            if (isInside) return run.Source.Parent(parent);
        }

        return parent;
    }

    public override void Apply(Run run, int from)
    {
        var to = run.Top;
        var nodes = run.Source.Nodes;
        for (var i = from; i < to; i++)
        {
            var parent = run.NodeAt(i);
            var end = nodes[parent].Next;
            for (var child = parent + 1; child < end; child = nodes[child].Next)
            {
                var position = nodes[child].Position;
                if (position > last) break;
                foreach (var place in places)
                {
                    if (place.Composite == 0 && place.Element == position) run.Push(child);
                    else if (place.Composite == position) Inside(run, nodes, child, place.Element);
                }
            }
        }

        run.Settle(from, to);
        run.Spend(run.Top - from + 1);
    }

    public override IReadOnlyList<Outline> Draw(IReadOnlyList<Outline> from, List<Standpoint> places)
        => [.. from.SelectMany(outline => this.Places.Select(outline.At))];

    // Elements stand before everything else in their segment or group, in the order of the schema.
    private readonly int last = places.Max(p => p.Composite == 0 ? p.Element : p.Composite);

    private static void Inside(Run run, ReadOnlySpan<Node> nodes, int composite, ushort element)
    {
        var end = nodes[composite].Next;
        for (var child = composite + 1; child < end; child = nodes[child].Next)
        {
            if (nodes[child].Position == element) run.Push(child);
        }
    }
}

/// <summary>Where an element stands in a segment: at a position, or as a component of a composite.</summary>
/// <param name="Composite">Position of the composite; 0 for an element that stands alone.</param>
/// <param name="Element">Position of the element.</param>
internal readonly record struct ElementPlace(ushort Composite, ushort Element)
{
    /// <summary>The first node at one of the places; -1 when there is none.</summary>
    public static int Find(Tree tree, int segment, ElementPlace[] places)
    {
        var nodes = tree.Nodes;
        var end = nodes[segment].Next;
        for (var child = segment + 1; child < end; child = nodes[child].Next)
        {
            var position = nodes[child].Position;
            foreach (var place in places)
            {
                if (place.Composite == 0)
                {
                    if (place.Element == position) return child;
                }
                else if (place.Composite == position)
                {
                    var limit = nodes[child].Next;
                    for (var inner = child + 1; inner < limit; inner = nodes[inner].Next)
                    {
                        if (nodes[inner].Position == place.Element) return inner;
                    }
                }
            }
        }

        return -1;
    }
}

/// <summary>The n-th of what was found; the last for 0.</summary>
internal sealed class PickStep(int number) : PathStep
{
    /// <summary>Which, from 1; 0 for the last.</summary>
    public int Number => number;

    public override void Apply(Run run, int from)
    {
        var count = run.Top - from;
        var index = number == 0 ? count - 1 : number - 1;
        if (index < 0 || index >= count)
        {
            run.Top = from;
            return;
        }

        run.Nodes(from)[0] = run.NodeAt(from + index);
        run.Top = from + 1;
    }

    public override IReadOnlyList<Outline> Draw(IReadOnlyList<Outline> from, List<Standpoint> places) => from;
}

/// <summary>Those of what was found for which a condition holds.</summary>
internal sealed class FilterStep(Expression condition) : PathStep
{
    public override bool HasKeys => true;

    /// <summary>What it asks for, if that is a key; null for any other condition.</summary>
    public KeyTest? Test => condition.Key;

    public override void Apply(Run run, int from)
    {
        var track = run.Track;
        run.Track = Tracking.None;
        var to = run.Top;
        var made = run.MadeTop;
        var kept = from;
        for (var i = from; i < to; i++)
        {
            var candidate = run.NodeAt(i);
            if (condition.Test(run, candidate)) run.Nodes(from)[kept++ - from] = candidate;
            (run.Top, run.MadeTop) = (to, made);
        }

        run.Top = kept;
        run.Track = track;
    }

    public override void NoteKeys(Run run, int node) => Conditions.Decides(condition, run, node);

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline> from, List<Standpoint> places)
        => condition.Draw(from, places) is null ? null : from;
}
