using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Which mappings were checked for all their structural forms and found clean, by what they and everything that the check looks
/// at hold: checking takes longer than translating. Thread-safe.</summary>
public sealed class CheckedMappings
{
    private readonly HashSet<string> clean = new(StringComparer.Ordinal);

    private readonly Action<string>? keep;

    /// <summary>Makes a memory that knows some.</summary>
    /// <param name="known">What it knows; null for nothing.</param>
    /// <param name="keep">Told of each that is added, one after another; null where nothing is kept.</param>
    public CheckedMappings(IEnumerable<string>? known = null, Action<string>? keep = null)
    {
        clean.UnionWith(known ?? []);
        this.keep = keep;
    }

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
        lock (clean)
        {
            if (clean.Add(key)) keep?.Invoke(key);
        }
    }

    internal void Remove(string key)
    {
        lock (clean) clean.Remove(key);
    }
}
