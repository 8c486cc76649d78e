using System.Text;

namespace Gateway.Tests.Real.Storm;

/// <summary>A text that begins and then says the same letter until it is long enough.</summary>
/// <param name="begin">The begin.</param>
/// <param name="length">Bytes in all.</param>
internal sealed class EndlessText(string begin, long length) : Stream
{
    private readonly byte[] head = Encoding.ASCII.GetBytes(begin);
    private long at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, length - at);
        var span = buffer.AsSpan(offset, count);
        span.Fill((byte)'x');
        if (at < head.Length) head.AsSpan((int)at, Math.Min(count, head.Length - (int)at)).CopyTo(span);
        at += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
