using System.Runtime.InteropServices;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Collects what the enrichers add to one document and puts it into the document at once.</summary>
/// <remarks>An addition goes through the checks that validation would make, because validation is over by then.</remarks>
internal sealed class Additions(Func<string, CodeList?> codeLists) : IAdditions
{
    private readonly List<Insertion> lines = [];
    private readonly Dictionary<(int Parent, int Position), int> added = [];
    private Tree document = new();
    private Addition last = new("", default);

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
        if (last.Source != source || last.AsOf != asOf) last = new Addition(source, asOf);
        var room = document.Grow(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, room);
        var flags = Ascii.IsValid(room) ? NodeFlags.HasValue | NodeFlags.Plain : NodeFlags.HasValue;
        var start = document.Window.Length - room.Length;
        lines.Add(new Insertion(parent, PlaceOf(parent, position), position, start, room.Length, flags, last));
        return true;
    }

    /// <summary>Puts all of it into the document, each child at its place in the schema.</summary>
    public void Merge()
    {
        if (lines.Count == 0) return;
        lines.Sort(Insertion.InOrder);
        document.Insert(CollectionsMarshal.AsSpan(lines));
    }

    /// <summary>The first child that stands after a position; the parent's end when there is none.</summary>
    private int PlaceOf(int parent, int position)
    {
        var nodes = document.Nodes;
        var child = parent + 1;
        while (child < nodes[parent].Next && nodes[child].Position <= position) child = nodes[child].Next;
        return child;
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
