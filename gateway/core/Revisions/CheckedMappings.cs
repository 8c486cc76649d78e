using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Which mappings were checked for all their structural forms and found clean, by what they and everything that the check looks
/// at hold: checking takes longer than translating. Thread-safe.</summary>
public sealed class CheckedMappings
{
    private readonly HashSet<string> clean = new(StringComparer.Ordinal);

    /// <summary>Makes a memory that knows some.</summary>
    public CheckedMappings(IEnumerable<string>? known = null) => clean.UnionWith(known ?? []);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (clean) return clean.Count;
        }
    }

    /// <summary>All, in no order.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (clean) return [.. clean];
        }
    }

    internal bool IsClean(string key)
    {
        lock (clean) return clean.Contains(key);
    }

    internal void Add(string key)
    {
        lock (clean) clean.Add(key);
    }
}
