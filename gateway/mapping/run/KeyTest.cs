using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Asks whether an element of a node is one of some codes: a qualifier (<c>DTM+137</c>), the first component of the n-th
/// data element as it was sent; or a filter (<c>LOC[not .3227 = 9;11]</c>), any of the elements of that name.</summary>
internal sealed class KeyTest(ElementPlace[] places, byte[][] codes)
{
    private const int KeyBytes = 7;

    private readonly int last = places.Max(p => p.Composite == 0 ? p.Element : p.Composite);

    /// <summary>Where the elements stand.</summary>
    public ElementPlace[] Places => places;

    /// <summary>Whether it may be any of several elements, and is decoded.</summary>
    public bool IsAny { get; init; }

    /// <summary>Whether it must be none of the codes.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether each code is short enough to be a number.</summary>
    public bool HasKeys => AreKeys(codes);

    /// <summary>Whether each of some codes is short enough to be a number.</summary>
    public static bool AreKeys(byte[][] codes) => Array.TrueForAll(codes, c => c.Length <= KeyBytes);

    /// <summary>The codes as numbers.</summary>
    public IEnumerable<ulong> Keys => codes.Select(c => KeyOf(c));

    /// <summary>The same test the other way round.</summary>
    public KeyTest Negated() => new(places, codes) { IsAny = IsAny, IsNegated = !IsNegated };

    /// <summary>Whether it looks at what another looks at.</summary>
    public bool IsAlike(KeyTest other) => places.AsSpan().SequenceEqual(other.Places) && IsAny == other.IsAny;

    /// <summary>Whether it asks for what another asks for.</summary>
    public bool IsSame(KeyTest other) => IsAlike(other) && IsNegated == other.IsNegated && Keys.SequenceEqual(other.Keys);

    /// <summary>The node that has one of the codes; -1 when it has none of them.</summary>
    public int Find(Run run, int segment)
    {
        var found = First(run.Source, segment);
        if (found < 0) return -1;
        var text = run.Source.Bytes(found);
        foreach (var code in codes)
        {
            if (text.SequenceEqual(code)) return found;
        }

        return -1;
    }

    /// <summary>The first of the elements; -1 for none.</summary>
    public int First(Tree tree, int segment) => ElementPlace.Find(tree, segment, places);

    /// <summary>The element that stands next after a node of the segment, or after the segment itself; -1 for none.</summary>
    public int Next(Tree tree, int segment, int after)
    {
        var nodes = tree.Nodes;
        var end = nodes[segment].Next;
        var composite = after > segment && tree.Parent(after) != segment ? nodes[tree.Parent(after)].Position : 0;
        for (var at = after + 1; at < end; at++)
        {
            var position = nodes[at].Position;
            if (tree.Parent(at) == segment)
            {
                if (position > last) return -1;
                composite = position;
                if (IsPlace(0, position)) return at;
            }
            else if (IsPlace(composite, position)) return at;
        }

        return -1;
    }

    /// <summary>The code of an element as a number.</summary>
    public ulong KeyAt(Tree tree, int element)
    {
        if (!IsAny || tree.IsPlain(element)) return KeyOf(tree.Bytes(element));
        Span<byte> text = stackalloc byte[256];
        return tree.MaxTextLength(element) <= text.Length ? KeyOf(text[..tree.Text(element, text)]) : 0;
    }

    private bool IsPlace(int composite, int element)
    {
        foreach (var place in places)
        {
            if (place.Element == element && place.Composite == composite) return true;
        }

        return false;
    }

    /// <summary>A code as a number: its bytes and, above them, how many these are.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> code)
    {
        var key = (ulong)Math.Min(code.Length, KeyBytes + 1);
        if (code.Length > KeyBytes) return key;
        foreach (var b in code) key = unchecked((key << 8) | b);
        return key;
    }
}
