using System.Text;

namespace Gateway.Core;

/// <summary>Writes numbers of variable length: seven bits a byte, lowest first.</summary>
internal ref struct NumberWriter(PieceWriter output)
{
    private const int NumberBytes = 10;

    private Span<byte> room = [];
    private int used;

    /// <summary>Everything that was written, in room that is lent where there is any; it is empty afterwards.</summary>
    public ReadOnlyMemory<byte> Take(LentArrays? arrays)
    {
        output.Advance(used);
        room = [];
        used = 0;
        return arrays is null ? output.Take() : output.Take(arrays);
    }

    public void Byte(byte value)
    {
        Need(1);
        room[used++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Need(bytes.Length);
        bytes.CopyTo(room[used..]);
        used += bytes.Length;
    }

    public void Number(long value)
    {
        Need(NumberBytes);
        unchecked
        {
            var left = (ulong)value;
            for (; left >= 128; left >>= 7) room[used++] = (byte)(left | 128);
            room[used++] = (byte)left;
        }
    }

    /// <summary>A number that is often small on either side of zero.</summary>
    public void Signed(long value) => Number((value << 1) ^ (value >> 63));

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        Bytes(bytes);
    }

    private void Need(int bytes)
    {
        if (bytes <= room.Length - used) return;
        output.Advance(used);
        room = output.GetSpan(bytes);
        used = 0;
    }
}

/// <summary>Reads what <see cref="NumberWriter"/> wrote.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    public readonly bool IsAtEnd => at >= bytes.Length;

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return unchecked((long)value);
        }
    }

    public long Signed()
    {
        var value = Number();
        return (value >>> 1) ^ -(value & 1);
    }

    public string Text()
    {
        var length = (int)Number();
        at += length;
        return Encoding.UTF8.GetString(bytes.Slice(at - length, length));
    }
}
