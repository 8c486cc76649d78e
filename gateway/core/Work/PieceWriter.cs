using System.Buffers;

namespace Gateway.Core;

/// <summary>Output of any length in pieces from the pool: it grows without copying and leaves no large arrays behind. Not
/// thread-safe.</summary>
internal sealed class PieceWriter : IBufferWriter<byte>
{
    // Below the size from which the collector keeps arrays apart.
    private const int PieceBytes = 64 * 1024;

    private readonly List<(byte[] Bytes, int Used)> full = [];
    private byte[] piece = [];
    private int used;

    /// <inheritdoc/>
    public void Advance(int count) => used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (piece.Length - used < Math.Max(sizeHint, 1)) Renew(sizeHint);
        return piece.AsMemory(used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (piece.Length - used < Math.Max(sizeHint, 1)) Renew(sizeHint);
        return piece.AsSpan(used);
    }

    /// <summary>Everything that was written, in an array of just that length; it is empty afterwards.</summary>
    public byte[] Take()
    {
        var all = GC.AllocateUninitializedArray<byte>(Length);
        MoveTo(all);
        return all;
    }

    /// <summary>Likewise, in room that is lent.</summary>
    public ReadOnlyMemory<byte> Take(LentArrays arrays)
    {
        var all = arrays.Take(Length);
        MoveTo(all.Span);
        return all;
    }

    private int Length
    {
        get
        {
            var length = used;
            foreach (var one in full) length += one.Used;
            return length;
        }
    }

    private void MoveTo(Span<byte> all)
    {
        var at = 0;
        foreach (var (bytes, count) in full)
        {
            bytes.AsSpan(0, count).CopyTo(all[at..]);
            at += count;
            ArrayPool<byte>.Shared.Return(bytes);
        }

        piece.AsSpan(0, used).CopyTo(all[at..]);
        if (piece.Length > 0) ArrayPool<byte>.Shared.Return(piece);
        full.Clear();
        (piece, used) = ([], 0);
    }

    private void Renew(int bytes)
    {
        if (piece.Length > 0) full.Add((piece, used));
        (piece, used) = (ArrayPool<byte>.Shared.Rent(Math.Max(bytes, PieceBytes)), 0);
    }
}
