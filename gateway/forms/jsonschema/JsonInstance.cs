using System.Runtime.InteropServices;
using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What a node of a JSON text is. A member is a name with its value behind it.</summary>
internal enum InstanceKind : byte
{
    Null,
    False,
    True,
    Number,
    Text,
    Array,
    Object,
    Member,
}

/// <summary>One node of a JSON text, in preorder.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct InstanceNode
{
    /// <summary>First byte; of texts and names the one behind the quote.</summary>
    public int Start;

    /// <summary>Bytes.</summary>
    public int Length;

    /// <summary>The node after this one and all that it holds.</summary>
    public int Next;

    /// <summary>Entries of an array, members of an object; of a member the hash of its name.</summary>
    public int Count;

    /// <summary>What it is.</summary>
    public InstanceKind Kind;

    /// <summary>The text or name has escapes.</summary>
    public bool IsEscaped;
}

/// <summary>A JSON text exactly as it stands: every value with its kind and its bytes. JSON Schema speaks of these, not of the tree that
/// mappings read. Reused for one text after another; not thread-safe.</summary>
internal sealed class JsonInstance
{
    /// <summary>A trade document of 64 MiB has some 3 million; what has more is written to fill memory.</summary>
    public const int NodesMax = 8_000_000;

    private readonly int[] open = new int[Limits.DepthMax + 1];
    private ReadOnlyMemory<byte> json;
    private InstanceNode[] nodes = new InstanceNode[256];
    private int count;

    /// <summary>The text with its nodes.</summary>
    public InstanceView View => new(json.Span, nodes.AsSpan(0, count));

    /// <summary>Reads a text of JSON, in UTF-8 without byte order mark.</summary>
    /// <param name="text">The text; it must not change while the instance is used.</param>
    /// <param name="faultAt">The byte at which it stops being JSON.</param>
    /// <returns>False when it is not JSON, nests deeper than the limit or has more nodes than are kept.</returns>
    public bool Read(ReadOnlyMemory<byte> text, out int faultAt)
    {
        (json, count, faultAt) = (text, 0, 0);
        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = Limits.DepthMax });
        try
        {
            var depth = 0;
            while (reader.Read())
            {
                if (count == NodesMax) break;
                Take(ref reader, ref depth);
            }

            faultAt = (int)reader.BytesConsumed;
            return count < NodesMax;
        }
        catch (JsonException)
        {
            faultAt = (int)Math.Min(reader.BytesConsumed, text.Length);
            return false;
        }
    }

    private void Take(ref Utf8JsonReader reader, ref int depth)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                open[depth++] = count;
                Add(reader.TokenType == JsonTokenType.StartObject ? InstanceKind.Object : InstanceKind.Array, start, 0);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var ended = open[--depth];
                nodes[ended].Length = start + 1 - nodes[ended].Start;
                End(ended, depth);
                break;
            case JsonTokenType.PropertyName:
                ref var member = ref Add(InstanceKind.Member, start + 1, reader.ValueSpan.Length);
                member.IsEscaped = reader.ValueIsEscaped;
                member.Count = member.IsEscaped ? InstanceText.HashEscaped(reader.ValueSpan) : InstanceText.Hash(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                Add(InstanceKind.Text, start + 1, reader.ValueSpan.Length).IsEscaped = reader.ValueIsEscaped;
                End(count - 1, depth);
                break;
            default:
                Add(KindOf(reader.TokenType), start, reader.ValueSpan.Length);
                End(count - 1, depth);
                break;
        }
    }

    private ref InstanceNode Add(InstanceKind kind, int start, int length)
    {
        if (count == nodes.Length) Array.Resize(ref nodes, nodes.Length * 2);
        ref var node = ref nodes[count++];
        node = new InstanceNode { Kind = kind, Start = start, Length = length };
        return ref node;
    }

    private void End(int value, int depth)
    {
        nodes[value].Next = count;
        if (depth == 0) return;
        ref var parent = ref nodes[open[depth - 1]];
        parent.Count++;
        if (parent.Kind == InstanceKind.Object) nodes[value - 1].Next = count;
    }

    private static InstanceKind KindOf(JsonTokenType type) => type switch
    {
        JsonTokenType.Number => InstanceKind.Number,
        JsonTokenType.True => InstanceKind.True,
        JsonTokenType.False => InstanceKind.False,
        _ => InstanceKind.Null,
    };
}

/// <summary>Reads the nodes of a <see cref="JsonInstance"/>. Node 0 is the whole text.</summary>
internal readonly ref struct InstanceView(ReadOnlySpan<byte> json, ReadOnlySpan<InstanceNode> nodes)
{
    private readonly ReadOnlySpan<byte> json = json;
    private readonly ReadOnlySpan<InstanceNode> nodes = nodes;

    /// <summary>All bytes.</summary>
    public ReadOnlySpan<byte> Json => json;

    /// <summary>How many nodes there are.</summary>
    public int Count => nodes.Length;

    /// <summary>A node.</summary>
    public ref readonly InstanceNode this[int node] => ref nodes[node];

    /// <summary>The bytes of a node, of texts and names without their quotes.</summary>
    public ReadOnlySpan<byte> Bytes(int node)
    {
        ref readonly var at = ref nodes[node];
        return json.Slice(at.Start, at.Length);
    }

    /// <summary>A text or a name as characters; of a lone surrogate U+FFFD.</summary>
    public string Text(int node) => InstanceText.Of(Bytes(node), nodes[node].IsEscaped);

    /// <summary>Whether a text or name has these bytes once its escapes are resolved.</summary>
    public bool Is(int node, ReadOnlySpan<byte> plain) => InstanceText.Is(Bytes(node), nodes[node].IsEscaped, plain);

    /// <summary>The value of a member; the last one where the name stands twice, as most readers of JSON have it.</summary>
    /// <returns>-1 when the node is no object or has no such member.</returns>
    public int Member(int node, ReadOnlySpan<byte> name)
    {
        if (nodes[node].Kind != InstanceKind.Object) return -1;
        var found = -1;
        for (var member = node + 1; member < nodes[node].Next; member = nodes[member].Next)
        {
            if (Is(member, name)) found = member + 1;
        }

        return found;
    }

    /// <summary>The first member that repeats a name of its object; -1 when there is none.</summary>
    public int Repeated()
    {
        for (var node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].Kind != InstanceKind.Object || nodes[node].Count < 2) continue;
            var names = new HashSet<string>(StringComparer.Ordinal);
            for (var member = node + 1; member < nodes[node].Next; member = nodes[member].Next)
            {
                if (!names.Add(InstanceText.Exact(Bytes(member), nodes[member].IsEscaped))) return member;
            }
        }

        return -1;
    }
}
