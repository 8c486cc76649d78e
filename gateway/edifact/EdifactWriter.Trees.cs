using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Whole messages from their trees.</summary>
public sealed partial class EdifactWriter
{
    private readonly KeptReference unb = new();
    private readonly KeptReference ung = new();
    private long unbStart;
    private long ungStart;
    private bool isKept = true;
    private int syntax = 3;

    /// <summary>Writes a message.</summary>
    /// <param name="message">
    /// A tree that was read, or one that was made by hand after the schema of an EDIFACT message. Outside of an interchange of the
    /// caller's own, the envelope is the tree's: a new one is opened wherever the tree's UNB or UNG is another than before.
    /// </param>
    public void Write(Tree message) => Write(message, null);

    /// <summary>Writes a message under another reference.</summary>
    /// <param name="message">The tree.</param>
    /// <param name="reference">0062; null keeps the message's own.</param>
    public void Write(Tree message, string? reference)
    {
        CloseMessage();
        var children = Headers(message);
        if (!isInterchangeOpen || isKept) Envelope(message, children.Unb, children.Ung);
        if (message.Decoder is EdifactText text)
        {
            if (!isInterchangeOpen) StartBare(options.Characters ?? text.Characters, options.CharacterSet ?? text.CharacterSet);
            rewrite.From(text);
        }

        Segments = 0;
        groupMessages++;
        messages++;
        messagesWritten++;
        Header(message, children.Unh, reference);
        Body(message, children.Unh, children.Unt);
        Trailer(message, children.Unh, reference);
        Segments = 0;
    }

    /// <summary>The service segments of a message; -1 for one that it does not have.</summary>
    private readonly record struct Services(int Unb, int Ung, int Unh, int Unt);

    private static Services Headers(Tree tree)
    {
        var (unbNode, ungNode, unhNode, last) = (-1, -1, -1, -1);
        var nodes = tree.Nodes;
        for (var i = 1; i < nodes.Length; i = nodes[i].Next)
        {
            last = i;
            if (unhNode >= 0) continue;
            if (Is(tree, i, "UNB") || Is(tree, i, "UIB")) unbNode = i;
            else if (Is(tree, i, "UNG")) ungNode = i;
            else if (Is(tree, i, "UNH") || Is(tree, i, "UIH")) unhNode = i;
        }

        var hasTrailer = last >= 0 && (Is(tree, last, "UNT") || Is(tree, last, "UIT"));
        return new Services(unbNode, ungNode, unhNode, hasTrailer ? last : nodes.Length);
    }

    private static bool Is(Tree tree, int node, string tag)
    {
        // Of many unknown segments the later ones have no name beside the tree, but their bytes.
        if (tree.Nodes[node].Length < 3) return tree.NameOf(node) == tag;
        var bytes = tree.Bytes(node);
        return bytes[0] == tag[0] && bytes[1] == tag[1] && bytes[2] == tag[2];
    }

    private void Envelope(Tree tree, int unbNode, int ungNode)
    {
        isKept = true;
        var isSame = isInterchangeOpen && unbNode >= 0 && IsSame(tree, unbNode, unb, unbStart);
        if (!isSame)
        {
            CloseInterchange();
            if (unbNode < 0) return;
            Open(tree, unbNode);
        }

        var isSameGroup = isSame && isGroupOpen && ungNode >= 0 && IsSame(tree, ungNode, ung, ungStart);
        if (isSameGroup) return;
        CloseGroup();
        if (ungNode < 0) return;
        StartGroup();
        Service(tree, ungNode);
        groupReference.Set(Value(tree, ungNode, 5, 1), tree.Decoder is EdifactText);
        ung.Set(tree.Bytes(ungNode));
        ungStart = tree.SpanOf(ungNode).Start;
    }

    private static bool IsSame(Tree tree, int node, KeptReference kept, long start)
        => tree.SpanOf(node).Start == start && tree.Bytes(node).SequenceEqual(kept.Bytes);

    private void Open(Tree tree, int unbNode)
    {
        var text = tree.Decoder as EdifactText;
        var version = Value(tree, unbNode, 1, 2);
        var number = version.Length > 0 && version[0] is >= (byte)'1' and <= (byte)'9' ? version[0] - '0' : 3;
        var characters = options.Characters is { } chosen ? CharactersFor(chosen, number)
            : text?.Characters ?? CharactersFor(ServiceCharacters.Default, number);
        isInteractive = Is(tree, unbNode, "UIB");
        if (options.HasUna == false) characters = characters with { DecimalMark = 0 };
        StartInterchange(characters, options.CharacterSet ?? text?.CharacterSet ?? CharacterSet.Fallback, number);
        if (text is not null) rewrite.From(text);
        if (text is not null && text.CharacterSet != output.Set)
        {
            // Another character set is another syntax identifier; an encoding named beside it would contradict.
            tag = isInteractive ? "UIB" : "UNB";
            output.Begin(isInteractive ? "UIB"u8 : "UNB"u8);
            output.NextElement();
            output.Value(Encoding.ASCII.GetBytes(output.Set.Name));
            output.NextComponent();
            rewrite.Value(version);
            rewrite.Elements(tree.Bytes(unbNode), 2);
            output.End();
        }
        else
        {
            Service(tree, unbNode);
        }

        interchangeReference.Set(Value(tree, unbNode, isInteractive ? 2 : 5, 1), text is not null);
        unb.Set(tree.Bytes(unbNode));
        unbStart = tree.SpanOf(unbNode).Start;
    }

    /// <summary>UNT with count and reference; of an interactive message UIT, which has them the other way round.</summary>
    private void Trailer(Tree tree, int unh, string? reference)
    {
        var isInteractive = unh >= 0 && Is(tree, unh, "UIH");
        tag = isInteractive ? "UIT" : "UNT";
        output.Begin(isInteractive ? "UIT"u8 : "UNT"u8);
        output.NextElement();
        if (isInteractive) Reference(tree, unh, 2, reference);
        else Number(Segments + 1);
        output.NextElement();
        if (isInteractive) Number(Segments + 1);
        else Reference(tree, unh, 1, reference);
        output.End();
    }

    private void Header(Tree tree, int unh, string? reference)
    {
        Segments = 1;
        tag = "UNH";
        if (unh < 0) return;
        if (reference is null || Is(tree, unh, "UIH"))
        {
            Service(tree, unh);
            return;
        }

        output.Begin("UNH"u8);
        output.NextElement();
        output.Value(Utf8(reference));
        if (tree.Decoder is EdifactText) rewrite.Elements(tree.Bytes(unh), 2);
        else NodeValues(tree, unh, 2);
        output.End();
    }

    private void Reference(Tree tree, int unh, int element, string? reference)
    {
        if (reference is not null) output.Value(Utf8(reference));
        else if (tree.Decoder is EdifactText) rewrite.Value(Value(tree, unh, element, 1));
        else output.Value(Value(tree, unh, element, 1));
    }

    /// <summary>A component of a service segment: raw where the tree was read, else its text.</summary>
    private ReadOnlySpan<byte> Value(Tree tree, int node, int element, int component)
    {
        if (node < 0) return default;
        if (tree.Decoder is EdifactText text && tree.Nodes[node].Length > 0)
        {
            return ServiceText.Component(tree.Bytes(node), element, component, text.Characters);
        }

        if (tree.Schema is null) return default;
        var nodes = tree.Nodes;
        for (var i = node + 1; i < nodes[node].Next; i = nodes[i].Next)
        {
            var position = nodes[i].Position;
            if (PlaceOf(tree.Schema, nodes[node].Position, position) != element) continue;
            if (tree.Schema[position].Kind != PositionKind.Composite) return tree.Bytes(i);
            for (var k = i + 1; k < nodes[i].Next; k++)
            {
                if (PlaceOf(tree.Schema, position, nodes[k].Position) == component) return tree.Bytes(k);
            }
        }

        return default;
    }

    private void Service(Tree tree, int node)
    {
        tag = tree.NameOf(node);
        if (tree.Decoder is EdifactText && tree.Nodes[node].Length > 0) rewrite.Segment(tree.Bytes(node), null, 0);
        else NodeSegment(tree, node);
    }

    /// <summary>Everything between UNH and UNT; in one piece where nothing is to be changed.</summary>
    private void Body(Tree tree, int unh, int unt)
    {
        var isRead = tree.Decoder is EdifactText;
        if (isRead && rewrite.IsCopy && unh >= 0 && unt < tree.Nodes.Length)
        {
            var nodes = tree.Nodes;
            var from = nodes[unh].Start + nodes[unh].Length;
            var run = tree.Window[from..(nodes[unt].Start + 1)];
            if (CanonicalForm.IsRun(run, output.Characters, output.LineBreak, out var segments))
            {
                output.Run(run[1..^1]);
                Segments += segments;
                return;
            }
        }

        for (var i = unh < 0 ? 1 : tree.Nodes[unh].Next; i < unt;)
        {
            if (!IsSegment(tree, i))
            {
                i = tree.Nodes[i].Next;
                continue;
            }

            if (isRead && tree.Nodes[i].Length > 0) ReadSegment(tree, i);
            else NodeSegment(tree, i);
            i++;
        }
    }

    private void ReadSegment(Tree tree, int node)
    {
        Segments++;
        ref readonly var n = ref tree.Nodes[node];
        if (rewrite.IsCopy && n.Start + n.Length < tree.Window.Length)
        {
            var whole = tree.Window.Slice(n.Start, n.Length + 1);
            if (CanonicalForm.IsSegment(whole, output.Characters))
            {
                output.Whole(whole);
                return;
            }
        }

        tag = n.Position == 0 ? "" : tree.Schema!.NameOf(n.Position);
        rewrite.Segment(tree.Bytes(node), tree, node);
    }

    private static bool IsSegment(Tree tree, int node)
    {
        var position = tree.Nodes[node].Position;
        return position == 0 || tree.Schema is null || tree.Schema[position].Kind is PositionKind.Segment or PositionKind.Group;
    }

    /// <summary>A segment of a tree that was made by hand: each value goes to the place its position names.</summary>
    private void NodeSegment(Tree tree, int node)
    {
        var position = tree.Schema is { } schema ? schema[tree.Nodes[node].Position] : null;
        // A conditional segment without data is not sent (ISO 9735-1 §8); a trigger stands for its group.
        if (position is { Kind: PositionKind.Segment, Min: 0 } && tree.Nodes[node].Next == node + 1) return;
        if (position is null || (position.Flags & PositionFlags.Service) == 0) Segments++;
        tag = tree.NameOf(node);
        output.Begin(Utf8(tag));
        NodeValues(tree, node, 1);
        output.End();
    }

    private void NodeValues(Tree tree, int node, int from)
    {
        if (tree.Schema is null) return;
        var (place, last, occurrence) = (0, 0, 0);
        var nodes = tree.Nodes;
        for (var i = node + 1; i < nodes[node].Next; i = nodes[i].Next)
        {
            var position = tree.Schema[nodes[i].Position];
            if (position.Kind is not (PositionKind.Composite or PositionKind.Element)) break;
            occurrence = nodes[i].Position == last ? occurrence + 1 : 0;
            last = nodes[i].Position;
            var isRepeat = occurrence > 0 && HasSeparator(position);
            var wanted = PlaceOf(tree.Schema, nodes[node].Position, last) + (isRepeat ? 0 : occurrence);
            if (wanted < from) continue;
            if (place == 0) place = from - 1;
            if (isRepeat) output.NextRepetition();
            else for (; place < wanted; place++) output.NextElement();
            if (position.Kind == PositionKind.Composite) NodeComponents(tree, i);
            else NodeValue(tree, i);
        }
    }

    private void NodeComponents(Tree tree, int composite)
    {
        var (place, last, occurrence) = (1, 0, 0);
        var nodes = tree.Nodes;
        for (var i = composite + 1; i < nodes[composite].Next; i++)
        {
            occurrence = nodes[i].Position == last ? occurrence + 1 : 0;
            last = nodes[i].Position;
            var wanted = PlaceOf(tree.Schema!, nodes[composite].Position, last) + occurrence;
            for (; place < wanted; place++) output.NextComponent();
            NodeValue(tree, i);
        }
    }

    private bool HasSeparator(Position position) => syntax >= 4 && (position.Flags & PositionFlags.Repeats) != 0;

    /// <summary>The place of an element in its segment or of a component in its composite, from 1.</summary>
    private int PlaceOf(Schema schema, int parent, int position)
    {
        var place = 1;
        for (var p = schema.ChildrenOf(parent).First; p < position; p++)
        {
            place += HasSeparator(schema[p]) ? 1 : Math.Min(schema[p].Max, Limits.SegmentPartsMax);
        }

        return place;
    }

    private void NodeValue(Tree tree, int node)
    {
        var kind = tree.Schema![tree.Nodes[node].Position].Type?.Kind;
        var isPlain = tree.IsPlain(node);
        var length = tree.MaxTextLength(node);
        if (isPlain && (kind is not (ValueKind.Number or ValueKind.Integer) || output.Characters.DecimalMark is 0 or (byte)'.'))
        {
            output.Value(tree.Bytes(node));
            return;
        }

        Room(length);
        var text = scratch.AsSpan(0, tree.Text(node, scratch));
        if (kind is ValueKind.Number or ValueKind.Integer && output.Characters.DecimalMark != 0)
        {
            text.Replace((byte)'.', output.Characters.DecimalMark);
        }

        output.Value(text);
    }
}
