using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Finds nodes of a document by a path of the mapping language.</summary>
public static class SourceQuery
{
    /// <summary>The nodes that a path leads to, in document order, wherever its first name stands: <c>NAD+CZ</c> finds those of every
    /// group.</summary>
    /// <param name="path">A path; one with a slash in front starts at the document.</param>
    /// <param name="document">The document.</param>
    /// <param name="findings">Why it cannot be read, or has a name that the document's structure lacks.</param>
    public static IReadOnlyList<int> Select(string path, Tree document, Findings findings)
    {
        if (document.Schema is not { } schema || document.Nodes.Length == 0) return [];
        if (ExpressionParser.Leaf(path, out var fault)?.Value is not PathSyntax syntax)
        {
            var place = new Place(1, 1, (fault?.At ?? 0) + 1);
            findings.Add(MappingFindings.Grammar, default, place, 0, path, fault?.Text ?? "this is no path");
            return [];
        }

        var names = new SourceNames(schema);
        var starts = StartsOf(syntax, document, names);
        var shared = new Compilation(findings, _ => null, isFull: false);
        var binder = new Binder(names, shared, new Dictionary<string, CodeTable>());
        var root = Scope.Document(names.Root);
        var scope = root.Moved([.. starts.Select(s => s.Spot).Distinct()], false);
        var expression = binder.Nodes(Entry.Asked(path), scope);
        shared.ReportAbsent();
        if (expression is null || expression.IsNothing) return [];
        var run = new Run(binder.Plan(root, 1));
        run.Begin(document, new Tree(), 0, default, new Dictionary<string, string>(), new Findings(0));
        var found = new SortedSet<int>();
        foreach (var (node, _) in starts)
        {
            run.Enter(1, node, scope.At.Table);
            var from = run.Top;
            expression.Select(run, node);
            found.UnionWith(run.Nodes(from)[..(run.Top - from)].ToArray());
            run.Top = from;
        }

        return [.. found];
    }

    // The document itself, and every node below which the first name may stand.
    private static List<(int Node, Spot Spot)> StartsOf(PathSyntax path, Tree document, SourceNames names)
    {
        var spots = new Spot[document.Nodes.Length];
        var starts = new List<(int, Spot)>();
        var has = new Dictionary<int, bool>();
        for (var node = 0; node < spots.Length; node++)
        {
            var position = document.Nodes[node].Position;
            var parent = document.Parent(node);
            spots[node] = new Spot(position, parent < 0 ? null : spots[parent]);
            if (position == 0 || path.Start != PathStart.Here || path.Steps.Count == 0) continue;
            if (!has.TryGetValue(position, out var isStart)) has[position] = isStart = Has(names, spots[node], path.Steps);
            if (isStart) starts.Add((node, spots[node]));
        }

        if (starts.Count == 0) starts.Add((0, names.Root));
        return starts;
    }

    private static bool Has(SourceNames names, Spot spot, IReadOnlyList<StepSyntax> steps) => steps[0].Kind switch
    {
        StepKind.Child => names.Children([spot], steps[0].Name, null).Count > 0
            || names.IsSection([spot], steps[0].Name, steps.Count > 1 ? steps[1].Name : ""),
        StepKind.Element => names.Elements([spot], steps[0].Name, out _).Count > 0,
        _ => false,
    };
}

/// <summary>A place in a mapping that reads something of the source.</summary>
/// <param name="File">File below the mappings folder.</param>
/// <param name="Line">Line.</param>
/// <param name="Column">Column.</param>
/// <param name="Text">The key with its expression.</param>
/// <param name="IsLeft">It is an entry of <c>leave</c>.</param>
public sealed record SourceReader(string File, int Line, int Column, string Text, bool IsLeft)
{
    /// <summary>The places that read a node, or a value right in it, whatever the qualifiers and conditions on the way say.</summary>
    public static IReadOnlyList<SourceReader> Of(Mapping mapping, Tree source, int node)
    {
        var found = new HashSet<SourceReader>();
        foreach (var use in mapping.Uses)
        {
            if (!use.Spots.Any(spot => IsAtOrBelow(spot, source, node))) continue;
            var place = use.Entry.Place;
            var text = use.IsOfLeave || use.Entry.Key.Length == 0 ? use.Entry.Text ?? "" : $"{use.Entry.Key}: {use.Entry.Text}";
            found.Add(new SourceReader(place.Reference ?? "", place.Segment, place.Element, text, use.IsOfLeave));
        }

        return [.. found.OrderBy(r => r.IsLeft).ThenBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line).ThenBy(r => r.Column)];
    }

    private static bool IsAtOrBelow(Spot spot, Tree source, int node)
    {
        for (var at = spot; at is not null; at = at.Up)
        {
            if (IsAt(at, source, node)) return true;
            // What stands in another segment or class is read there, not here.
            if (source.Schema![at.Position].Kind is not (PositionKind.Element or PositionKind.Composite or PositionKind.Value
                or PositionKind.Attribute)) return false;
        }

        return false;
    }

    private static bool IsAt(Spot spot, Tree source, int node)
    {
        for (var at = spot; at is not null; at = at.Up)
        {
            if (node < 0 || source.Nodes[node].Position != at.Position) return false;
            node = source.Parent(node);
        }

        return node < 0;
    }
}
