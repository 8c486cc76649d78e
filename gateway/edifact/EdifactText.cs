using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Resolves release characters and the character set of an interchange; counts places in its messages.</summary>
/// <param name="characters">Service characters of the interchange.</param>
/// <param name="set">Its character set.</param>
public sealed class EdifactText(ServiceCharacters characters, CharacterSet set) : TextDecoder
{
    /// <summary>What holds before an interchange says otherwise.</summary>
    internal static EdifactText Default { get; } = new(ServiceCharacters.Default, CharacterSet.Fallback);

    /// <summary>The service characters.</summary>
    public ServiceCharacters Characters => characters;

    /// <summary>The character set.</summary>
    public CharacterSet CharacterSet => set;

    /// <summary>This one where it has those characters and that set; else another.</summary>
    internal EdifactText With(in ServiceCharacters otherCharacters, CharacterSet otherSet)
        => otherCharacters == characters && otherSet == set ? this : new EdifactText(otherCharacters, otherSet);

    /// <summary>Whether another one gives the same text.</summary>
    internal bool IsSame(EdifactText other) => other.Characters == characters && other.CharacterSet == set;

    /// <inheritdoc/>
    public override int MaxLength(int bytes) => bytes * 3;

    /// <inheritdoc/>
    public override int FirstLength(ReadOnlySpan<byte> raw)
    {
        // What bytes are behind an escape sequence only those before them say.
        if (set.HasEscapes && EscapedText.IsIn(raw)) return raw.Length;
        return characters.Release != 0 && raw.Length > 1 && raw[0] == characters.Release
            ? 1 + base.FirstLength(raw[1..]) : base.FirstLength(raw);
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8) => set.Decode(raw, characters.Release, utf8);

    /// <summary>Decodes to a string.</summary>
    public string Text(ReadOnlySpan<byte> raw)
    {
        // References and codes, mostly.
        if (IsItsText(raw)) return Encoding.ASCII.GetString(raw);
        Span<byte> some = stackalloc byte[256];
        var buffer = MaxLength(raw.Length) is var most && most <= some.Length ? some : new byte[most];
        return Encoding.UTF8.GetString(buffer[..Decode(raw, buffer)]);
    }

    /// <summary>Whether bytes are certainly their text.</summary>
    internal bool IsItsText(ReadOnlySpan<byte> raw)
        => set.HasAscii && !raw.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && (characters.Release == 0 || !raw.Contains(characters.Release));

    /// <inheritdoc/>
    public override Place PlaceOf(Tree tree, int node)
    {
        var segment = node;
        while (segment > 0 && !IsSegment(tree, segment)) segment = tree.Parent(segment);
        var reference = ReferenceOf(tree);
        if (segment <= 0) return new Place(tree.Ordinal, 0) { Reference = reference };
        var number = 0;
        for (var i = 1; i <= segment; i++)
        {
            if (IsSegment(tree, i) && tree.NameOf(i) is not ("UNB" or "UNG")) number++;
        }

        var tag = tree.NameOf(segment);
        if (node == segment) return new Place(tree.Ordinal, number) { Reference = reference, Tag = tag };
        var (element, component, repetition) = Count(tree, segment, node);
        return new Place(tree.Ordinal, number, element, component, repetition) { Reference = reference, Tag = tag };
    }

    private static bool IsSegment(Tree tree, int node)
    {
        var position = tree.Nodes[node].Position;
        return position == 0 || tree.Schema is null
            || tree.Schema[position].Kind is PositionKind.Segment or PositionKind.Group;
    }

    private string? ReferenceOf(Tree tree)
    {
        var nodes = tree.Nodes;
        for (var i = 1; i < nodes.Length; i = nodes[i].Next)
        {
            if (tree.NameOf(i) != "UNH") continue;
            var bytes = tree.Bytes(i);
            if (bytes.Length < 5) return null;
            var end = bytes[4..].IndexOfAny(characters.Element, characters.Component);
            return Text(end < 0 ? bytes[4..] : bytes.Slice(4, end));
        }

        return null;
    }

    /// <summary>Counts separators from the segment's start to the node: the tag is element 1.</summary>
    private (int Element, int Component, int Repetition) Count(Tree tree, int segment, int node)
    {
        var bytes = tree.Window[tree.Nodes[segment].Start..tree.Nodes[node].Start];
        var (element, component, repetition) = (1, 1, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            var shielded = set.HasEscapes && EscapedText.Begins(bytes[i]) ? EscapedText.Shielded(bytes[i..], true) : 0;
            if (shielded > 0) i += shielded - 1;
            else if (characters.Release != 0 && bytes[i] == characters.Release) i++;
            else if (bytes[i] == characters.Element) (element, component, repetition) = (element + 1, 1, 0);
            else if (bytes[i] == characters.Component) component++;
            else if (characters.Repetition != 0 && bytes[i] == characters.Repetition) (component, repetition) = (1, repetition + 1);
        }

        var position = tree.Nodes[node].Position;
        var parent = tree.Parent(node);
        var inComposite = parent > segment;
        var isComposite = position != 0 && tree.Schema is not null && tree.Schema[position].Kind == PositionKind.Composite;
        return (element, inComposite && !isComposite ? component : 0, repetition == 0 ? 0 : repetition + 1);
    }
}
