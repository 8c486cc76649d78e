using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Reports a fault of a line of a guide.</summary>
internal delegate void GuideFault(FindingCode code, params string[] arguments);

/// <summary>Lays the lines of a guide over the plan of a message: finds their places, and where a line asks for more than the
/// directory allows, says so.</summary>
/// <param name="plan">The plan.</param>
/// <param name="report">Gets faults of the line; null where the guide was checked before.</param>
internal sealed class GuideOverlay(MessagePlan plan, GuideFault? report)
{
    private readonly List<(int Step, SegmentRule Rule)> rules = [];
    private readonly List<GuideCount> counts = [];

    /// <summary>A segment or group that a path means: its step, and the step of the group that holds it.</summary>
    private readonly record struct Target(int Step, int Group);

    /// <summary>The plan with all lines.</summary>
    public MessagePlan Lay(IReadOnlyList<GuideRule> lines)
    {
        foreach (var line in lines) Add(line);
        return plan.With(rules.ToLookup(r => r.Step, r => r.Rule), new GuideCounts(counts));
    }

    /// <summary>Adds a line.</summary>
    public void Add(GuideRule line)
    {
        var parts = line.Path.Split('/');
        var section = parts.Length > 1 && parts[0] is "UNH" or "UNS" or "UNS+S" or "HYN" ? parts[0] : null;
        if (section is not null) parts = parts[1..];
        var dot = parts[^1].IndexOf('.', StringComparison.Ordinal);
        var (last, element) = dot < 0 ? (parts[^1], "") : (parts[^1][..dot], parts[^1][(dot + 1)..]);
        var plus = last.IndexOf('+', StringComparison.Ordinal);
        var qualifier = plus < 0 ? "" : last[(plus + 1)..];
        parts[^1] = plus < 0 ? last : last[..plus];
        var targets = Find(parts, section);
        if (targets.Count == 0)
        {
            report?.Invoke(GuideFindings.UnknownPath, line.Path, plan.Schema.Name, Nearest(parts));
            return;
        }

        foreach (var target in targets)
        {
            if (element.Length == 0) AddCount(line, target, last, qualifier);
            else AddElement(line, target, element, qualifier);
        }
    }

    private List<Target> Find(string[] parts, string? section)
    {
        var at = new List<(int First, int Count, int Group)> { (plan.RootFirst, plan.RootCount, -1) };
        for (var p = 0; ; p++)
        {
            var found = new List<Target>();
            foreach (var (first, count, group) in at)
            {
                for (var i = first; i < first + count; i++)
                {
                    var position = plan.Schema[plan.Steps[i].Position];
                    var isSection = p > 0 || section is null || position.Section is null || position.Section == section;
                    if (position.Name == parts[p] && isSection) found.Add(new Target(i, group));
                }
            }

            if (p == parts.Length - 1 || found.Count == 0) return found;
            at = [.. found.Where(t => plan.Steps[t.Step].IsGroup)
                .Select(t => (plan.Steps[t.Step].First, plan.Steps[t.Step].Count, t.Step))];
        }
    }

    private void AddCount(GuideRule line, Target target, string name, string qualifier)
    {
        var step = plan.Steps[target.Step];
        if (line.Max > step.Max) Widens(line, $"at most {line.Max}", $"at most {step.Max}");
        if (line.Min > (line.Max ?? step.Max)) Widens(line, $"at least {line.Min}", $"at most {line.Max ?? step.Max}");
        if (line.Max == 0 && step.Min > 0 && qualifier.Length == 0) Widens(line, "not used", "mandatory");
        if (line.Codes.Count > 0 || line.MaxLength is not null || line.MinLength is not null)
        {
            report?.Invoke(GuideFindings.NeedsElement, line.Path);
        }

        var count = new GuideCount(line, new GuideQualifier(qualifier), name, target.Group, target.Step, step.Position, step.IsGroup,
            counts.Count);
        counts.Add(count);
        rules.Add((target.Step, count));
    }

    private void AddElement(GuideRule line, Target target, string path, string qualifier)
    {
        var segment = plan.Segments[plan.Steps[target.Step].Segment];
        var places = Places(segment, path);
        if (places.Length == 0)
        {
            var known = Enumerable.Range(segment.First, segment.Count)
                .Select(i => plan.Schema.NameOf(plan.Elements[i].Position)).Distinct();
            report?.Invoke(GuideFindings.UnknownPath, line.Path, plan.Schema.Name, segment.Tag + " has " + string.Join(", ", known));
            return;
        }

        CheckElement(line, segment, places);
        rules.Add((target.Step, new GuideElement(line, new GuideQualifier(qualifier), places)));
    }

    private void CheckElement(GuideRule line, SegmentPlan segment, GuidePlace[] places)
    {
        var first = places[0];
        var element = plan.Elements[segment.First + first.Element - 1];
        if (first.Component > 0) element = plan.Elements[element.First + first.Component - 1];
        var times = places.Sum(p => p.Component > 0 ? 1 : plan.Elements[segment.First + p.Element - 1].MaxRepetitions);
        if (line.Max == 0 && element.IsMandatory) Widens(line, "not used", "mandatory");
        if (line.Max > times) Widens(line, $"at most {line.Max}", $"at most {times}");
        if (line.Min > (line.Max ?? times)) Widens(line, $"at least {line.Min}", $"at most {line.Max ?? times}");
        if (line.MaxLength > element.MaxLength) Widens(line, $"up to {line.MaxLength} characters", $"up to {element.MaxLength}");
        if (line.MinLength < element.MinLength) Widens(line, $"from {line.MinLength} characters", $"from {element.MinLength}");
        if (element.IsComposite && (line.Codes.Count > 0 || line.MaxLength is not null || line.MinLength is not null))
        {
            report?.Invoke(GuideFindings.NeedsElement, line.Path);
        }

        foreach (var code in line.Codes)
        {
            if (code.Length > element.MaxLength) Widens(line, $"the code {code}", $"up to {element.MaxLength} characters");
        }
    }

    private void Widens(GuideRule line, FormattableString wanted, FormattableString allowed)
        => report?.Invoke(GuideFindings.Widens, line.Path, FormattableString.Invariant(wanted), FormattableString.Invariant(allowed),
            plan.Schema.Name);

    private void Widens(GuideRule line, string wanted, string allowed)
        => report?.Invoke(GuideFindings.Widens, line.Path, wanted, allowed, plan.Schema.Name);

    /// <summary>The places of a path such as <c>3039</c>, <c>C082</c>, <c>C082.3039</c>, <c>4440[2]</c>.</summary>
    private GuidePlace[] Places(SegmentPlan segment, string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var wanted = open < 0 ? 0 : int.TryParse(path[(open + 1)..].TrimEnd(']'), out var n) ? n : -1;
        var names = (open < 0 ? path : path[..open]).Split('.');
        var all = new List<GuidePlace>();
        for (var e = 0; e < segment.Count; e++)
        {
            var element = plan.Elements[segment.First + e];
            var isNamed = plan.Schema.NameOf(element.Position) == names[0];
            if (isNamed && names.Length == 1) all.Add(new GuidePlace(e + 1, 0, element.Position));
            if (!element.IsComposite || (names.Length == 2 && !isNamed)) continue;
            for (var c = 0; c < element.Count; c++)
            {
                var component = plan.Elements[element.First + c];
                if (plan.Schema.NameOf(component.Position) == names[^1]) all.Add(new GuidePlace(e + 1, c + 1, component.Position));
            }
        }

        return wanted == 0 ? [.. all] : wanted > 0 && wanted <= all.Count ? [all[wanted - 1]] : [];
    }

    private string Nearest(string[] parts)
    {
        for (var known = parts.Length - 1; known > 0; known--)
        {
            var above = Find(parts[..known], null);
            if (above.Count == 0 || !plan.Steps[above[0].Step].IsGroup) continue;
            var step = plan.Steps[above[0].Step];
            return string.Join('/', parts[..known]) + " has " + Names(step.First, step.Count);
        }

        var homes = StructureText.HomesOf(plan, parts[^1].Length == 3 ? Cut.TagOf(System.Text.Encoding.Latin1.GetBytes(parts[^1])) : 0);
        return homes.Length > 0 ? parts[^1] + " is " + homes : "the message has " + Names(plan.RootFirst, plan.RootCount);
    }

    private string Names(int first, int count)
        => string.Join(", ", Enumerable.Range(first, count).Select(i => plan.Schema.NameOf(plan.Steps[i].Position)).Distinct());
}
