namespace Gateway.Documents;

public sealed partial class Tree
{
    /// <summary>Becomes a copy of another document over a schema that has its positions under the same numbers.</summary>
    public void CopyOf(Tree other, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(other);
        Reset(schema, other.Decoder, other.Part);
        Ordinal = other.Ordinal;
        KeepProvenance();
        other.Window.CopyTo(Grow(other.windowLength));
        pieces.AddRange(other.pieces);
        knownTo = 0;
        AddForest(other, 0, other.count, 0);
        for (var i = 0; i < other.count; i++)
        {
            if (other.nodes[i].Position == 0) SetUnknownName(i, other.NameOf(i));
        }
    }

    /// <summary>Adds a further document behind this one: its texts as UTF-8, each node with its place in its own part as origin.</summary>
    /// <param name="other">The document.</param>
    /// <param name="shift">What its positions are greater by here.</param>
    /// <param name="root">Position that its first node has here.</param>
    public void Join(Tree other, int shift, int root)
    {
        ArgumentNullException.ThrowIfNull(other);
        var ends = new Stack<(int Node, int End)>();
        for (var i = 0; i < other.count; i++)
        {
            while (ends.Count > 0 && ends.Peek().End <= i) Close(ends.Pop().Node);
            ref readonly var n = ref other.nodes[i];
            var position = n.Position switch { 0 => 0, Documents.Schema.Root => root, var known => known + shift };
            var room = Grow((n.Flags & NodeFlags.HasValue) == 0 ? 0 : other.MaxTextLength(i));
            var length = room.IsEmpty ? 0 : other.Text(i, room);
            Shrink(room.Length - length);
            var made = Open(position, windowLength - length, length, n.Flags | NodeFlags.Plain);
            if (n.Position == 0) SetUnknownName(made, other.NameOf(i));
            var sources = other.Sources(i, out _);
            foreach (var source in sources) AddOrigin(source.Span, source.Role);
            if (sources.IsEmpty) AddOrigin(other.SpanOf(i), OriginRole.Value);
            ends.Push((made, n.Next));
        }

        while (ends.Count > 0) Close(ends.Pop().Node);
    }
}
