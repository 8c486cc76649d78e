using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>Hands one mail over; the same for every kind of mailbox.</summary>
internal sealed class MailIntake(MailOptions options, MailAnswers answers, TimeProvider clock, Action<Finding> say)
{
    private readonly string[] own = options.Smtp is { } smtp ? [smtp.From] : [];

    /// <summary>Keeps a mail; the bytes are what the server holds.</summary>
    public async ValueTask Take(IReceiver receiver, Stream mail, CancellationToken stop)
    {
        var head = new byte[MailHead.BytesMax];
        var length = await mail.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        var reply = MailHead.Read(head.AsMemory(0, length), own);
        var arrival = new Arrival(
            options.Name, options.Scope, MailHead.NameOf(reply), "message/rfc822", reply.Write(), clock.GetUtcNow());
        await using var whole = new JoinedStream(head.AsMemory(0, length), mail);
        await receiver.Receive(arrival, whole, stop);
    }

    /// <summary>A mail is beyond the limit: it stays in the mailbox's folder for such mails, and its sender is told.</summary>
    public async ValueTask Refuse(Stream mail, long length, string id, CancellationToken stop)
    {
        var head = new byte[MailHead.BytesMax];
        var read = await mail.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        var reply = MailHead.Read(head.AsMemory(0, read), own);
        var sent = await answers.Tell(id, reply,
            $"Your mail was not taken: it has {length} bytes, and {options.MailBytesMax} are allowed.\n"
            + "Send its documents in several mails, or as a zip archive.\n", stop);
        say(MailboxFindings.Of(MailboxFindings.TooLarge, options.Name, $"{length}", sent.Reason));
    }
}

/// <summary>A stream of which the start was read already.</summary>
/// <param name="head">The start.</param>
/// <param name="rest">What follows.</param>
internal sealed class JoinedStream(ReadOnlyMemory<byte> head, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> head = head;

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
        if (head.IsEmpty) return await rest.ReadAsync(buffer, cancellationToken);
        var taken = Math.Min(head.Length, buffer.Length);
        head.Span[..taken].CopyTo(buffer.Span);
        head = head[taken..];
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
}
