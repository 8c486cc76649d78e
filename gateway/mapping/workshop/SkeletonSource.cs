using System.Globalization;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Finds in one structural form what may give a value of the target.</summary>
internal sealed class SkeletonSource
{
    private const int LeafDepthMax = 4, LeavesMax = 20_000;
    private const double QualifierMin = 0.6;

    // Words of a target that say nothing of the role which a qualifier names.
    private static readonly string[] Plain = ["location", "id", "name", "datetime", "description"];
    private static readonly string[] CodeSources = ["3055", "1131"];

    private readonly SourceNames names;
    private readonly Func<string, CodeList?> codeLists;
    private readonly IReadOnlyDictionary<string, CodeTable> tables = new Dictionary<string, CodeTable>();
    private readonly Entry blank;

    private readonly Func<string, IReadOnlyList<string>> texts;

    public SkeletonSource(Schema form, Func<string, CodeList?> lists, Func<string, IReadOnlyList<string>> textsOf)
    {
        (names, codeLists, texts) = (new SourceNames(form), lists, textsOf);
        var tree = new Tree();
        tree.Reset(null, null);
        tree.Close(tree.Open(0, 0, 0, NodeFlags.HasValue));
        blank = Entry.Of(tree);
        Root = Scope.Document(names.Root);
    }

    /// <summary>The document.</summary>
    public Scope Root { get; }

    /// <summary>Whether it is an EDIFACT message: segments with qualifiers, and data elements with numbers.</summary>
    public bool IsMessage
    {
        get
        {
            var shape = Form.ChildrenOf(Schema.Root);
            return Enumerable.Range(shape.First, shape.Count).Any(child => Form[child].Kind is PositionKind.Segment or PositionKind.Group);
        }
    }

    private Schema Form => names.Schema;

    /// <summary>An expression as far as it is valid here: the whole, or the first of its alternatives that is; null for none.</summary>
    public string? Value(string text, Scope scope)
    {
        if (text.StartsWith('=')) return text;
        var isRequired = text.EndsWith(" !", StringComparison.Ordinal);
        var bare = isRequired ? text[..^2] : text;
        foreach (var part in new[] { bare }.Concat(bare.Split(" else ")))
        {
            var isConstant = part.Length > 0 && (part[0] == '\'' || char.IsDigit(part[0]));
            if (!isConstant && Bind(part, scope, false) is { IsNothing: false }) return isRequired ? part + " !" : part;
        }

        return null;
    }

    /// <summary>Where a path leads here; null when it leads nowhere.</summary>
    public IReadOnlyList<Spot>? Nodes(string text, Scope scope)
        => Bind(text, scope, true) is { IsNothing: false, Spots.Count: > 0 } found ? found.Spots : null;

    /// <summary>The element of the target's number: of the segment itself, or of one below with the qualifier that fits.</summary>
    public string? OfNumber(Position target, Scope scope)
    {
        var number = target.Tded.ToString("0000", CultureInfo.InvariantCulture);
        if (names.Elements(scope.Spots, number, out _).Count > 0) return Value(Typed("." + number, target), scope);
        if (CodeSources.Contains(number)) return null;
        foreach (var spot in scope.Spots)
        {
            var shape = Form.ChildrenOf(spot.Position);
            for (var child = shape.First; child < shape.First + shape.Count; child++)
            {
                var position = Form[child];
                var isService = (position.Flags & PositionFlags.Service) != 0;
                if (isService || position.Kind is not (PositionKind.Segment or PositionKind.Group)) continue;
                if (names.Elements([new Spot(child, spot)], number, out _).Count == 0) continue;
                var segment = WithQualifier(child, target, out var isQualified);
                if (segment is null) continue;
                var path = number == "2380" ? segment : segment + "." + number;
                if (Value(Typed(path, target), scope) is { } valid && (isQualified || position.Max == 1)) return valid;
            }
        }

        return null;
    }

    /// <summary>A segment below with the qualifier whose name is most like that of a class; null where none is.</summary>
    public string? Qualified(string segment, Position target, Scope scope)
    {
        foreach (var spot in scope.Spots)
        {
            if (Form.Child(spot.Position, segment) is not (> 0 and var child)) continue;
            if (WithQualifier(child, target, out var isQualified) is { } path && isQualified) return path;
        }

        return null;
    }

    /// <summary>The repeated groups below, each with how much it has of what a class of the target has.</summary>
    /// <param name="numbers">Numbers of the target's data.</param>
    /// <param name="target">The class.</param>
    /// <param name="scope">Where to look.</param>
    public IEnumerable<(string Path, Spot Spot, double Score)> Groups(IReadOnlySet<string> numbers, Position target, Scope scope)
    {
        foreach (var spot in scope.Spots)
        {
            var shape = Form.ChildrenOf(spot.Position);
            for (var child = shape.First; child < shape.First + shape.Count; child++)
            {
                var position = Form[child];
                if (position.Kind != PositionKind.Group || position.Max <= 1 || (position.Flags & PositionFlags.Service) != 0) continue;
                var score = IsOfAnything(child, target) ? 0 : Leaves(child, "", 0).Select(leaf => Form.NameOf(leaf.Position))
                    .Count(name => numbers.Contains(name) && !CodeSources.Contains(name));
                if (score >= 2) yield return (Step(child), new Spot(child, spot), score);
            }
        }
    }

    // A segment with a qualifier holds this and that; its number says nothing unless its name says what it is about.
    private bool IsOfAnything(int segment, Position target)
        => QualifierOf(segment) is not null
        && NameLikeness.Of(NameLikeness.WordsOf(Form[segment].Description ?? ""), NameLikeness.WordsOf(target.Name)) < 0.5;

    /// <summary>The values of XML, JSON or a table that are reached without passing something repeated, as their names tell them.</summary>
    public IReadOnlyList<NamedPlace> Places(Scope scope, NameJudge judge, int most)
    {
        var places = new List<NamedPlace>();
        if (scope.Spots.Count == 0 || Form[scope.Spots[0].Position].Kind is not (PositionKind.Root or PositionKind.Class)) return places;
        // The nearest first, where a schema has very many.
        var leaves = Leaves(scope.Spots[0].Position, "", 0).Take(LeavesMax).OrderBy(leaf => leaf.Path.Count(c => c == '/'));
        foreach (var (path, position) in leaves.Take(most))
        {
            var around = judge.Words(path[..Math.Max(0, path.LastIndexOf('/'))]);
            places.Add(new NamedPlace(path, Form[position], judge.Own(Form.NameOf(position)), around, [], texts(Form.NameOf(position))));
        }

        return places;
    }

    /// <summary>The repeated classes below that are reached without passing another, with the way to them.</summary>
    public IEnumerable<(string Path, Spot Spot)> Repeated(Scope scope)
        => scope.Spots.Count == 0 ? [] : Repeated(scope.Spots[0], "", 0);

    private IEnumerable<(string Path, Spot Spot)> Repeated(Spot at, string path, int depth)
    {
        var shape = Form.ChildrenOf(at.Position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (Form[child].Kind != PositionKind.Class || (Form[child].Flags & PositionFlags.Service) != 0) continue;
            var inner = path.Length == 0 ? Step(child) : path + "/" + Step(child);
            var spot = new Spot(child, at);
            if (Form[child].Max > 1) yield return (inner, spot);
            else if (depth < LeafDepthMax) foreach (var below in Repeated(spot, inner, depth + 1)) yield return below;
        }
    }

    /// <summary>A path with the conversion that its target needs; null where that is not valid.</summary>
    public string? Typed(string path, Position target, Scope scope) => Value(Typed(path, target), scope);

    private static string Typed(string path, Position target) => target.Type?.Kind switch
    {
        ValueKind.Moment => path + " | date",
        ValueKind.Number or ValueKind.Integer => path + " | number",
        _ => path,
    };

    private Expression? Bind(string text, Scope scope, bool isNodes)
    {
        var findings = new Findings();
        var shared = new Compilation(findings, codeLists, false);
        var entry = blank.WithText(text);
        var binder = new Binder(names, shared, tables);
        var bound = isNodes ? binder.Nodes(entry, scope) : binder.Leaf(entry, scope, out _);
        shared.ReportAbsent();
        return findings.Errors == 0 ? bound : null;
    }

    /// <summary>Values below a place that are reached without passing something repeated.</summary>
    private IEnumerable<(string Path, int Position)> Leaves(int position, string path, int depth)
    {
        var shape = Form.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            var kind = Form[child].Kind;
            if ((Form[child].Flags & PositionFlags.Service) != 0) continue;
            var inner = path.Length == 0 ? Step(child) : path + "/" + Step(child);
            if (kind is PositionKind.Value or PositionKind.Element) yield return (inner, child);
            if (depth >= LeafDepthMax || kind is not (PositionKind.Composite or PositionKind.Class) || Form[child].Max > 1) continue;
            foreach (var leaf in Leaves(child, kind == PositionKind.Composite ? path : inner, depth + 1)) yield return leaf;
        }
    }

    private string Step(int position)
        => Form[position].Section is { } section ? section + "/" + Form.NameOf(position) : Form.NameOf(position);

    private string? QualifierOf(int segment)
    {
        var places = names.Qualifier([new Spot(segment, null)], 1);
        return places.Length == 1 && Form[places[0].Element].Description?.Contains("qualifier", StringComparison.OrdinalIgnoreCase) == true
            ? Form.NameOf(places[0].Element) : null;
    }

    /// <summary>A segment with the qualifier whose meaning is most like the target's name; null where none fits.</summary>
    private string? WithQualifier(int segment, Position target, out bool isQualified)
    {
        isQualified = false;
        if (QualifierOf(segment) is not { } element) return Step(segment);
        if (codeLists(element) is not { } list) return null;
        var wanted = Role(target.Name);
        var best = list.Codes.Select(code => (code.Value, Likeness: NameLikeness.Of(Role(code.Name), wanted)))
            .OrderByDescending(code => code.Likeness).ThenBy(code => code.Value, StringComparer.Ordinal).FirstOrDefault();
        isQualified = best.Likeness >= QualifierMin;
        return isQualified ? $"{Step(segment)}+{best.Value}" : null;
    }

    private static HashSet<string> Role(string name)
        => NameLikeness.WordsOf(name).Where(word => !Plain.Contains(word)).ToHashSet(StringComparer.Ordinal);
}
