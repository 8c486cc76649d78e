using System.Collections.Immutable;

namespace Gateway.Documents;

/// <summary>How much a finding weighs. The partner's policy decides; the code only has a default.</summary>
public enum Severity : byte
{
    /// <summary>Good to know; nothing to do.</summary>
    Note,

    /// <summary>The document goes on, with this said.</summary>
    Warning,

    /// <summary>The document is kept, shown and answered, and not delivered.</summary>
    Error,
}

/// <summary>A kind of fault: stable, never reused, listed in docs/findings.md.</summary>
/// <param name="Id">For example <c>EDI-0012</c>.</param>
/// <param name="Default">Severity unless the partner's file says otherwise.</param>
/// <param name="Sentence">What is wrong, with <c>{0}</c>, <c>{1}</c> for the arguments.</param>
/// <param name="Cause">Why this usually happens, one sentence.</param>
/// <param name="Fix">What the sender or operator does about it, one sentence; may use the arguments too.</param>
/// <param name="ControlCode">Value of data element 0085 in CONTRL; 0 where the fault is not one of syntax.</param>
public sealed record FindingCode(
    string Id, Severity Default, string Sentence, string Cause, string Fix, int ControlCode = 0);

/// <summary>A place in an interchange as people and CONTRL count it. All numbers start at 1; 0 means not known or not applicable.</summary>
/// <param name="Message">Which message (document) of the raw bytes.</param>
/// <param name="Segment">Segment within the message, UNH = 1 (data element 0096). For other formats the line.</param>
/// <param name="Element">Data element within the segment, the tag = 1 as in data element 0098. For other formats the column.</param>
/// <param name="Component">Component within the composite (data element 0104).</param>
/// <param name="Repetition">Repetition of the element (data element 0136); 0 where there is only one.</param>
public readonly record struct Place(int Message, int Segment, int Element = 0, int Component = 0, int Repetition = 0)
{
    /// <summary>Reference of the message (0062) or name of the document; null when not known.</summary>
    public string? Reference { get; init; }

    /// <summary>Tag of the segment; null when not known.</summary>
    public string? Tag { get; init; }

    /// <summary>The place is a line and a column of text rather than a segment and an element.</summary>
    public bool IsText { get; init; }

    /// <summary>Path of the node in its document: an XPath without namespaces, a JSON pointer, the address of a cell; null without
    /// one.</summary>
    public string? Path { get; init; }
}

/// <summary>One thing wrong with a document. The sentence comes from the code, the severity from the partner's policy.</summary>
/// <param name="Code">What kind of fault.</param>
/// <param name="Span">Where in the raw bytes.</param>
/// <param name="Place">Where, as people count.</param>
/// <param name="Position">Position number in the schema of the document; 0 when none.</param>
/// <param name="Arguments">What was found and what was expected, for the sentence.</param>
public sealed record Finding(
    FindingCode Code, SourceSpan Span, Place Place, int Position, ImmutableArray<string> Arguments)
{
    /// <summary>WCO pointer such as <c>42A/28A[3]/31B[2]/159</c>; null before mapping.</summary>
    public string? WcoPointer { get; init; }

    /// <summary>JSON pointer into the WCO document; null before mapping.</summary>
    public string? JsonPointer { get; init; }

    /// <summary>What in the schema of the document type demands it: URI or file with a JSON pointer, a type of an XSD; null for what no
    /// schema demands.</summary>
    public string? SchemaPointer { get; init; }

    /// <summary>Another place that belongs to the fault: where a missing segment should stand.</summary>
    public SourceSpan? Related { get; init; }

    /// <summary>What the other place is, in a few words: <c>BGM belongs here</c>; null without one.</summary>
    public string? RelatedNote { get; init; }

    /// <summary>Groups that the place lies in, with their occurrences: <c>CNI[2]/RFF[1]/GID[3]</c>; null outside of groups.</summary>
    public string? Group { get; init; }

    /// <summary>What stands at the place, decoded and safe to show; null where nothing does.</summary>
    public string? Found { get; init; }

    /// <summary>What the definition wants there, in words; null where that is not known.</summary>
    public string? Expected { get; init; }

    /// <summary>The sentence, with the arguments filled in.</summary>
    public string Sentence => Fill(Code.Sentence);

    /// <summary>What to do about it.</summary>
    public string Fix => Fill(Code.Fix);

    // In one pass: an argument may hold braces of its own, as patterns do.
    private string Fill(string text)
    {
        var filled = new System.Text.StringBuilder(text.Length + 60);
        for (var at = 0; at < text.Length; at++)
        {
            var isPlace = at + 2 < text.Length && text[at] == '{' && text[at + 2] == '}' && char.IsAsciiDigit(text[at + 1])
                && text[at + 1] - '0' < Arguments.Length;
            filled.Append(isPlace ? Arguments[text[at + 1] - '0'] : text[at].ToString());
            if (isPlace) at += 2;
        }

        return filled.ToString();
    }
}

/// <summary>A capped collector: what is over the cap is only counted. One for each document or file; not thread-safe.</summary>
/// <param name="max">How many are kept.</param>
public sealed class Findings(int max = Limits.FindingsMax)
{
    private readonly List<Finding> kept = [];

    /// <summary>All findings that were reported, kept or not.</summary>
    public int Count { get; private set; }

    /// <summary>How many more are kept before only counting.</summary>
    public int Left => max - kept.Count;

    /// <summary>How many were kept.</summary>
    public int Kept => kept.Count;

    /// <summary>Those that were kept, in the order of reporting.</summary>
    public IReadOnlyList<Finding> All => kept;

    /// <summary>How many of default severity error were reported.</summary>
    public int Errors { get; private set; }

    /// <summary>Reports a fault.</summary>
    public void Add(FindingCode code, SourceSpan at, Place place, int position, params ReadOnlySpan<string> arguments)
        => Add(new Finding(code, at, place, position, [.. arguments]));

    /// <summary>Reports a fault that was put together elsewhere.</summary>
    public void Add(Finding finding)
    {
        Count++;
        if (finding.Code.Default == Severity.Error) Errors++;
        if (Keeps(finding.Code)) kept.Add(finding);
    }

    /// <summary>Whether a finding with this code would be kept now. A fifth of the room is for errors alone: why a document is refused
    /// must not be lost among warnings.</summary>
    public bool Keeps(FindingCode code) => kept.Count < (code.Default == Severity.Error ? max : max - (max / 5));

    /// <summary>Reports a fault at a node of a document.</summary>
    public void Add(FindingCode code, Tree tree, int node, params ReadOnlySpan<string> arguments)
    {
        // Finding the place takes time, which nobody has for what is only counted.
        if (!Keeps(code)) Add(code, default, default, 0);
        else Add(new Finding(code, tree.SpanOf(node), tree.PlaceOf(node), tree.Nodes[node].Position, [.. arguments]));
    }

    /// <summary>Takes over what another collector has.</summary>
    public void AddAll(Findings other)
    {
        var (count, errors) = (Count + other.Count, Errors + other.Errors);
        foreach (var finding in other.kept) Add(finding);
        (Count, Errors) = (count, errors);
    }

    /// <summary>Replaces findings by better ones, in order.</summary>
    /// <param name="first">The first one to look at.</param>
    /// <param name="change">Gives the better one; null takes the finding out.</param>
    public void Amend(int first, Func<Finding, Finding?> change)
    {
        var to = first;
        for (var at = first; at < kept.Count; at++)
        {
            if (change(kept[at]) is { } better)
            {
                kept[to++] = better;
                continue;
            }

            Count--;
            if (kept[at].Code.Default == Severity.Error) Errors--;
        }

        if (to < kept.Count) kept.RemoveRange(to, kept.Count - to);
    }

    /// <summary>Takes the first findings out.</summary>
    public void Remove(int first)
    {
        Count -= first;
        for (var i = 0; i < first; i++) Errors -= kept[i].Code.Default == Severity.Error ? 1 : 0;
        kept.RemoveRange(0, first);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        kept.Clear();
        Count = Errors = 0;
    }
}
