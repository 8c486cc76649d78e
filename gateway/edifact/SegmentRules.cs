using System.Collections.Frozen;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Finds the rules of a segment when the plan of a message is made.</summary>
internal static class SegmentRules
{
    // ISO 9735-10: lists of the service elements that are closed.
    private static readonly FrozenDictionary<string, FixedCodes> ServiceCodes = new Dictionary<string, string>
    {
        ["0025"] = "AA BB",
        // 0 is no code of the list, and often sent to say that the data are real.
        ["0035"] = "0 1",
        ["0073"] = "C F",
        ["0081"] = "D S",
        ["0083"] = "1 2 3 4 5 6 7 8",
        ["0085"] = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 "
            + "42 43 44",
    }.ToFrozenDictionary(p => p.Key, p => new FixedCodes(p.Key, p.Value));

    /// <summary>The rules that hold without any list or guide; null for none.</summary>
    public static SegmentRule[]? Of(MessagePlan plan, in SegmentPlan segment)
    {
        var rules = new List<SegmentRule>();
        for (var e = 0; e < segment.Count; e++)
        {
            ref readonly var element = ref plan.Elements[segment.First + e];
            AddDates(rules, plan, e + 1, element);
            ForEachValue(plan, e + 1, element, (at, component, position, _) =>
            {
                if (ServiceCodes.TryGetValue(plan.Schema.NameOf(position), out var codes))
                {
                    rules.Add(new CodeRule(at, component, position, codes, default));
                }
            });
        }

        foreach (var note in EdifactDirectory.NotesOf(segment.Tag, plan.IsSyntax4 ? 4 : 3))
        {
            var (s, elements) = (segment, plan.Elements);
            var names = note.Places.Select(place => plan.Schema.NameOf(elements[s.First + place - 1].Position));
            if (note.Places.Max() <= segment.Count) rules.Add(new DependencyRule(note, string.Join(", ", names)));
        }

        return rules.Count == 0 ? null : [.. rules];
    }

    /// <summary>The rules of lists that are loaded.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="lists">The lists of the release.</param>
    public static IEnumerable<SegmentRule> OfLists(MessagePlan plan, SegmentPlan segment, DirectoryCodes lists)
    {
        var rules = new List<SegmentRule>();
        for (var e = 0; e < segment.Count; e++)
        {
            ForEachValue(plan, e + 1, plan.Elements[segment.First + e], (at, component, position, foreign) =>
            {
                if (plan.Schema[position].Tded is var number and >= 1000 && lists.Of(number) is { } list)
                {
                    rules.Add(new CodeRule(at, component, position, new LoadedCodes(NameOf(plan, position), list), foreign));
                }
            });
        }

        return rules;
    }

    private static string NameOf(MessagePlan plan, int position)
    {
        var p = plan.Schema[position];
        return p.Description is null ? p.Name : p.Name + " " + p.Description;
    }

    private static void AddDates(List<SegmentRule> rules, MessagePlan plan, int at, in ElementPlan element)
    {
        if (!element.IsComposite) return;
        var (value, format) = (Component(plan, element, "2380"), Component(plan, element, "2379"));
        if (value > 0 && format > 0)
        {
            rules.Add(new DateRule(at, value, format, plan.Elements[element.First + value - 1].Position));
        }

        // Date and time of UNB and UNG: the date has six digits in syntax 1 to 3, eight in 4.
        var (date, time) = (Component(plan, element, "0017"), Component(plan, element, "0019"));
        if (date == 0 || time == 0) return;
        var (datePlan, timePlan) = (plan.Elements[element.First + date - 1], plan.Elements[element.First + time - 1]);
        rules.Add(new FixedDateRule(at, date, datePlan.MaxLength == 8 ? 102 : 101, datePlan.Position));
        rules.Add(new FixedDateRule(at, time, 401, timePlan.Position));
    }

    private static int Component(MessagePlan plan, in ElementPlan element, string name)
    {
        for (var c = 0; element.IsComposite && c < element.Count; c++)
        {
            if (plan.Schema.NameOf(plan.Elements[element.First + c].Position) == name) return c + 1;
        }

        return 0;
    }

    private static void ForEachValue(
        MessagePlan plan, int at, in ElementPlan element, Action<int, int, int, (int List, int Agency)> found)
    {
        if (!element.IsComposite)
        {
            found(at, 0, element.Position, default);
            return;
        }

        var foreign = (Component(plan, element, "1131"), Component(plan, element, "3055"));
        for (var c = 0; c < element.Count; c++)
        {
            var position = plan.Elements[element.First + c].Position;
            if (plan.Schema.NameOf(position) is not ("1131" or "3055")) found(at, c + 1, position, foreign);
        }
    }
}
