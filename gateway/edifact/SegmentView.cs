using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>A segment whose data elements are asked for by their places, for rules that look at several of them.</summary>
internal readonly ref struct SegmentView
{
    private readonly ref byte bytes;
    private readonly ref int places;
    private readonly int parts;
    private readonly byte separator;
    private readonly byte componentSeparator;
    private readonly byte repetitionSeparator;

    /// <summary>A segment in which anything may stand.</summary>
    public SegmentView(scoped in Cut cut, scoped in ServiceCharacters characters)
    {
        var first = cut.First;
        // Counters of explicit nesting stand behind the tag.
        while (first < cut.Last && cut.Bytes[cut.PlaceAt(first)] != characters.Element) first++;
        bytes = ref MemoryMarshal.GetArrayDataReference(cut.Bytes);
        places = ref cut.Places[first];
        parts = cut.Last - first;
        (separator, componentSeparator, repetitionSeparator) = (characters.Element, characters.Component, characters.Repetition);
    }

    /// <summary>A segment that was walked, without explicit nesting.</summary>
    /// <param name="bytes">The first byte of the buffer.</param>
    /// <param name="places">The segment's first delimiter.</param>
    /// <param name="parts">How many delimiters follow it; the last is the terminator.</param>
    /// <param name="characters">The service characters.</param>
    public SegmentView(ref byte bytes, ref int places, int parts, scoped in ServiceCharacters characters)
    {
        this.bytes = ref bytes;
        this.places = ref places;
        this.parts = parts;
        (separator, componentSeparator, repetitionSeparator) = (characters.Element, characters.Component, characters.Repetition);
    }

    /// <summary>The raw bytes of a component; empty when nothing was sent.</summary>
    /// <param name="element">The first after the tag = 1.</param>
    /// <param name="component">From 1; 0 for the whole element or repetition.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="start">Where it begins in the bytes of the buffer; where it would, when nothing was sent.</param>
    public ReadOnlySpan<byte> Find(int element, int component, int repetition, out int start)
    {
        unchecked
        {
            var (e, c, r) = (0, 1, 1);
            for (var d = 0; d < parts; d++)
            {
                var delimiter = Delimiter(d);
                if (d == 0 || delimiter == separator) (e, c, r) = (e + 1, 1, 1);
                else if (delimiter == componentSeparator) c++;
                else (c, r) = (1, r + 1);
                if (e > element) break;
                if (e < element || r < repetition) continue;
                if (r > repetition) break;
                if (component != 0 && c != component) continue;
                start = PlaceAt(d) + 1;
                return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref bytes, start), EndOf(d, component == 0) - start);
            }
        }

        start = PlaceAt(parts);
        return default;
    }

    /// <summary>How often an element was sent: 1 where it is not repeated, also when it is empty.</summary>
    public int Repetitions(int element)
    {
        if (repetitionSeparator == 0) return 1;
        var (e, count) = (0, 1);
        for (var d = 0; d < parts && e <= element; d++)
        {
            var delimiter = Delimiter(d);
            if (d == 0 || delimiter == separator) e++;
            else if (delimiter != componentSeparator && e == element) count++;
        }

        return count;
    }

    /// <summary>Whether anything was sent for an element.</summary>
    public bool Has(int element) => !IsEmpty(Find(element, 0, 1, out _));

    /// <summary>Whether an element holds separators only.</summary>
    public bool IsEmpty(ReadOnlySpan<byte> element) => !element.ContainsAnyExcept(componentSeparator);

    // Places and bytes are those of a segment that was cut: all of them lie in the arrays.
    private int PlaceAt(int index) => Unsafe.Add(ref places, index);

    private byte Delimiter(int index) => Unsafe.Add(ref bytes, PlaceAt(index));

    private int EndOf(int d, bool isWhole)
    {
        d++;
        while (isWhole && d < parts && Delimiter(d) == componentSeparator) d++;
        return PlaceAt(d);
    }
}
