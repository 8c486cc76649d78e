using Gateway.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Channels;

/// <summary>A regular file opened once, as it was at that moment: later bytes are not seen.</summary>
internal sealed class OpenFile : ReadOnlyStream
{
    private readonly SafeFileHandle handle;
    private long position;

    private OpenFile(SafeFileHandle handle, long length, DateTime writtenAt)
    {
        (this.handle, Length, WrittenAt) = (handle, length, writtenAt);
    }

    /// <summary>When it was last written to, UTC.</summary>
    public DateTime WrittenAt { get; }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => position = value;
    }

    /// <summary>Whether somebody wrote to the file since it was opened.</summary>
    public bool HasChanged => RandomAccess.GetLength(handle) != Length || File.GetLastWriteTimeUtc(handle) != WrittenAt;

    /// <summary>Reading it failed: it is this file, not whoever takes its bytes.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Opens a file without ever waiting for somebody else.</summary>
    /// <returns>Null when it is no regular file, or may not be read.</returns>
    public static OpenFile? Open(string path)
    {
        var handle = Native.OpenWithoutWaiting(path);
        if (handle is null) return null;
        try
        {
            return new OpenFile(handle, RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
        }
        catch (Exception fault) when (fault is NotSupportedException or IOException or UnauthorizedAccessException)
        {
            handle.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Length - position);
        if (count <= 0) return 0;
        try
        {
            count = RandomAccess.Read(handle, buffer[..count], position);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            IsUnreadable = true;
            throw;
        }

        position += count;
        return count;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) handle.Dispose();
        base.Dispose(disposing);
    }
}
