using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>Gives findings about a made document their place in what the sender sent, as people count it.</summary>
internal static class SourcePlaces
{
    // Findings are few, but each of them may have to look at every node.
    private const int NodesSearched = 100_000;

    /// <summary>Completes what was found since <paramref name="first"/>, and drops what only repeats another finding: where the
    /// mapping said that a value is missing, the model need not say it again.</summary>
    /// <param name="source">As its format read it.</param>
    /// <param name="mark">What the reader said of it.</param>
    /// <param name="findings">All findings.</param>
    /// <param name="first">The first one that may lack its place.</param>
    public static void Complete(Tree source, DocumentMark mark, Findings findings, int first)
    {
        if (findings.All.Count <= first) return;
        var told = new HashSet<string>();
        var (places, isMissing) = ToldBySchema(mark, findings, first);
        findings.Amend(first, finding =>
        {
            if (places.Contains(finding.Span) || (isMissing && finding.Code == WcoFindings.Missing)) return null;
            if (finding.WcoPointer is { } pointer)
            {
                if (finding.Code.Id is "MAP-0104" or "MAP-0105") told.Add(pointer);
                else if (finding.Code == WcoFindings.Missing && told.Contains(pointer)) return null;
            }

            return finding.Place.Segment > 0 ? finding : Placed(source, mark.Span, finding);
        });
    }

    // The schemas of a canonical document are made of the same model: what they said of it as it came, it says again of the copy.
    private static (HashSet<SourceSpan> Places, bool IsMissing) ToldBySchema(DocumentMark mark, Findings findings, int first)
    {
        if (mark.Type.Format != WcoModel.Format) return ([], false);
        var told = findings.All.Take(first).Where(f => SchemaFindings.All.Contains(f.Code)).ToList();
        return ([.. told.Select(f => f.Span)], told.Exists(f => f.Code == SchemaFindings.Missing || f.Code == SchemaFindings.OutOfPlace));
    }

    private static Finding Placed(Tree source, SourceSpan document, Finding finding)
    {
        var span = finding.Span;
        var isAbsent = span.Part == document.Part && span.Length == 0 && CellPlace.Of(span) is null
            && (span.Start < document.Start || span.Start > document.End);
        var node = isAbsent ? -1 : NodeAt(source, span);
        if (node > 0) return finding with { Place = source.PlaceOf(node) };
        if (!isAbsent && !span.Equals(document)) return finding;
        // Nothing of the sender's stands behind it: the document's own first segment is where to look.
        node = NodeAt(source, document with { Length = 0 });
        return node > 0 ? finding with { Span = source.SpanOf(node), Place = source.PlaceOf(node) } : finding;
    }

    /// <summary>The smallest node that holds a span; -1 when none does.</summary>
    private static int NodeAt(Tree source, SourceSpan span)
    {
        // Nodes stand in the order of their bytes, so the last one that begins at or before the span is it or lies in it.
        var (low, high) = (1, source.Nodes.Length - 1);
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            if (source.SpanOf(middle).Start <= span.Start) low = middle + 1;
            else high = middle - 1;
        }

        for (var node = high; node > 0; node = source.Parent(node))
        {
            var held = source.SpanOf(node);
            if (held.Part == span.Part && held.Start <= span.Start && held.End >= span.End) return node;
        }

        return Among(source, span);
    }

    // A table's nodes stand as its layout has them: labels before rows, and one cell for several rows.
    private static int Among(Tree source, SourceSpan span)
    {
        if (source.Nodes.Length > NodesSearched) return -1;
        var best = -1;
        for (var node = 1; node < source.Nodes.Length; node++)
        {
            var held = source.SpanOf(node);
            if (held.Part != span.Part || held.Start > span.Start || held.End < span.End) continue;
            if (best < 0 || held.Length <= source.SpanOf(best).Length) best = node;
        }

        return best;
    }
}
