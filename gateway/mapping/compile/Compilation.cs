using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What the compilations for all forms share: faults (each once), and which paths exist in at least one
/// form.</summary>
/// <param name="findings">Takes the faults.</param>
/// <param name="codeLists">Code lists by name.</param>
/// <param name="isFull">Whether all forms are compiled, so that everything is checked; a form that is compiled for a document was checked
/// before.</param>
/// <param name="fragments">Collects the paths of shared fragments over all mappings; null where there is one mapping.</param>
internal sealed class Compilation(
    Findings findings, Func<string, CodeList?> codeLists, bool isFull, FragmentPaths? fragments = null)
{
    private sealed record Absence(FindingCode Code, Entry Entry, int At, Func<string[]> Arguments);

    private readonly HashSet<string> reported = new(StringComparer.Ordinal);
    private readonly Dictionary<object, Absence> absent = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> present = new(ReferenceEqualityComparer.Instance);
    private readonly FragmentUses uses = new();
    private readonly Dictionary<Entry, ExpressionSyntax?> leaves = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Entry, Syntax?> conditions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Entry, List<Entry>> left = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, object?> prepared = new(StringComparer.Ordinal);
    private QualifierCheck? qualifiers;
    private readonly HashSet<Entry> usedLets = new(ReferenceEqualityComparer.Instance);

    /// <summary>Tables, lists and parts that were named.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether everything is checked.</summary>
    public bool IsFull => isFull;

    /// <summary>Blocks that need not be compiled for each form; null where all are.</summary>
    public KnownBlocks? Blocks { get; init; } = new();

    /// <summary>The use of a fragment in which keys are compiled; null outside.</summary>
    public Entry? CurrentUse => uses.Current;

    /// <summary>What the rules read, for what is said to be left.</summary>
    public SourceReads Reads { get; } = new();

    /// <summary>What the qualifiers of a path mean.</summary>
    public QualifierCheck Qualifiers => qualifiers ??= new QualifierCheck(this);

    /// <summary>Names of the code lists, as far as they are known.</summary>
    public IReadOnlyList<string> CodeListNames { get; init; } = [];

    /// <summary>Code lists for <c>listed</c>.</summary>
    public CodeList? CodeListOf(string name) => codeLists(name);

    /// <summary>Reports a fault once, however many forms have it.</summary>
    public void Report(FindingCode code, Entry entry, int at, params string[] arguments)
    {
        var (span, place) = At(entry, at);
        Report(code, span, place, arguments);
    }

    /// <summary>Reports a fault of a key.</summary>
    public void ReportKey(FindingCode code, Entry entry, params string[] arguments)
    {
        var (span, place) = entry.Name;
        Report(code, span, place, arguments);
    }

    /// <summary>Reports a fault of a rule.</summary>
    public void Report(FindingCode code, Rule rule, params string[] arguments)
        => Report(code, default, new Place(1, rule.Line, rule.Column) { Reference = rule.File }, arguments);

    private void Report(FindingCode code, SourceSpan span, Place place, string[] arguments)
        => Report(findings, reported, code, span, place, arguments);

    private static void Report(
        Findings findings, HashSet<string> reported, FindingCode code, SourceSpan span, Place place, string[] arguments)
    {
        if (reported.Add($"{code.Id}|{place.Reference}|{place.Segment}|{place.Element}|{string.Join('|', arguments)}"))
        {
            findings.Add(code, span, place, 0, arguments);
        }
    }

    private static (SourceSpan Span, Place Place) At(Entry entry, int at)
    {
        var (span, place) = entry.InKey < 0 ? (entry.Span, entry.Place) : entry.Name;
        if (entry.InKey > 0) at += entry.InKey;
        return (span with { Start = span.Start + at, Length = Math.Max(0, span.Length - at) }, place with { Element = place.Element + at });
    }

    /// <summary>Says that the keys of a fragment are now those of one of its uses.</summary>
    /// <returns>The use before, to go back to.</returns>
    public Entry? EnterUse(Entry? use) => uses.Enter(use);

    /// <summary>Says that a path does not exist in the present form.</summary>
    /// <param name="path">The path.</param>
    /// <param name="code">The fault, if it exists in no other form either.</param>
    /// <param name="entry">Where it is written.</param>
    /// <param name="at">Where in the entry's text.</param>
    /// <param name="arguments">What the fault says; most paths are found in another form, and looking for the nearest name is not cheap.
    /// </param>
    public void Absent(object path, FindingCode code, Entry entry, int at, Func<string[]> arguments)
    {
        absent.TryAdd(path, new Absence(code, entry, at, arguments));
        uses.Absent(path);
    }

    /// <summary>Says that a path exists in the present form.</summary>
    public void Present(object path)
    {
        present.Add(path);
        uses.Present(path);
    }

    /// <summary>Says that a path of a rule exists in the present form.</summary>
    public void Present(PathSyntax path, Entry entry)
    {
        Present(path);
        if (fragments is not null && FragmentPaths.IsOf(entry)) fragments.Present(entry, path.At);
    }

    /// <summary>Reports the paths that exist in no form.</summary>
    public void ReportAbsent()
    {
        foreach (var (path, fault) in absent)
        {
            if (present.Contains(path))
            {
                ReportUses(path, fault);
                continue;
            }

            var tell = Telling(findings, reported, fault);
            if (fragments is not null && path is PathSyntax syntax && FragmentPaths.IsOf(fault.Entry))
            {
                fragments.Absent(fault.Entry, syntax.At, tell);
            }
            else tell();
        }
    }

    // It is kept until all mappings are checked, and must not keep the whole compilation.
    private static Action Telling(Findings findings, HashSet<string> reported, Absence fault) => () =>
    {
        var (span, place) = At(fault.Entry, fault.At);
        Report(findings, reported, fault.Code, span, place, fault.Arguments());
    };

    private void ReportUses(object path, Absence fault)
    {
        if (fault.Code != MappingFindings.UnknownSource || uses.Without(path) is not { Length: > 0 } lines) return;
        var arguments = fault.Arguments();
        // One note for a segment that is missing, however many values the fragment takes from it.
        if (!reported.Add($"absent|{fault.Entry.Place.Reference}|{arguments[1]}|{arguments[0]}|{lines}")) return;
        Report(MappingFindings.AbsentAtUse, fault.Entry, fault.At, arguments[1], arguments[0], lines);
    }

    /// <summary>The syntax of a leaf; null when it has none, which is then reported.</summary>
    public ExpressionSyntax? Leaf(Entry entry)
    {
        if (leaves.TryGetValue(entry, out var known)) return known;
        var syntax = ExpressionParser.Leaf(entry.Text ?? "", out var fault);
        if (fault is not null) Report(MappingFindings.Grammar, entry, fault.At, entry.Text ?? "", fault.Text);
        return leaves[entry] = syntax;
    }

    /// <summary>The paths of <c>leave</c>; split once, so that all forms and uses share what they say of a path.</summary>
    public List<Entry> LeftPaths(Entry? block)
    {
        if (block is null) return [];
        if (left.TryGetValue(block, out var all)) return all;
        left[block] = all = [];
        foreach (var entry in block.Children)
        {
            var at = 0;
            foreach (var path in entry.Key.Contains('+', StringComparison.Ordinal) ? [entry.Key] : entry.Key.Split(';'))
            {
                all.Add(entry.OfKey(at, path));
                at += path.Length + 1;
            }
        }

        return all;
    }

    /// <summary>The syntax of a condition; null when it has none, which is then reported.</summary>
    public Syntax? Condition(Entry entry)
    {
        if (conditions.TryGetValue(entry, out var known)) return known;
        var syntax = ExpressionParser.Condition(entry.Text ?? "", out var fault);
        if (fault is not null) Report(MappingFindings.Grammar, entry, fault.At, entry.Text ?? "", fault.Text);
        return conditions[entry] = syntax;
    }

    /// <summary>Whether what is compiled is run; else it is only checked, and may be left incomplete.</summary>
    public bool IsRun { get; init; } = true;

    /// <summary>What a function makes of its constants, once for all calls that have the same: patterns take long.</summary>
    public object? Prepared(Function function, string[] constants)
    {
        var key = $"{function.Name}\n{string.Join('\n', constants)}";
        if (!prepared.TryGetValue(key, out var made)) prepared[key] = made = function.Prepare!(constants);
        return made;
    }

    /// <summary>Says that a let was used.</summary>
    public void Use(Let let) => usedLets.Add(let.Entry);

    /// <summary>Reports a let or a parameter that nobody used.</summary>
    public void ReportUnused(Entry let, string kind = "let")
    {
        if (!usedLets.Contains(let)) ReportKey(MappingFindings.Unused, let, kind, let.Key);
    }
}
