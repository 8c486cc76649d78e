namespace Gateway.Tests.Fast.Manifests;

/// <summary>Numbers that look random and are the same for the same seed on every machine (splitmix64).</summary>
internal sealed class Dice(int seed)
{
    private ulong state = unchecked(((ulong)seed * 0x9E3779B97F4A7C15UL) + 0x632BE59BD9B4E019UL);

    /// <summary>A number from 0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides) => (int)(Next() % (ulong)sides);

    /// <summary>A number in a range, both ends included.</summary>
    public int Between(int low, int high) => low + Roll(high - low + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int chance) => Roll(100) < chance;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
