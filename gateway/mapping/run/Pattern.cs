using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>
/// Nodes that are alike as far as the rules of one place can tell, and what all searches find below each of them. Most nodes of a
/// document follow few patterns: a line is like the line before it. What is found is known from the pattern; it is said by number of
/// the node among those that matter, <see cref="Found.Node"/>.
/// </summary>
internal sealed class Pattern
{
    private readonly ulong[] key;
    private readonly int[] first;
    private readonly int[] found;
    private readonly PathAnswer?[] answers;

    /// <summary>Learns a pattern from the first node that follows it.</summary>
    /// <param name="key">What such nodes have in common.</param>
    /// <param name="like">What was found below the node, and which nodes matter there.</param>
    /// <param name="paths">How many paths there are whose ways it tells.</param>
    public Pattern(PatternKey key, Found like, int paths)
    {
        answers = new PathAnswer[paths + 1];
        (this.key, Bits) = (key.Words.ToArray(), like.Bits);
        var all = new List<int>();
        first = new int[ScopeTable.SearchesMax + 1];
        for (var search = 0; search < ScopeTable.SearchesMax; search++)
        {
            first[search] = all.Count;
            foreach (var node in like.Of(search)) all.Add(like.NumberOf(node));
        }

        first[^1] = all.Count;
        found = [.. all];
    }

    /// <summary>The searches that find something.</summary>
    public ulong Bits { get; }

    /// <summary>Whether it tells what the rules of the blocks below find too.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether a node with this key follows it.</summary>
    public bool IsOf(PatternKey other) => other.Words.SequenceEqual(key);

    /// <summary>Where a path leads to; null when that is not known yet.</summary>
    public PathAnswer? AnswerOf(int path) => Volatile.Read(ref answers[path]);

    /// <summary>Keeps where a path leads to.</summary>
    public void Keep(int path, ReadOnlySpan<int> nodes, Found like)
    {
        var numbers = new int[nodes.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = like.NumberOf(nodes[i]);
        Volatile.Write(ref answers[path], new PathAnswer(numbers));
    }

    /// <summary>What a search finds.</summary>
    public ReadOnlySpan<int> Of(int search) => found.AsSpan(first[search], first[search + 1] - first[search]);
}

/// <summary>Where a path leads to below the nodes of a pattern.</summary>
/// <param name="nodes">The numbers of the nodes.</param>
internal sealed class PathAnswer(int[] nodes)
{
    private readonly int[]?[] keys = new int[nodes.Length][];

    /// <summary>The numbers of the nodes.</summary>
    public ReadOnlySpan<int> Nodes => nodes;

    /// <summary>What decided that the path led to one of them; null when that is not known.</summary>
    public int[]? KeysOf(int index) => Volatile.Read(ref keys[index]);

    /// <summary>Keeps what decided that.</summary>
    /// <param name="index">Which of the nodes.</param>
    /// <param name="notes">What was noted.</param>
    /// <param name="found">Has the numbers of the nodes; what stands elsewhere is not kept.</param>
    public void KeepKeys(int index, ReadOnlySpan<OriginNote> notes, Found found)
    {
        var numbers = new int[notes.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = found.NumberOf(notes[i].Node);
            if (numbers[i] < 0 || notes[i].Role != OriginRole.Key) return;
        }

        Volatile.Write(ref keys[index], numbers);
    }
}

/// <summary>The patterns of one place, learned as documents are mapped; shared by all runs of a mapping.</summary>
internal class Patterns
{
    private const int Max = 64;
    private const int SeenMax = 256;

    // To learn a pattern takes as long as some tens of nodes without one.
    private const int UsesMin = 64 * Max;

    // Each is replaced as a whole, so that whoever reads sees one that is complete.
    private Pattern[] all = [];
    private ulong[]? seen;

    // Counted once there are as many as may be, by several runs at once: what is lost does not matter.
    private int uses;

    /// <summary>Whether there is room for another one, or those that are known served long enough to start over.</summary>
    public bool IsOpen => Volatile.Read(ref all).Length < Max || uses >= UsesMin;

    /// <summary>The pattern of a key; null when it is not known.</summary>
    public Pattern? Find(PatternKey key)
    {
        var known = Volatile.Read(ref all);
        foreach (var pattern in known)
        {
            if (!pattern.IsOf(key)) continue;
            if (known.Length == Max) uses = unchecked(uses + 1);
            return pattern;
        }

        return null;
    }

    /// <summary>Whether a key came before; what comes once is not worth learning.</summary>
    public bool WasSeen(PatternKey key)
    {
        var hash = key.Hash();
        var all = Volatile.Read(ref seen) ?? Interlocked.CompareExchange(ref seen, new ulong[SeenMax], null) ?? seen;
        ref var known = ref all[hash & (SeenMax - 1)];
        if (known == hash) return true;
        known = hash;
        return false;
    }

    /// <summary>Keeps a pattern if there is room. When as many as may be have served for long they are learned anew, so that odd ones
    /// do not stay for ever.</summary>
    public void Add(Pattern pattern)
    {
        if (!IsOpen) return;
        var known = Volatile.Read(ref all);
        uses = 0;
        Volatile.Write(ref all, known.Length == Max ? [pattern] : [.. known, pattern]);
    }
}

/// <summary>The patterns of nodes together with all blocks below them. Where lines differ in what stands below, whole ones hardly come
/// again: then they are asked for now and then only, and each block is looked at by itself.</summary>
internal sealed class WholePatterns : Patterns
{
    private const int TrustMax = 256;
    private const int RestMax = 32;

    // One that is known saves about as much as one costs that is not.
    private int trust = TrustMax;
    private int rest;

    /// <summary>Whether it is worth asking.</summary>
    public bool AreAsked()
    {
        if (Volatile.Read(ref trust) > 0) return true;
        rest = unchecked(rest + 1);
        return rest % RestMax == 0;
    }

    /// <summary>Counts whether one was known. Several runs may count at once: what they lose only makes the judgement later.</summary>
    public void Count(bool isKnown)
    {
        var now = Volatile.Read(ref trust);
        if (!isKnown) Volatile.Write(ref trust, Math.Max(0, now - 1));
        else if (now < TrustMax) Volatile.Write(ref trust, now + 1);
    }
}
