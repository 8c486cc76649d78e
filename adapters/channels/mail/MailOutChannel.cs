using Gateway.Contracts;
using Gateway.Documents;
using MimeKit;
using MimeKit.Text;

namespace Gateway.Channels;

/// <summary>Delivers documents by mail: each is one mail with the document attached. A repeated sending has the same Message-ID, by
/// which the far side knows it again.</summary>
public sealed class MailOutChannel : IChannel, IDisposable
{
    private readonly string name;
    private readonly string to;
    private readonly SmtpOptions smtp;
    private readonly SmtpSender sender;
    private readonly AnswerRate rate;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private long sent;
    private long delayed;
    private ChannelState state = new("mail");

    /// <summary>Makes the channel; nothing is connected yet.</summary>
    /// <param name="name">Name of the destination.</param>
    /// <param name="smtp">The server that takes the mails.</param>
    /// <param name="to">The one address that gets them.</param>
    /// <param name="memoryFolder">Local folder in which it is remembered how much was sent.</param>
    /// <param name="clock">The only clock.</param>
    public MailOutChannel(string name, SmtpOptions smtp, string to, string memoryFolder, TimeProvider clock)
    {
        (this.name, this.smtp, this.to, this.clock) = (name, smtp, to, clock);
        sender = new SmtpSender(name, smtp);
        rate = new AnswerRate(smtp.PerHourMax, TimeSpan.FromHours(1), clock, AnswerRate.PathOf(memoryFolder, name, "sent"));
    }

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ChannelState? State
    {
        get
        {
            lock (gate) return state with { Counts = [new("sent", sent), new("delayedByLimit", delayed)] };
        }
    }

    /// <inheritdoc/>
    public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        if (!rate.Take(to))
        {
            lock (gate) delayed++;
            return new SendResult(SendOutcome.Retry, $"waits: {smtp.PerHourMax} mails went to this address within an hour");
        }

        using var mail = MailOf(outgoing);
        var result = await sender.Send(mail, to, stop);
        if (result.Outcome != SendOutcome.Delivered) rate.GiveBack(to);
        Note(result);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => sender.Dispose();

    private void Note(SendResult result)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (result.Outcome == SendOutcome.Retry)
            {
                var fault = MailboxFindings.Of(MailboxFindings.NotSent, name, result.Reason);
                state = state with { Fault = fault, FaultAt = now };
                return;
            }

            if (result.Outcome == SendOutcome.Delivered) sent++;
            state = state with { LastContact = now, Fault = null, FaultAt = null };
        }
    }

    private MimeMessage MailOf(Outgoing outgoing)
    {
        var mail = AnswerMail.Empty(outgoing.Id, smtp.From, to, clock.GetUtcNow());
        // The subject is what others may see on the way: it says nothing of the content.
        mail.Subject = FileNames.Plain(outgoing.FileName, outgoing.Id);
        // RFC 3834 §5: no program must answer it.
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var text = new TextPart(TextFormat.Plain)
        {
            Text = $"One document from the gateway is attached.\n\nId: {outgoing.Id}\n"
                + "A mail with the same id is the same document again.\n",
        };
        var file = new AnswerFile(outgoing.FileName, outgoing.MediaType, outgoing.Bytes);
        mail.Body = AnswerMail.Mixed(outgoing.Id, text, [AnswerMail.Attachment(file)]);
        return mail;
    }
}
