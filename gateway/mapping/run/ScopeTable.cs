using System.Numerics;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What the first steps of a path look for among the children of a node.</summary>
/// <param name="Places">Where it may stand.</param>
/// <param name="Tests">What its keys must be.</param>
internal sealed record Search(ElementPlace[] Places, KeyTest[] Tests)
{
    /// <summary>Whether it finds what the other finds.</summary>
    public bool IsSame(Search other)
        => Places.AsSpan().SequenceEqual(other.Places) && Tests.Length == other.Tests.Length
            && (Tests.Length == 0 || Tests.Zip(other.Tests).All(pair => pair.First.IsSame(pair.Second)));
}

/// <summary>
/// All that the rules of one scope look for among the children of its node. One pass over these children finds it for all
/// rules: a child says by its position, and by its keys, which of the searches it answers.
/// </summary>
internal sealed class ScopeTable
{
    /// <summary>How many searches it answers.</summary>
    public const int SearchesMax = 64;

    private readonly List<Search> searches = [];
    private readonly Patterns patterns = new();

    // By position, from the first one that anything looks for: positions number the whole form, and those of one node stand together.
    private ChildPlan?[] plans = [];
    private int firstPlan;
    private int outlines;
    private int answers;
    private Outline? outline;
    private readonly WholePatterns wholes = new();

    /// <summary>What the rules can tell of what stands below its node; made once all searches are known.</summary>
    public Outline Outline => outline ?? Draw();

    /// <summary>The same with all that the rules of the blocks below can tell; null where there are none.</summary>
    public Outline? Whole { get; private set; }

    /// <summary>Draws that, once the blocks below are drawn.</summary>
    public void DrawWhole() => Whole = Outline.Whole();

    /// <summary>Numbers an outline.</summary>
    public int NextOutline() => outlines++;

    /// <summary>Numbers a path whose way the patterns tell.</summary>
    /// <param name="known">Its number, 0 if it has none.</param>
    public int NumberAnswer(int known) => known > 0 ? known : ++answers;

    private Outline Draw()
    {
        var drawn = new Outline(this);
        foreach (var (places, tests) in searches)
        {
            foreach (var place in places)
            {
                var at = drawn.At(place);
                foreach (var test in tests) at.At(test);
            }
        }

        return outline = drawn;
    }

    /// <summary>Numbers a search, the same for the same.</summary>
    /// <returns>-1 when it must be done without the table.</returns>
    public int Add(Search search)
    {
        var known = searches.FindIndex(search.IsSame);
        if (known >= 0) return known;
        if (searches.Count == SearchesMax || !Array.TrueForAll(search.Tests, q => q.HasKeys)) return -1;
        searches.Add(search);
        foreach (var place in search.Places)
        {
            var top = place.Composite == 0 ? place.Element : place.Composite;
            PlanAt(top).Add(place, search.Tests, 1UL << (searches.Count - 1));
        }

        return searches.Count - 1;
    }

    private ChildPlan PlanAt(int position)
    {
        if (plans.Length == 0) (plans, firstPlan) = (new ChildPlan?[1], position);
        else if (position < firstPlan)
        {
            ChildPlan?[] grown = [.. new ChildPlan?[firstPlan - position], .. plans];
            (plans, firstPlan) = (grown, position);
        }
        else if (position - firstPlan >= plans.Length) Array.Resize(ref plans, position - firstPlan + 1);
        return plans[position - firstPlan] ??= new ChildPlan();
    }

    /// <summary>Finds what stands below nodes, by the pattern that they follow where that is known.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="found">Takes it.</param>
    /// <param name="key">Room for a key; null where nobody knows patterns.</param>
    /// <param name="isLearned">Whether the pattern is learned though the key never came before.</param>
    /// <returns>How many steps it took.</returns>
    public int Find(Tree tree, ReadOnlySpan<int> nodes, Found found, PatternKey? key, bool isLearned = false)
    {
        found.Clear();
        if (plans.Length == 0) return 0;
        if (key is null || outline is null) return Search(tree, nodes, found);
        if (Whole is not null && (isLearned || wholes.AreAsked()))
        {
            var isRead = key.Read(tree, nodes, Whole, PatternKey.WholeMax, found);
            var isKnown = isRead && Follow(tree, nodes, found, key, wholes, isLearned);
            wholes.Count(isKnown);
            if (isKnown) return found.Visited;
        }

        var isKeyed = key.Read(tree, nodes, outline, PatternKey.WordsMax, found);
        return isKeyed && Follow(tree, nodes, found, key, patterns, isLearned) ? found.Visited : Search(tree, nodes, found);
    }

    // By a pattern that is known, or that is worth learning.
    private bool Follow(Tree tree, ReadOnlySpan<int> nodes, Found found, PatternKey key, Patterns known, bool isLearned)
    {
        var pattern = known.Find(key);
        if (pattern is null)
        {
            if (!isLearned && !(known.IsOpen && known.WasSeen(key))) return false;
            Search(tree, nodes, found);
            known.Add(pattern = new Pattern(key, found, answers) { IsWhole = known is WholePatterns });
        }

        found.Follow(pattern);
        return true;
    }

    private int Search(Tree tree, ReadOnlySpan<int> nodes, Found found)
    {
        var steps = 0;
        foreach (var node in nodes) steps = unchecked(steps + Search(tree, node, found));
        return steps;
    }

    // Looks at every child of a node once.
    private int Search(Tree tree, int node, Found found)
    {
        var (all, first) = (plans, firstPlan);
        var nodes = tree.Nodes;
        var end = nodes[node].Next;
        var visited = 0;
        for (var child = unchecked(node + 1); child < end; child = nodes[child].Next)
        {
            visited = unchecked(visited + 1);
            var at = unchecked((uint)(nodes[child].Position - first));
            if (at < (uint)all.Length && all[at] is { } plan) plan.Answer(tree, child, found);
        }

        return visited;
    }

    /// <summary>Which searches a child at one position answers.</summary>
    private sealed class ChildPlan
    {
        private readonly List<Keys> keys = [];
        private (ushort Position, ulong Searches)[] components = [];
        private ulong always;
        private ulong qualified;

        public void Add(ElementPlace place, KeyTest[] tests, ulong search)
        {
            if (place.Composite != 0) components = [.. components, (place.Element, search)];
            else if (tests.Length == 0) always |= search;
            else qualified |= search;
            foreach (var test in tests)
            {
                var known = keys.Find(k => k.Test.IsAlike(test));
                if (known is null) keys.Add(known = new Keys(test));
                known.Add(test, search);
            }
        }

        public void Answer(Tree tree, int child, Found found)
        {
            var answered = qualified;
            if (answered != 0)
            {
                foreach (var key in CollectionsMarshal.AsSpan(keys)) answered &= key.Allows(tree, child);
            }

            answered |= always;
            if (answered != 0) found.Add(child, answered);
            var parts = components;
            if (parts.Length == 0) return;
            var nodes = tree.Nodes;
            var end = nodes[child].Next;
            for (var inner = unchecked(child + 1); inner < end; inner = nodes[inner].Next)
            {
                var at = nodes[inner].Position;
                foreach (ref readonly var part in parts.AsSpan())
                {
                    if (part.Position == at) found.Add(inner, part.Searches);
                }
            }
        }
    }

    /// <summary>Which searches a key allows.</summary>
    private sealed class Keys(KeyTest like)
    {
        private (ulong Key, ulong Searches)[] codes = [];
        private ulong asking;
        private ulong refusing;

        public KeyTest Test => like;

        public void Add(KeyTest test, ulong search)
        {
            asking |= search;
            if (test.IsNegated) refusing |= search;
            foreach (var key in test.Keys)
            {
                var known = Array.FindIndex(codes, c => c.Key == key);
                if (known < 0) codes = [.. codes, (key, search)];
                else codes[known].Searches |= search;
            }
        }

        public ulong Allows(Tree tree, int segment)
        {
            var named = 0UL;
            if (like.IsAny)
            {
                for (var at = like.Next(tree, segment, segment); at >= 0; at = like.Next(tree, segment, at)) named |= NamedAt(tree, at);
            }
            else if (like.First(tree, segment) is >= 0 and var first) named = NamedAt(tree, first);

            return ~asking | (named ^ refusing);
        }

        private ulong NamedAt(Tree tree, int element)
        {
            var key = like.KeyAt(tree, element);
            foreach (ref readonly var code in codes.AsSpan())
            {
                if (code.Key == key) return code.Searches;
            }

            return 0;
        }
    }
}

/// <summary>What a table found below one node, or below several; reused.</summary>
internal sealed class Found
{
    private readonly int[] first = new int[ScopeTable.SearchesMax];
    private readonly int[] last = new int[ScopeTable.SearchesMax];
    private (int Node, int Next)[] entries = new (int, int)[32];
    private int[] visited = [];
    private int count;

    /// <summary>The searches that found something.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The pattern that the node follows; null when none is known.</summary>
    public Pattern? Pattern { get; private set; }

    /// <summary>How many nodes matter, the one below which they stand among them.</summary>
    public int Visited { get; set; }

    /// <summary>Starts over.</summary>
    public void Clear() => (Bits, Pattern, Visited, count) = (0, null, 0, 0);

    /// <summary>Room for the nodes that matter, in document order.</summary>
    public Span<int> Visits()
    {
        if (visited.Length == 0) visited = new int[PatternKey.WholeMax];
        return visited;
    }

    /// <summary>Says that all is as a pattern has it, below a node that matters at another place.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="around">What was found at that place.</param>
    /// <param name="numbers">The numbers there of the nodes that matter here.</param>
    public void Follow(Pattern pattern, Found around, ReadOnlySpan<ushort> numbers)
    {
        var room = Visits();
        for (var i = 0; i < numbers.Length; i++) room[i] = around.visited[numbers[i]];
        (Bits, Pattern, Visited, count) = (pattern.Bits, pattern, numbers.Length, 0);
    }

    /// <summary>Says that all is as a pattern has it.</summary>
    public void Follow(Pattern pattern) => (Bits, Pattern) = (pattern.Bits, pattern);

    /// <summary>A node that matters, by its number.</summary>
    public int Node(int number) => visited[number];

    /// <summary>Number of a node that matters; negative when it does not.</summary>
    public int NumberOf(int node) => visited.AsSpan(0, Visited).BinarySearch(node);

    /// <summary>Takes a node that answers some searches.</summary>
    public void Add(int node, ulong searches)
    {
        for (; searches != 0; searches &= searches - 1)
        {
            var search = BitOperations.TrailingZeroCount(searches);
            if (count == entries.Length) Array.Resize(ref entries, count * 2);
            entries[count] = (node, -1);
            if ((Bits & (1UL << search)) == 0) first[search] = count;
            else entries[last[search]].Next = count;
            Bits |= 1UL << search;
            last[search] = count++;
        }
    }

    /// <summary>Puts the nodes of a search on the stack, in document order.</summary>
    /// <param name="search">The search.</param>
    /// <param name="nth">Which of them, from 1; 0 for all.</param>
    /// <param name="run">Has the stack.</param>
    public void Push(int search, int nth, Run run)
    {
        if ((Bits & (1UL << search)) == 0) return;
        if (Pattern is { } pattern)
        {
            var numbers = pattern.Of(search);
            if (nth > 0) numbers = nth > numbers.Length ? [] : numbers.Slice(nth - 1, 1);
            foreach (var found in numbers) run.Push(visited[found]);
            return;
        }

        var number = 0;
        for (var at = first[search]; at >= 0 && (nth == 0 || number < nth); at = entries[at].Next)
        {
            if (nth == 0 || ++number == nth) run.Push(entries[at].Node);
        }
    }

    /// <summary>The nodes of a search, in document order; of one that is not known from a pattern.</summary>
    public IEnumerable<int> Of(int search)
    {
        if ((Bits & (1UL << search)) == 0) yield break;
        for (var at = first[search]; at >= 0; at = entries[at].Next) yield return entries[at].Node;
    }
}
