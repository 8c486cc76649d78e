namespace Gateway.Contracts;

/// <summary>A part as a stream that can seek, for libraries that want one. Not thread-safe.</summary>
/// <param name="raw">The part.</param>
public sealed class RawStream(IRaw raw) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => raw.Length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = Position < 0 || Position >= raw.Length ? 0 : raw.Read(Position, buffer);
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length });
        // What a damaged file points at is its fault, not ours.
        if (to < 0) throw new InvalidDataException("A place before the beginning.");
        return Position = to;
    }
}
