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
    {
        var offset = (int)Math.Clamp(tree.SpanOf(node).Start, 0, bytes.Length);
        var before = bytes.Span[..offset];
        var line = before.Count((byte)'\n') + 1;
        var column = System.Text.Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new Place(tree.Ordinal, line, column) { Reference = name };
    }
}
