using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>
/// What the rules that start at one place can tell of what stands below it: the positions at which they look, and where they look for
/// codes. Nodes that are alike in all of that make the same rules go the same ways (<see cref="Pattern"/>).
/// </summary>
/// <param name="table">Numbers it.</param>
internal sealed class Outline(ScopeTable table)
{
    private Outline?[] below = [];
    private int first;
    private readonly List<ScopeTable> blocks = [];

    /// <summary>Its number in the outline of the place.</summary>
    public int Number { get; } = table.NextOutline();

    /// <summary>Whether a rule looks for codes there.</summary>
    public bool IsCode { get; set; }

    /// <summary>Whether anything below matters.</summary>
    public bool HasBelow => below.Length > 0;

    /// <summary>What matters at a position below; null when no rule looks there.</summary>
    public Outline? Find(int position)
    {
        var index = unchecked((uint)(position - first));
        return index < (uint)below.Length ? below[index] : null;
    }

    /// <summary>Says that a rule looks at a position below.</summary>
    public Outline At(int position)
    {
        if (below.Length == 0) (below, first) = (new Outline?[1], position);
        else if (position < first)
        {
            Outline?[] grown = [.. new Outline?[first - position], .. below];
            (below, first) = (grown, position);
        }
        else if (position >= first + below.Length) Array.Resize(ref below, position - first + 1);
        return below[position - first] ??= new Outline(table);
    }

    /// <summary>Says that a rule looks at an element.</summary>
    public Outline At(ElementPlace place) => place.Composite == 0 ? At(place.Element) : At(place.Composite).At(place.Element);

    /// <summary>Says that a block stands at such nodes, whose rules look on from there.</summary>
    public void Stands(ScopeTable block)
    {
        if (!blocks.Contains(block)) blocks.Add(block);
    }

    /// <summary>The same together with what the rules of the blocks that stand below can tell, and those below these.</summary>
    /// <returns>Null when no block stands below.</returns>
    public Outline? Whole()
    {
        var whole = new Outline(table);
        return whole.Take(this) ? whole : null;
    }

    private bool Take(Outline other)
    {
        var isMore = other.blocks.Count > 0;
        IsCode |= other.IsCode;
        for (var i = 0; i < other.below.Length; i++)
        {
            if (other.below[i] is { } inner) isMore |= At(other.first + i).Take(inner);
        }

        foreach (var block in other.blocks) Take(block.Whole ?? block.Outline);
        return isMore;
    }

    /// <summary>Says that a rule looks for codes.</summary>
    public void At(KeyTest test)
    {
        foreach (var place in test.Places) At(place).IsCode = true;
    }
}

/// <summary>What nodes of one outline have in common: the words of their key. Made anew for each node, and kept for the next.</summary>
internal sealed class PatternKey
{
    /// <summary>How many words there may be; larger ones hardly come twice.</summary>
    public const int WordsMax = 256;

    /// <summary>How many there may be where the blocks below are read too.</summary>
    public const int WholeMax = 1024;

    private readonly ulong[] words = new ulong[WholeMax];
    private int count;

    /// <summary>The words.</summary>
    public ReadOnlySpan<ulong> Words => words.AsSpan(0, count);

    /// <summary>Reads nodes; what they have that matters is put into <paramref name="found"/>.</summary>
    /// <returns>False when there is too much, or a code that is not written as it is meant.</returns>
    public bool Read(Tree tree, ReadOnlySpan<int> nodes, Outline outline, int max, Found found)
    {
        count = 0;
        var reading = new KeyReading(tree, words.AsSpan(0, max), found.Visits());
        var last = 0;
        foreach (var node in nodes)
        {
            // Numbers go by document order.
            if (node < last || !reading.Begin(node) || !reading.Below(node, outline)) return false;
            last = tree.Nodes[node].Next;
        }

        count = reading.Words;
        found.Visited = reading.Visited;
        return true;
    }

    /// <summary>A number made of all words.</summary>
    public ulong Hash()
    {
        var hash = 14695981039346656037UL;
        foreach (var word in Words) hash = unchecked(((hash ^ word) * 0x9E3779B97F4A7C15UL) ^ (hash >> 32));
        return hash;
    }
}

/// <summary>The reading of one key.</summary>
internal ref struct KeyReading(Tree tree, Span<ulong> words, Span<int> visited)
{
    /// <summary>Longer codes are all alike.</summary>
    public const int CodeBytes = 7;

    private readonly ReadOnlySpan<Node> nodes = tree.Nodes;
    private readonly ReadOnlySpan<byte> window = tree.Window;
    private readonly bool isAllPlain = tree.Decoder is null;
    private readonly Span<ulong> words = words;
    private readonly Span<int> visited = visited;

    /// <summary>How many words there are.</summary>
    public int Words { get; private set; }

    /// <summary>How many nodes matter.</summary>
    public int Visited { get; private set; }

    /// <summary>Reads one of the nodes below which the others stand.</summary>
    /// <returns>False when there is too much.</returns>
    public bool Begin(int node)
    {
        if (Words == words.Length) return false;
        words[Words++] = ulong.MaxValue;
        visited[Visited++] = node;
        return true;
    }

    /// <summary>Reads what matters below a node.</summary>
    /// <returns>False when there is too much, or a code that is not written as it is meant.</returns>
    public bool Below(int node, Outline outline)
    {
        var end = nodes[node].Next;
        for (var child = unchecked(node + 1); child < end;)
        {
            ref readonly var n = ref nodes[child];
            if (outline.Find(n.Position) is { } inner && !Take(child, n, inner)) return false;
            child = n.Next;
        }

        return true;
    }

    private bool Take(int child, in Node n, Outline inner)
    {
        var at = Words;
        if (unchecked(at + 2) > words.Length) return false;
        unchecked
        {
            visited[Visited] = child;
            Visited++;
            words[at++] = (ulong)((inner.Number << 2) | (n.Length > 0 ? 2 : 0) | (int)(n.Flags & NodeFlags.HasValue));
        }

        if (inner.IsCode)
        {
            if (!isAllPlain && (n.Flags & NodeFlags.Plain) == 0) return false;
            words[at] = CodeOf(window.Slice(n.Start, n.Length));
            at = unchecked(at + 1);
        }

        Words = at;
        return !inner.HasBelow || n.Next <= unchecked(child + 1) || Below(child, inner);
    }

    // As a test of keys sees it: of a longer text only that it is longer.
    private static ulong CodeOf(ReadOnlySpan<byte> code)
    {
        if (code.Length > CodeBytes) return ulong.MaxValue - 1;
        var word = 0UL;
        foreach (var b in code) word = unchecked((word << 8) | b);
        return unchecked(word | ((ulong)code.Length << 56));
    }
}
