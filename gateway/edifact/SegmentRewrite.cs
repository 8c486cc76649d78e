using System.Buffers;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Writes segments that were read: from the service characters and character set they came with to those in force.</summary>
internal sealed class SegmentRewrite(SegmentOutput output) : IDisposable
{
    private byte[] text = ArrayPool<byte>.Shared.Rent(1024);
    private bool hasDelimiters;
    private EdifactText source = new(ServiceCharacters.Default, CharacterSet.Fallback);
    private SearchValues<byte> delimiters = SearchValues.Create(""u8);
    private byte decimalMark;

    /// <summary>Values keep their bytes: the character set stays.</summary>
    private bool isSameSet;

    /// <summary>Whole segments can be copied: nothing changes but what is not canonical.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>Sets what the segments to come were written with; asked for each message.</summary>
    public void From(EdifactText from)
    {
        var (mine, theirs) = (output.Characters, from.Characters);
        isSameSet = from.CharacterSet == output.Set;
        decimalMark = MarkOf(theirs, mine);
        IsCopy = isSameSet && decimalMark == 0
            && mine with { DecimalMark = 0 } == theirs with { DecimalMark = 0 };
        var isKnown = hasDelimiters && source.Characters == theirs && source.CharacterSet.HasEscapes == from.CharacterSet.HasEscapes;
        (source, hasDelimiters) = (from, true);
        if (isKnown) return;
        var (shift, escape) = from.CharacterSet.HasEscapes ? (EscapedText.ShiftOut, EscapedText.Escape) : (theirs.Element, theirs.Element);
        delimiters = SearchValues.Create((ReadOnlySpan<byte>)[
            theirs.Element, theirs.Component, theirs.Release == 0 ? theirs.Element : theirs.Release,
            theirs.Repetition == 0 ? theirs.Element : theirs.Repetition, shift, escape,
        ]);
    }

    /// <summary>Writes a segment.</summary>
    /// <param name="raw">The segment without its terminator.</param>
    /// <param name="tree">The tree that holds it, for numbers whose decimal mark changes; null to leave numbers alone.</param>
    /// <param name="node">Its node.</param>
    public void Segment(ReadOnlySpan<byte> raw, Tree? tree, int node)
    {
        var (at, end) = (0, NextDelimiter(raw, 0));
        var (value, last) = (node + 1, tree?.Nodes[node].Next ?? 0);
        // Lines of a fixed length may break right behind the tag; what is no tag at all stays as it is.
        var tag = raw[..end].TrimEnd("\r\n "u8);
        output.Begin(tag.Length == 3 ? tag : raw[..end]);
        // Counters of explicit nesting stand as components behind the tag (ISO 9735 §9, syntax 1 to 3).
        while (end < raw.Length)
        {
            Next(raw[end]);
            at = end + 1;
            end = NextDelimiter(raw, at);
            if (at == end) continue;
            if (decimalMark != 0 && tree is not null && IsNumber(tree, ref value, last, tree.Nodes[node].Start + at)) Number(raw[at..end]);
            else Value(raw[at..end]);
        }

        output.End();
    }

    /// <summary>Writes the data elements of a segment from one on, after what was written of it before.</summary>
    /// <param name="raw">The segment without its terminator.</param>
    /// <param name="element">The first one to write, 1 after the tag.</param>
    public void Elements(ReadOnlySpan<byte> raw, int element)
    {
        var end = NextDelimiter(raw, 0);
        var number = 0;
        while (end < raw.Length)
        {
            if (raw[end] == source.Characters.Element) number++;
            var at = end + 1;
            if (number >= element) Next(raw[end]);
            end = NextDelimiter(raw, at);
            if (number >= element) Value(raw[at..end]);
        }
    }

    /// <summary>Writes a value with its release characters.</summary>
    public void Value(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty) return;
        if (!isSameSet)
        {
            output.Value(Decoded(raw));
            return;
        }

        if (IsCopy && (source.Characters.Release == 0 || !raw.Contains(source.Characters.Release)))
        {
            output.Bytes(raw);
            return;
        }

        output.Separators();
        for (var i = 0; i < raw.Length; i++)
        {
            if (ShieldedAt(raw, i) is > 0 and var shielded)
            {
                output.Raw(raw.Slice(i, shielded));
                i += shielded - 1;
                continue;
            }

            if (source.Characters.Release != 0 && raw[i] == source.Characters.Release && i + 1 < raw.Length)
            {
                i++;
                // A release character between two bytes of one character decides what these bytes are: it stays.
                if (raw[i] >= 0x80 && output.Characters.Release != 0) output.Raw([output.Characters.Release]);
            }

            output.Literal(raw[i]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (text.Length > 0) ArrayPool<byte>.Shared.Return(text);
        text = [];
    }

    /// <summary>The mark that numbers are written with; 0 when they stay as they are.</summary>
    private static byte MarkOf(in ServiceCharacters from, in ServiceCharacters to)
    {
        if (to.DecimalMark == from.DecimalMark) return 0;
        if (to.DecimalMark != 0) return to.DecimalMark;
        // Without UNA comma and point are both good.
        return from.DecimalMark is (byte)'.' or (byte)',' ? (byte)0 : (byte)'.';
    }

    private void Next(byte delimiter)
    {
        if (delimiter == source.Characters.Element) output.NextElement();
        else if (delimiter == source.Characters.Component) output.NextComponent();
        else output.NextRepetition();
    }

    /// <summary>How many bytes from a place on separate nothing and need no release character.</summary>
    private int ShieldedAt(ReadOnlySpan<byte> raw, int at)
        => source.CharacterSet.HasEscapes && EscapedText.Begins(raw[at]) ? EscapedText.Shielded(raw[at..], true) : 0;

    private int NextDelimiter(ReadOnlySpan<byte> raw, int from)
    {
        while (true)
        {
            var next = raw[from..].IndexOfAny(delimiters);
            if (next < 0) return raw.Length;
            from += next;
            if (EscapedText.Begins(raw[from])) from += Math.Max(1, ShieldedAt(raw, from));
            else if (raw[from] != source.Characters.Release || source.Characters.Release == 0) return from;
            else from += 2;
            if (from >= raw.Length) return raw.Length;
        }
    }

    private void Number(ReadOnlySpan<byte> raw)
    {
        var theirs = source.Characters.DecimalMark;
        var release = source.Characters.Release;
        output.Separators();
        for (var i = 0; i < raw.Length; i++)
        {
            if (release != 0 && raw[i] == release && i + 1 < raw.Length) i++;
            var isMark = theirs == 0 ? raw[i] is (byte)'.' or (byte)',' : raw[i] == theirs;
            output.Literal(isMark ? decimalMark : raw[i]);
        }
    }

    /// <summary>Whether the value at a place of the window is a number; the node moves along with the values.</summary>
    private static bool IsNumber(Tree tree, ref int node, int end, int at)
    {
        var nodes = tree.Nodes;
        while (node < end && (nodes[node].Start < at || (nodes[node].Flags & NodeFlags.HasValue) == 0)) node++;
        if (node >= end || nodes[node].Start != at || tree.Schema is null) return false;
        return tree.Schema[nodes[node].Position].Type?.Kind is ValueKind.Number or ValueKind.Integer;
    }

    private ReadOnlySpan<byte> Decoded(ReadOnlySpan<byte> raw)
    {
        var needed = source.MaxLength(raw.Length);
        if (text.Length < needed)
        {
            ArrayPool<byte>.Shared.Return(text);
            text = ArrayPool<byte>.Shared.Rent(needed);
        }

        return text.AsSpan(0, source.Decode(raw, text));
    }
}
