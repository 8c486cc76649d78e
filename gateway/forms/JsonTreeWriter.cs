using System.Buffers;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Writes one tree as JSON in a single pass.</summary>
internal ref struct JsonTreeWriter
{
    private readonly Tree tree;
    private readonly ReadOnlySpan<Node> nodes;
    private readonly ReadOnlySpan<byte> window;
    private readonly bool isAllPlain;
    private readonly FormTable table;
    private ByteOutput output;

    public JsonTreeWriter(Tree document, IBufferWriter<byte> to)
    {
        tree = document;
        nodes = document.Nodes;
        window = document.Window;
        isAllPlain = document.Decoder is null;
        table = FormTable.Of(document.Schema ?? throw new ArgumentException("a document without schema has no form"));
        output = new ByteOutput(to);
    }

    public void WriteDocument()
    {
        if (nodes.Length == 0) output.Write("{}"u8);
        else WriteClass(0);
        output.Flush();
    }

    private void WriteClass(int node)
    {
        output.Write((byte)'{');
        var end = nodes[node].Next;
        var child = unchecked(node + 1);
        var isFirst = true;
        while (child < end)
        {
            var position = nodes[child].Position;
            if (table.Writings[position] == Writing.Nothing)
            {
                child = nodes[child].Next;
                continue;
            }

            output.Write(isFirst ? table.Properties[position].AsSpan(1) : table.Properties[position]);
            isFirst = false;
            child = WriteRun(child, end, position);
        }

        output.Write((byte)'}');
    }

    /// <summary>Writes a node and the siblings after it that have its position; more than the schema allows are kept as an array.</summary>
    /// <returns>The sibling after them.</returns>
    private int WriteRun(int child, int end, ushort position)
    {
        var next = nodes[child].Next;
        var isArray = table.Repeats[position] || (next < end && nodes[next].Position == position);
        if (!isArray)
        {
            WriteNode(child, position);
            return next;
        }

        output.Write((byte)'[');
        WriteNode(child, position);
        while (next < end && nodes[next].Position == position)
        {
            output.Write((byte)',');
            WriteNode(next, position);
            next = nodes[next].Next;
        }

        output.Write((byte)']');
        return next;
    }

    private void WriteNode(int node, ushort position)
    {
        switch (table.Writings[position])
        {
            case Writing.Class: WriteClass(node); break;
            case Writing.Measured: WriteMeasured(node, position); break;
            case var writing: WriteValue(node, writing); break;
        }
    }

    private void WriteMeasured(int node, ushort position)
    {
        output.Write("{\"value\":"u8);
        WriteValue(node, FormTable.OfType(tree.Schema![position].Type));
        var end = nodes[node].Next;
        for (var child = unchecked(node + 1); child < end; child = nodes[child].Next)
        {
            if (table.Writings[nodes[child].Position] != Writing.Attribute) continue;
            output.Write(table.Properties[nodes[child].Position]);
            WriteValue(child, Writing.Text);
        }

        output.Write((byte)'}');
    }

    private void WriteValue(int node, Writing writing)
    {
        ref readonly var n = ref nodes[node];
        if (!isAllPlain && (n.Flags & NodeFlags.Plain) == 0)
        {
            WriteDecoded(node, writing);
            return;
        }

        if (writing == Writing.Text && JsonText.WriteShort(window, n.Start, n.Length, ref output)) return;
        WriteText(window.Slice(n.Start, n.Length), writing);
    }

    private void WriteDecoded(int node, Writing writing)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(tree.MaxTextLength(node));
        WriteText(buffer.AsSpan(0, tree.Text(node, buffer)), writing);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void WriteText(scoped ReadOnlySpan<byte> text, Writing writing)
    {
        if ((writing == Writing.Number && JsonText.IsNumber(text)) || (writing == Writing.Boolean && JsonText.IsBoolean(text)))
        {
            output.Write(text);
            return;
        }

        JsonText.WriteQuoted(text, ref output);
    }
}
