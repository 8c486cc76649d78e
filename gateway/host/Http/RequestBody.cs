using System.IO.Compression;
using Gateway.Documents;

namespace Gateway.Host.Http;

/// <summary>A request that is refused while its body is read.</summary>
/// <param name="problem">Why.</param>
internal sealed class RefusedException(Problem problem) : Exception(problem.Title)
{
    /// <summary>Why.</summary>
    public Problem Problem => problem;
}

/// <summary>The bytes of a request: unpacked where they came packed, and bounded by what they are then.</summary>
internal static class RequestBody
{
    /// <summary>Opens the body.</summary>
    /// <exception cref="RefusedException">Its encoding is not taken.</exception>
    public static Stream Open(HttpRequest request, Quota quota)
    {
        return request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
        {
            "" or "identity" => new MeteredStream(request.Body, Limits.HttpBodyBytesMax, quota.Count),
            "gzip" or "x-gzip" => new MeteredStream(
                new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true), Limits.HttpBodyBytesMax, quota.Count)
            {
                IsPacked = true,
            },
            _ => throw new RefusedException(Problem.Encoded),
        };
    }

    /// <summary>What broke while a body was read, in words; null for what is not the body's.</summary>
    public static Problem? ProblemOf(Exception fault) => fault switch
    {
        RefusedException refused => refused.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.TooLarge,
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problem.Slow,
        BadHttpRequestException bad => new Problem(bad.StatusCode, "request", "The request broke off or is malformed",
            "Nothing was stored. Send it again."),
        InvalidDataException => Problem.Malformed,
        _ => null,
    };
}

/// <summary>Counts what is read, and refuses more than a most.</summary>
internal sealed class MeteredStream(Stream inner, long most, Action<int> count) : Stream
{
    private long read;

    /// <summary>What is read was packed: when nothing comes of it, it broke off in its header.</summary>
    public bool IsPacked { get; init; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            // The sender's side broke; said so here, where it cannot be taken for a failure of the store.
            throw new RefusedException(Problem.Malformed);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously alone.");

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

    private int Counted(int got)
    {
        read += got;
        if (IsPacked && got == 0 && read == 0) throw new RefusedException(Problem.Malformed);
        if (read > most) throw new RefusedException(Problem.TooLarge);
        count(got);
        return got;
    }
}
