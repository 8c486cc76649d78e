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
        await using var whole = new HeadedStream(head.AsMemory(0, length), mail);
        await receiver.Receive(arrival, whole, stop);
    }

    /// <summary>A mail is beyond the limit: it stays in the mailbox's folder for such mails, and its sender is told.</summary>
    public async ValueTask Refuse(Stream mail, long length, string id, CancellationToken stop)
    {
        var head = new byte[MailHead.BytesMax];
        var read = await mail.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        var reply = MailHead.Read(head.AsMemory(0, read), own);
        var sent = await answers.Tell(id, reply,
            $"{MailboxFindings.TooLarge.Id}: your mail was not taken: it has {length} bytes, and {options.MailBytesMax} are allowed.\n"
            + "Send its documents in several mails, or as a zip archive.\n", stop);
        say(MailboxFindings.Of(MailboxFindings.TooLarge, options.Name, $"{length}", sent.Reason));
    }
}
