using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Channels;

/// <summary>A regular file opened once, as it was at that moment: later bytes are not seen.</summary>
internal sealed class OpenFile : Stream
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
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => position = value;
    }

    /// <summary>Whether somebody wrote to the file since it was opened.</summary>
    public bool HasChanged => RandomAccess.GetLength(handle) != Length || File.GetLastWriteTimeUtc(handle) != WrittenAt;

    /// <summary>Opens a file without ever waiting for somebody else.</summary>
    /// <returns>Null when it is no regular file, or may not be read.</returns>
    public static OpenFile? Open(string path)
    {
        var handle = OpenWithoutWaiting(path);
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
        count = RandomAccess.Read(handle, buffer[..count], position);
        position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : new ValueTask<int>(Read(buffer.Span));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) handle.Dispose();
        base.Dispose(disposing);
    }

    // The framework's own open waits for ever at a FIFO without a writer; only O_NONBLOCK does not.
    private static SafeFileHandle? OpenWithoutWaiting(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        const int closeOnExec = 0x80000, nonBlocking = 0x800;
        var descriptor = OpenOnLinux(path, closeOnExec | nonBlocking);
        if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        const int tooManyOpen = 24;
        return error == tooManyOpen ? throw new IOException(new Win32Exception(error).Message) : null;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenOnLinux([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
