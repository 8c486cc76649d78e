using System.IO.Compression;
using Gateway.Contracts;
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
            "" or "identity" => new MeteredStream(request.Body, Limits.HttpBodyBytesMax, quota.Count) { IsWhole = true },
            "gzip" or "x-gzip" => Unpacked(request.Body, quota),
            _ => throw new RefusedException(Problem.Encoded),
        };
    }

    private static MeteredStream Unpacked(Stream body, Quota quota)
    {
        var packed = new MeteredStream(body, Limits.HttpBodyBytesMax, static _ => { });
        var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        return new MeteredStream(unpacked, Limits.HttpBodyBytesMax, quota.Count) { Packed = packed, IsWhole = true };
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
internal sealed class MeteredStream(Stream inner, long most, Action<int> count) : ReadOnlyStream
{
    private long read;

    /// <summary>The packed bytes (gzip, one member) that these come of; null where none are packed.</summary>
    public MeteredStream? Packed { get; init; }

    /// <summary>It is all of a request, and may not be empty.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The last four bytes read, lowest first.</summary>
    public uint Tail { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var got = await inner.ReadAsync(buffer, cancellationToken);
            return Counted(buffer.Span[..got]);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            // The sender's side broke; said so here, where it cannot be taken for a failure of the store.
            throw new RefusedException(Problem.Malformed);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("It is read asynchronously alone.");

    private int Counted(ReadOnlySpan<byte> got)
    {
        read += got.Length;
        if (read > most) throw new RefusedException(Problem.TooLarge);
        // The unpacker takes a file that broke off for one that ended: only its last field, the length, tells (RFC 1952 §2.3.1).
        if (got.IsEmpty && Packed is not null && Packed.Tail != read) throw new RefusedException(Problem.Malformed);
        // A request without a length, or in chunks, shows only now that it has nothing in it.
        if (read == 0 && IsWhole) throw new RefusedException(Problem.Empty);
        foreach (var last in got[Math.Max(0, got.Length - 4)..]) Tail = (Tail >> 8) | ((uint)last << 24);
        count(got.Length);
        return got.Length;
    }
}
