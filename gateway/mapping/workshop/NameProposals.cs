using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A proposal from names.</summary>
/// <param name="Path">The way in the source.</param>
/// <param name="Score">0 to 1; of a class: how well its values fit together.</param>
/// <param name="Spot">Where a class lies.</param>
internal sealed record NameProposal(string Path, double Score, Spot? Spot = null)
{
    /// <summary>For a comment.</summary>
    public string Why => FormattableString.Invariant($"names alike, {Math.Floor(100 * Math.Min(1, Score)):0} %: check it");
}

/// <summary>
/// What the names of a source say about a block of the target. All pairs are judged first and the best taken before the others, so that
/// a value goes where it fits best and not where it is asked for first; each is proposed once.
/// </summary>
internal sealed class NameProposals
{
    private const double LikenessMin = 0.6, GroupMin = 1.2, DepthShare = 0.985;
    private const int TargetDepthMax = 4, GroupDepthMax = 2, PlacesMax = 1500;

    private readonly Schema target;
    private readonly SkeletonSource source;
    private readonly Dictionary<string, NameProposal> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameProposal> groups = new(StringComparer.Ordinal);

    /// <summary>Compares.</summary>
    /// <param name="names">The source.</param>
    /// <param name="model">The target.</param>
    /// <param name="block">Position of the block's class.</param>
    /// <param name="owner">Name of the block's class.</param>
    /// <param name="scope">Where the block looks from.</param>
    public NameProposals(SkeletonSource names, Schema model, int block, string owner, Scope scope)
    {
        (source, target) = (names, model);
        var around = NameLikeness.WordsOf(owner);
        PairGroups(block, around, scope);
        foreach (var (from, to, score) in Pairs(source.Places(scope), Targets(block, "", around, 0, TargetDepthMax, false)))
        {
            values.Add(to, new NameProposal(from, score));
        }
    }

    /// <summary>For a value; null where nothing fits.</summary>
    public NameProposal? Value(string path) => values.GetValueOrDefault(path);

    /// <summary>For a repeated class; null where nothing that repeats fits.</summary>
    public NameProposal? Group(string path) => groups.GetValueOrDefault(path);

    /// <summary>Whether a class has a value of the block's own node: the source has one of what the target may have many.</summary>
    public bool HasValues(string path) => values.Keys.Any(value => value.StartsWith(path + "/", StringComparison.Ordinal));

    private void PairGroups(int block, IReadOnlySet<string> around, Scope scope)
    {
        var found = new List<(string From, Spot Spot, string To, double Score)>();
        var classes = Classes(block, "", around, 0).ToList();
        foreach (var (path, spot) in source.Repeated(scope))
        {
            var leaves = source.Places(scope.Moved([spot], true));
            var names = NameLikeness.WordsOf(path[(path.LastIndexOf('/') + 1)..]);
            var group = names.Union(NameLikeness.WordsOf(path)).ToHashSet(StringComparer.Ordinal);
            foreach (var (position, to, words) in classes)
            {
                var own = NameLikeness.WordsOf(target.NameOf(position));
                var fit = Pairs(leaves, Targets(position, "", own, 0, GroupDepthMax + (classes.Count > 60 ? 0 : 1), false)).Sum(pair => pair.Score);
                var name = Math.Max(NameLikeness.Of(names, own), NameLikeness.Of(group, words));
                if (fit + name > GroupMin) found.Add((path, spot, to, fit + (2 * name)));
            }
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (from, spot, to, score) in found.OrderByDescending(pair => pair.Score))
        {
            // What lies in a class that is taken as a whole belongs to the block of that class.
            if (groups.Keys.Any(known => known == to || to.StartsWith(known + "/", StringComparison.Ordinal)) || !taken.Add(from)) continue;
            groups.Add(to, new NameProposal(from, score / (score + 1), spot));
        }
    }

    private IEnumerable<(int Position, string Path, IReadOnlySet<string> Words)> Classes(
        int block, string path, IReadOnlySet<string> around, int depth)
    {
        var shape = target.ChildrenOf(block);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (target[child].Kind != PositionKind.Class || target.NameOf(child) == "Extension") continue;
            var inner = path.Length == 0 ? target.NameOf(child) : $"{path}/{target.NameOf(child)}";
            var words = around.Union(NameLikeness.WordsOf(target.NameOf(child))).ToHashSet(StringComparer.Ordinal);
            if (target[child].Max > 1) yield return (child, inner, words);
            else if (depth < GroupDepthMax) foreach (var below in Classes(child, inner, words, depth + 1)) yield return below;
        }
    }

    private List<NamedPlace> Targets(int block, string path, IReadOnlySet<string> around, int depth, int most, bool isListed)
    {
        var places = new List<NamedPlace>();
        var shape = target.ChildrenOf(block);
        for (var child = shape.First; child < shape.First + shape.Count && places.Count < PlacesMax; child++)
        {
            var position = target[child];
            if (position.Name == "Extension" || position.Kind == PositionKind.Attribute) continue;
            var inner = path.Length == 0 ? position.Name : $"{path}/{position.Name}";
            if (position.Kind == PositionKind.Value)
            {
                var told = NameLikeness.WordsOf(position.Description ?? "");
                places.Add(new NamedPlace(inner, position, Words(position.Name), around, told, []));
            }
            else if (depth < most && !groups.ContainsKey(inner) && !(isListed && position.Max > 1))
            {
                var words = around.Union(NameLikeness.WordsOf(position.Name)).ToHashSet(StringComparer.Ordinal);
                places.AddRange(Targets(child, inner, words, depth + 1, most, isListed || position.Max > 1));
            }
        }

        return places;
    }

    /// <summary>The words of a name; a name without one that says something is a word itself.</summary>
    public static IReadOnlySet<string> Words(string name)
    {
        var words = NameLikeness.WordsOf(name);
        return words.Count > 0 ? words : new HashSet<string>([name.ToUpperInvariant()], StringComparer.Ordinal);
    }

    private static List<(string From, string To, double Score)> Pairs(IReadOnlyList<NamedPlace> from, IReadOnlyList<NamedPlace> to)
    {
        var all = new List<(NamedPlace From, NamedPlace To, int Order, double Score)>();
        foreach (var one in from.Take(PlacesMax))
        {
            for (var i = 0; i < to.Count; i++)
            {
                var score = NamedPlace.Likeness(one, to[i]) * Math.Pow(DepthShare, to[i].Path.Count(c => c == '/'));
                if (score >= LikenessMin) all.Add((one, to[i], i, score));
            }
        }

        var pairs = new List<(string, string, double)>();
        var (used, made) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (one, other, _, score) in all.OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Order))
        {
            if (used.Contains(one.Path) || made.Contains(other.Path)) continue;
            used.Add(one.Path);
            made.Add(other.Path);
            pairs.Add((one.Path, other.Path, score));
        }

        return pairs;
    }
}
