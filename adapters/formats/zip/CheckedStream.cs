using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>An entry whose check sum and length must be those that the archive states.</summary>
internal sealed class CheckedStream(Stream inner, uint expected, long length) : ReadOnlyStream
{
    private static readonly uint[] Table = MakeTable();

    private uint crc = uint.MaxValue;
    private long count;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var got = inner.Read(buffer);
        if (got == 0 && buffer.Length > 0 && (~crc != expected || count != length))
        {
            throw new InvalidDataException("The check sum or the length is not the stated one.");
        }

        foreach (var value in buffer[..got]) crc = Table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        count += got;
        return got;
    }

    // The polynomial of ISO 3309, as APPNOTE 4.4.7 has it.
    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
