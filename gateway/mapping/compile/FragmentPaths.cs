namespace Gateway.Mappings;

/// <summary>
/// Which paths of shared fragments exist where mappings use them. A fragment serves many messages, and no message has
/// everything that it reads: only a path that exists in none of them is misspelt.
/// </summary>
public sealed class FragmentPaths
{
    private readonly HashSet<(string File, int Line, int Column, int At)> present = [];
    private readonly HashSet<string> skipped = [];
    private readonly Dictionary<(string File, int Line, int Column, int At), Action> absent = [];

    /// <summary>Reports the paths that exist in no mapping; called when all mappings were compiled.</summary>
    public void Report()
    {
        foreach (var (path, report) in absent)
        {
            if (!present.Contains(path) && !skipped.Contains(path.File)) report();
        }
    }

    /// <summary>Takes note of a mapping that is not compiled now: the paths of its fragments may be present there.</summary>
    public void Skip(MappingText text)
    {
        foreach (var part in text.Parts.Keys) skipped.Add(part + ".yaml");
    }

    /// <summary>Takes what the check of one mapping found; in the order of the mappings, so that the first of them tells.</summary>
    public void Take(FragmentPaths one)
    {
        present.UnionWith(one.present);
        skipped.UnionWith(one.skipped);
        foreach (var (path, report) in one.absent) absent.TryAdd(path, report);
    }

    internal static bool IsOf(Entry entry) => entry.Place.Reference?.EndsWith("/mapping.yaml", StringComparison.Ordinal) == false;

    internal void Present(Entry entry, int at) => present.Add(Key(entry, at));

    internal void Absent(Entry entry, int at, Action report) => absent.TryAdd(Key(entry, at), report);

    private static (string File, int Line, int Column, int At) Key(Entry entry, int at)
        => (entry.Place.Reference ?? "", entry.Place.Segment, entry.Place.Element, at);
}
