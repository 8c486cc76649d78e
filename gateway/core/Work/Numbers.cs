using System.Buffers;
using System.Text;

namespace Gateway.Core;

/// <summary>Writes numbers of variable length: seven bits a byte, lowest first.</summary>
internal sealed class NumberWriter
{
    private readonly PieceWriter output = new();

    /// <summary>Everything that was written; it is empty afterwards.</summary>
    public ReadOnlyMemory<byte> Take() => output.Take();

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public void Number(long value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (var left = unchecked((ulong)value); ; left >>= 7)
        {
            span[length++] = unchecked((byte)(left < 128 ? left : (left & 127) | 128));
            if (left < 128) break;
        }

        output.Advance(length);
    }

    /// <summary>A number that is often small on either side of zero.</summary>
    public void Signed(long value) => Number((value << 1) ^ (value >> 63));

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        Bytes(bytes);
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
