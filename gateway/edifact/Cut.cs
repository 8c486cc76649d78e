using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One segment cut out of bytes, with the places of its delimiters.</summary>
/// <param name="Bytes">The bytes; all other members are places in them.</param>
/// <param name="Places">Places of delimiters.</param>
/// <param name="First">Index in <paramref name="Places"/> of the first delimiter.</param>
/// <param name="Last">Index of the terminator; where that is missing, of the end of the bytes.</param>
/// <param name="Start">First byte of the tag.</param>
/// <param name="End">The terminator, or the end of the bytes.</param>
/// <param name="Offset">Offset of byte 0 in the raw bytes.</param>
/// <param name="Suspicious">First byte from <paramref name="Start"/> on that may need a closer look.</param>
internal readonly record struct Cut(
    byte[] Bytes, int[] Places, int First, int Last, int Start, int End, long Offset, int Suspicious)
{
    /// <summary>The segment without its terminator.</summary>
    public ReadOnlySpan<byte> Segment => Bytes.AsSpan(Start, End - Start);

    /// <summary>Where the segment stands in the raw bytes.</summary>
    public long StartOffset => Offset + Start;

    /// <summary>The tag as one number of three bytes; 0 when there is none of three upper-case letters and digits.</summary>
    public int Tag
    {
        get
        {
            if (End - Start < 3) return 0;
            var end = PlaceAt(First);
            if (end != Start + 3 && !IsPadded(end)) return 0;
            return IsTag(Bytes[Start], Bytes[Start + 1], Bytes[Start + 2]) ? TagOf(Bytes.AsSpan(Start, 3)) : 0;
        }
    }

    /// <summary>Whether three bytes may be a tag: upper-case letters and digits, the first a letter.</summary>
    public static bool IsTag(byte first, byte second, byte third) => IsLetter(first) && IsTagByte(second) && IsTagByte(third);

    /// <summary>A tag as one number.</summary>
    public static int TagOf(ReadOnlySpan<byte> tag) => (tag[0] << 16) | (tag[1] << 8) | tag[2];

    /// <summary>Where the bytes after a delimiter end.</summary>
    public int PlaceAt(int index) => Places[index];

    /// <summary>The raw bytes of a component of a service segment, with all its repetitions; empty when there is none.</summary>
    /// <param name="element">Element, the first after the tag = 1.</param>
    /// <param name="component">Component, from 1.</param>
    /// <param name="characters">The service characters.</param>
    public ReadOnlySpan<byte> Component(int element, int component, scoped in ServiceCharacters characters)
    {
        var (separator, componentSeparator) = (characters.Element, characters.Component);
        var (e, c, start) = (0, 1, 0);
        var places = Places.AsSpan(First, Last - First);
        foreach (var place in places)
        {
            var kind = Bytes[place];
            if (kind != separator && kind != componentSeparator) continue;
            if (e == element && c == component) return Bytes.AsSpan(start, place - start);
            c = kind == separator ? 1 : c + 1;
            if (kind == separator && ++e > element) return default;
            start = place + 1;
        }

        return e == element && c == component ? Bytes.AsSpan(start, End - start) : default;
    }

    /// <summary>Whether no byte needs a closer look and the tag ends where it should.</summary>
    public bool IsPlain => Suspicious >= End && Places[First] == Start + 3;

    /// <summary>A copy that does not change when the source moves on.</summary>
    public Cut Keep(in ServiceCharacters characters)
    {
        var bytes = Bytes.AsSpan(Start, Math.Min(Bytes.Length, End + 1) - Start).ToArray();
        var places = Places.AsSpan(First, Last - First + 1).ToArray();
        for (var i = 0; i < places.Length; i++) places[i] -= Start;
        var end = End - Start;
        // A terminator that is missing at the end of the file is not made up.
        return new Cut(end < bytes.Length && bytes[end] == characters.Terminator ? bytes : bytes[..end],
            places, 0, places.Length - 1, 0, end, Offset + Start, Suspicious >= End ? int.MaxValue : Math.Max(0, Suspicious - Start));
    }

    // Lines of a fixed length may break right behind the tag.
    private bool IsPadded(int end) => end > Start + 3 && Bytes.AsSpan(Start + 3, end - Start - 3).Trim("\r\n "u8).IsEmpty;

    private static bool IsLetter(byte value) => value is >= (byte)'A' and <= (byte)'Z';

    private static bool IsTagByte(byte value) => IsLetter(value) || value is >= (byte)'0' and <= (byte)'9';
}
