using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What a guide counts in each group of a message. Keeps no state: the counters lie in <see cref="SegmentCheck"/>.</summary>
internal sealed class GuideCounts
{
    private readonly Dictionary<int, GuideCount[]> ofGroups;

    /// <summary>Puts the counted things to the groups that hold them.</summary>
    /// <param name="counts">By the step of the group; -1 for the message.</param>
    public GuideCounts(IEnumerable<GuideCount> counts)
        => ofGroups = counts.GroupBy(c => c.Group).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>A group begins: its counters start at zero.</summary>
    public void Open(int group, SegmentCheck check)
    {
        if (!ofGroups.TryGetValue(group, out var counts)) return;
        foreach (var count in counts) check.Counter(count.Slot) = 0;
    }

    /// <summary>Reading goes past places of a group: what came too seldom is missing.</summary>
    /// <param name="group">Step of the group; -1 for the message.</param>
    /// <param name="from">First step that is left behind.</param>
    /// <param name="to">First step that is not.</param>
    /// <param name="check">Has the counters.</param>
    /// <param name="next">The segment that reading goes on with.</param>
    /// <param name="faults">Words the fault.</param>
    public void Pass(int group, int from, int to, SegmentCheck check, in Cut next, StructureFaults faults)
    {
        if (!ofGroups.TryGetValue(group, out var counts)) return;
        foreach (var count in counts)
        {
            var have = check.Counter(count.Slot);
            if (count.Step < from || count.Step >= to || have >= count.Rule.Min) continue;
            var often = count.Rule.Min == 1 ? "once" : Reporter.Text(count.Rule.Min) + " times";
            faults.Missing(count.Rule.Code(EdifactFindings.GuideMissing), count.Position, next, next.Tag, count.Name,
                count.Rule.Guide, often, Reporter.Text(have));
        }
    }
}
