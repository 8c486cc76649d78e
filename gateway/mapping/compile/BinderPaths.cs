using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Paths.</summary>
internal sealed partial class Binder
{
    /// <summary>A path under construction.</summary>
    private sealed class Way
    {
        public PathStart Start { get; set; }

        public int Depth { get; init; }

        public Expression? From { get; set; }

        public UpStandpoint? Up { get; set; }

        public List<PathStep> Steps { get; } = [];

        public IReadOnlyList<Spot> Spots { get; set; } = [];

        public bool IsAbsolute { get; set; }

        /// <summary>Several nodes may be found, and nothing says which one is meant.</summary>
        public bool IsSeveral { get; set; }

        /// <summary>The same before the last step, which a condition may narrow.</summary>
        public bool WasSeveral { get; set; }

        public bool IsNarrow { get; set; }

        public List<QualifierOnWay> Keys { get; } = [];
    }

    // Kinds of the nodes of the blocks that are being compiled, by depth.
    private readonly List<IReadOnlyList<Spot>> blocks = [];

    private readonly List<UpStandpoint> ups = [];
    private readonly List<ushort> ends = [];

    private Expression Path(PathSyntax path, Scope scope, IReadOnlyList<Spot> here)
    {
        var way = new Way { Start = path.Start, Depth = scope.Depth };
        switch (path.Start)
        {
            case PathStart.Here:
                way.Spots = here;
                if (ReferenceEquals(here, scope.Spots)) Stand(way, scope);
                break;
            case PathStart.Block:
                way.Spots = scope.Spots;
                Stand(way, scope);
                break;
            case PathStart.Root:
                (way.Spots, way.IsAbsolute, LookedAt) = ([Root], true, 0);
                break;
            case PathStart.Up:
                var depth = ReferenceEquals(here, scope.Spots) ? scope.Depth : -1;
                if (here.Count > 0 && !GoUp(path, way, here, depth)) return NothingExpression.Instance;
                Stand(way, scope);
                break;
            default:
                if (scope.Find(path.Name) is not { } let) return Unknown("let", path.At, path.Name, scope.Names);
                shared.Use(let);
                var named = new LetExpression(let.At) { Spots = let.Expression.Spots };
                var reach = (let.Expression as PathExpression)?.Reach ?? Reach.Some;
                (way.IsSeveral, way.IsNarrow, LookedAt) = (named.IsSeveral, reach.IsNarrow, Math.Min(LookedAt, let.Depth));
                way.Keys.AddRange(reach.Keys);
                if (path.Steps.Count == 0)
                {
                    if (shared.IsFull) NoteReach(way, named.Spots);
                    return named;
                }

                if (named.IsNothing) return NothingExpression.Instance;
                if (!named.IsNodes) return Wrong(MappingFindings.NotNodes, path.At, "$" + path.Name);
                (way.From, way.Spots, way.IsAbsolute) = (named, named.Spots, named.IsAbsolute);
                break;
        }

        if (way.Spots.Count == 0) return NothingExpression.Instance;
        for (var i = 0; i < path.Steps.Count; i++)
        {
            if (!Take(path, ref i, way, scope)) return NothingExpression.Instance;
        }

        shared.Present(path, entry);
        var whole = shared.IsFull ? NoteReach(way, way.Spots) : Reach.Some;
        Use(path, way.Spots);
        var isNumeric = way.Spots.All(s
            => names.Schema[s.Position].Type?.Kind is ValueKind.Number or ValueKind.Integer);
        var at = StandpointOf(way, ReferenceEquals(here, scope.Spots), scope);
        var answered = SearchOf(way.Steps, out var search);
        var chain = way.Start == PathStart.Root && !IsLeftByName(way) ? ChainOf(way.Steps) : null;
        var number = chain is null && at is not null && search is not null && !IsLeftByName(way) ? at.Table.Add(search) : -1;
        return new PathExpression(way.Start, way.Depth, way.From, way.Up, [.. way.Steps], way.IsAbsolute, isNumeric)
        {
            Spots = way.Spots, Chain = chain, Place = at, At = number < 0 ? null : at, Search = number,
            Answered = chain?.Length ?? (number < 0 ? 0 : answered),
            Units = UnitsOf(way.Spots), IsSeveral = way.IsSeveral, Result = ResultOf(way.Spots), Reach = whole,
        };
    }

    // What is left by names alone is found in a pass of its own.
    private bool IsLeftByName(Way way) => purpose == Purpose.Leave && !way.Steps.Exists(step => step.HasKeys);

    private static void Stand(Way way, Scope scope)
    {
        way.IsNarrow = scope.Reach.IsNarrow;
        way.Keys.AddRange(scope.Reach.Keys);
    }

    /// <summary>What a path reaches; remembered where that is read, or said to be left.</summary>
    private Reach NoteReach(Way way, IReadOnlyList<Spot> spots)
    {
        var reach = new Reach(way.IsNarrow, way.Keys);
        if (purpose == Purpose.Read)
        {
            // An attribute says nothing of the text beside it.
            shared.Reads.Read(entry, [.. spots.Where(s => names.Schema[s.Position].Kind != PositionKind.Attribute)], reach);
        }

        // What a fragment leaves, its caller may read.
        if (purpose == Purpose.Leave && shared.CurrentUse is null) shared.Reads.Leave(entry, spots, reach);
        return reach;
    }

    private ResultKind ResultOf(IReadOnlyList<Spot> spots)
    {
        var kind = ResultKind.Unknown;
        foreach (var spot in spots)
        {
            var next = ResultKinds.Of(names.Schema[spot.Position]);
            if (kind != ResultKind.Unknown && next != kind) return ResultKind.Unknown;
            kind = next;
        }

        return kind;
    }

    // A value that its schema types as a measure or an amount has its unit or currency with it.
    private ushort[]? UnitsOf(IReadOnlyList<Spot> spots)
    {
        List<ushort>? units = null;
        foreach (var spot in spots)
        {
            if (names.Schema[spot.Position].Kind != PositionKind.Value) continue;
            var shape = names.Schema.ChildrenOf(spot.Position);
            for (var at = shape.First; at < shape.First + shape.Count; at++)
            {
                if (names.Schema[at].Name is "unitCode" or "currencyID") (units ??= []).Add((ushort)at);
            }
        }

        return units?.ToArray();
    }

    /// <summary>Where a path starts, if others start there too; null elsewhere.</summary>
    private static Standpoint? StandpointOf(Way way, bool isAtBlock, Scope scope) => way.Start switch
    {
        PathStart.Block => scope.At,
        PathStart.Root => scope.Root,
        PathStart.Here => isAtBlock ? scope.At : null,
        PathStart.Up => way.Up,
        _ => (way.From as LetExpression)?.At,
    };

    /// <summary>What the first steps look for: a name, with its qualifiers and the keys that filters right behind it ask for.</summary>
    /// <returns>How many steps these are.</returns>
    private static int SearchOf(List<PathStep> steps, out Search? search)
    {
        search = steps.Count > 0 ? steps[0].Search : null;
        var count = 1;
        while (search is not null && count < steps.Count && steps[count] is FilterStep { Test: { } test })
        {
            search = search with { Tests = [.. search.Tests, test] };
            count++;
        }

        return count;
    }

    private Chain? ChainOf(List<PathStep> steps)
    {
        var count = 0;
        while (count < steps.Count && steps[count].Name != 0) count++;
        if (count < 2) return null;
        var names = new ushort[count];
        for (var i = 0; i < count; i++) names[i] = steps[i].Name;
        var list = ends.IndexOf(names[^1]);
        if (list < 0)
        {
            list = ends.Count;
            ends.Add(names[^1]);
        }

        return new Chain(names, list);
    }

    // Of each depth its own: what is found above the node of a block stays found while other blocks are made within it.
    private UpStandpoint Enclosing(ushort[] positions, int depth)
    {
        var known = ups.Find(u => u.Depth == depth && u.Positions.AsSpan().SequenceEqual(positions));
        if (known is null) ups.Add(known = new UpStandpoint(positions, depth, NextLet()));
        return known;
    }

    // The deepest block around in whose nodes all of these stand.
    private int DepthOf(IReadOnlyList<Spot> spots)
    {
        var depth = blocks.Count - 1;
        while (depth > 0 && !spots.All(spot => IsBelow(spot, blocks[depth]))) depth--;
        return Math.Max(depth, 0);
    }

    private static bool IsBelow(Spot spot, IReadOnlyList<Spot> nodes)
    {
        for (var at = spot; at is not null; at = at.Up)
        {
            if (nodes.Contains(at)) return true;
        }

        return false;
    }

    private bool GoUp(PathSyntax path, Way way, IReadOnlyList<Spot> here, int depth)
    {
        var found = new List<Spot>();
        var above = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var spot in here)
        {
            var at = spot.Up;
            for (; at is not null && names.Schema.NameOf(at.Position) != path.Name; at = at.Up)
            {
                above.Add(names.Schema.NameOf(at.Position));
            }

            if (at is not null) found.Add(at);
        }

        way.Spots = [.. found.Distinct()];
        LookedAt = Math.Min(LookedAt, found.Count == here.Count ? DepthOf(way.Spots) : 0);
        if (found.Count > 0)
        {
            way.Up = Enclosing(Positions(way.Spots), depth);
            return true;
        }

        shared.Absent(path, MappingFindings.UnknownName, entry, path.At, () => ["enclosing node", path.Name, Nearest.To(path.Name, above)]);
        return false;
    }

    private bool Take(PathSyntax path, ref int i, Way way, Scope scope)
    {
        var step = path.Steps[i];
        switch (step.Kind)
        {
            case StepKind.Pick:
                way.Steps.Add(new PickStep(step.Number));
                (way.IsSeveral, way.IsNarrow) = (false, true);
                return true;
            case StepKind.Filter:
                Filter(step, way, scope);
                return true;
            case StepKind.Child:
                return Child(path, ref i, way);
            default:
                return Inner(path, step, way);
        }
    }

    private bool Child(PathSyntax path, ref int i, Way way)
    {
        var step = path.Steps[i];
        string? section = null;
        if (i + 1 < path.Steps.Count && path.Steps[i + 1].Kind == StepKind.Child && names.IsSection(
            way.Spots, SectionOf(step), path.Steps[i + 1].Name))
        {
            section = SectionOf(step);
            step = path.Steps[++i];
        }

        var found = names.Children(way.Spots, step.Name, section);
        if (found.Count == 0) return Missing(path, step, way);
        if (section is null && names.SectionsOf(found) is { Length: > 1 } sections)
        {
            shared.Report(MappingFindings.Ambiguous, entry, step.At, step.Name, string.Join(", ", sections.Select(s
                => s + "/" + step.Name)));
        }

        if (shared.IsFull && names.NamespacesOf(found) is { Length: > 1 } spaces)
        {
            shared.Report(MappingFindings.Ambiguous, entry, step.At, step.Name, string.Join(", ", spaces));
        }

        var qualifiers = new List<KeyTest>();
        for (var q = 0; q < step.Qualifiers.Count; q++)
        {
            if (step.Qualifiers[q].Count == 0) continue;
            var places = names.Qualifier(found, q + 1);
            if (places.Length == 0) return Missing(path,
                step with { Name = $"{step.Name} with {q + 1} data elements" }, way);
            Use(path, [.. found.SelectMany(f => names.Inside(f, places))]);
            qualifiers.Add(new KeyTest(places, [.. step.Qualifiers[q].Select(Encoding.UTF8.GetBytes)]));
            if (!shared.IsFull) continue;
            var elements = places.Select(p => names.Schema.NameOf(p.Element)).Distinct(StringComparer.Ordinal);
            shared.Qualifiers.Check(entry, step, q, [.. elements]);
        }

        if (qualifiers.Count > 0) way.Keys.Add(new QualifierOnWay(found, step.Qualifiers));
        way.WasSeveral = way.IsSeveral;
        way.IsSeveral |= qualifiers.Count == 0 && names.MayRepeat(found);
        way.Steps.Add(new ChildStep(Positions(found), names.IsOrdered(way.Spots), [.. qualifiers]));
        way.Spots = found;
        return true;
    }

    // UNS+S/ is a section of its own: what follows the second UNS.
    private static string SectionOf(StepSyntax step)
        => step.Qualifiers is [[var qualifier]] ? $"{step.Name}+{qualifier}" : step.Name;

    private bool Inner(PathSyntax path, StepSyntax step, Way way)
    {
        if (step.Kind == StepKind.Attribute)
        {
            var attributes = names.Attributes(way.Spots, step.Name);
            if (attributes.Count == 0) return Missing(path, step, way);
            way.Steps.Add(new ChildStep(Positions(attributes), false, []));
            way.Spots = attributes;
            return true;
        }

        var found = names.Elements(way.Spots, step.Name, out var composites);
        if (found.Count == 0) return Missing(path, step, way);
        if (composites.Length > 1)
        {
            shared.Report(MappingFindings.Ambiguous, entry, step.At, step.Name, string.Join(", ", composites));
        }

        way.WasSeveral = way.IsSeveral;
        way.IsSeveral |= names.MayRepeat(found) || found.Any(f => !way.Spots.Contains(f.Up!) && names.MayRepeat([f.Up!]));
        way.Steps.Add(new ElementStep(SourceNames.Places(found, way.Spots)));
        way.Spots = found;
        return true;
    }

    private bool Missing(PathSyntax path, StepSyntax step, Way way)
    {
        // What is kept until all forms are compiled must not keep the compilation of this one.
        var (spots, form) = (way.Spots, names);
        shared.Absent(path, MappingFindings.UnknownSource, entry, step.At,
            () => [step.Name, form.Describe(spots), Nearest.To(step.Name, form.Names(spots, step.Kind))]);
        return false;
    }

    private void Filter(StepSyntax step, Way way, Scope scope)
    {
        // Candidates that are the same wherever the rule stands are found through one index for each document.
        if (way.IsAbsolute && way.From is null or LetExpression { IsAbsolute: true }
            && JoinOf(step.Condition!) is var (key, outer, isCompact))
        {
            var candidates = new PathExpression(way.Start, way.Depth, way.From, null, [.. way.Steps], true,
                false) { Spots = way.Spots };
            var join = new JoinExpression(candidates, Value(key, scope, way.Spots), Value(outer, scope, scope.Spots),
                isCompact, joins++);
            (way.Start, way.From, way.IsAbsolute) = (PathStart.Let, join, false);
            (way.IsSeveral, way.IsNarrow) = (false, true);
            way.Steps.Clear();
            return;
        }

        way.Steps.Add(new FilterStep(Test(step.Condition!, scope, way.Spots)));
        (way.IsSeveral, way.IsNarrow) = (way.WasSeveral, true);
        way.IsAbsolute &= !DependsOnBlock(step.Condition!);
    }

    /// <summary>An equality between the candidate and the block; null when the condition is anything else.</summary>
    private static (Syntax Key, Syntax Outer, bool IsCompact)? JoinOf(Syntax condition)
    {
        if (condition is not CompareSyntax { Sign: "=" or "~=", Left: PathSyntax left,
            Right: PathSyntax right } compare) return null;
        var isCompact = compare.Sign == "~=";
        if (left.Start == PathStart.Here && right.Start is PathStart.Block or PathStart.Let
            && !HasFilter(left)) return (left, right, isCompact);
        if (right.Start == PathStart.Here && left.Start is PathStart.Block or PathStart.Let
            && !HasFilter(right)) return (right, left, isCompact);
        return null;
    }

    private static bool HasFilter(PathSyntax path) => path.Steps.Any(s => s.Kind == StepKind.Filter);

    private static bool DependsOnBlock(Syntax syntax) => syntax switch
    {
        PathSyntax path => path.Start is PathStart.Block or PathStart.Let
            || path.Steps.Any(s => s.Condition is not null && DependsOnBlock(s.Condition)),
        ChoiceSyntax choice => choice.Alternatives.Any(DependsOnBlock),
        CallSyntax call => call.Name == "index" || call.Arguments.Any(DependsOnBlock),
        CompareSyntax compare => DependsOnBlock(compare.Left) || (compare.Right is not null
            && DependsOnBlock(compare.Right)),
        NotSyntax not => DependsOnBlock(not.Inner),
        JunctionSyntax junction => junction.Clauses.Any(DependsOnBlock),
        _ => false,
    };

    private static ushort[] Positions(IReadOnlyList<Spot> spots)
    {
        var all = new ushort[spots.Count];
        var count = 0;
        foreach (var spot in spots)
        {
            var isKnown = false;
            for (var i = 0; i < count && !isKnown; i++) isKnown = all[i] == spot.Position;
            if (!isKnown) all[count++] = (ushort)spot.Position;
        }

        if (count == all.Length) return all;
        var positions = new ushort[count];
        Array.Copy(all, positions, count);
        return positions;
    }

    private NothingExpression Unknown(string kind, int at, string name, IEnumerable<string> known)
        => Wrong(MappingFindings.UnknownName, at, kind, name, Nearest.To(name, known));

    private NothingExpression Wrong(FindingCode code, int at, params string[] arguments)
    {
        shared.Report(code, entry, at, arguments);
        return NothingExpression.Instance;
    }
}
