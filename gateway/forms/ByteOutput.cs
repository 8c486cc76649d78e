using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gateway.Forms;

/// <summary>Bytes on their way to a buffer writer: asks it for room in large pieces, so that a value costs one copy.</summary>
internal ref struct ByteOutput(IBufferWriter<byte> output)
{
    private const int PieceBytes = 16 * 1024;

    private Span<byte> room = [];
    private int used;

    /// <summary>Writes bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > room.Length - used) Renew(bytes.Length);
        bytes.CopyTo(room[used..]);
        used = unchecked(used + bytes.Length);
    }

    /// <summary>Writes one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if (used == room.Length) Renew(1);
        room[used] = value;
        used = unchecked(used + 1);
    }

    /// <summary>Writes bytes with the same byte before and after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteBetween(byte mark, scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length + 2 > room.Length - used) Renew(bytes.Length + 2);
        var at = room[used..];
        at[0] = mark;
        bytes.CopyTo(at[1..]);
        at[bytes.Length + 1] = mark;
        used = unchecked(used + bytes.Length + 2);
    }

    /// <summary>Writes the first bytes of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Vector128<byte> block, int length)
    {
        if (Vector128<byte>.Count > room.Length - used) Renew(Vector128<byte>.Count);
        block.StoreUnsafe(ref room.Slice(used, Vector128<byte>.Count)[0]);
        used = unchecked(used + length);
    }

    /// <summary>Writes the first bytes of a block with the same byte before and after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteBetween(byte mark, Vector128<byte> block, int length)
    {
        if (Vector128<byte>.Count + 2 > room.Length - used) Renew(Vector128<byte>.Count + 2);
        var at = room.Slice(used, Vector128<byte>.Count + 2);
        at[0] = mark;
        block.StoreUnsafe(ref at[1]);
        at[length + 1] = mark;
        used = unchecked(used + length + 2);
    }

    /// <summary>Room for at least that many bytes; <see cref="Used"/> says how many were written.</summary>
    public Span<byte> Room(int bytes)
    {
        if (bytes > room.Length - used) Renew(bytes);
        return room[used..];
    }

    /// <summary>Counts bytes that were written into <see cref="Room"/>.</summary>
    public void Used(int bytes) => used += bytes;

    /// <summary>Hands everything over.</summary>
    public void Flush()
    {
        output.Advance(used);
        room = [];
        used = 0;
    }

    private void Renew(int bytes)
    {
        Flush();
        room = output.GetSpan(Math.Max(bytes, PieceBytes));
    }
}
