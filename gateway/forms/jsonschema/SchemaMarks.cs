namespace Gateway.Forms;

/// <summary>Bit sets on a stack: which members, entries or names were seen. An index is the first word of a set.</summary>
internal sealed class SchemaMarks
{
    private ulong[] words = new ulong[256];

    /// <summary>Words in use; setting it back drops the sets behind.</summary>
    public int Used { get; set; }

    /// <summary>Makes an empty set.</summary>
    /// <param name="count">How many bits it has.</param>
    /// <returns>Its index.</returns>
    public int Take(int count)
    {
        var set = Used;
        var length = (count + 63) >> 6;
        if (set + length > words.Length) Array.Resize(ref words, Math.Max(words.Length * 2, set + length));
        words.AsSpan(set, length).Clear();
        Used = set + length;
        return set;
    }

    /// <summary>Whether a bit is set.</summary>
    public bool Has(int set, int bit) => (words[set + (bit >> 6)] & (1UL << (bit & 63))) != 0;

    /// <summary>Sets a bit.</summary>
    public void Add(int set, int bit) => words[set + (bit >> 6)] |= 1UL << (bit & 63);

    /// <summary>Sets the first bits.</summary>
    public void AddAll(int set, int count)
    {
        for (var bit = 0; bit < count; bit++) Add(set, bit);
    }

    /// <summary>Sets the bits that another set of the same size has.</summary>
    public void AddFrom(int from, int to, int count)
    {
        for (var word = 0; word < (count + 63) >> 6; word++) words[to + word] |= words[from + word];
    }
}
