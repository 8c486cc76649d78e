using System.Globalization;

namespace Gateway.Mappings;

/// <summary>Which paths of a fragment exist at which of its uses, in any form.</summary>
internal sealed class FragmentUses
{
    private readonly Dictionary<object, HashSet<Entry>> present = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, HashSet<Entry>> absent = new(ReferenceEqualityComparer.Instance);

    /// <summary>The use whose keys are compiled; null outside of fragments.</summary>
    public Entry? Current { get; private set; }

    /// <summary>Goes to a use.</summary>
    /// <returns>The use before.</returns>
    public Entry? Enter(Entry? use)
    {
        var before = Current;
        Current = use;
        return before;
    }

    /// <summary>Says that a path exists here.</summary>
    public void Present(object path) => Add(present, path);

    /// <summary>Says that a path does not exist here in the present form.</summary>
    public void Absent(object path) => Add(absent, path);

    /// <summary>File and lines of the uses that have a path in no form; null when there are none.</summary>
    public string? Without(object path)
    {
        if (!absent.TryGetValue(path, out var without)) return null;
        var places = without.Where(use => !present.TryGetValue(path, out var with) || !with.Contains(use)).Select(use => use.Place);
        var files = places.GroupBy(place => place.Reference, StringComparer.Ordinal).OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => file.Key + " line " + string.Join(", ", file.Select(p => p.Segment).Distinct().Order()
                .Select(line => line.ToString(CultureInfo.InvariantCulture))));
        return string.Join("; ", files) is { Length: > 0 } said ? said : null;
    }

    private void Add(Dictionary<object, HashSet<Entry>> to, object path)
    {
        if (Current is null) return;
        if (!to.TryGetValue(path, out var uses)) to[path] = uses = new HashSet<Entry>(ReferenceEqualityComparer.Instance);
        uses.Add(Current);
    }
}
