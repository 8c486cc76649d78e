namespace Gateway.Edifact;

/// <summary>The checksum of ZIP members (ISO 3309); the runtime's archive reader does not compare it.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    /// <summary>Calculates the checksum.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var value = uint.MaxValue;
        foreach (var b in bytes) value = Table[unchecked((byte)(value ^ b))] ^ (value >> 8);
        return ~value;
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        return value;
    }
}
