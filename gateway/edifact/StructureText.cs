using System.Globalization;
using System.Text;

namespace Gateway.Edifact;

/// <summary>Places of a message table in words. Only for findings.</summary>
internal static class StructureText
{
    private const int TagsMax = 16;
    private const int HomesMax = 3;

    private static readonly Lazy<Definitions> Known = new(
        () => new Definitions(DirectoryFiles.Embedded("segments.txt")!, DirectoryFiles.Order));

    /// <summary>Whether a tag is one of the directories or of the syntax.</summary>
    public static bool IsKnown(string tag) => Known.Value.Find(tag) is not null || DirectoryFiles.Service.Find(tag) is not null;

    /// <summary>The open groups with their occurrences: <c>CNI[2]/RFF[1]</c>.</summary>
    public static string PathOf(MessagePlan plan, ReadOnlySpan<Frame> open)
    {
        var text = new StringBuilder();
        for (var f = 1; f < open.Length; f++)
        {
            if (f > 1) text.Append('/');
            text.Append(plan.Schema.NameOf(plan.Steps[open[f].Step].Position));
            text.Append(CultureInfo.InvariantCulture, $"[{open[f - 1].Count}]");
        }

        return text.ToString();
    }

    /// <summary>The tags that may stand next.</summary>
    public static string Expected(MessagePlan plan, ReadOnlySpan<Frame> open)
    {
        var tags = Next(plan, open);
        var more = tags.Count > TagsMax ? ", ..." : "";
        return tags.Count == 1 ? tags[0] : "one of " + string.Join(", ", tags.Take(TagsMax)) + more;
    }

    /// <summary>Where a tag belongs: <c>in CNI/RFF after LOC</c>.</summary>
    public static string HomesOf(MessagePlan plan, int tag)
    {
        var homes = new List<string>();
        Collect(plan, plan.RootFirst, plan.RootCount, "", tag, homes);
        var more = homes.Count > HomesMax ? " or elsewhere" : "";
        return string.Join(" or ", homes.Take(HomesMax)) + more;
    }

    /// <summary>The tag that was perhaps meant; null when none is near.</summary>
    public static string? Nearest(MessagePlan plan, string tag, ReadOnlySpan<Frame> open)
        => Next(plan, open).Find(t => IsNear(t, tag)) ?? plan.Segments.Select(s => s.Tag).FirstOrDefault(t => IsNear(t, tag));

    private static List<string> Next(MessagePlan plan, ReadOnlySpan<Frame> open)
    {
        var tags = new List<string>();
        for (var f = open.Length - 1; f >= 0; f--)
        {
            var have = open[f].Count;
            for (var i = open[f].At; i < open[f].End; i++)
            {
                var step = plan.Steps[i];
                var tag = plan.Schema.NameOf(step.Position);
                if (have < step.Max && !tags.Contains(tag) && tag is not ("UNB" or "UNG")) tags.Add(tag);
                if (have < step.Min) return tags;
                have = 0;
            }
        }

        return tags;
    }

    private static void Collect(MessagePlan plan, int first, int count, string path, int tag, List<string> homes)
    {
        for (var i = first; i < first + count; i++)
        {
            var step = plan.Steps[i];
            if (step.Tag == tag)
            {
                var before = i > first ? plan.Schema.NameOf(plan.Steps[i - 1].Position) : path[(path.LastIndexOf('/') + 1)..];
                homes.Add((path.Length == 0 ? "" : "in " + path + " ") + "after " + before);
            }

            var name = plan.Schema.NameOf(step.Position);
            if (step.IsGroup) Collect(plan, step.First, step.Count, path.Length == 0 ? name : path + "/" + name, tag, homes);
        }
    }

    // One letter wrong, or two letters changed over.
    private static bool IsNear(string one, string other)
    {
        if (one.Length != 3 || other.Length != 3) return false;
        var differences = (one[0] == other[0] ? 0 : 1) + (one[1] == other[1] ? 0 : 1) + (one[2] == other[2] ? 0 : 1);
        return differences == 1 || (differences == 2 && one.Order().SequenceEqual(other.Order()));
    }
}
