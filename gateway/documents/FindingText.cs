using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Documents;

/// <summary>Copies raw bytes from <paramref name="offset"/>.</summary>
/// <returns>Bytes copied; 0 at the end.</returns>
public delegate int ReadRaw(long offset, Span<byte> into);

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
    // The three pieces together fit a line of a terminal.
    private const int BeforeMax = 48;
    private const int MarkedMax = 40;
    private const int AfterMax = 24;

    /// <summary>Whether there are bytes to show.</summary>
    public bool HasExcerpt => Before.Length + Marked.Length + After.Length > 0;

    /// <summary>Renders a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="severity">After the partner's policy.</param>
    /// <param name="read">Reads the raw bytes of the finding's part; null when they are not at hand.</param>
    /// <param name="file">Name of the file; null when it has none.</param>
    public static FindingText Of(Finding finding, Severity severity, ReadRaw? read, string? file)
    {
        var (before, marked, after) = read is null ? ("", "", "") : Excerpt(finding.Span, read);
        return new FindingText(
            finding.Code.Id, severity, finding.Sentence, WhereOf(finding, file), before, marked, after, finding.Code.Cause,
            finding.Fix);
    }

    /// <summary>Several lines, each ended by a line feed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var kind = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
        text.Append(Code).Append(' ').Append(kind).Append(": ").Append(Sentence).Append('\n');
        text.Append("  at ").Append(Where).Append('\n');
        if (HasExcerpt)
        {
            text.Append("    ").Append(Before).Append(Marked).Append(After).Append('\n');
            text.Append("    ").Append(' ', Before.Length).Append('^', Math.Max(1, Marked.Length)).Append('\n');
        }

        text.Append("  why: ").Append(Cause).Append('\n');
        text.Append("  fix: ").Append(Fix).Append('\n');
        return text.ToString();
    }

    private static string WhereOf(Finding finding, string? file)
    {
        var (place, span) = (finding.Place, finding.Span);
        var text = new StringBuilder(file ?? "input");
        if (span.Start >= 0) text.Append(CultureInfo.InvariantCulture, $", byte {span.Start}");
        if (place.Message > 0) text.Append(CultureInfo.InvariantCulture, $", message {place.Message}");
        if (place.Reference is { Length: > 0 }) text.Append(" (").Append(place.Reference).Append(')');
        if (place.Segment > 0) text.Append(CultureInfo.InvariantCulture, $", segment {place.Segment}");
        if (place.Tag is { Length: > 0 }) text.Append(place.Segment > 0 ? " " : ", segment ").Append(place.Tag);
        if (place.Element > 0) text.Append(CultureInfo.InvariantCulture, $", element {place.Element}");
        if (place.Component > 0) text.Append(CultureInfo.InvariantCulture, $", component {place.Component}");
        if (place.Repetition > 0) text.Append(CultureInfo.InvariantCulture, $", repetition {place.Repetition}");
        return text.ToString();
    }

    /// <summary>The bytes around a place, of its own segment or line where that can be told, as text that is safe to show.</summary>
    /// <param name="span">The place; nothing is shown of one that stands nowhere.</param>
    /// <param name="read">Reads the raw bytes of its part.</param>
    public static (string Before, string Marked, string After) Excerpt(SourceSpan span, ReadRaw read)
    {
        if (span.Start < 0) return ("", "", "");
        var terminator = TerminatorOf(read);
        var start = Math.Max(0, span.Start - BeforeMax);
        Span<byte> buffer = stackalloc byte[BeforeMax + MarkedMax + AfterMax];
        var bytes = buffer[..ReadAll(read, start, buffer)];
        var at = (int)Math.Min(span.Start - start, bytes.Length);
        var before = bytes[..at];
        var cut = before.LastIndexOfAny(terminator, (byte)'\n', (byte)'\r');
        if (cut >= 0) before = before[(cut + 1)..];
        var isCut = cut < 0 && start > 0;
        var marked = bytes.Slice(at, (int)Math.Min(Math.Min(span.Length, MarkedMax), bytes.Length - at));
        var after = bytes[(at + marked.Length)..];
        after = after[..Math.Min(after.Length, AfterMax)];
        var isLong = span.Length > marked.Length && marked.Length == MarkedMax;
        var end = after.IndexOfAny(terminator, (byte)'\n', (byte)'\r');
        var tail = end >= 0 ? Printable(after[..(after[end] == terminator ? end + 1 : end)]) : Printable(after);
        return ((isCut ? "..." : "") + Printable(before), Printable(marked), isLong ? "..." : tail);
    }

    // EDIFACT segments end with a character that UNA names; other texts have lines.
    private static byte TerminatorOf(ReadRaw read)
    {
        Span<byte> head = stackalloc byte[9];
        var count = ReadAll(read, 0, head);
        if (count == head.Length && head.StartsWith("UNA"u8)) return head[8];
        return head[..count].StartsWith("UN"u8) ? (byte)'\'' : (byte)'\n';
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                // Nothing that moves the cursor, turns the direction of writing, or takes no room.
                var category = char.GetUnicodeCategory(source[i]);
                var isShown = category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
                target[i] = isShown ? source[i] : '.';
            }
        });
    }

    private static int ReadAll(ReadRaw read, long offset, Span<byte> into)
    {
        var count = 0;
        while (count < into.Length)
        {
            var got = read(offset + count, into[count..]);
            if (got == 0) break;
            count += got;
        }

        return count;
    }
}
