using System.Security.Cryptography;

namespace Gateway.Channels;

/// <summary>
/// A remote file while it is fetched: in memory as long as it is small, then in a local file that nobody else sees and that goes
/// with the process. Never takes more than was promised: a file that grows meanwhile is not the file that was listed.
/// </summary>
internal sealed class Spool(string folder, long promised) : Stream
{
    private const int MemoryBytesMax = 1024 * 1024;

    private static int count;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream inner = new MemoryStream((int)Math.Min(promised, MemoryBytesMax));
    private long written;

    /// <summary>More came than was promised.</summary>
    public bool IsOver { get; private set; }

    /// <summary>It was this side that did not take the bytes.</summary>
    public bool IsRefused => IsOver || Fault is not null;

    /// <summary>Why bytes could not be written here; null when they could.</summary>
    public IOException? Fault { get; private set; }

    /// <inheritdoc/>
    public override long Length => Interlocked.Read(ref written);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the writing.</summary>
    /// <returns>The content from its beginning, and its digest in lower-case hexadecimal.</returns>
    public (Stream Content, string Sha256) End()
    {
        inner.Position = 0;
        return (inner, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Length + buffer.Length > promised)
        {
            IsOver = true;
            throw new EndOfStreamException();
        }

        try
        {
            if (inner is MemoryStream small && small.Length + buffer.Length > MemoryBytesMax) inner = ToFile(small);
            inner.Write(buffer);
        }
        catch (IOException fault)
        {
            Fault = fault;
            throw;
        }

        hash.AppendData(buffer);
        Interlocked.Add(ref written, buffer.Length);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private FileStream ToFile(MemoryStream small)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(
            Path.Combine(folder, $"{Interlocked.Increment(ref count)}.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.Delete);
        // Open without a name: not even a crash leaves it behind.
        File.Delete(file.Name);
        small.WriteTo(file);
        small.Dispose();
        return file;
    }
}
