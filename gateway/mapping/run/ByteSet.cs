namespace Gateway.Mappings;

/// <summary>A set of texts by hash, reused from run to run; the texts stay where they are.</summary>
internal sealed class ByteSet
{
    private readonly HashSet<ulong> hashes = [];

    /// <summary>Filled for the present run.</summary>
    public bool IsBuilt { get; set; }

    /// <summary>Empties it.</summary>
    public void Clear() => hashes.Clear();

    /// <summary>Adds a text.</summary>
    /// <returns>False when it was there.</returns>
    public bool Add(ReadOnlySpan<byte> bytes, bool isCompact) => Hash(bytes, isCompact) is var hash && hash != 0
        && hashes.Add(hash);

    /// <summary>Whether a text is in it.</summary>
    public bool Contains(ReadOnlySpan<byte> bytes, bool isCompact) => hashes.Contains(Hash(bytes, isCompact));

    /// <summary>64 bits: among 10,000 texts two differ and meet once in 10^11 documents. 0 for a text without
    /// letters and digits.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes, bool isCompact)
    {
        var hash = 14695981039346656037UL;
        var count = 0;
        foreach (var b in bytes)
        {
            var c = isCompact ? Compact.Of(b) : b;
            if (isCompact && c == 0) continue;
            hash = unchecked((hash ^ c) * 1099511628211UL);
            count++;
        }

        return isCompact && count == 0 ? 0 : unchecked(hash ^ (hash >> 29));
    }
}

/// <summary>Which nodes have a key of a certain text: one for each join and run.</summary>
internal sealed class JoinIndex
{
    private int[] heads = new int[64];
    private int[] next = new int[64];
    private int[] nodes = new int[64];
    private int[] hashes = new int[64];
    private int count;

    /// <summary>Filled for the present run.</summary>
    public bool IsBuilt { get; set; }

    /// <summary>Empties it and makes room.</summary>
    public void Clear(int expected)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, expected * 2));
        if (heads.Length < size) heads = new int[size];
        else Array.Clear(heads);
        count = 0;
    }

    /// <summary>Adds a node under the hash of its key.</summary>
    public void Add(int hash, int node)
    {
        if (count == nodes.Length)
        {
            Array.Resize(ref next, count * 2);
            Array.Resize(ref nodes, count * 2);
            Array.Resize(ref hashes, count * 2);
        }

        var slot = hash & (heads.Length - 1);
        (nodes[count], hashes[count], next[count]) = (node, hash, heads[slot]);
        heads[slot] = ++count;
    }

    /// <summary>Puts the nodes with that hash on the stack, in document order.</summary>
    public void Find(int hash, Run run)
    {
        var from = run.Top;
        for (var i = heads[hash & (heads.Length - 1)]; i != 0; i = next[i - 1])
        {
            run.Spend(1);
            if (hashes[i - 1] == hash) run.Push(nodes[i - 1]);
        }

        run.Nodes(from).Reverse();
    }
}
