using System.Buffers;

namespace Gateway.Host.Cli;

/// <summary>Bytes on their way to a stream: a document of any size needs no room but one piece.</summary>
internal sealed class StreamOutput : IBufferWriter<byte>
{
    private byte[] piece = new byte[64 * 1024];
    private int used;

    /// <summary>Takes the bytes; another one may be named after <see cref="Flush"/>.</summary>
    public required Stream Stream { get; set; }

    /// <inheritdoc/>
    public void Advance(int count) => used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Need(sizeHint);
        return piece.AsMemory(used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Need(sizeHint);
        return piece.AsSpan(used);
    }

    /// <summary>Hands everything over to the stream.</summary>
    public void Flush()
    {
        Stream.Write(piece, 0, used);
        used = 0;
    }

    private void Need(int bytes)
    {
        if (piece.Length - used >= Math.Max(bytes, 1)) return;
        Flush();
        if (piece.Length < bytes) piece = new byte[bytes];
    }
}
