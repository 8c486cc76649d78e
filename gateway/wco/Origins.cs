using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>Where a node of a WCO document came from, for findings.</summary>
internal static class Origins
{
    /// <summary>The span of a value, or of the nearest node around it that has one: first below it, then above.</summary>
    public static SourceSpan Nearest(Tree document, int node)
    {
        // A document as its sender sent it has its own places.
        for (var at = document.HasSources ? node : -1; at >= 0; at = document.Parent(at))
        {
            for (var below = at; below < document.Nodes[at].Next; below++)
            {
                if (SpanOf(document.Sources(below, out _)) is { } span) return span;
            }
        }

        return document.SpanOf(node);
    }

    private static SourceSpan? SpanOf(ReadOnlySpan<Origin> origins)
    {
        foreach (var origin in origins)
        {
            if (origin.Role == OriginRole.Value) return origin.Span;
        }

        return origins.Length > 0 ? origins[0].Span : null;
    }
}
