using System.Globalization;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>A finding as a compiler would print it: what, where, the bytes with a mark under them, cause and fix.</summary>
internal static class FindingLines
{
    private const int AroundBytes = 32;
    private const int MarkedMax = 48;

    public static IEnumerable<string> Of(JudgedFinding judged, IRaw raw)
    {
        var finding = judged.Finding;
        var severity = judged.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
        yield return $"{severity} {finding.Code.Id}: {finding.Sentence}";
        if (WhereOf(finding) is { Length: > 0 } where) yield return $"  at {where}";
        if (finding.Span.Start >= 0 && raw.Length > 0 && finding.Span.Part == raw.Part && finding.Span.Start <= raw.Length)
        {
            var (line, caret) = Excerpt(finding.Span, raw);
            yield return "  | " + line;
            yield return "  | " + caret;
        }

        if (finding.Code.Cause.Length > 0) yield return "  why: " + finding.Code.Cause;
        if (finding.Fix.Length > 0) yield return "  fix: " + finding.Fix;
    }

    private static string WhereOf(Finding finding)
    {
        var where = new StringBuilder();
        var place = finding.Place;
        Add(place.Message > 0, $"document {place.Message}");
        Add(place.Reference is not null, $"{place.Reference}");
        Add(place.Segment > 0, $"segment {place.Segment} {place.Tag}");
        Add(place.Element > 0, $"element {place.Element}");
        Add(place.Component > 0, $"component {place.Component}");
        Add(finding.Span.Start >= 0, $"byte {finding.Span.Start}");
        return where.ToString();

        void Add(bool isKnown, FormattableString text)
        {
            if (!isKnown) return;
            if (where.Length > 0) where.Append(", ");
            where.Append(text.ToString(CultureInfo.InvariantCulture).TrimEnd());
        }
    }

    private static (string Line, string Caret) Excerpt(SourceSpan span, IRaw raw)
    {
        var start = Math.Max(0, span.Start - AroundBytes);
        var length = Math.Min(span.Length, MarkedMax);
        var bytes = new byte[(int)(span.Start - start) + length + AroundBytes];
        bytes = bytes[..raw.Read(start, bytes)];
        // One character a byte, so that the mark stands under the bytes it means whatever the character set.
        var line = string.Create(bytes.Length, bytes, static (characters, from) =>
        {
            for (var i = 0; i < from.Length; i++) characters[i] = from[i] is >= 32 and < 127 ? (char)from[i] : '.';
        });
        return (line, new string(' ', (int)(span.Start - start)) + new string('^', Math.Max(1, length)));
    }
}
