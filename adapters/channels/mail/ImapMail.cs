using MailKit;

namespace Gateway.Channels;

/// <summary>A mail on the server, fetched piece by piece: the library would hold the whole of it.</summary>
/// <param name="folder">The open folder.</param>
/// <param name="id">Which mail.</param>
/// <param name="timeout">Longest wait for one answer of the server.</param>
internal sealed class ImapMail(IMailFolder folder, UniqueId id, TimeSpan timeout) : Stream
{
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Waits that one piece may last: at 60 seconds each, a line of 30 kbit/s is fast enough.</summary>
    private const int WaitsMax = 5;

    private byte[] piece = [];
    private int at;
    private int fetched;
    private bool isLast;

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
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (at == piece.Length && !isLast) await Fetch(cancellationToken);
        var taken = Math.Min(piece.Length - at, buffer.Length);
        piece.AsMemory(at, taken).CopyTo(buffer);
        at += taken;
        return taken;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    private async ValueTask Fetch(CancellationToken stop)
    {
        try
        {
            (piece, at) = (await MailConnection.Within(WaitsMax * timeout, Piece, stop), 0);
            fetched += piece.Length;
            isLast = piece.Length < PieceBytes;
        }
        catch (Exception fault) when (MailConnection.IsOutside(fault) || fault is MessageNotFoundException)
        {
            throw new MailFetchException(fault);
        }
    }

    private async Task<byte[]> Piece(CancellationToken stop)
    {
        await using var content = await folder.GetStreamAsync(id, fetched, PieceBytes, stop);
        using var bytes = new MemoryStream(PieceBytes);
        await content.CopyToAsync(bytes, stop);
        return bytes.ToArray();
    }
}

/// <summary>A mail could not be fetched: the fault is on the server's side, not on that of who keeps it.</summary>
/// <param name="inner">What happened.</param>
internal sealed class MailFetchException(Exception inner) : Exception("The mail could not be fetched.", inner);
