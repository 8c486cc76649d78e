using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A document as one version of a mapping made it.</summary>
/// <param name="Document">The target document with its provenance; null when there is none.</param>
/// <param name="Rules">The rules of the mapping that made it, in the order of their numbers.</param>
/// <param name="Verdict">What became of it, in a few words; compared as text.</param>
public sealed record DocumentVersion(Tree? Document, IReadOnlyList<Rule> Rules, string Verdict);

/// <summary>
/// What two versions of a mapping make differently of the same documents, grouped by element and by rule. Repeated classes
/// are matched by their content, so one more in front does not make all others differ. Not thread-safe.
/// </summary>
/// <param name="ignored">Names of values directly below the document element that always differ: the hash of the mapping.</param>
public sealed class Difference(IReadOnlySet<string> ignored)
{
    private const int ExamplesMax = 5, TextMax = 80;

    private readonly SortedDictionary<string, ElementDifference> elements = new(StringComparer.Ordinal);
    private readonly Dictionary<(Rule? Before, Rule? After), RuleDifference> rules = [];
    private readonly SortedDictionary<string, VerdictDifference> verdicts = new(StringComparer.Ordinal);
    private readonly List<DocumentDifference> changed = [];
    private string document = "";
    private int changes;

    /// <summary>Documents that were compared.</summary>
    public int Documents { get; private set; }

    /// <summary>Those of them that differ, in the order of comparing.</summary>
    public IReadOnlyList<DocumentDifference> Changed => changed;

    /// <summary>Elements that differ anywhere, most often first.</summary>
    public IReadOnlyList<ElementDifference> Elements
        => [.. elements.Values.OrderByDescending(e => e.Changed + e.Added + e.Removed).ThenBy(e => e.Path, StringComparer.Ordinal)];

    /// <summary>The rules behind them, most often first.</summary>
    public IReadOnlyList<RuleDifference> Rules
        => [.. rules.Values.OrderByDescending(r => r.Changes).ThenBy(r => r.Place, StringComparer.Ordinal)];

    /// <summary>Documents that were accepted and are not any more, or the other way round.</summary>
    public IReadOnlyList<VerdictDifference> Verdicts => [.. verdicts.Values];

    /// <summary>Compares two versions of a document.</summary>
    /// <param name="name">Name of the document, for people.</param>
    /// <param name="before">As it was made.</param>
    /// <param name="after">As it would be made.</param>
    public void Add(string name, DocumentVersion before, DocumentVersion after)
    {
        (document, changes) = (name, 0);
        Documents++;
        if (before.Verdict != after.Verdict)
        {
            var key = before.Verdict + "\n" + after.Verdict;
            if (!verdicts.TryGetValue(key, out var verdict))
            {
                verdicts.Add(key, verdict = new VerdictDifference(before.Verdict, after.Verdict));
            }

            verdict.Add(name);
            changes++;
        }

        Compare(before, after);
        if (changes > 0) changed.Add(new DocumentDifference(name, changes));
    }

    private void Compare(DocumentVersion before, DocumentVersion after)
    {
        var (one, other) = (Side.Of(before, ignored), Side.Of(after, ignored));
        if (one is not null && other is not null) new TreeComparison(one, other, Take).Run();
        else if (one is not null) new TreeComparison(one, one, Take).RunRemoved();
        else if (other is not null) new TreeComparison(other, other, Take).RunAdded();
    }

    private void Take(ValueDifference difference)
    {
        changes++;
        if (!elements.TryGetValue(difference.Path, out var element))
        {
            elements.Add(difference.Path, element = new ElementDifference(difference.Path));
        }

        element.Add(document, difference with { Before = Short(difference.Before), After = Short(difference.After) }, ExamplesMax);
        var key = (difference.RuleBefore, difference.RuleAfter);
        if (!rules.TryGetValue(key, out var rule)) rules.Add(key, rule = new RuleDifference(key.RuleBefore, key.RuleAfter));
        rule.Add(document, difference.Path);
    }

    private static string? Short(string? text) => text is { Length: > TextMax } ? text[..TextMax] + "…" : text;
}

/// <summary>A value that differs.</summary>
/// <param name="Path">The element, without indices: <c>CargoReport/Consignment/UCR/ID</c>.</param>
/// <param name="Place">The instance: <c>CargoReport/Consignment[3]/UCR/ID</c>, counted in the later version where it has it.</param>
/// <param name="Before">Its text in the earlier version; null where it was not there.</param>
/// <param name="After">Its text in the later version; null where it is not there any more.</param>
/// <param name="RuleBefore">The rule that made it; null for none.</param>
/// <param name="RuleAfter">The rule that makes it now; null for none.</param>
public sealed record ValueDifference(string Path, string Place, string? Before, string? After, Rule? RuleBefore, Rule? RuleAfter);

/// <summary>A document that differs.</summary>
/// <param name="Document">Its name.</param>
/// <param name="Changes">In how many values.</param>
public sealed record DocumentDifference(string Document, int Changes);

/// <summary>An example of a difference.</summary>
/// <param name="Document">Where it was found.</param>
/// <param name="Value">The value.</param>
public sealed record DifferenceExample(string Document, ValueDifference Value);

/// <summary>An element that differs in one or more documents.</summary>
/// <param name="path">Without indices.</param>
public sealed class ElementDifference(string path)
{
    private readonly List<DifferenceExample> examples = [];
    private string last = "";

    /// <summary>The element, without indices.</summary>
    public string Path => path;

    /// <summary>Values that are others now.</summary>
    public int Changed { get; private set; }

    /// <summary>Values that are new.</summary>
    public int Added { get; private set; }

    /// <summary>Values that are gone.</summary>
    public int Removed { get; private set; }

    /// <summary>In how many documents.</summary>
    public int Documents { get; private set; }

    /// <summary>The first few.</summary>
    public IReadOnlyList<DifferenceExample> Examples => examples;

    internal void Add(string document, ValueDifference value, int examplesMax)
    {
        if (value.Before is null) Added++;
        else if (value.After is null) Removed++;
        else Changed++;
        if (document != last) Documents++;
        last = document;
        if (examples.Count < examplesMax) examples.Add(new DifferenceExample(document, value));
    }
}

/// <summary>A rule whose values differ.</summary>
/// <param name="before">The rule in the earlier version; null when it made nothing there.</param>
/// <param name="after">The rule in the later version; null when it makes nothing there.</param>
public sealed class RuleDifference(Rule? before, Rule? after)
{
    private readonly SortedSet<string> elements = new(StringComparer.Ordinal);
    private string last = "";

    /// <summary>The rule in the earlier version; null when it made nothing there.</summary>
    public Rule? Before => before;

    /// <summary>The rule in the later version; null when it makes nothing there.</summary>
    public Rule? After => after;

    /// <summary>How many values differ.</summary>
    public int Changes { get; private set; }

    /// <summary>In how many documents.</summary>
    public int Documents { get; private set; }

    /// <summary>The elements it makes that differ.</summary>
    public IReadOnlyCollection<string> Elements => elements;

    /// <summary>For a stable order: file and line.</summary>
    internal string Place => $"{(after ?? before)?.File}:{(after ?? before)?.Line:D6}";

    internal void Add(string document, string element)
    {
        Changes++;
        elements.Add(element);
        if (document != last) Documents++;
        last = document;
    }
}

/// <summary>Documents that end otherwise than before.</summary>
/// <param name="before">What became of them.</param>
/// <param name="after">What would become of them.</param>
public sealed class VerdictDifference(string before, string after)
{
    private readonly List<string> documents = [];

    /// <summary>What became of them.</summary>
    public string Before => before;

    /// <summary>What would become of them.</summary>
    public string After => after;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Documents => documents;

    internal void Add(string document) => documents.Add(document);
}
