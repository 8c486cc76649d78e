using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A place of a structural form that no rule reads, with all below it that none reads either.</summary>
/// <param name="Path">As a mapping would name it.</param>
/// <param name="Name">What stands there, in words; null where the form does not say.</param>
/// <param name="IsWhole">Nothing at all is read there: a group, segment or class as a whole.</param>
/// <param name="Values">How many places of values it has.</param>
/// <param name="Forms">Names of the forms where it is so.</param>
public sealed record UnreadStructure(string Path, string? Name, bool IsWhole, int Values, IReadOnlyList<string> Forms);

/// <summary>Coverage of one structural form.</summary>
/// <param name="Form">Its name.</param>
/// <param name="Values">How many of its places of values a rule reads, <c>leave</c> names, or neither.</param>
public sealed record FormCoverage(string Form, ValueCounts Values);

/// <summary>Which places of the structural forms a mapping reads, whatever documents carry.</summary>
/// <param name="Forms">Each form.</param>
/// <param name="Unread">What no rule reads, in the order of the forms.</param>
public sealed record StructureReport(IReadOnlyList<FormCoverage> Forms, IReadOnlyList<UnreadStructure> Unread);

/// <summary>
/// Coverage without documents: compares the paths of the rules with everything that may stand in each form. A place counts as
/// read when a path leads to it, whichever qualifiers that path names.
/// </summary>
public static class StructureCoverage
{
    /// <summary>Compares.</summary>
    /// <param name="forms">The mapping compiled for each form.</param>
    public static StructureReport Of(IReadOnlyList<(Schema Form, Mapping Mapping)> forms)
    {
        var all = new List<FormCoverage>();
        var unread = new List<(string Path, string? Name, bool IsWhole, int Values, string Form)>();
        foreach (var (form, mapping) in forms)
        {
            var walk = new FormWalk(form, mapping.Uses);
            all.Add(new FormCoverage(form.Name, walk.Run()));
            unread.AddRange(walk.Unread.Select(u => (u.Path, u.Name, u.IsWhole, u.Values, form.Name)));
        }

        return new StructureReport(all, [.. unread.GroupBy(u => (u.Path, u.IsWhole)).Select(g => new UnreadStructure(
            g.Key.Path, g.First().Name, g.Key.IsWhole, g.Max(u => u.Values), [.. g.Select(u => u.Form).Distinct()]))]);
    }
}

/// <summary>One walk over everything that may stand in a form.</summary>
internal sealed class FormWalk
{
    private const int DepthMax = 64;

    private sealed class Use
    {
        public Dictionary<int, Use> Below { get; } = [];

        public bool IsRead { get; set; }

        public bool IsLeft { get; set; }
    }

    private readonly Schema form;
    private readonly Use root = new();
    private readonly List<int> way = [];

    public FormWalk(Schema form, IReadOnlyList<PathUse> uses)
    {
        this.form = form;
        foreach (var use in uses)
        {
            foreach (var spot in use.Spots)
            {
                var at = Find(spot);
                if (use.IsLeft) at.IsLeft = true;
                else at.IsRead = true;
            }
        }
    }

    /// <summary>What no rule reads.</summary>
    public List<(string Path, string? Name, bool IsWhole, int Values)> Unread { get; } = [];

    /// <summary>Walks.</summary>
    public ValueCounts Run() => Below(Schema.Root, 0, "", root, false);

    private Use Find(Spot spot)
    {
        if (spot.Up is null) return root;
        var below = Find(spot.Up).Below;
        if (!below.TryGetValue(spot.Position, out var use)) below.Add(spot.Position, use = new Use());
        return use;
    }

    private ValueCounts Below(int position, int above, string path, Use? use, bool isLeft)
    {
        ValueCounts counts = default;
        var isAnyRead = use?.Below.Values.Any(u => u.IsRead) == true;
        var shape = form.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if ((form[child].Flags & PositionFlags.Service) != 0 || way.Contains(child) || way.Count > DepthMax) continue;
            var name = form.NameOf(child);
            // 1131 and 3055 say which list a code is from and are read with it.
            if (isAnyRead && name is "1131" or "3055") counts += ValueCounts.Of(Reading.Read);
            else counts += Place(child, position, above, path, use?.Below.GetValueOrDefault(child), isLeft);
        }

        return counts;
    }

    private ValueCounts Place(int position, int parent, int above, string before, Use? use, bool isLeft)
    {
        var path = SourcePath.Of(form, before, parent, above, position);
        isLeft |= use is { IsLeft: true };
        var first = Unread.Count;
        ValueCounts own = default;
        var isValue = form[position].Kind is PositionKind.Element or PositionKind.Value or PositionKind.Attribute;
        if (isValue) own = ValueCounts.Of(use is { IsRead: true } ? Reading.Read : isLeft ? Reading.Left : Reading.Unread);
        if (own.Unread > 0) Unread.Add((path, form[position].Description, false, 1));
        way.Add(position);
        // Classes may hold each other without end: one of which nothing is read counts with its own values alone.
        var below = use is null && form[position].Kind == PositionKind.Class ? OwnValues(position, isLeft)
            : Below(position, parent, path, use, isLeft);
        way.RemoveAt(way.Count - 1);
        var isWhole = !isValue && below.Unread > 0 && below.Unread == below.All && form[position].Kind != PositionKind.Composite;
        if (isWhole)
        {
            Unread.RemoveRange(first, Unread.Count - first);
            Unread.Add((path, form[position].Description, true, (int)below.Unread));
        }

        return own + below;
    }

    private ValueCounts OwnValues(int position, bool isLeft)
    {
        var shape = form.ChildrenOf(position);
        var count = 0;
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (form[child].Kind is PositionKind.Value or PositionKind.Attribute) count++;
        }

        return isLeft ? new ValueCounts(0, count, 0) : new ValueCounts(0, 0, count);
    }
}
