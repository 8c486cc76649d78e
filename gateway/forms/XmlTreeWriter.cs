using System.Buffers;
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
        var space = WriteStart(Schema.Root, 0);
        if (nodes.Length > 0) WriteAttributes(0);
        output.Write((byte)'>');
        if (nodes.Length > 0) WriteContent(0, space);
        output.Write(table.Ends[Schema.Root]);
        output.Flush();
    }

    /// <summary>Writes the tag, and its namespace where it is another than around it.</summary>
    /// <returns>Number of the namespace inside.</returns>
    private byte WriteStart(int position, byte around)
    {
        output.Write(table.Starts[position]);
        var space = table.Spaces[position];
        if (space != around) output.Write(table.Declarations[space]);
        return space;
    }

    private void WriteContent(int node, byte space)
    {
        if ((nodes[node].Flags & NodeFlags.HasValue) != 0) WriteValue(node, false);
        else WriteChildren(node, space);
    }

    private void WriteChildren(int node, byte around)
    {
        var end = nodes[node].Next;
        for (var child = unchecked(node + 1); child < end; child = nodes[child].Next)
        {
            var position = nodes[child].Position;
            var writing = table.Writings[position];
            if (writing is Writing.Nothing or Writing.Attribute) continue;
            var space = WriteStart(position, around);
            switch (writing)
            {
                case Writing.Class:
                    WriteAttributes(child);
                    output.Write((byte)'>');
                    WriteChildren(child, space);
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
            // Attributes come first in the order of a schema.
            if (table.Writings[position] != Writing.Attribute) return;
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
            if (XmlText.WriteShort(window, n.Start, n.Length, ref output)) return;
            XmlText.Write(window.Slice(n.Start, n.Length), isAttribute, ref output);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(tree.MaxTextLength(node));
        XmlText.Write(buffer.AsSpan(0, tree.Text(node, buffer)), isAttribute, ref output);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
