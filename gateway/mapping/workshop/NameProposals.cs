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
    private const double LikenessMin = 0.6, ChildMin = 0.4, GroupMin = 1.2, DepthShare = 0.985, SizeShare = 0.3;
    private const int TargetDepthMax = 4, ClassDepthMax = 2, PlacesMax = 2000, TargetsMax = 12_000, GroupPlacesMax = 60;

    private readonly Schema target;
    private readonly SkeletonSource source;
    private readonly NameJudge judge;
    private readonly Dictionary<string, NameProposal> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameProposal> groups = new(StringComparer.Ordinal);

    /// <summary>Compares.</summary>
    /// <param name="names">The source.</param>
    /// <param name="model">The target.</param>
    /// <param name="words">Judges them.</param>
    /// <param name="block">Position of the block's class.</param>
    /// <param name="scope">Where the block looks from.</param>
    public NameProposals(SkeletonSource names, Schema model, NameJudge words, int block, Scope scope)
    {
        (source, target, judge) = (names, model, words);
        PairGroups(block, scope);
        foreach (var (from, to, score) in Pairs(source.Places(scope, judge, PlacesMax), Targets(block, TargetDepthMax)))
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

    private void PairGroups(int block, Scope scope)
    {
        var repeated = source.Repeated(scope).ToList();
        if (repeated.Count == 0) return;
        // The more there is to compare, the less deep: most of what a class is shows in its first values.
        var depth = repeated.Count <= 4 ? TargetDepthMax : repeated.Count <= 20 ? TargetDepthMax - 1 : ClassDepthMax;
        var classes = Classes(block, "", 0).Select(c => (c.Path, Own: judge.Words(target.NameOf(c.Position)), Way: judge.Words(c.Path),
            Places: Targets(c.Position, depth), Size: target.ChildrenOf(c.Position).Count)).ToList();
        var biggest = classes.Max(c => (double?)c.Size) ?? 1;
        var found = new List<(string From, Spot Spot, string To, double Fit, double Score)>();
        foreach (var (path, spot) in repeated)
        {
            var leaves = source.Places(scope.Moved([spot], true), judge, GroupPlacesMax);
            var (own, way) = (judge.Words(path[(path.LastIndexOf('/') + 1)..]), judge.Words(path));
            foreach (var (to, name, around, places, size) in classes)
            {
                var fit = Pairs(leaves, places).Sum(pair => pair.Score);
                var alike = Math.Max(Share(own, name), Share(way, around));
                // The class that holds most is what the document is about, and others are there for what is beside it.
                var score = (fit + (2 * alike)) * (1 + (SizeShare * size / biggest));
                if (fit + alike > GroupMin) found.Add((path, spot, to, (fit + alike) / (leaves.Count + 1), score));
            }
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (from, spot, to, fit, _) in found.OrderByDescending(pair => pair.Score))
        {
            // What lies in a class that is taken as a whole belongs to the block of that class.
            if (groups.Keys.Any(known => known == to || to.StartsWith(known + "/", StringComparison.Ordinal)) || !taken.Add(from)) continue;
            groups.Add(to, new NameProposal(from, fit, spot));
        }
    }

    private static double Share(int[] one, int[] other)
        => one.Length + other.Length == 0 ? 0 : 2.0 * one.Count(other.Contains) / (one.Length + other.Length);

    private IEnumerable<(int Position, string Path)> Classes(int block, string path, int depth)
    {
        var shape = target.ChildrenOf(block);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (target[child].Kind != PositionKind.Class || target.NameOf(child) == "Extension") continue;
            var inner = path.Length == 0 ? target.NameOf(child) : $"{path}/{target.NameOf(child)}";
            if (target[child].Max > 1) yield return (child, inner);
            else if (depth < ClassDepthMax) foreach (var below in Classes(child, inner, depth + 1)) yield return below;
        }
    }

    // Level by level, so that the nearest are there where there are too many. A class that may repeat is one of the block's own too: the
    // source may have one of what the target may have many.
    private NamedPlaces Targets(int block, int most)
    {
        var places = new List<NamedPlace>();
        var told = judge.Words(target.NameOf(block));
        var next = new Queue<(int Block, string Path, int[] Around, int Depth, bool IsListed)>([(block, "", [], 0, false)]);
        while (next.TryDequeue(out var at) && places.Count < TargetsMax)
        {
            var shape = target.ChildrenOf(at.Block);
            for (var child = shape.First; child < shape.First + shape.Count; child++)
            {
                var position = target[child];
                if (position.Name == "Extension" || position.Kind == PositionKind.Attribute) continue;
                var inner = at.Path.Length == 0 ? position.Name : $"{at.Path}/{position.Name}";
                if (position.Kind == PositionKind.Value)
                {
                    int[] words = [.. told, .. judge.Words(position.Description ?? "")];
                    places.Add(new NamedPlace(inner, position, judge.Own(position.Name), at.Around, words, []));
                }
                else if (at.Depth < most && !groups.ContainsKey(inner) && !(at.IsListed && position.Max > 1))
                {
                    int[] around = [.. at.Around.Union(judge.Words(position.Name))];
                    next.Enqueue((child, inner, around, at.Depth + 1, at.IsListed || position.Max > 1));
                }
            }
        }

        return new NamedPlaces(places, judge);
    }

    private List<(string From, string To, double Score)> Pairs(IReadOnlyList<NamedPlace> from, NamedPlaces to)
    {
        var all = new List<(NamedPlace From, NamedPlace To, int Order, double Score)>();
        foreach (var one in from)
        {
            foreach (var i in to.Near(one))
            {
                var other = to.All[i];
                var likeness = judge.Likeness(one, other);
                if (likeness < ChildMin) continue;
                var depth = other.Path.AsSpan().Count('/');
                var score = likeness * Math.Pow(DepthShare, depth);
                var least = depth == 0 && !one.Path.Contains('/', StringComparison.Ordinal) ? ChildMin : LikenessMin;
                if (score >= least) all.Add((one, other, i, score));
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

/// <summary>The values of a block, found by the words that tell something.</summary>
internal sealed class NamedPlaces
{
    private readonly NameJudge judge;
    private readonly Dictionary<int, List<int>> byWord = [];
    private readonly List<int> plain = [];

    public NamedPlaces(IReadOnlyList<NamedPlace> places, NameJudge judge)
    {
        (All, this.judge) = (places, judge);
        for (var i = 0; i < places.Count; i++)
        {
            var telling = judge.Telling(places[i]).ToList();
            if (telling.Count == 0) plain.Add(i);
            foreach (var word in telling)
            {
                if (!byWord.TryGetValue(word, out var list)) byWord.Add(word, list = []);
                list.Add(i);
            }
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<NamedPlace> All { get; }

    /// <summary>Those that have a telling word in common with another; of one that has none, those that have none either.</summary>
    public IEnumerable<int> Near(NamedPlace other)
    {
        var telling = judge.Telling(other).ToList();
        return telling.Count == 0 ? plain : telling.Where(byWord.ContainsKey).SelectMany(word => byWord[word]).Distinct();
    }
}
