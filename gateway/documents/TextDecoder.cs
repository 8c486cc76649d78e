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

    /// <summary>The place of a node, for a finding; called only for faults, so it may count from the start.</summary>
    public abstract Place PlaceOf(Tree tree, int node);

    /// <summary>Where the name of a node stands, in formats that write one beside each value; elsewhere the node itself.</summary>
    public virtual (SourceSpan Span, Place Place) NameOf(Tree tree, int node) => (tree.SpanOf(node), PlaceOf(tree, node));
}
