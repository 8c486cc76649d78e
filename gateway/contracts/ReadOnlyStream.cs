namespace Gateway.Contracts;

/// <summary>A stream that is read and nothing else. Whoever derives from it says how bytes are read; one that can seek says that
/// too.</summary>
public abstract class ReadOnlyStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads at once.</summary>
    /// <exception cref="NotSupportedException">It is read asynchronously alone.</exception>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads at once, unless a stream that waits for bytes has its own way.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken) : new ValueTask<int>(Read(buffer.Span));

    /// <inheritdoc/>
    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A stream of which the start was read already.</summary>
/// <param name="head">The start.</param>
/// <param name="rest">What follows; it stays open.</param>
public sealed class HeadedStream(ReadOnlyMemory<byte> head, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> head = head;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => head.IsEmpty ? rest.Read(buffer) : TakeHead(buffer);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => head.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(TakeHead(buffer.Span));

    private int TakeHead(Span<byte> buffer)
    {
        var taken = Math.Min(head.Length, buffer.Length);
        head.Span[..taken].CopyTo(buffer);
        head = head[taken..];
        return taken;
    }
}
