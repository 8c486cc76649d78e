namespace Gateway.Edifact;

/// <summary>Takes service segments apart where speed does not matter.</summary>
internal static class ServiceText
{
    /// <summary>The raw bytes of a whole data element, with its separators.</summary>
    /// <param name="segment">The segment without terminator.</param>
    /// <param name="element">The first after the tag = 1.</param>
    /// <param name="characters">The service characters.</param>
    public static ReadOnlySpan<byte> Element(ReadOnlySpan<byte> segment, int element, scoped in ServiceCharacters characters)
        => Part(segment, element, characters.Element, characters.Release);

    /// <summary>The raw bytes of a component; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Component(
        ReadOnlySpan<byte> segment, int element, int component, scoped in ServiceCharacters characters)
        => Part(Element(segment, element, characters), component - 1, characters.Component, characters.Release);

    /// <summary>Where a segment ends; -1 when the bytes have no terminator.</summary>
    public static int EndOf(ReadOnlySpan<byte> bytes, scoped in ServiceCharacters characters)
        => Next(bytes, 0, characters.Terminator, characters.Release);

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, int index, byte separator, byte release)
    {
        var start = 0;
        for (var i = 0; ; i++)
        {
            var end = Next(bytes, start, separator, release);
            if (i == index) return bytes[start..(end < 0 ? bytes.Length : end)];
            if (end < 0) return default;
            start = end + 1;
        }
    }

    private static int Next(ReadOnlySpan<byte> bytes, int from, byte wanted, byte release)
    {
        for (var i = from; i < bytes.Length; i++)
        {
            if (release != 0 && bytes[i] == release) i++;
            else if (bytes[i] == wanted) return i;
        }

        return -1;
    }
}
