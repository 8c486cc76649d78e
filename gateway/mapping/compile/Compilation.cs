using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What the compilations for all forms share: faults (each once), and which paths exist in at least one
/// form.</summary>
internal sealed class Compilation(Findings findings, Func<string, CodeList?> codeLists, FragmentPaths? fragments = null)
{
    private sealed record Absence(FindingCode Code, Entry Entry, int At, Func<string[]> Arguments);

    private readonly HashSet<string> reported = new(StringComparer.Ordinal);
    private readonly Dictionary<object, Absence> absent = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> present = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Entry, ExpressionSyntax?> leaves = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Entry, Syntax?> conditions = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Entry> usedLets = new(ReferenceEqualityComparer.Instance);

    /// <summary>Tables, lists and parts that were named.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Code lists for <c>listed</c>.</summary>
    public CodeList? CodeListOf(string name) => codeLists(name);

    /// <summary>Reports a fault once, however many forms have it.</summary>
    public void Report(FindingCode code, Entry entry, int at, params string[] arguments)
    {
        var place = entry.Place with { Element = entry.Place.Element + at };
        if (reported.Add($"{code.Id}|{place.Reference}|{place.Segment}|{place.Element}|{string.Join('|', arguments)}"))
        {
            findings.Add(code, entry.Span with { Start = entry.Span.Start + at, Length = Math.Max(0,
                entry.Span.Length - at) }, place, 0, arguments);
        }
    }

    /// <summary>Says that a path does not exist in the present form.</summary>
    /// <param name="path">The path.</param>
    /// <param name="code">The fault, if it exists in no other form either.</param>
    /// <param name="entry">Where it is written.</param>
    /// <param name="at">Where in the entry's text.</param>
    /// <param name="arguments">What the fault says; most paths are found in another form, and looking for the nearest name is not cheap.
    /// </param>
    public void Absent(object path, FindingCode code, Entry entry, int at, Func<string[]> arguments)
        => absent.TryAdd(path, new Absence(code, entry, at, arguments));

    /// <summary>Says that a path exists in the present form.</summary>
    public void Present(object path) => present.Add(path);

    /// <summary>Says that a path of a rule exists in the present form.</summary>
    public void Present(PathSyntax path, Entry entry)
    {
        present.Add(path);
        if (fragments is not null && FragmentPaths.IsOf(entry)) fragments.Present(entry, path.At);
    }

    /// <summary>Reports the paths that exist in no form.</summary>
    public void ReportAbsent()
    {
        foreach (var (path, fault) in absent)
        {
            if (present.Contains(path)) continue;
            void Tell() => Report(fault.Code, fault.Entry, fault.At, fault.Arguments());
            if (fragments is not null && path is PathSyntax syntax && FragmentPaths.IsOf(fault.Entry))
            {
                fragments.Absent(fault.Entry, syntax.At, Tell);
            }
            else Tell();
        }
    }

    /// <summary>The syntax of a leaf; null when it has none, which is then reported.</summary>
    public ExpressionSyntax? Leaf(Entry entry)
    {
        if (leaves.TryGetValue(entry, out var known)) return known;
        var syntax = ExpressionParser.Leaf(entry.Text ?? "", out var fault);
        if (fault is not null) Report(MappingFindings.Grammar, entry, fault.At, entry.Text ?? "", fault.Text);
        return leaves[entry] = syntax;
    }

    /// <summary>The syntax of a condition; null when it has none, which is then reported.</summary>
    public Syntax? Condition(Entry entry)
    {
        if (conditions.TryGetValue(entry, out var known)) return known;
        var syntax = ExpressionParser.Condition(entry.Text ?? "", out var fault);
        if (fault is not null) Report(MappingFindings.Grammar, entry, fault.At, entry.Text ?? "", fault.Text);
        return conditions[entry] = syntax;
    }

    /// <summary>Says that a let was used.</summary>
    public void Use(Let let) => usedLets.Add(let.Entry);

    /// <summary>Reports a let that nobody used.</summary>
    public void ReportUnused(Entry let)
    {
        if (!usedLets.Contains(let)) Report(MappingFindings.Unused, let, 0, "let", let.Key);
    }
}
