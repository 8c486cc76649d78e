namespace Gateway.Formats;

/// <summary>Unpacked bytes of which there must be as many as stated: the framework takes a file that breaks off for its end.</summary>
internal sealed class EndedStream(Stream inner, uint? length) : Stream
{
    private long count;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var got = inner.Read(buffer);
        count += got;
        // The length is stated modulo 2 to the 32nd (RFC 1952 section 2.3.1).
        if (got == 0 && buffer.Length > 0 && length is { } stated && (count & uint.MaxValue) != stated)
        {
            throw new EndOfStreamException("The file breaks off.");
        }

        return got;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
