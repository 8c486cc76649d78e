using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a class copies, while its block is compiled.</summary>
/// <param name="Select">The node to copy; null where the class stands in one that is copied.</param>
/// <param name="Spots">What kinds of node that is.</param>
/// <param name="Left">Children that are not copied.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Path">Path of the class, for people.</param>
/// <param name="Pointer">WCO pointer of the class.</param>
/// <param name="Label">Label of what is restored; null for nothing.</param>
internal sealed record CopyPlan(
    Expression? Select, IReadOnlyList<Spot> Spots, HashSet<string> Left, Rule Rule, string Path, string Pointer, string? Label);

/// <summary>Pairs positions of the source with positions of the target that have the same name: what <c>copy</c> copies.</summary>
/// <param name="from">The source.</param>
/// <param name="to">The target.</param>
/// <param name="dates">How dates are written.</param>
/// <param name="canHold">Whether a class of the target can hold what no rule reads.</param>
/// <param name="rules">Numbers the rules.</param>
internal sealed class CopyCompiler(Schema from, Schema to, DateStyle dates, Func<int, bool> canHold, List<Rule> rules)
{
    private readonly Dictionary<(int From, int To, string? Label), CopyMember?> pairs = [];
    private readonly Dictionary<string, RestorePlace> restores = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ExtensionPlace> places = Carry.PlacesOf(from);

    /// <summary>How a class of the target holds a date; null when it holds none.</summary>
    public DatePlace? DateOf(int target) => DatePlace.Of(to, target, dates);

    /// <summary>Name of a position of the target.</summary>
    public string NameOf(int target) => to.NameOf(target);

    /// <summary>Names below the source that the target does not have, as paths.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Attributes that values of the target must have and that copying cannot make: the rule that copies, and name.</summary>
    public List<(Rule Rule, string Name)> Unmade { get; } = [];

    /// <summary>The children of a class that copying can make, in the order of the target.</summary>
    public IReadOnlyList<(int Target, IReadOnlyList<Spot> Sources)> Matches(IReadOnlyList<Spot> spots, int position)
    {
        var found = new List<(int, IReadOnlyList<Spot>)>();
        var shape = to.ChildrenOf(position);
        for (var at = shape.First; at < shape.First + shape.Count; at++)
        {
            if (to[at].Kind == PositionKind.Attribute) continue;
            Spot[] sources = [.. spots.SelectMany(s => Named(s, to[at].Name)).Where(s => CanPair(s.Position, at))];
            if (sources.Length > 0) found.Add((at, sources));
        }

        return found;
    }

    /// <summary>What becomes of the children of a class.</summary>
    public CopyTable Table(CopyPlan plan, int position)
    {
        var all = new List<(int, CopyMember)>();
        foreach (var (target, sources) in Matches(plan.Spots, position))
        {
            if (plan.Left.Contains(to.NameOf(target))) continue;
            foreach (var source in sources)
            {
                if (Pair(source.Position, target, plan) is { } member) all.Add((source.Position, member));
            }
        }

        foreach (var spot in plan.Spots) ListMissing(spot.Position, position, plan);
        return new CopyTable(all);
    }

    /// <summary>Positions of the source that are neither copied nor missed: the target does not have their names.</summary>
    public ushort[] LeftOf(CopyPlan plan, int position)
        => [.. plan.Left.Where(name => to.Child(position, name) == 0)
            .SelectMany(name => plan.Spots.SelectMany(s => Named(s, name))).Select(s => (ushort)s.Position).Distinct()];

    /// <summary>What is restored under a label; null for no label.</summary>
    public RestorePlace? Restore(string? label)
    {
        if (label is null || places.Count == 0) return null;
        if (restores.TryGetValue(label, out var known)) return known;
        var rule = NewRule("Extension", "restore: " + label, rules.Count > 0 ? rules[0] : null);
        return restores[label] = new RestorePlace(System.Text.Encoding.UTF8.GetBytes(label), places, to, rule);
    }

    private IEnumerable<Spot> Named(Spot spot, string name)
    {
        var shape = from.ChildrenOf(spot.Position);
        for (var at = shape.First; at < shape.First + shape.Count; at++)
        {
            if (from[at].Name == name && from[at].Kind != PositionKind.Attribute) yield return new Spot(at, spot);
        }
    }

    private bool CanPair(int source, int target)
    {
        var (isClass, intoClass) = (IsClass(from, source), IsClass(to, target));
        if (isClass && intoClass) return true;
        if (isClass) return to[target].Type?.Kind == ValueKind.Moment && DatePlace.Of(from, source, dates) is not null;
        return !intoClass || (from[source].Type?.Kind == ValueKind.Moment && DatePlace.Of(to, target, dates) is not null);
    }

    private static bool IsClass(Schema schema, int position)
        => schema[position].Kind is PositionKind.Class or PositionKind.Root or PositionKind.Group or PositionKind.Segment
            or PositionKind.Composite;

    private CopyMember? Pair(int source, int target, CopyPlan plan)
    {
        var key = (source, target, plan.Label);
        if (pairs.TryGetValue(key, out var known)) return known;
        var name = to.NameOf(target);
        var path = plan.Path.Length == 0 ? name : plan.Path + "/" + name;
        var pointer = to[target].WcoId is { } id ? plan.Pointer + "/" + id : plan.Pointer;
        var rule = NewRule(path, plan.Rule.Text, plan.Rule);
        var max = to[target].Max;
        if (IsClass(from, source) && IsClass(to, target))
        {
            var made = new CopyClass(target, max, rule, pointer, canHold(target), Restore(plan.Label));
            pairs[key] = made;
            var inner = plan with { Select = null, Spots = [new Spot(source, null)], Left = [], Path = path, Pointer = pointer };
            made.Children = Table(inner, target);
            return made;
        }

        CopyMember member;
        if (IsClass(from, source)) member = new CopyDateIn(target, max, rule, pointer, DatePlace.Of(from, source, dates)!);
        else if (IsClass(to, target)) member = new CopyDateOut(target, max, rule, pointer, DatePlace.Of(to, target, dates)!);
        else
        {
            var attributes = Attributes(source, target);
            member = new CopyValue(target, max, rule, pointer, to[target].Type ?? SimpleType.Any, attributes);
            // What a mapping for reading kept may have them all.
            if (plan.Label is null) ListUnmade(target, attributes, rule);
        }

        return pairs[key] = member;
    }

    private void ListUnmade(int target, (ushort From, int To)[] made, Rule rule)
    {
        var shape = to.ChildrenOf(target);
        for (var at = shape.First; at < shape.First + shape.Count; at++)
        {
            var isMade = to[at].Kind != PositionKind.Attribute || to[at].Min == 0 || Array.Exists(made, pair => pair.To == at);
            if (!isMade) Unmade.Add((rule, to.NameOf(at)));
        }
    }

    private (ushort From, int To)[] Attributes(int source, int target)
    {
        var found = new List<(ushort, int)>();
        var shape = to.ChildrenOf(target);
        for (var at = shape.First; at < shape.First + shape.Count; at++)
        {
            var theirs = from.ChildrenOf(source);
            for (var other = theirs.First; other < theirs.First + theirs.Count; other++)
            {
                var isAttribute = from[other].Kind == PositionKind.Attribute && to[at].Kind == PositionKind.Attribute;
                if (isAttribute && from[other].Name == to[at].Name) found.Add(((ushort)other, at));
            }
        }

        return [.. found];
    }

    private void ListMissing(int source, int target, CopyPlan plan)
    {
        var shape = from.ChildrenOf(source);
        for (var at = shape.First; at < shape.First + shape.Count; at++)
        {
            var name = from[at].Name;
            if (from[at].Kind == PositionKind.Attribute || name == "Extension" || plan.Left.Contains(name)) continue;
            if (to.Child(target, name) != 0) continue;
            Missing.Add(plan.Path.Length == 0 ? name : plan.Path + "/" + name);
        }
    }

    private Rule NewRule(string target, string text, Rule? like)
    {
        var rule = new Rule(rules.Count + 1, like?.File ?? "", like?.Line ?? 1, like?.Column ?? 1, target, text);
        rules.Add(rule);
        return rule;
    }
}
