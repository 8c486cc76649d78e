using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.Documents;

/// <summary>One node of a tree: 16 bytes, in preorder.</summary>
/// <param name="Position">Position number in the schema; 0 when the schema does not have it.</param>
/// <param name="Flags">See <see cref="NodeFlags"/>.</param>
/// <param name="Start">First byte in the window.</param>
/// <param name="Length">Bytes in the window: of a value its raw text, of a segment the segment without its terminator.</param>
/// <param name="Next">Index of the node after this one and all below it.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Node(ushort Position, NodeFlags Flags, int Start, int Length, int Next);

/// <summary>Facts of a node.</summary>
[Flags]
public enum NodeFlags : ushort
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The node has a value (perhaps an empty one).</summary>
    HasValue = 1,

    /// <summary>The raw bytes are ASCII without anything to resolve: they are the text.</summary>
    Plain = 2,

    /// <summary>Added by an enricher.</summary>
    Added = 4,
}

/// <summary>
/// One document: nodes in preorder over one contiguous window of bytes. The same type holds what a sender sent, the WCO
/// document made from it (every value with its rule and origins), and an administration's profile of that.
/// </summary>
/// <remarks>
/// Reused from pools: <see cref="Reset"/> starts over. The window may be put together from several pieces of the raw part
/// (UNB and the message): <see cref="SpanOf(int)"/> finds the true place. Not thread-safe.
/// </remarks>
public sealed partial class Tree
{
    private int[] open = new int[16];
    private int openCount;
    private readonly NodeNames unknownNames = new();
    private readonly Dictionary<int, Addition> additions = [];
    private byte[] window = [];
    private int windowLength;
    private Node[] nodes = [];
    private int[] parents = [];
    private int count;
    private ushort[] rules = [];
    private int[] firstOrigin = [];
    private Origin[] origins = [];
    private int originCount;

    /// <summary>The position table; null for a document of unknown type.</summary>
    public Schema? Schema { get; private set; }

    /// <summary>Resolves values that are not plain; null where all are.</summary>
    public TextDecoder? Decoder { get; private set; }

    /// <summary>The part of the receipt that the window was copied from.</summary>
    public int Part { get; private set; }

    /// <summary>Which document of the part this is, counted from 1.</summary>
    public int Ordinal { get; set; }

    /// <summary>All nodes in preorder; node 0 is the document.</summary>
    public ReadOnlySpan<Node> Nodes => nodes.AsSpan(0, count);

    /// <summary>The node below which the next one is added; -1 when there is none.</summary>
    public int InnermostOpen => Innermost;

    /// <summary>All bytes of the window.</summary>
    public ReadOnlySpan<byte> Window => window.AsSpan(0, windowLength);

    /// <summary>How many bytes of memory it holds, mostly for the largest document so far.</summary>
    public long Capacity
        => window.Length + (20L * nodes.Length) + (6L * rules.Length) + ((long)Unsafe.SizeOf<Origin>() * origins.Length);

    /// <summary>Starts over with another document.</summary>
    public void Reset(Schema? schema, TextDecoder? decoder, int part = 0)
    {
        (Schema, Decoder, Part, Ordinal) = (schema, decoder, part, 0);
        if (!isBorrowed) pieces.Clear();
        unknownNames.RemoveFrom(0);
        if (additions.Count > 0) additions.Clear();
        windowLength = count = originCount = openCount = knownTo = 0;
        if (isBorrowed) (window, pieces, isBorrowed) = ([], [], false);
    }

    /// <summary>Lets go of all memory: whoever still refers to the tree does not hold a giant document.</summary>
    public void Release()
    {
        Reset(null, null);
        (window, nodes, parents, rules, firstOrigin, origins) = ([], [], [], [], [], []);
        pieces = [];
        additions.TrimExcess();
        unknownNames.Release();
    }

    /// <summary>Opens a node below the innermost open one.</summary>
    /// <returns>Its index.</returns>
    public int Open(int position, int start = 0, int length = 0, NodeFlags flags = NodeFlags.None)
    {
        var node = Add(position, start, length, flags);
        Reopen(node);
        return node;
    }

    /// <summary>Closes the innermost open node, which must be <paramref name="node"/>.</summary>
    public void Close(int node)
    {
        openCount--;
        nodes[node] = nodes[node] with { Next = count };
    }

    /// <summary>Adds a node without children below the innermost open one.</summary>
    /// <returns>Its index.</returns>
    public int Add(int position, int start, int length, NodeFlags flags)
    {
        if (count == nodes.Length) Reserve(1);
        parents[count] = Innermost;
        nodes[count] = new Node((ushort)position, flags, start, length, count + 1);
        if (rules.Length > 0)
        {
            rules[count] = 0;
            firstOrigin[count] = originCount;
        }

        return count++;
    }

    /// <summary>Room for nodes that the caller writes itself, below the innermost open one; <see cref="Take"/> counts them.</summary>
    /// <param name="nodes">At most so many.</param>
    public TreeRoom Room(int nodes)
    {
        Reserve(nodes);
        return new TreeRoom(this.nodes.AsSpan(count, nodes), parents.AsSpan(count, nodes), count, Innermost);
    }

    /// <summary>Counts nodes that were written into the room.</summary>
    public void Take(int nodes)
    {
        if (rules.Length > 0)
        {
            Array.Clear(rules, count, nodes);
            firstOrigin.AsSpan(count, nodes).Fill(originCount);
        }

        count += nodes;
    }

    /// <summary>Opens a node again that is the last child of the innermost open one: what is added goes below it.</summary>
    public void Reopen(int node)
    {
        if (openCount == open.Length) Array.Resize(ref open, 2 * openCount);
        open[openCount++] = node;
    }

    /// <summary>Adds nodes of another tree with all below them and all sources, in one piece, below the innermost open node.</summary>
    /// <param name="from">The other tree; its window was appended to this one.</param>
    /// <param name="first">The first node, a child whose siblings follow.</param>
    /// <param name="end">After the last node below the last sibling.</param>
    /// <param name="offset">Where the window of the other tree begins in this one.</param>
    public void AddForest(Tree from, int first, int end, int offset)
    {
        if (first == end) return;
        Reserve(end - first);
        var parent = Innermost;
        // All of it is within the arrays' bounds, which the spans prove.
        unchecked
        {
            var shift = count - first;
            var theirs = from.nodes.AsSpan(first, end - first);
            var theirParents = from.parents.AsSpan(first, theirs.Length);
            var ours = nodes.AsSpan(count, theirs.Length);
            var ourParents = parents.AsSpan(count, theirs.Length);
            for (var i = 0; i < theirs.Length; i++)
            {
                ref readonly var n = ref theirs[i];
                ours[i] = new Node(n.Position, n.Flags, n.Length == 0 ? 0 : n.Start + offset, n.Length, n.Next + shift);
                ourParents[i] = theirParents[i] < first ? parent : theirParents[i] + shift;
            }
        }

        if (rules.Length > 0) AddSources(from, first, end);
        count += end - first;
    }

    /// <summary>Gives the newest node the rule and the sources of a node of another tree.</summary>
    public void AddSourcesOf(Tree from, int node)
    {
        if (rules.Length == 0) return;
        count--;
        originCount = firstOrigin[count];
        AddSources(from, node, node + 1);
        count++;
    }

    /// <summary>Gives a node a value after it was opened (a class with attributes has both).</summary>
    public void SetValue(int node, int start, int length, NodeFlags flags)
        => nodes[node] = nodes[node] with { Start = start, Length = length, Flags = flags | NodeFlags.HasValue };

    /// <summary>Keeps the name of a node whose position is 0.</summary>
    public void SetUnknownName(int node, string name) => unknownNames.Set(node, name);

    /// <summary>The node above; -1 for the document.</summary>
    public int Parent(int node) => parents[node];

    /// <summary>The name of a node: of its position, or the one kept beside an unknown one.</summary>
    public string NameOf(int node)
    {
        var position = nodes[node].Position;
        return position == 0 || Schema is null ? unknownNames.Of(node) : Schema.NameOf(position);
    }

    /// <summary>The raw bytes of a node.</summary>
    public ReadOnlySpan<byte> Bytes(int node)
    {
        ref readonly var n = ref nodes[node];
        return window.AsSpan(n.Start, n.Length);
    }

    /// <summary>Whether the text of a node is its raw bytes.</summary>
    public bool IsPlain(int node) => Decoder is null || (nodes[node].Flags & NodeFlags.Plain) != 0;

    /// <summary>How many bytes <see cref="Text(int, Span{byte})"/> writes at most.</summary>
    public int MaxTextLength(int node)
        => IsPlain(node) ? nodes[node].Length : Decoder!.MaxLength(nodes[node].Length);

    /// <summary>Writes the decoded text of a node as UTF-8.</summary>
    /// <returns>Bytes written.</returns>
    public int Text(int node, Span<byte> utf8)
    {
        var raw = Bytes(node);
        if (!IsPlain(node)) return Decoder!.Decode(raw, utf8);
        raw.CopyTo(utf8);
        return raw.Length;
    }

    /// <summary>The decoded text of a node as a string, where speed does not matter.</summary>
    public string Text(int node)
    {
        var buffer = new byte[MaxTextLength(node)];
        return Encoding.UTF8.GetString(buffer, 0, Text(node, buffer));
    }

    /// <summary>The place of a node as people count; for a document without a decoder only its ordinal.</summary>
    public Place PlaceOf(int node) => Decoder?.PlaceOf(this, node) ?? new Place(Ordinal, 0);

    /// <summary>Where the name of a node stands.</summary>
    public (SourceSpan Span, Place Place) PlaceOfName(int node) => Decoder?.NameOf(this, node) ?? (SpanOf(node), PlaceOf(node));

    /// <summary>Keeps rules and origins for each value from now on; used for documents that a mapping makes.</summary>
    public void KeepProvenance()
    {
        if (rules.Length == 0) ResizeProvenance(Math.Max(256, nodes.Length));
        if (nodes.Length >= rules.Length) return;
        Growing.To(ref nodes, count, rules.Length);
        Growing.To(ref parents, count, rules.Length);
    }

    /// <summary>Names the rule that made the newest node.</summary>
    public void SetRule(int rule) => rules[count - 1] = checked((ushort)rule);

    /// <summary>Adds a source to the newest node.</summary>
    public void AddOrigin(SourceSpan span, OriginRole role)
    {
        if (originCount == origins.Length) Growing.For(ref origins, originCount, 0, 256);
        origins[originCount++] = new Origin(span, role);
    }

    /// <summary>Whether any node has sources; a document as its sender sent it has none.</summary>
    public bool HasSources => originCount > 0;

    /// <summary>Where a value came from; empty for constants and for documents without provenance.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rule">Number of the rule in its mapping; 0 for none.</param>
    public ReadOnlySpan<Origin> Sources(int node, out int rule)
    {
        rule = 0;
        if (rules.Length == 0 || node >= count) return [];
        rule = rules[node];
        var end = node + 1 < count ? firstOrigin[node + 1] : originCount;
        return origins.AsSpan(firstOrigin[node], end - firstOrigin[node]);
    }

    /// <summary>Marks how far the tree has grown, for <see cref="Rollback"/>.</summary>
    public TreeMark Mark() => new(count, windowLength, originCount);

    /// <summary>Forgets every node, byte and origin since the mark; none of the nodes may still be open.</summary>
    public void Rollback(TreeMark mark)
    {
        (count, windowLength, originCount) = (mark.Nodes, mark.Window, mark.Origins);
        unknownNames.RemoveFrom(count);
    }

    /// <summary>Says that a node was added by an enricher.</summary>
    public void SetAddition(int node, Addition addition)
    {
        additions[node] = addition;
        nodes[node] = nodes[node] with { Flags = nodes[node].Flags | NodeFlags.Added };
    }

    /// <summary>Who added a node; null for a node that a mapping made.</summary>
    public Addition? AdditionOf(int node) => additions.GetValueOrDefault(node);

    /// <summary>The innermost open node; -1 for none.</summary>
    private int Innermost => openCount > 0 ? open[openCount - 1] : -1;

    // Sources stand in the order of the nodes, so those of neighbours are neighbours.
    private void AddSources(Tree from, int first, int end)
    {
        if (from.rules.Length == 0)
        {
            Array.Clear(rules, count, end - first);
            firstOrigin.AsSpan(count, end - first).Fill(originCount);
            return;
        }

        var start = from.firstOrigin[first];
        var origin = end < from.count ? from.firstOrigin[end] : from.originCount;
        var length = origin - start;
        if (originCount + length > origins.Length) Growing.For(ref origins, originCount, originCount + length, 0);
        Array.Copy(from.origins, start, origins, originCount, length);
        Array.Copy(from.rules, first, rules, count, end - first);
        unchecked
        {
            var shift = originCount - start;
            var theirs = from.firstOrigin.AsSpan(first, end - first);
            var ours = firstOrigin.AsSpan(count, theirs.Length);
            for (var i = 0; i < theirs.Length; i++) ours[i] = theirs[i] + shift;
        }

        originCount += length;
    }

    private void Reserve(int more)
    {
        if (count + more <= nodes.Length) return;
        var size = Math.Max(256, Math.Max(count + more, count * 2));
        Growing.To(ref nodes, count, size);
        Growing.To(ref parents, count, size);
        if (rules.Length > 0) ResizeProvenance(size);
    }

    private void ResizeProvenance(int size)
    {
        // Nodes that were added before provenance was kept have none.
        var known = Math.Min(count, rules.Length);
        Growing.To(ref rules, known, size);
        Growing.To(ref firstOrigin, known, size);
        rules.AsSpan(known, count - known).Clear();
        firstOrigin.AsSpan(known, count - known).Clear();
    }
}

/// <summary>Room at the end of a tree.</summary>
/// <param name="nodes">For the nodes.</param>
/// <param name="parents">For the node above each.</param>
/// <param name="first">Index that the first node will have.</param>
/// <param name="parent">The innermost open node.</param>
public readonly ref struct TreeRoom(Span<Node> nodes, Span<int> parents, int first, int parent)
{
    /// <summary>For the nodes, in preorder.</summary>
    public Span<Node> Nodes { get; } = nodes;

    /// <summary>For the index of the node above each.</summary>
    public Span<int> Parents { get; } = parents;

    /// <summary>Index that the first node will have.</summary>
    public int First { get; } = first;

    /// <summary>The innermost open node; -1 for none.</summary>
    public int Parent { get; } = parent;
}

/// <summary>How far a tree had grown.</summary>
/// <param name="Nodes">Nodes.</param>
/// <param name="Window">Bytes of the window.</param>
/// <param name="Origins">Origins.</param>
public readonly record struct TreeMark(int Nodes, int Window, int Origins);

/// <summary>What an enricher added and from where.</summary>
/// <param name="Source">The enricher and its list and edition, for example <c>iso3166 2024-12</c>.</param>
/// <param name="AsOf">The day for which it was looked up.</param>
public sealed record Addition(string Source, DateOnly AsOf);
