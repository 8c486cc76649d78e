using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What a new mapping shall read and make.</summary>
/// <param name="From">The words of <c>from:</c>.</param>
/// <param name="To">The words of <c>to:</c>.</param>
/// <param name="Read">Lines of a <c>read:</c> part, for a table; empty for other sources.</param>
/// <param name="Source">The structural form to propose for.</param>
/// <param name="Target">Schema of the target.</param>
/// <param name="ClassOf">Schema of a class by its name, for fragments.</param>
/// <param name="CodeLists">Code lists by name, such as <c>3035</c>.</param>
/// <param name="Others">Mappings that are there: what they do for the same target is a proposal.</param>
/// <param name="Banned">Fragments that turned out not to fit.</param>
/// <param name="Texts">Some values that a sample has under a name; none where nobody knows.</param>
public sealed record SkeletonRequest(
    string From, string To, IReadOnlyList<string> Read, Schema Source, Schema Target, Func<string, Schema?> ClassOf,
    Func<string, CodeList?> CodeLists, IReadOnlyList<MappingText> Others, IReadOnlySet<string> Banned,
    Func<string, IReadOnlyList<string>> Texts);

/// <summary>
/// Writes the first version of a mapping: the mandatory positions of the target, and proposals for the others, from what other
/// mappings do, from equal numbers of the UN/TDED, from the names of qualifiers, and from names that are alike.
/// </summary>
public sealed class Skeleton
{
    private const int CommentColumn = 64, DescriptionMax = 70, DepthMax = 6;

    private readonly SkeletonRequest request;
    private readonly Precedents precedents;
    private readonly SkeletonSource source;
    private readonly StringBuilder text = new();
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> singles = new(StringComparer.Ordinal);
    private readonly NameJudge judge;
    private NameProposals? alike;
    private int document;

    private Skeleton(SkeletonRequest asked)
    {
        (request, judge) = (asked, new NameJudge(asked.Target));
        precedents = new Precedents(asked.Others, asked.From);
        source = new SkeletonSource(asked.Source, asked.CodeLists, asked.Texts);
    }

    /// <summary>The text of the mapping.</summary>
    public static string Write(SkeletonRequest request)
    {
        var skeleton = new Skeleton(request);
        skeleton.Run();
        return skeleton.text.ToString();
    }

    private void Run()
    {
        text.Append("# Written by 'mapping new'. Each line is a proposal: the comment says why. Delete what is wrong, then add what is\n")
            .Append("# missing, first of all where it says MANDATORY: write the source behind the name and take the # away. What is\n")
            .Append("# left to do is said by 'mapping check', 'mapping watch' and 'mapping coverage'.\n")
            .Append("mapping: 1\nfrom: ").Append(request.From).Append("\nto: ").Append(request.To).Append("\n\n");
        foreach (var line in request.Read) text.Append(line).Append('\n');
        if (request.Read.Count > 0) text.Append('\n');
        text.Append("map:\n");
        var type = request.To.Split(' ')[^1];
        document = request.Target.NameOf(Schema.Root) == type ? Schema.Root : request.Target.Child(Schema.Root, type);
        foreach (var line in Block(document, type, "", source.Root, 1)) text.Append(line).Append('\n');
        text.Append("  carry: ").Append(request.From.Split(' ')[0])
            .Append("  # what no rule reads stays in the document, under its address\n");
    }

    private List<string> Block(int position, string owner, string path, Scope scope, int depth)
    {
        var lines = new List<string>();
        var shape = request.Target.ChildrenOf(position);
        var around = alike;
        if (path.Length == 0) alike = source.IsMessage ? null : new NameProposals(source, request.Target, judge, position, scope);
        // Only where a block begins: what repeats belongs to a class of its own there, not to one further in.
        var groups = path.Length == 0 ? GroupsFor(shape, scope) : [];
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            var target = request.Target[child];
            if (target.Kind == PositionKind.Attribute || target.Name == "Extension") continue;
            var inner = path.Length == 0 ? target.Name : path + "/" + target.Name;
            if (target.Kind == PositionKind.Value) Value(lines, child, owner, inner, scope, depth);
            else if (depth < DepthMax) Class(lines, child, owner, inner, scope, depth, groups);
        }

        if (path.Length == 0) alike = around;
        return lines;
    }

    /// <summary>The repeated class of the document that has most positions.</summary>
    private int Biggest()
    {
        var shape = request.Target.ChildrenOf(document);
        return Enumerable.Range(shape.First, shape.Count).Where(child => request.Target[child] is { Kind: PositionKind.Class, Max: > 1 })
            .DefaultIfEmpty().MaxBy(child => request.Target.ChildrenOf(child).Count);
    }

    /// <summary>Which repeated class of the target each repeated group of the source fits best.</summary>
    private Dictionary<int, (string Path, Spot Spot)> GroupsFor(Shape shape, Scope scope)
    {
        var best = new Dictionary<string, (int Class, Spot Spot, double Score)>(StringComparer.Ordinal);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            var target = request.Target[child];
            if (target.Kind != PositionKind.Class || target.Max == 1 || target.Name == "Extension") continue;
            foreach (var (path, spot, score) in source.Groups(NumbersIn(child), target, scope))
            {
                if (!best.TryGetValue(path, out var known) || score > known.Score) best[path] = (child, spot, score);
            }
        }

        var groups = new Dictionary<int, (string, Spot)>();
        foreach (var (path, (position, spot, _)) in best.OrderByDescending(b => b.Value.Score)) groups.TryAdd(position, (path, spot));
        return groups;
    }

    private void Value(List<string> lines, int position, string owner, string path, Scope scope, int depth)
    {
        var target = request.Target[position];
        var (expression, why) = Proposal(target, owner, path, scope);
        if (expression is null && target.Min == 0) return;
        if (target.Min > 0) why = expression is null ? "MANDATORY, and no source was found: say where it comes from" : "mandatory; " + why;
        var line = expression is null ? $"# {target.Name}:" : $"{target.Name}: {MergedText.Scalar(expression)}";
        lines.Add(Commented(Indent(depth) + line, target, why));
    }

    private (string? Expression, string Why) Proposal(Position target, string owner, string path, Scope scope)
    {
        foreach (var precedent in precedents.Values(owner, path))
        {
            if (source.Value(precedent.Text, scope) is not { } known) continue;
            if (known.Any(char.IsLetterOrDigit) && !known.StartsWith('=')) IsNew(scope, known);
            return (known, "as in " + precedent.Mapping);
        }

        if (target.Tded > 0 && source.OfNumber(target, scope) is { } numbered && IsNew(scope, numbered)) return (numbered, "same number");
        var named = alike?.Value(path);
        if (named is not null && source.Typed(named.Path, target, scope) is { } valid && IsNew(scope, valid)) return (valid, named.Why);
        if (target.Name != "SequenceNumeric") return (null, "");
        if (singles.Contains(path[..Math.Max(0, path.LastIndexOf('/'))])) return ("=1", "there is one");
        return scope.Depth > 0 ? ("index()", "counted here") : (null, "");
    }

    private void Class(
        List<string> lines, int position, string owner, string path, Scope scope, int depth, Dictionary<int, (string, Spot)> groups)
    {
        var target = request.Target[position];
        foreach (var precedent in precedents.Moves(owner, path))
        {
            // A part of another mapping's own file is not there for this one.
            if (precedent.Use is { } used && (!used.Contains('/', StringComparison.Ordinal) || request.Banned.Contains(used))) continue;
            if (source.Nodes(precedent.Text, scope) is not { } spots) continue;
            var key = precedent.IsEach ? "each" : "at";
            Move(lines, position, path, scope, depth, key, precedent.Text, spots, precedent.Use, "as in " + precedent.Mapping);
            return;
        }

        var fragment = FragmentOf(position);
        if (fragment is var (name, segment) && source.Qualified(segment, target, scope) is { } qualified && IsNew(scope, qualified))
        {
            Move(lines, position, path, scope, depth, target.Max > 1 ? "each" : "at", qualified, source.Nodes(qualified, scope)!, name,
                "the qualifier by its name: check it");
            return;
        }

        if (groups.TryGetValue(position, out var found) && found is var (group, spot) && IsNew(scope, group))
        {
            Move(lines, position, path, scope, depth, "each", group, [spot], null, "has the same data elements or a name alike: check it");
            return;
        }

        // The class that holds nearly everything is the document itself, where nothing in the source repeats for it.
        if (source.IsMessage && scope.Depth == 0 && path == target.Name && position == Biggest())
        {
            Move(lines, position, path, scope, depth, "at", ".", scope.Spots, null, "one for the whole document: check it");
            return;
        }

        if (alike?.Group(path) is { Spot: { } repeated } alikes && IsNew(scope, alikes.Path))
        {
            Move(lines, position, path, scope, depth, "each", alikes.Path, [repeated], null, alikes.Why);
            return;
        }

        var isSingle = target.Max > 1 && alike?.HasValues(path) == true;
        if (target.Max > 1 && target.Min == 0 && !isSingle) return;
        if (isSingle) singles.Add(path);
        var inner = Block(position, owner, path, scope, depth + 1);
        singles.Remove(path);
        Add(lines, Commented($"{Indent(depth)}{target.Name}:", target, isSingle ? "the source has one" : ""), target,
            isSingle ? [$"{Indent(depth + 1)}at: .", .. inner] : inner);
    }

    /// <summary>Adds a class, unless nothing was found for it; one that is mandatory is then left to the author.</summary>
    private static void Add(List<string> lines, string head, Position target, IReadOnlyList<string> inner)
    {
        var isEmpty = inner.All(IsIdle);
        if (isEmpty && target.Min == 0) return;
        if (isEmpty) head = head.Insert(head.Length - head.TrimStart().Length, "# ") + " (MANDATORY, and no source was found)";
        lines.Add(head);
        lines.AddRange(isEmpty ? inner.Where(line => line.TrimStart().StartsWith('#')) : inner);
    }

    private void Move(
        List<string> lines, int position, string path, Scope scope, int depth, string key, string way, IReadOnlyList<Spot> spots,
        string? use, string why)
    {
        var target = request.Target[position];
        var shown = MergedText.Scalar(way);
        if (use is not null)
        {
            lines.Add(Commented($"{Indent(depth)}{target.Name}: {{ {key}: {Quoted(shown)}, use: {use} }}", target, why));
            return;
        }

        var inner = Block(position, path.Split('/')[^1], "", scope.Moved(spots, key == "each"), depth + 1);
        if (inner.TrueForAll(IsIdle)) return;
        lines.Add(Commented($"{Indent(depth)}{target.Name}:", target, why));
        lines.Add($"{Indent(depth + 1)}{key}: {shown}");
        lines.AddRange(inner);
    }

    // Placeholders, constants and counts make no class: something in it must come from the source.
    private static bool IsIdle(string line)
        => line.TrimStart().StartsWith('#') || line.TrimStart() is "at: ." || line.Contains(": index()", StringComparison.Ordinal)
        || line.Contains(": =", StringComparison.Ordinal);

    // Inside braces a bracket or comma needs quotes too.
    private static string Quoted(string scalar) => scalar[0] != '\'' && scalar.AsSpan().IndexOfAny("[]{},") >= 0 ? $"'{scalar}'" : scalar;

    /// <summary>A fragment that fills the class, and the segment it reads. A class has many names, so its children tell.</summary>
    private (string Name, string From)? FragmentOf(int position)
    {
        foreach (var (name, (from, to)) in precedents.Fragments)
        {
            // A class that is called what it is says nothing of its role.
            if (request.Banned.Contains(name) || request.Target.NameOf(position) == to) continue;
            if (request.ClassOf(to) is not { } schema) continue;
            if (Names(schema, Schema.Root).SequenceEqual(Names(request.Target, position))) return (name, from);
        }

        return null;
    }

    private static IEnumerable<string> Names(Schema schema, int position)
    {
        var shape = schema.ChildrenOf(position);
        return Enumerable.Range(shape.First, shape.Count).Select(schema.NameOf);
    }

    /// <summary>Numbers of the data that a class has itself.</summary>
    private HashSet<string> NumbersIn(int position)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        var shape = request.Target.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (request.Target[child].Tded is > 0 and var number) numbers.Add(number.ToString("0000", CultureInfo.InvariantCulture));
        }

        return numbers;
    }

    // One place of the source is proposed once at each depth; what others do with it comes first.
    private bool IsNew(Scope scope, string expression) => taken.Add($"{scope.Depth}|{expression}");

    private static string Indent(int depth) => new(' ', 2 * depth);

    private static string Commented(string line, Position target, string why)
    {
        var number = target.Tded > 0 ? target.Tded.ToString("0000", CultureInfo.InvariantCulture) + " " : "";
        var description = target.Description ?? "";
        if (description.Length > DescriptionMax) description = description[..DescriptionMax] + "…";
        var comment = number + description + (why.Length == 0 ? "" : (number + description).Length == 0 ? why : $" ({why})");
        return comment.Length == 0 ? line : line.PadRight(CommentColumn) + " # " + comment;
    }
}
