using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Checks and compiles a file of rules.</summary>
internal sealed class RuleCompiler(Schema on, Func<string, CodeList?> codeLists, Findings findings)
{
    private static readonly string[] Keys =
        ["code", "each", "at", "when", "that", "say", "cause", "fix", "severity", "place"];

    private readonly Compilation shared = new(findings, codeLists, true);
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly List<RulePlace> places = [];

    /// <summary>Where rules apply, for all that apply there; so they look at these nodes together.</summary>
    private sealed record RulePlace(string Path, Expression? Nodes, Scope Scope, List<Member> Rules);

    public RulePack? Compile(Entry file)
    {
        var errors = findings.Errors;
        var name = file["on"]?.Text?.Split(' ')[^1] ?? "";
        var position = on.NameOf(Schema.Root) == name ? Schema.Root : on.Child(Schema.Root, name);
        if (file["pack"]?.Text != "1") findings.AddAt(MappingFindings.Version, file["pack"] ?? file,
            file["pack"]?.Text ?? "");
        if (file["rules"] is not { } list || position == 0)
        {
            findings.AddAt(MappingFindings.NoTarget, file["on"] ?? file, name, on.Name);
            return null;
        }

        var root = position == Schema.Root ? new Spot(position, null) : new Spot(position, new Spot(Schema.Root, null));
        var binder = new Binder(new SourceNames(on), shared, new Dictionary<string, CodeTable>()) { Root = root };
        var rules = new List<RuleOfPack>();
        var document = Scope.Document(root);
        foreach (var rule in list.Children) AddRule(rule, binder, document, rules);
        shared.ReportAbsent();
        var groups = places.ConvertAll(place => new RulesAt(place.Nodes, place.Scope.At.Table, new Body([.. place.Rules], place.Scope.At)));
        return findings.Errors > errors ? null : new RulePack(rules, groups, position, binder.Plan(document, 1));
    }

    private void AddRule(Entry rule, Binder binder, Scope document, List<RuleOfPack> rules)
    {
        foreach (var key in rule.Children.Where(k => !Keys.Contains(k.Key)))
        {
            shared.Report(MappingFindings.UnknownKey, key, 0, key.Key, Nearest.To(key.Key, Keys));
        }

        var id = rule["code"]?.Text ?? "";
        if (!IsCode(id) || !codes.Add(id)) shared.Report(MappingFindings.UnknownKey, rule["code"] ?? rule,
            0, id, "RUL- and four digits, each once");
        var severity = SeverityOf(rule["severity"]?.Text ?? "warning");
        if (severity is null) shared.Report(MappingFindings.UnknownKey, rule["severity"]!, 0,
            rule["severity"]!.Text ?? "", "note, warning, error");
        if (rule["that"] is not { Text: not null } that || rule["say"] is not { Text: not null } say)
        {
            shared.Report(MappingFindings.MissingKey, rule, 0, "that, say");
            return;
        }

        var each = rule["each"] ?? rule["at"];
        IEnumerable<Entry?> everywhere = each is { IsList: true } ? each.Children : new Entry?[] { each };
        foreach (var at in everywhere)
        {
            var place = PlaceOf(at, binder, document);
            var (nodes, scope) = (place.Nodes, place.Scope);
            var shown = new List<Entry>();
            var code = new FindingCode(id, severity ?? Severity.Warning, Numbered(say, say.Text!, shown),
                rule["cause"]?.Text ?? "",
                Numbered(rule["fix"] ?? say, rule["fix"]?.Text ?? "", shown));
            var when = rule["when"] is { } condition ? binder.Condition(condition, scope) : null;
            var points = rule["place"] is { } where ? binder.Nodes(where, scope) : null;
            var texts = shown.Select(s => binder.Leaf(s, scope, out _)).OfType<Expression>().ToArray();
            if (binder.Condition(that, scope) is not { } holds) continue;
            place.Rules.Add(new RuleMember(rules.Count, when, holds));
            rules.Add(new RuleOfPack(code, scope.At.Table, nodes, when, holds, texts, points));
        }
    }

    private RulePlace PlaceOf(Entry? at, Binder binder, Scope document)
    {
        var path = at?.Text ?? "";
        if (places.Find(known => known.Path == path) is { } place) return place;
        var nodes = at is null ? null : binder.Nodes(at, document);
        place = new RulePlace(path, nodes, document.Moved(nodes?.Spots ?? document.Spots, true), []);
        // A path with a fault is told each time.
        if (nodes is not { IsNothing: true } && (at is null || nodes is not null)) places.Add(place);
        return place;
    }

    /// <summary>Turns <c>{ID}</c> into <c>{0}</c> and remembers the expression.</summary>
    private static string Numbered(Entry at, string text, List<Entry> shown)
    {
        var numbered = new StringBuilder();
        var done = 0;
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0;)
        {
            // The innermost pair of braces with something between; any other brace is text.
            var end = text.AsSpan(open + 1).IndexOfAny('{', '}') + open + 1;
            if (end == open) break;
            if (text[end] == '}' && end > open + 1)
            {
                numbered.Append(text, done, open - done).Append('{').Append(NumberOf(at, text[(open + 1)..end], shown)).Append('}');
                done = end + 1;
            }

            open = text.IndexOf('{', end);
        }

        return done == 0 ? text : numbered.Append(text, done, text.Length - done).ToString();
    }

    private static int NumberOf(Entry at, string expression, List<Entry> shown)
    {
        var known = shown.FindIndex(s => s.Text == expression);
        if (known >= 0) return known;
        shown.Add(at.WithText(expression));
        return shown.Count - 1;
    }

    private static bool IsCode(string id)
        => id.Length == 8 && id.StartsWith("RUL-", StringComparison.Ordinal)
        && !id.AsSpan(4).ContainsAnyExceptInRange('0', '9');

    private static Severity? SeverityOf(string word) => word.ToUpperInvariant() switch
    {
        "NOTE" => Severity.Note,
        "WARNING" => Severity.Warning,
        "ERROR" => Severity.Error,
        _ => null,
    };
}
