using System.Buffers;
using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Writes one tree as XML in a single pass.</summary>
internal ref struct XmlTreeWriter
{
    private readonly Tree tree;
    private readonly ReadOnlySpan<Node> nodes;
    private readonly ReadOnlySpan<byte> window;
    private readonly bool isAllPlain;
    private readonly FormTable table;
    private ByteOutput output;

    public XmlTreeWriter(Tree document, IBufferWriter<byte> to)
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
        output.Write(table.Starts[Schema.Root]);
        if (tree.Schema![Schema.Root].Namespace is { } name)
        {
            output.Write(" xmlns=\""u8);
            output.Write(Encoding.UTF8.GetBytes(name));
            output.Write((byte)'"');
        }

        output.Write((byte)'>');
        if (nodes.Length > 0) WriteChildren(0);
        output.Write(table.Ends[Schema.Root]);
        output.Flush();
    }

    private void WriteChildren(int node)
    {
        var end = nodes[node].Next;
        for (var child = unchecked(node + 1); child < end; child = nodes[child].Next)
        {
            var position = nodes[child].Position;
            var writing = table.Writings[position];
            if (writing is Writing.Nothing or Writing.Attribute) continue;
            output.Write(table.Starts[position]);
            switch (writing)
            {
                case Writing.Class:
                    output.Write((byte)'>');
                    WriteChildren(child);
                    break;
                case Writing.Measured:
                    WriteAttributes(child);
                    output.Write((byte)'>');
                    WriteValue(child, false);
                    break;
                default:
                    output.Write((byte)'>');
                    WriteValue(child, false);
                    break;
            }

            output.Write(table.Ends[position]);
        }
    }

    private void WriteAttributes(int node)
    {
        var end = nodes[node].Next;
        for (var child = unchecked(node + 1); child < end; child = nodes[child].Next)
        {
            var position = nodes[child].Position;
            if (table.Writings[position] != Writing.Attribute) continue;
            output.Write(table.Starts[position]);
            WriteValue(child, true);
            output.Write((byte)'"');
        }
    }

    private void WriteValue(int node, bool isAttribute)
    {
        ref readonly var n = ref nodes[node];
        if (isAllPlain || (n.Flags & NodeFlags.Plain) != 0)
        {
            XmlText.Write(window.Slice(n.Start, n.Length), isAttribute, ref output);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(tree.MaxTextLength(node));
        XmlText.Write(buffer.AsSpan(0, tree.Text(node, buffer)), isAttribute, ref output);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
