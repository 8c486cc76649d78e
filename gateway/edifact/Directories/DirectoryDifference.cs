using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One difference between two structural forms of a message.</summary>
/// <param name="Kind"><c>group</c>, <c>segment</c>, <c>composite</c> or <c>element</c>.</param>
/// <param name="Path">Where: by trigger path (<c>CNI/RFF/GID</c>), inside a segment by numbers (<c>NAD C082 3039</c>).</param>
/// <param name="Before">Status, occurrences, format and content in the first form (<c>C 99</c>); null: it was added.</param>
/// <param name="After">The same in the second form; null: it was removed.</param>
public sealed record DirectoryChange(string Kind, string Path, string? Before, string? After);

/// <summary>
/// Compares two structural forms of a message. Segments and groups are compared by trigger path, for numbers of groups shift
/// between releases; the elements of a segment once, for they are the same wherever it stands.
/// </summary>
public sealed class DirectoryDifference
{
    private readonly Schema before;
    private readonly Schema after;
    private readonly List<DirectoryChange> changes = [];

    private DirectoryDifference(Schema before, Schema after) => (this.before, this.after) = (before, after);

    /// <summary>Compares two forms.</summary>
    /// <returns>The changes of the structure in the order of the message, then those inside segments in the order of tags.</returns>
    public static IReadOnlyList<DirectoryChange> Of(Schema before, Schema after)
    {
        var difference = new DirectoryDifference(before, after);
        difference.Structure("", Schema.Root, Schema.Root);
        var known = Segments(after);
        foreach (var (tag, one) in Segments(before))
        {
            if (known.TryGetValue(tag, out var other)) difference.Elements(tag, one, other);
        }

        return difference.changes;
    }

    private void Structure(string path, int one, int other)
    {
        var aligned = Aligned(Inner(before, one, false), Inner(after, other, false));
        foreach (var (l, r) in aligned)
        {
            if (l >= 0 && r >= 0) Same(path, l, r, false);
            else if (l >= 0 && Elsewhere(aligned, l) is var to and >= 0) Same(path, l, to, true);
            else if (l >= 0) Add(path, before, l, Describe(before, l), null);
            else if (!aligned.Exists(a => a.Before >= 0 && Elsewhere(aligned, a.Before) == r))
            {
                Add(path, after, r, null, Describe(after, r));
            }

        }
    }

    /// <summary>Where something of the first form stands in the second, when it only moved within its group; -1 for nowhere.</summary>
    private int Elsewhere(List<(int Before, int After)> aligned, int l)
    {
        if (aligned.Exists(a => a.Before == l && a.After >= 0)) return -1;
        bool IsLike(Position one, Position other) => one.Name == other.Name && one.Kind == other.Kind;
        var earlier = aligned.Count(a => a.After < 0 && a.Before < l && IsLike(before[a.Before], before[l]));
        var moved = aligned.Where(a => a.Before < 0 && IsLike(before[l], after[a.After])).Skip(earlier).ToList();
        return moved.Count > 0 ? moved[0].After : -1;
    }

    private void Same(string path, int l, int r, bool isMoved)
    {
        var isGroup = after[r].Kind == PositionKind.Group;
        if (before[l].Kind != after[r].Kind)
        {
            Add(path, before, l, Describe(before, l), null);
            Add(path, after, r, null, Describe(after, r));
            return;
        }

        var (was, now) = (Occurs(before[l]), Occurs(after[r]) + (isMoved ? ", in another place" : ""));
        if (was != now) Add(path, after, r, was, now);
        if (isGroup) Structure(Under(path, before.NameOf(l)), l, r);
    }

    /// <summary>One position of each segment, by tag.</summary>
    private static SortedDictionary<string, int> Segments(Schema schema)
    {
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var p = Schema.Root + 1; p < schema.Positions.Length; p++)
        {
            // Service segments belong to the syntax and not to the release.
            var isSegment = schema[p].Kind is PositionKind.Segment or PositionKind.Group;
            if (isSegment && schema[p].Flags.HasFlag(PositionFlags.Service) is false) found.TryAdd(schema.NameOf(p), p);
        }

        return found;
    }

    private void Elements(string path, int one, int other)
    {
        foreach (var (l, r) in Aligned(Inner(before, one, true), Inner(after, other, true)))
        {
            var inner = path + " " + (l < 0 ? after.NameOf(r) : before.NameOf(l));
            var was = l < 0 ? null : Occurs(before[l]) + Format(before[l]);
            var now = r < 0 ? null : Occurs(after[r]) + Format(after[r]);
            var kind = (l < 0 ? after[r] : before[l]).Kind == PositionKind.Composite ? "composite" : "element";
            if (was != now) changes.Add(new DirectoryChange(kind, inner, was, now));
            if (l >= 0 && r >= 0 && kind == "composite") Elements(inner, l, r);
        }
    }

    private void Add(string path, Schema schema, int at, string? was, string? now)
    {
        var kind = schema[at].Kind == PositionKind.Group ? "group" : "segment";
        changes.Add(new DirectoryChange(kind, Under(path, schema.NameOf(at)), was, now));
    }

    private static string Under(string path, string name) => path.Length == 0 ? name : path + "/" + name;

    private static string Occurs(Position position)
        => string.Create(CultureInfo.InvariantCulture, $"{(position.Min > 0 ? 'M' : 'C')} {position.Max}");

    /// <summary>With what a group holds: <c>C 9 (CTA! COM*9)</c>.</summary>
    private static string Describe(Schema schema, int at)
    {
        var text = new StringBuilder(Occurs(schema[at]));
        if (schema[at].Kind != PositionKind.Group) return text.ToString();
        text.Append(" (").Append(schema.NameOf(at)).Append('!');
        Contents(text, schema, at);
        return text.Append(')').ToString();
    }

    private static void Contents(StringBuilder text, Schema schema, int at)
    {
        foreach (var inner in Inner(schema, at, false))
        {
            var position = schema[inner];
            var isGroup = position.Kind == PositionKind.Group;
            text.Append(' ').Append(isGroup ? "(" : "").Append(position.Name).Append(isGroup || position.Min > 0 ? "!" : "");
            if (isGroup) Contents(text, schema, inner);
            if (isGroup) text.Append(')');
            if (position.Max > 1) text.Append(CultureInfo.InvariantCulture, $"*{position.Max}");
        }
    }

    private static string Format(Position position)
    {
        if (position.Type is not { } type) return "";
        var kind = type.Kind switch { ValueKind.Text => "an", ValueKind.Alphabetic => "a", _ => "n" };
        var dots = type.MinLength == type.MaxLength ? "" : "..";
        return string.Create(CultureInfo.InvariantCulture, $" {kind}{dots}{type.MaxLength}");
    }

    /// <summary>The elements of a segment or the segments and groups of a group, without the envelope.</summary>
    private static List<int> Inner(Schema schema, int at, bool wantsElements)
    {
        var shape = schema.ChildrenOf(at);
        var found = new List<int>();
        for (var p = shape.First; p < shape.First + shape.Count; p++)
        {
            var isElement = schema[p].Kind is PositionKind.Element or PositionKind.Composite;
            var isEnvelope = schema[p].Name is "UNB" or "UNG" or "UIB" or "UNH" or "UNT" or "UIH" or "UIT";
            if (isElement == wantsElements && !isEnvelope) found.Add(p);
        }

        return found;
    }

    /// <summary>Pairs what has the same name in the same order (longest common sequence); -1 where one side has nothing.</summary>
    private List<(int Before, int After)> Aligned(List<int> left, List<int> right)
    {
        bool IsSame(int i, int k) => before.NameOf(left[i]) == after.NameOf(right[k]);
        var longest = new int[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var k = right.Count - 1; k >= 0; k--)
            {
                longest[i, k] = IsSame(i, k) ? longest[i + 1, k + 1] + 1 : Math.Max(longest[i + 1, k], longest[i, k + 1]);
            }
        }

        var pairs = new List<(int, int)>();
        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            if (l < left.Count && r < right.Count && IsSame(l, r)) pairs.Add((left[l++], right[r++]));
            else if (r == right.Count || (l < left.Count && longest[l + 1, r] >= longest[l, r + 1])) pairs.Add((left[l++], -1));
            else pairs.Add((-1, right[r++]));
        }

        return pairs;
    }
}
