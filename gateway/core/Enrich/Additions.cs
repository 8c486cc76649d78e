using System.Runtime.InteropServices;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Collects what the enrichers add to one document and merges it into the document in one pass.</summary>
/// <remarks>An addition goes through the checks that validation would make, because validation is over by then.</remarks>
internal sealed class Additions(Func<string, CodeList?> codeLists) : IAdditions
{
    private readonly record struct Line(int Parent, int Position, string Value, Addition Addition);

    private readonly List<Line> lines = [];
    private readonly Dictionary<(int Parent, int Position), int> added = [];
    private Tree document = new();

    /// <summary>Whether anything was added.</summary>
    public bool Any => lines.Count > 0;

    /// <summary>Starts with a document.</summary>
    public void Begin(Tree next)
    {
        document = next;
        lines.Clear();
        added.Clear();
    }

    /// <inheritdoc/>
    public bool Add(int parent, string name, string value, string source, DateOnly asOf)
    {
        var position = document.Schema!.Child(document.Nodes[parent].Position, name);
        if (position == 0 || value.Length == 0 || !Fits(document.Schema[position].Type, value, asOf)) return false;
        ref var more = ref CollectionsMarshal.GetValueRefOrAddDefault(added, (parent, position), out _);
        if (Occurrences(parent, position) + more >= document.Schema[position].Max) return false;
        more++;
        lines.Add(new Line(parent, position, value, new Addition(source, asOf)));
        return true;
    }

    /// <summary>Writes the document with all additions into another tree, each child at its place in the schema.</summary>
    public void Merge(Tree into)
    {
        lines.Sort(static (a, b) => a.Parent != b.Parent ? a.Parent.CompareTo(b.Parent) : a.Position.CompareTo(b.Position));
        into.Reset(document.Schema, document.Decoder, document.Part);
        into.Ordinal = document.Ordinal;
        into.KeepProvenance();
        into.Append(document.Window);
        var next = 0;
        Copy(0, into, ref next);
    }

    // Lines are sorted by parent and nodes come in preorder, so the next line is of the node, of one below it or of a later one.
    // What stands between two lines is copied in one piece.
    private void Copy(int node, Tree into, ref int next)
    {
        var nodes = document.Nodes;
        var first = next;
        while (next < lines.Count && lines[next].Parent == node) next++;
        var end = next;
        var (position, flags, start, length, after) = nodes[node];
        var copy = into.Open(position, start, length, flags);
        into.AddSourcesOf(document, node);
        var from = node + 1;
        for (var child = from; child < after; child = nodes[child].Next)
        {
            if (first < end && lines[first].Position < nodes[child].Position)
            {
                into.AddForest(document, from, child, 0);
                from = child;
                while (first < end && lines[first].Position < nodes[child].Position) Write(lines[first++], into);
            }

            if (next == lines.Count || lines[next].Parent >= nodes[child].Next) continue;
            into.AddForest(document, from, child, 0);
            Copy(child, into, ref next);
            from = nodes[child].Next;
        }

        into.AddForest(document, from, after, 0);
        while (first < end) Write(lines[first++], into);
        into.Close(copy);
    }

    private static void Write(Line line, Tree into)
    {
        into.SetAddition(MadeValue.Write(into, line.Position, line.Value), line.Addition);
    }

    private int Occurrences(int parent, int position)
    {
        var count = 0;
        var nodes = document.Nodes;
        for (var child = parent + 1; child < nodes[parent].Next; child = nodes[child].Next)
        {
            if (nodes[child].Position == position) count++;
        }

        return count;
    }

    private bool Fits(SimpleType? type, string value, DateOnly asOf)
    {
        // Only texts and codes are added; a number or date from elsewhere would need its own check here.
        if (type is null || type.Kind is not (ValueKind.Text or ValueKind.Alphabetic)) return false;
        if (value.Length < type.MinLength || (type.MaxLength > 0 && value.Length > type.MaxLength)) return false;
        return type.CodeList is null || codeLists(type.CodeList) is not { } list || list.Find(value, asOf) is not null;
    }
}
