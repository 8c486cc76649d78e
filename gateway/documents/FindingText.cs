using System.Globalization;
using System.Text;

namespace Gateway.Documents;

/// <summary>Copies raw bytes from <paramref name="offset"/>.</summary>
/// <returns>Bytes copied; 0 at the end.</returns>
public delegate int ReadRaw(long offset, Span<byte> into);

/// <summary>Reads raw bytes where one call may give fewer than asked for.</summary>
public static class RawReading
{
    /// <summary>Reads until <paramref name="into"/> is full or the bytes end.</summary>
    /// <returns>Bytes copied.</returns>
    public static int Fill(this ReadRaw read, long offset, Span<byte> into)
    {
        var count = 0;
        while (count < into.Length && read(offset + count, into[count..]) is > 0 and var got) count += got;
        return count;
    }
}

/// <summary>A finding as people read it: what, where with the bytes, why and what to do. One form for terminal, report and page.</summary>
/// <param name="Code">Code of the finding.</param>
/// <param name="Severity">After the partner's policy.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Where">File, byte and place, in words.</param>
/// <param name="Before">Text of the segment or line before the fault.</param>
/// <param name="Marked">The faulty text; empty where something is missing.</param>
/// <param name="After">Text behind it.</param>
/// <param name="Cause">Why this usually happens.</param>
/// <param name="Fix">What to do.</param>
public sealed record FindingText(
    string Code, Severity Severity, string Sentence, string Where, string Before, string Marked, string After, string Cause,
    string Fix)
{
    /// <summary>What stands there; null where nothing does or the marked text says it.</summary>
    public string? Found { get; init; }

    /// <summary>What the definition wants there; null where that is not known.</summary>
    public string? Expected { get; init; }

    /// <summary>What in the schema of the document type demands it; null for what no schema demands.</summary>
    public string? Schema { get; init; }

    /// <summary>Groups that the place lies in; null outside of groups.</summary>
    public string? Group { get; init; }

    /// <summary>The other place that belongs to the fault, as text; null where there is none.</summary>
    public (string Before, string Marked, string After)? Related { get; init; }

    /// <summary>What the other place is.</summary>
    public string? RelatedNote { get; init; }

    /// <summary>The language of the labels.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>Whether there are bytes to show.</summary>
    public bool HasExcerpt => Before.Length + Marked.Length + After.Length > 0;

    /// <summary>Renders a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="severity">After the partner's policy.</param>
    /// <param name="read">Reads the raw bytes of the finding's part; null when they are not at hand.</param>
    /// <param name="file">Name of the file; null when it has none.</param>
    /// <param name="language">What it is told in; null for English.</param>
    public static FindingText Of(Finding finding, Severity severity, ReadRaw? read, string? file, Language? language = null)
    {
        language ??= Language.English;
        finding = language.Of(finding);
        var (before, marked, after) = read is null ? ("", "", "") : Excerpt(finding.Span, read);
        return new FindingText(
            finding.Code.Id, severity, finding.Sentence, WhereOf(finding, file, language), before, marked, after, finding.Code.Cause,
            finding.Fix)
        {
            // The carets show it already, unless the value is cut or in another alphabet than the bytes seem.
            Found = finding.Found == marked ? null : finding.Found,
            Expected = finding.Expected,
            Group = finding.Group,
            Schema = finding.SchemaPointer,
            Related = read is not null && finding.Related is { } related ? Excerpt(related, read) : null,
            RelatedNote = finding.RelatedNote,
            Language = language,
        };
    }

    /// <summary>Several lines, each ended by a line feed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var kind = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
        text.Append(Code).Append(' ').Append(Language.Say(kind)).Append(": ").Append(Sentence).Append('\n');
        text.Append("  ").Append(Language.Say("at")).Append(' ').Append(Where).Append('\n');
        if (Related is { } related) Lines(text, related, RelatedNote);
        if (HasExcerpt) Lines(text, (Before, Marked, After), Related is null ? null : Language.Say("noticed here"));
        Line(text, "in", Group);
        Line(text, "found", Found);
        Line(text, "expected", Expected);
        Line(text, "schema", Schema is null ? null : SafeText.Of(Schema));
        Line(text, "why", Cause);
        Line(text, "fix", Fix);
        return text.ToString();
    }

    private void Line(StringBuilder text, string label, string? value)
    {
        if (value is not null) text.Append("  ").Append(Language.Say(label)).Append(": ").Append(value).Append('\n');
    }

    /// <summary>The bytes around a place, of its own segment or line where that can be told, as text that is safe to show.</summary>
    /// <param name="span">The place; nothing is shown of one that stands nowhere.</param>
    /// <param name="read">Reads the raw bytes of its part.</param>
    public static (string Before, string Marked, string After) Excerpt(SourceSpan span, ReadRaw read)
        => FindingExcerpt.Of(span, read);

    private static void Lines(StringBuilder text, (string Before, string Marked, string After) excerpt, string? note)
    {
        var (before, marked, after) = excerpt;
        text.Append("    ").Append(before).Append(marked).Append(after).Append('\n');
        text.Append("    ").Append(' ', SafeText.Columns(before)).Append('^', Math.Max(1, SafeText.Columns(marked)));
        if (note is not null) text.Append(' ').Append(note);
        text.Append('\n');
    }

    private static string WhereOf(Finding finding, string? file, Language language)
    {
        var (place, span) = (finding.Place, finding.Span);
        var text = new StringBuilder(file ?? "input");
        if (CellPlace.Of(span) is { } cell) return InSheet(text, place, cell, language);
        if (span.Start >= 0) text.Append(", ").Append(language.Say("byte {0}", span.Start));
        if (place.IsText) return InText(text, place, language);
        Add("message {0}", place.Message);
        if (place.Reference is { Length: > 0 }) text.Append(" (").Append(SafeText.Of(place.Reference)).Append(')');
        Add("segment {0}", place.Segment);
        if (place.Tag is { Length: > 0 } tag) text.Append(place.Segment > 0 ? " " + tag : ", " + language.Say("segment {0}", tag));
        Add("element {0}", place.Element);
        Add("component {0}", place.Component);
        Add("repetition {0}", place.Repetition);
        return text.ToString();

        void Add(string words, int number)
        {
            if (number > 0) text.Append(", ").Append(language.Say(words, number));
        }
    }

    private static string InSheet(StringBuilder text, Place place, CellPlace cell, Language language)
    {
        var name = place.Reference is { Length: > 0 } known ? $"'{SafeText.Of(known)}'" : cell.Sheet.ToString(CultureInfo.InvariantCulture);
        text.Append(", ").Append(language.Say("Sheet {0}", name));
        return text.Append(", ").Append(language.Say("cell {0}", cell.Address)).ToString();
    }

    private static string InText(StringBuilder text, Place place, Language language)
    {
        if (place.Message > 1) text.Append(", ").Append(language.Say("document {0}", place.Message));
        if (place.Segment > 0) text.Append(", ").Append(language.Say("line {0}", place.Segment));
        if (place.Element > 0) text.Append(", ").Append(language.Say("column {0}", place.Element));
        if ((place.Path ?? place.Tag) is { Length: > 0 } name) text.Append(", ").Append(SafeText.Of(name));
        return text.ToString();
    }
}
