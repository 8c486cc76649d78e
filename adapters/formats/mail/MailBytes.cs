using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>A piece of the raw bytes as a stream.</summary>
/// <param name="raw">The bytes.</param>
/// <param name="start">Where the piece begins.</param>
/// <param name="length">How long it is.</param>
internal sealed class MailBytes(IRaw raw, long start, long length) : ReadOnlyStream
{
    private long at;

    /// <summary>Reading beyond this place ends the scan: set while a header is read, whose length nobody knows before its end.</summary>
    public long Ceiling { get; set; } = long.MaxValue;

    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => at;
        set => at = value;
    }

    public override int Read(Span<byte> buffer)
    {
        if (at >= Ceiling) throw new MailRefusedException(MailFindings.LongHeader, at, $"{MailLimits.HeaderBytesMax}");
        var left = Math.Min(buffer.Length, length - at);
        if (left <= 0) return 0;
        var read = raw.Read(start + at, buffer[..(int)left]);
        at += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => at = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => at + offset,
        _ => length + offset,
    };
}
