using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Makes a guide of its text, and checks every line against every release that the guide is for.</summary>
/// <param name="name">Name of the guide.</param>
/// <param name="text">Its text as a tree of keys, such as YAML gives.</param>
/// <param name="find">The directory.</param>
/// <param name="findings">All faults, each at its line.</param>
public sealed class GuideReader(string name, Tree text, FindForm find, Findings findings)
{
    private static readonly string[] Keys = ["guide", "for", "unh0057", "severity", "about", "rules"];
    private static readonly string[] RuleKeys = ["use", "min", "max", "length", "codes", "severity", "why"];

    /// <summary>Reads it.</summary>
    /// <returns>Null when anything is wrong with it.</returns>
    public Guide? Read()
    {
        var before = findings.Errors;
        if (text.Nodes.Length == 0) return null;
        Only(0, "A guide", Keys);
        var version = Value(0, "guide") ?? "";
        if (version != "1") Wrong(Find(0, "guide"), "guide", version, "1, the version of the format of this file");
        var (type, releases, plans) = Form();
        var severity = SeverityOf(0, Severity.Warning);
        var rules = new List<GuideRule>();
        var lines = Find(0, "rules");
        if (lines < 0) Fault(GuideFindings.MissingKey, 0, "rules", "a line for each place that the guide narrows");
        foreach (var line in lines < 0 ? [] : Children(lines))
        {
            var rule = Line(line, severity);
            rules.Add(rule);
            var overlays = plans.Select(p => new GuideOverlay(p, (code, arguments) => Fault(code, line, arguments)));
            // The same fault in several releases is told once.
            foreach (var overlay in overlays)
            {
                var had = findings.Errors;
                overlay.Add(rule);
                if (findings.Errors > had) break;
            }
        }

        return findings.Errors > before ? null : new Guide(name, type, releases, List(0, "unh0057"), rules);
    }

    /// <summary>Reports guides that cannot be told apart by what UNH says.</summary>
    public static void CheckAssigned(IEnumerable<Guide> guides, Findings findings)
    {
        var claims = new Dictionary<string, Guide>(StringComparer.OrdinalIgnoreCase);
        foreach (var guide in guides)
        {
            foreach (var claim in guide.Releases.SelectMany(r => guide.Assigned.Select(a => (Release: r, Code: a))))
            {
                if (claims.TryAdd($"{guide.Type} {claim.Release} {claim.Code}", guide)) continue;
                var other = claims[$"{guide.Type} {claim.Release} {claim.Code}"];
                findings.Add(GuideFindings.Repeated, default, new Place(0, 0) { Reference = $"guides/{guide.Name}.yaml" }, 0,
                    other.Name, guide.Name, $"{guide.Type} {claim.Release}", claim.Code);
            }
        }
    }

    private (string Type, string[] Releases, List<MessagePlan> Plans) Form()
    {
        var plans = new List<MessagePlan>();
        if (Value(0, "for") is not { } said)
        {
            Fault(GuideFindings.MissingKey, 0, "for", "format, message and releases, such as edifact CUSCAR D.95B");
            return ("", [], plans);
        }

        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0] != "edifact")
        {
            Wrong(Find(0, "for"), "for", said, "format, message and releases, such as edifact CUSCAR D.95B D.96B");
            return ("", [], plans);
        }

        foreach (var release in words[2..])
        {
            var dot = release.IndexOf('.', StringComparison.Ordinal);
            var form = dot < 0 ? null : find(words[1], release[..dot], release[(dot + 1)..]);
            if (form is null || (!form.IsExact && ReleaseOrder.Of(release.AsSpan(dot + 1)) is null))
            {
                Fault(GuideFindings.UnknownMessage, Find(0, "for"), words[1] + " " + release);
            }
            else
            {
                plans.Add(MessagePlan.Of(form.Schema, false));
            }
        }

        return (words[1], words[2..], plans);
    }

    private GuideRule Line(int line, Severity severity)
    {
        var rule = new GuideRule(text.NameOf(line)) { Guide = name, Severity = severity };
        if (HasValue(line)) return Use(line, rule, text.Text(line));
        Only(line, "A line of a guide", RuleKeys);
        if (Find(line, "use") is var use and >= 0) rule = Use(use, rule, text.Text(use));
        var (low, high) = Lengths(line);
        return rule with
        {
            Min = Number(line, "min") ?? rule.Min,
            Max = Number(line, "max") ?? rule.Max,
            MinLength = low,
            MaxLength = high,
            Codes = List(line, "codes"),
            Severity = SeverityOf(line, severity),
            Why = Value(line, "why"),
        };
    }

    private GuideRule Use(int node, GuideRule rule, string said)
    {
        if (said == "required") return rule with { Min = 1 };
        if (said == "not used") return rule with { Max = 0 };
        Wrong(node, "use", said, "'required' or 'not used'");
        return rule;
    }

    private (int? Low, int? High) Lengths(int line)
    {
        if (Value(line, "length") is not { } said) return default;
        var dots = said.IndexOf("..", StringComparison.Ordinal);
        var (low, high) = dots < 0 ? (said, said) : (said[..dots], said[(dots + 2)..]);
        var isRight = (low.Length == 0 || IsNumber(low)) && (high.Length == 0 || IsNumber(high)) && low.Length + high.Length > 0;
        if (isRight) return (low.Length == 0 ? null : Parse(low), high.Length == 0 ? null : Parse(high));
        Wrong(Find(line, "length"), "length", said, "a length such as 17, ..17 or 5..17");
        return default;
    }

    private Severity SeverityOf(int node, Severity fallback)
    {
        switch (Value(node, "severity"))
        {
            case null: return fallback;
            case "error": return Severity.Error;
            case "warn": return Severity.Warning;
            case "note": return Severity.Note;
            case var other:
                Wrong(Find(node, "severity"), "severity", other, "error, warn or note");
                return fallback;
        }
    }

    private int? Number(int node, string key)
    {
        if (Value(node, key) is not { } said) return null;
        if (IsNumber(said)) return Parse(said);
        Wrong(Find(node, key), key, said, "a whole number");
        return null;
    }

    private static bool IsNumber(string said) => said.Length is > 0 and < 9 && !said.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static int Parse(string said) => int.Parse(said, NumberStyles.None, CultureInfo.InvariantCulture);

    private List<string> List(int node, string key)
    {
        var at = Find(node, key);
        if (at < 0) return [];
        return HasValue(at) ? [text.Text(at)] : [.. Children(at).Where(HasValue).Select(text.Text)];
    }

    private void Only(int node, string what, string[] keys)
    {
        foreach (var child in Children(node))
        {
            var key = text.NameOf(child);
            if (!keys.Contains(key)) Fault(GuideFindings.UnknownKey, child, what, key, string.Join(", ", keys));
        }
    }

    private string? Value(int node, string key) => Find(node, key) is var at and >= 0 && HasValue(at) ? text.Text(at) : null;

    private int Find(int node, string key) => Children(node).Where(child => text.NameOf(child) == key).DefaultIfEmpty(-1).First();

    private bool HasValue(int node) => (text.Nodes[node].Flags & NodeFlags.HasValue) != 0;

    private void Wrong(int node, string key, string said, string wanted)
        => Fault(GuideFindings.WrongValue, Math.Max(0, node), key, said, wanted);

    private void Fault(FindingCode code, int node, params string[] arguments)
    {
        var place = text.PlaceOf(node);
        findings.Add(code, text.SpanOf(node), place with { Reference = place.Reference ?? $"guides/{name}.yaml" }, 0, arguments);
    }

    private List<int> Children(int node)
    {
        var children = new List<int>();
        var nodes = text.Nodes;
        for (var child = node + 1; child < nodes[node].Next; child = nodes[child].Next) children.Add(child);
        return children;
    }
}
