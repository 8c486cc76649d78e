namespace Gateway.Documents;

/// <summary>Turns the bytes of a value that is not plain ASCII into text, and a node into a place that people can count to.</summary>
/// <remarks>Each format has its own: EDIFACT resolves release characters and the repertoire of UNB 0001, XML its entities.
/// Must be stateless, for trees live in pools.</remarks>
public abstract class TextDecoder
{
    /// <summary>How many UTF-8 bytes <see cref="Decode"/> writes at most.</summary>
    public abstract int MaxLength(int bytes);

    /// <summary>Writes the text of a value as UTF-8.</summary>
    /// <returns>Bytes written.</returns>
    public abstract int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8);

    /// <summary>How many bytes the first character of a value takes as it is written: an escape, or a character of several bytes.</summary>
    /// <returns>More where only several characters together can be told from the rest.</returns>
    public virtual int FirstLength(ReadOnlySpan<byte> raw)
    {
        // No character of the sets in use takes more than four bytes.
        var most = Math.Min(raw.Length, 4);
        Span<byte> utf8 = stackalloc byte[16];
        for (var length = 1; length < most; length++)
        {
            var written = utf8[..Decode(raw[..length], utf8)];
            if (written.Length > 0 && written.IndexOf("\uFFFD"u8) < 0) return length;
        }

        return most;
    }

    /// <summary>The place of a node, for a finding; called only for faults, so it may count from the start.</summary>
    public abstract Place PlaceOf(Tree tree, int node);

    /// <summary>Where the name of a node stands, in formats that write one beside each value; elsewhere the node itself.</summary>
    public virtual (SourceSpan Span, Place Place) NameOf(Tree tree, int node) => (tree.SpanOf(node), PlaceOf(tree, node));
}
