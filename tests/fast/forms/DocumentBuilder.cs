using System.Text;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Forms;

/// <summary>Puts a document together by names, as a mapping would.</summary>
internal sealed class DocumentBuilder
{
    private readonly Stack<int> open = [];

    public DocumentBuilder(Schema schema)
    {
        Tree = new Tree();
        Tree.Reset(schema, null);
        open.Push(Tree.Open(Schema.Root));
    }

    public Tree Tree { get; }

    public DocumentBuilder Open(string name)
    {
        open.Push(Tree.Open(PositionOf(name)));
        return this;
    }

    public DocumentBuilder Close()
    {
        Tree.Close(open.Pop());
        return this;
    }

    public DocumentBuilder Value(string name, string text, string? attribute = null, string? attributeText = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var position = PositionOf(name);
        var start = Tree.Append(bytes);
        if (attribute is null)
        {
            Tree.Add(position, start, bytes.Length, NodeFlags.HasValue | NodeFlags.Plain);
            return this;
        }

        var node = Tree.Open(position, start, bytes.Length, NodeFlags.HasValue | NodeFlags.Plain);
        var more = Encoding.UTF8.GetBytes(attributeText!);
        Tree.Add(
            Tree.Schema!.Child(position, attribute), Tree.Append(more), more.Length, NodeFlags.HasValue | NodeFlags.Plain);
        Tree.Close(node);
        return this;
    }

    public Tree Done()
    {
        while (open.Count > 0) Close();
        return Tree;
    }

    private int PositionOf(string name)
    {
        var position = Tree.Schema!.Child(Tree.Nodes[open.Peek()].Position, name);
        return position > 0 ? position : throw new ArgumentException($"no {name} here");
    }
}
