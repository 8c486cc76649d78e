using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>A segment whose data elements are asked for by their places, for rules that look at several of them.</summary>
internal readonly ref struct SegmentView
{
    private readonly Cut cut;
    private readonly ServiceCharacters characters;
    private readonly int first;

    public SegmentView(in Cut cut, in ServiceCharacters characters)
    {
        (this.cut, this.characters) = (cut, characters);
        first = cut.First;
        // Counters of explicit nesting stand behind the tag.
        while (first < cut.Last && cut.Bytes[cut.PlaceAt(first)] != characters.Element) first++;
    }

    /// <summary>The segment.</summary>
    public Cut Cut => cut;

    /// <summary>Makes the next character data; 0 for none.</summary>
    public byte Release => characters.Release;

    /// <summary>The raw bytes of a component; empty when nothing was sent.</summary>
    /// <param name="element">The first after the tag = 1.</param>
    /// <param name="component">From 1; 0 for the whole element or repetition.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="start">Where it begins in the bytes of the cut; where it would, when nothing was sent.</param>
    public ReadOnlySpan<byte> Find(int element, int component, int repetition, out int start)
    {
        start = cut.End;
        var (e, c, r) = (0, 1, 1);
        for (var d = first; d < cut.Last; d++)
        {
            var delimiter = cut.Bytes[cut.PlaceAt(d)];
            if (d == first || delimiter == characters.Element) (e, c, r) = (e + 1, 1, 1);
            else if (delimiter == characters.Component) c++;
            else (c, r) = (1, r + 1);
            if (e > element) break;
            if (e < element || r < repetition) continue;
            if (r > repetition) break;
            if (component != 0 && c != component) continue;
            start = cut.PlaceAt(d) + 1;
            return cut.Bytes.AsSpan(start, EndOf(d, component == 0) - start);
        }

        return default;
    }

    /// <summary>How often an element was sent: 1 where it is not repeated, also when it is empty.</summary>
    public int Repetitions(int element)
    {
        if (characters.Repetition == 0) return 1;
        var (e, count) = (0, 1);
        for (var d = first; d < cut.Last && e <= element; d++)
        {
            var delimiter = cut.Bytes[cut.PlaceAt(d)];
            if (d == first || delimiter == characters.Element) e++;
            else if (delimiter != characters.Component && e == element) count++;
        }

        return count;
    }

    /// <summary>Whether anything was sent for an element.</summary>
    public bool Has(int element) => !IsEmpty(Find(element, 0, 1, out _));

    /// <summary>Whether an element holds separators only.</summary>
    public bool IsEmpty(ReadOnlySpan<byte> element) => !element.ContainsAnyExcept(characters.Component);

    private int EndOf(int d, bool isWhole)
    {
        d++;
        while (isWhole && d < cut.Last && cut.Bytes[cut.PlaceAt(d)] == characters.Component) d++;
        return cut.PlaceAt(d);
    }
}
