using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Finds what names of a path mean in one structural form of the source.</summary>
internal sealed class SourceNames(Schema schema)
{
    /// <summary>The form.</summary>
    public Schema Schema => schema;

    /// <summary>The document.</summary>
    public Spot Root { get; } = new(Schema.Root, null);

    /// <summary>Whether a kind of node holds others and has no text of its own.</summary>
    public bool IsHolder(Spot spot)
        => schema[spot.Position].Kind is PositionKind.Root or PositionKind.Group or PositionKind.Segment
        or PositionKind.Composite or PositionKind.Class;

    /// <summary>Whether it is a segment, a group or a composite.</summary>
    public bool IsSegment(Spot spot)
        => schema[spot.Position].Kind is PositionKind.Group or PositionKind.Segment or PositionKind.Composite;

    /// <summary>Whether the children of all stand in the order of the schema.</summary>
    public bool IsOrdered(IReadOnlyList<Spot> spots)
        => spots.All(s => (schema[s.Position].Flags & PositionFlags.Ordered) != 0);

    /// <summary>The children of a name: segments, groups, classes, values.</summary>
    public List<Spot> Children(IReadOnlyList<Spot> spots, string name, string? section)
    {
        var found = new List<Spot>();
        foreach (var spot in spots)
        {
            var range = schema.ChildrenOf(spot.Position);
            for (var position = range.First; position < range.First + range.Count; position++)
            {
                var p = schema[position];
                var isInner = p.Kind is PositionKind.Element or PositionKind.Composite or PositionKind.Attribute;
                if (p.Name == name && !isInner && (section is null
                    || SectionOf(range.First, position) == section)) found.Add(new Spot(position, spot));
            }
        }

        return found;
    }

    /// <summary>The sections in which the found positions stand; more than one makes a name ambiguous.</summary>
    public string[] SectionsOf(IReadOnlyList<Spot> spots)
        => spots.Count == 1 ? [schema[spots[0].Position].Section ?? ""]
            : [.. spots.Select(s => schema[s.Position].Section ?? "").Distinct(StringComparer.Ordinal)];

    /// <summary>The namespaces of children that stand beside each other under one name; more than one makes a name ambiguous.</summary>
    public string[] NamespacesOf(IReadOnlyList<Spot> spots)
    {
        if (!spots.Any(s => schema[s.Position].Namespace is not null)) return [];
        var spaces = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var beside in spots.GroupBy(s => s.Up))
        {
            var found = beside.Select(s => schema[s.Position].Namespace ?? "").Distinct(StringComparer.Ordinal).ToArray();
            if (found.Length > 1) spaces.UnionWith(found);
        }

        return [.. spaces];
    }

    /// <summary>Whether a node of these kinds may stand several times beside another.</summary>
    public bool MayRepeat(IReadOnlyList<Spot> spots)
    {
        for (var i = 0; i < spots.Count; i++)
        {
            if (schema[spots[i].Position].Max > 1) return true;
            for (var j = 0; j < i; j++)
            {
                if (spots[i].Up == spots[j].Up) return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name is that of a section of these nodes: one in which a tag stands that other sections have too, or one that
    /// has the next name, and the segment of that name has not.</summary>
    public bool IsSection(IReadOnlyList<Spot> spots, string name, string next)
        => spots.Any(s => ChildrenOf(s).Any(c => schema[c].Section == name))
        || (name.Split('+')[0] is "UNH" or "UNS" or "HYN" && Children(spots, next, name).Count > 0
            && Children(Children(spots, name.Split('+')[0], null), next, null).Count == 0);

    // By the place in the table: a tag that stands in one section alone may be named with it too.
    private string SectionOf(int first, int position)
    {
        if (schema[position].Section is { } named) return named;
        var section = "UNH";
        for (var at = first; at <= position; at++)
        {
            section = schema.NameOf(at) switch
            {
                "UNS" => section == "UNH" ? "UNS" : "UNS+S",
                "HYN" => "HYN",
                _ => section,
            };
        }

        return section;
    }

    /// <summary>The attributes of a name.</summary>
    public List<Spot> Attributes(IReadOnlyList<Spot> spots, string name)
        => [.. spots.SelectMany(s => ChildrenOf(s).Where(c => schema[c].Kind == PositionKind.Attribute
            && schema[c].Name == name).Select(c => new Spot(c, s)))];

    /// <summary>The elements of a name: one that stands alone wins over one in a composite.</summary>
    /// <param name="spots">Segments, groups or composites.</param>
    /// <param name="name">Number of the element or composite.</param>
    /// <param name="composites">Names of the composites when there are several.</param>
    public List<Spot> Elements(IReadOnlyList<Spot> spots, string name, out string[] composites)
    {
        var found = new List<Spot>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var spot in spots)
        {
            if (AddNamed(found, spot, name, isInner: false)) continue;
            var range = schema.ChildrenOf(spot.Position);
            for (var composite = range.First; composite < range.First + range.Count; composite++)
            {
                if (schema[composite].Kind != PositionKind.Composite) continue;
                if (AddNamed(found, new Spot(composite, spot), name, isInner: true)) names.Add(schema.NameOf(composite));
            }
        }

        composites = [.. names];
        return found;
    }

    private bool AddNamed(List<Spot> found, Spot spot, string name, bool isInner)
    {
        var before = found.Count;
        var range = schema.ChildrenOf(spot.Position);
        for (var c = range.First; c < range.First + range.Count; c++)
        {
            var isPlace = isInner || schema[c].Kind is PositionKind.Element or PositionKind.Composite;
            if (isPlace && schema[c].Name == name) found.Add(new Spot(c, spot));
        }

        return found.Count > before;
    }

    /// <summary>Where elements stand in their segments.</summary>
    public static ElementPlace[] Places(IReadOnlyList<Spot> elements, IReadOnlyList<Spot> segments)
    {
        var places = new ElementPlace[elements.Count];
        var count = 0;
        foreach (var element in elements)
        {
            Add(places, ref count, segments.Any(s => ReferenceEquals(s, element.Up))
                ? new ElementPlace(0, (ushort)element.Position)
                : new ElementPlace((ushort)element.Up!.Position, (ushort)element.Position));
        }

        return First(places, count);
    }

    /// <summary>Where the first component of the n-th data element stands.</summary>
    public ElementPlace[] Qualifier(IReadOnlyList<Spot> segments, int number)
    {
        var places = new ElementPlace[segments.Count];
        var count = 0;
        foreach (var segment in segments)
        {
            var at = LastUpTo(segment, number);
            if (at == 0) continue;
            if (schema[at].Kind == PositionKind.Element) Add(places, ref count, new ElementPlace(0, (ushort)at));
            else if (schema.ChildrenOf(at) is { Count: > 0 } shape)
            {
                Add(places, ref count, new ElementPlace((ushort)at, (ushort)shape.First));
            }
        }

        return First(places, count);
    }

    /// <summary>The elements of a segment that stand at one of the places.</summary>
    public IEnumerable<Spot> Inside(Spot segment, ElementPlace[] places)
    {
        var range = schema.ChildrenOf(segment.Position);
        foreach (var place in places)
        {
            var first = place.Composite == 0 ? place.Element : place.Composite;
            if (first < range.First || first >= range.First + range.Count) continue;
            yield return new Spot(place.Element, place.Composite == 0 ? segment : new Spot(place.Composite, segment));
        }
    }

    private int LastUpTo(Spot segment, int number)
    {
        var at = 0;
        var range = schema.ChildrenOf(segment.Position);
        for (var c = range.First; c < range.First + range.Count; c++)
        {
            var p = schema[c];
            if (p.Slot <= 0 || p.Slot > number || p.Kind is not (PositionKind.Element or PositionKind.Composite)) continue;
            if (at == 0 || p.Slot > schema[at].Slot) at = c;
        }

        // A repeated element takes as many places as it repeats.
        return at == 0 || number - schema[at].Slot >= schema[at].Max ? 0 : at;
    }

    // Plain arrays: the runtime would first have to compile lists and sets of places, each time a verb starts.
    private static void Add(ElementPlace[] places, ref int count, ElementPlace place)
    {
        for (var i = 0; i < count; i++)
        {
            if (places[i] == place) return;
        }

        places[count++] = place;
    }

    private static ElementPlace[] First(ElementPlace[] places, int count)
    {
        if (count == places.Length) return places;
        var first = new ElementPlace[count];
        Array.Copy(places, first, count);
        return first;
    }

    /// <summary>The names an author may write after these nodes.</summary>
    public IEnumerable<string> Names(IReadOnlyList<Spot> spots, StepKind kind)
        => spots.SelectMany(s => kind == StepKind.Element ? ElementNames(s) : ChildrenOf(s)
            .Where(c => schema[c].Kind is not (PositionKind.Element or PositionKind.Composite)
                && (schema[c].Kind == PositionKind.Attribute) == (kind == StepKind.Attribute)).Select(c
                    => schema.NameOf(c)));

    /// <summary>How a message names the nodes.</summary>
    public string Describe(IReadOnlyList<Spot> spots)
        => spots.Count == 0 ? schema.Name : string.Join(" or ", spots.Select(s
            => schema.NameOf(s.Position)).Distinct(StringComparer.Ordinal).Take(3));

    private IEnumerable<string> ElementNames(Spot spot)
        => ChildrenOf(spot).SelectMany(c => schema[c].Kind switch
        {
            PositionKind.Element => [schema.NameOf(c)],
            PositionKind.Composite => ChildrenOf(new Spot(c, spot)).Select(i
                => schema.NameOf(i)).Append(schema.NameOf(c)),
            _ => Enumerable.Empty<string>(),
        });

    private IEnumerable<int> ChildrenOf(Spot spot)
    {
        var shape = schema.ChildrenOf(spot.Position);
        return Enumerable.Range(shape.First, shape.Count);
    }
}
