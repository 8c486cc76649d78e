using System.Runtime.InteropServices;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Collects what the enrichers add to one document and puts it into the document at once.</summary>
/// <remarks>An addition goes through the checks that validation would make, because validation is over by then.</remarks>
internal sealed class Additions(Func<string, CodeList?> codeLists) : IAdditions
{
    private List<Insertion> lines = [];
    private List<Insertion> merged = [];
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
        Order();
        document.Insert(CollectionsMarshal.AsSpan(lines));
    }

    // Each enricher goes through the document once, so what it adds stands in order or nearly so: the runs in order are merged.
    private void Order()
    {
        while (true)
        {
            var from = 0;
            var all = CollectionsMarshal.AsSpan(lines);
            merged.Clear();
            while (from < all.Length)
            {
                var middle = EndOfRun(all, from);
                if (from == 0 && middle == all.Length) return;
                var end = middle == all.Length ? middle : EndOfRun(all, middle);
                MergeRuns(all[from..middle], all[middle..end]);
                from = end;
            }

            (lines, merged) = (merged, lines);
        }
    }

    private static int EndOfRun(ReadOnlySpan<Insertion> all, int from)
    {
        var end = from + 1;
        while (end < all.Length && Insertion.InOrder(all[end - 1], all[end]) <= 0) end++;
        return end;
    }

    private void MergeRuns(ReadOnlySpan<Insertion> first, ReadOnlySpan<Insertion> second)
    {
        while (first.Length > 0 && second.Length > 0)
        {
            var isFirst = Insertion.InOrder(first[0], second[0]) <= 0;
            merged.Add(isFirst ? first[0] : second[0]);
            if (isFirst) first = first[1..];
            else second = second[1..];
        }

        merged.AddRange(first);
        merged.AddRange(second);
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
