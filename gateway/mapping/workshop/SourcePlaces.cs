using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A place of the source as an author names it: <c>CNI/RFF+BM.1154</c>.</summary>
internal sealed class SourcePlace
{
    /// <summary>The place around it; null for the document.</summary>
    public SourcePlace? Up { get; init; }

    /// <summary>Position in the schema; 0 for what the schema does not have.</summary>
    public int Position { get; init; }

    /// <summary>The way to it from the document.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it belongs to the envelope, which the engine reads itself.</summary>
    public bool IsService { get; init; }

    /// <summary>What stands below, by position and, where there is one, qualifier or unknown name.</summary>
    public Dictionary<(int Position, string Name), SourcePlace> Below { get; } = [];

    /// <summary>What was counted here.</summary>
    public PlaceCount Count { get; } = new();
}

/// <summary>What was counted at a place.</summary>
internal sealed class PlaceCount
{
    /// <summary>Values that are not empty.</summary>
    public long Values { get; set; }

    /// <summary>Of these, how many no rule has read.</summary>
    public long Unread { get; set; }

    /// <summary>Files that have such.</summary>
    public int Files { get; set; }

    /// <summary>The last of these files.</summary>
    public int LastFile { get; set; } = -1;

    /// <summary>Where the first of them stands.</summary>
    public (string File, SourceSpan Span) First { get; set; }

    /// <summary>A few of their texts.</summary>
    public List<string> Texts { get; } = [];
}

/// <summary>Gives the nodes of documents of one schema their places. Not thread-safe.</summary>
internal sealed class SourcePlaces(Schema schema)
{
    private const int QualifiersMax = 2_000;

    private readonly Dictionary<int, ElementPlace[][]> qualifiers = [];
    private readonly SourcePlace root = new() { Position = Schema.Root, Path = "" };
    private SourcePlace[] placed = [];

    /// <summary>The places met so far that have values which no rule has read. One of which nothing at all is read stands for all
    /// that is below it.</summary>
    public IEnumerable<UnreadPlace> Unread()
    {
        var all = new List<UnreadPlace>();
        foreach (var place in root.Below.Values) Unread(place, all);
        return all;
    }

    /// <summary>Places every node of a document; valid until the next call.</summary>
    public ReadOnlySpan<SourcePlace> Of(Tree source)
    {
        var nodes = source.Nodes;
        if (placed.Length < nodes.Length) placed = new SourcePlace[nodes.Length * 2];
        placed[0] = root;
        for (var node = 1; node < nodes.Length; node++) placed[node] = Find(source, node, placed[source.Parent(node)]);
        return placed.AsSpan(0, nodes.Length);
    }

    private SourcePlace Find(Tree source, int node, SourcePlace up)
    {
        var position = source.Nodes[node].Position;
        var name = position == 0 ? source.NameOf(node) : QualifierOf(source, node, position);
        if (up.Below.TryGetValue((position, name), out var place)) return place;
        // A qualifier that is another one each time is none.
        if (position != 0 && up.Below.Count > QualifiersMax) name = "";
        if (up.Below.TryGetValue((position, name), out place)) return place;
        var isService = up.IsService || (schema[position].Flags & PositionFlags.Service) != 0;
        place = new SourcePlace { Up = up, Position = position, Path = PathOf(up, position, name), IsService = isService };
        up.Below.Add((position, name), place);
        return place;
    }

    /// <returns>How many values the place has, with those below it, and how many of them are unread.</returns>
    private (long Values, long Unread) Unread(SourcePlace place, List<UnreadPlace> all)
    {
        var first = all.Count;
        var (values, unread) = (place.Count.Values, place.Count.Unread);
        if (unread > 0) all.Add(UnreadOf(place.Path, [place.Count], false));
        foreach (var child in place.Below.Values)
        {
            var below = Unread(child, all);
            (values, unread) = (values + below.Values, unread + below.Unread);
        }

        var isPart = all.Count - first < 2 || schema[place.Position].Kind == PositionKind.Composite;
        if (unread == 0 || unread < values || isPart) return (values, unread);
        var whole = Below(place).Select(p => p.Count).Where(c => c.Unread > 0).ToList();
        all.RemoveRange(first, all.Count - first);
        all.Add(UnreadOf(place.Path, whole, true));
        return (values, unread);
    }

    private static UnreadPlace UnreadOf(string path, List<PlaceCount> counts, bool isWhole)
    {
        var first = counts[0].First;
        return new UnreadPlace(
            path, isWhole, counts.Sum(c => c.Unread), counts.Sum(c => c.Values), counts.Max(c => c.Files), first.File, first.Span,
            [.. counts.SelectMany(c => c.Texts).Distinct().Take(Coverage.TextsMax)]);
    }

    private static IEnumerable<SourcePlace> Below(SourcePlace place)
        => place.Below.Values.SelectMany(Below).Prepend(place);

    private string PathOf(SourcePlace up, int position, string name)
        => position == 0 ? SourcePath.Join(up.Path, '/', name)
            : SourcePath.Of(schema, up.Path, up.Position, up.Up?.Position ?? 0, position) + name;

    /// <summary>The qualifiers of a segment as a path has them: <c>+AAE+G</c>.</summary>
    private string QualifierOf(Tree source, int node, int position)
    {
        if (schema[position].Kind is not (PositionKind.Group or PositionKind.Segment)) return "";
        if (!qualifiers.TryGetValue(position, out var places)) qualifiers[position] = places = QualifiersOf(position);
        if (places.Length == 0) return "";
        var text = new StringBuilder();
        foreach (var place in places)
        {
            var found = ElementPlace.Find(source, node, place);
            var code = found < 0 || source.Nodes[found].Length > 17 ? "" : source.Text(found);
            if (code.Length == 0 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) break;
            text.Append('+').Append(code);
        }

        return text.ToString();
    }

    private ElementPlace[][] QualifiersOf(int segment)
    {
        var names = new SourceNames(schema);
        var found = new List<ElementPlace[]>();
        for (var number = 1; number <= 2; number++)
        {
            var places = names.Qualifier([new Spot(segment, null)], number);
            if (places.Length != 1 || found.Exists(f => f[0] == places[0]) || !IsQualifier(places[0].Element)) break;
            found.Add(places);
        }

        return [.. found];
    }

    // 6313 says what was measured and is no qualifier by name.
    private bool IsQualifier(int element)
        => schema.NameOf(element) == "6313"
        || schema[element].Description?.Contains("qualifier", StringComparison.OrdinalIgnoreCase) == true;
}
