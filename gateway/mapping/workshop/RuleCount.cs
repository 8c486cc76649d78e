using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Counts which rules made something. A rule has another number in each structural form, and one line in its file.</summary>
internal sealed class RuleCount
{
    private readonly Dictionary<(string File, int Line, int Column), Rule> rules = [];
    private readonly HashSet<(string File, int Line, int Column)> active = [];
    private readonly HashSet<Mapping> taken = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> targets = new(StringComparer.Ordinal);
    private IReadOnlyList<Rule> current = [];
    private bool[] isActive = [];

    /// <summary>How many rules there are; a fragment's rule counts once, however often it is used.</summary>
    public int Count => rules.Count;

    /// <summary>Takes the rules of a mapping; <see cref="Add"/> is about them until the next call.</summary>
    public void Take(Mapping mapping)
    {
        current = mapping.Rules;
        isActive = new bool[current.Count + 1];
        if (!taken.Add(mapping)) return;
        foreach (var rule in current)
        {
            targets.Add(rule.Target);
            // A plain block only holds others, and the carrying is none of its author's rules.
            if (rule.Text.Length > 0 && rule.Number > 1) rules.TryAdd((rule.File, rule.Line, rule.Column), rule);
        }
    }

    /// <summary>Counts the rules that made a document.</summary>
    public void Add(Tree target)
    {
        for (var node = 0; node < target.Nodes.Length; node++)
        {
            target.Sources(node, out var number);
            if (number == 0 || isActive[number]) continue;
            isActive[number] = true;
            var rule = current[number - 1];
            active.Add((rule.File, rule.Line, rule.Column));
        }
    }

    /// <summary>Those that never made anything; of a block that never did, the rules in it stand with its own.</summary>
    public IReadOnlyList<IdleRule> Idle()
    {
        var idle = new List<(Rule Rule, List<Rule> Inside)>();
        var isEnded = true;
        foreach (var (place, rule) in rules.OrderBy(r => r.Key.File, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Line).ThenBy(r => r.Key.Column))
        {
            if (active.Contains(place))
            {
                // A rule that made something cannot stand in a block that did not.
                isEnded = true;
                continue;
            }

            var isInside = !isEnded && idle[^1].Rule.File == rule.File
                && rule.Target.StartsWith(idle[^1].Rule.Target + "/", StringComparison.Ordinal);
            if (isInside) idle[^1].Inside.Add(rule);
            else idle.Add((rule, []));
            isEnded = !isInside && !rule.IsMove;
        }

        return idle.ConvertAll(i => new IdleRule(i.Rule, i.Inside));
    }

    /// <summary>Every target that a rule names, with the classes around it.</summary>
    public IReadOnlySet<string> Targets()
    {
        foreach (var target in targets.ToArray())
        {
            for (var cut = target.LastIndexOf('/'); cut > 0; cut = target.LastIndexOf('/', cut - 1)) targets.Add(target[..cut]);
        }

        return targets;
    }
}
