using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Line and column of the values of one text file; their text needs no decoding.</summary>
internal sealed class TextPlaces(string name, ReadOnlyMemory<byte> bytes) : TextDecoder
{
    /// <inheritdoc/>
    public override int MaxLength(int bytes) => bytes;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        raw.CopyTo(utf8);
        return raw.Length;
    }

    /// <inheritdoc/>
    public override Place PlaceOf(Tree tree, int node)
        => PlaceAt(tree, tree.SpanOf(node).Start);

    /// <inheritdoc/>
    public override (SourceSpan Span, Place Place) NameOf(Tree tree, int node)
    {
        var key = System.Text.Encoding.UTF8.GetBytes(tree.NameOf(node));
        var span = tree.SpanOf(node);
        // A block stands where its key does; a scalar stands behind it.
        if ((tree.Nodes[node].Flags & NodeFlags.HasValue) == 0 || key.Length == 0) return (span, PlaceOf(tree, node));
        var end = (int)Math.Clamp(span.Start, 0, bytes.Length);
        var start = bytes.Span[..end].LastIndexOf(key);
        return start < 0 ? (span, PlaceOf(tree, node)) : (span with { Start = start, Length = key.Length }, PlaceAt(tree, start));
    }

    private Place PlaceAt(Tree tree, long at)
    {
        var offset = (int)Math.Clamp(at, 0, bytes.Length);
        var before = bytes.Span[..offset];
        var line = before.Count((byte)'\n') + 1;
        var column = System.Text.Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new Place(tree.Ordinal, line, column) { Reference = name };
    }
}
