using System.Text;
using Gateway.Contracts;

namespace Gateway.Channels;

/// <summary>
/// Answers senders of mail: one mail for each answer. What must not be answered by mail is kept and shown with the reason.
/// Thread-safe.
/// </summary>
internal sealed class MailAnswers(MailOptions options, AskAnswers ask, TimeProvider clock) : IDisposable
{
    /// <summary>Ending of the report, whose mail carries all other files of the answer.</summary>
    private const string Report = ".report.txt";

    /// <summary>Ending of what an unknown sender is told.</summary>
    private const string Register = ".register.txt";

    private readonly SmtpSender? sender = options.Smtp is { } smtp ? new SmtpSender(options.Name, smtp) : null;
    private readonly AnswerRate rate = new(options.Smtp?.PerHourMax ?? 1, TimeSpan.FromHours(1), clock, CountsOf(options, "answers"));
    private readonly AnswerRate registrations = new(1, TimeSpan.FromDays(1), clock, CountsOf(options, "registrations"));
    private long answered;
    private long unanswered;
    private long delayed;

    /// <summary>What became of answers since the start; of those that wait for the hour to pass, each try counts.</summary>
    public IReadOnlyList<ChannelCount> Counts =>
    [
        new("answered", Interlocked.Read(ref answered)), new("notAnswered", Interlocked.Read(ref unanswered)),
        new("delayedByLimit", Interlocked.Read(ref delayed)),
    ];

    /// <summary>Sends an answer, or says why not.</summary>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        if (ReplyAddress.Read(outgoing.Address) is not { } reply) return Refused("the reply address cannot be read");
        var isRegister = outgoing.FileName.EndsWith(Register, StringComparison.Ordinal);
        var isAttached = !isRegister && !outgoing.FileName.EndsWith(Report, StringComparison.Ordinal);
        if (WhyNot(reply) is { } reason) return isAttached ? new SendResult(SendOutcome.Refused, reason) : Refused(reason);
        if (isAttached) return new SendResult(SendOutcome.Delivered, "attached to the mail with the report");
        var to = reply.To!;
        if (isRegister && !registrations.Take(to)) return Refused("not sent: this address was told how to register within the last day");
        if (!rate.Take(to))
        {
            if (isRegister) registrations.GiveBack(to);
            Interlocked.Increment(ref delayed);
            return new SendResult(
                SendOutcome.Retry, $"waits: {options.Smtp!.PerHourMax} answers went to this address within an hour");
        }

        var result = await Deliver(outgoing, reply, stop);
        if (result.Outcome == SendOutcome.Delivered)
        {
            Interlocked.Increment(ref answered);
            return result;
        }

        if (result.Outcome == SendOutcome.Refused) Interlocked.Increment(ref unanswered);
        rate.GiveBack(to);
        if (isRegister) registrations.GiveBack(to);
        return result;
    }

    /// <summary>Tells a sender at once that a mail was not taken.</summary>
    public ValueTask<SendResult> Tell(string id, ReplyAddress reply, string text, CancellationToken stop) => Send(
        new Outgoing(id, "reply:" + options.Name, reply.Write(), "mail" + Report, "text/plain; charset=utf-8",
            Encoding.UTF8.GetBytes(text), 1), stop);

    /// <inheritdoc/>
    public void Dispose() => sender?.Dispose();

    private static string CountsOf(MailOptions options, string what) => AnswerRate.PathOf(options.MemoryFolder, options.Name, what);

    private string? WhyNot(ReplyAddress reply) => reply.Never is { } reason ? $"not sent: {reason}"
        : reply.To is null ? "not sent: there is no address"
        : sender is null ? "not sent: no smtp server is configured for this mailbox" : null;

    private async ValueTask<SendResult> Deliver(Outgoing outgoing, ReplyAddress reply, CancellationToken stop)
    {
        var files = await ask(outgoing.Id, stop);
        // All names begin with that of the mail, which the thread tells.
        var mailName = outgoing.FileName[..(outgoing.FileName.LastIndexOf('.', outgoing.FileName.Length - ".txt".Length - 1) + 1)];
        var others = files.Where(file => file.Name != outgoing.FileName).Select(file =>
            file.Name.StartsWith(mailName, StringComparison.Ordinal) ? file with { Name = file.Name[mailName.Length..] } : file);
        var report = new AnswerFile(outgoing.FileName, outgoing.MediaType, outgoing.Bytes);
        using var mail = AnswerMail.Make(outgoing.Id, reply, options.Smtp!.From, report, others, clock.GetUtcNow());
        return await sender!.Send(mail, reply.To!, stop);
    }

    private SendResult Refused(string reason)
    {
        Interlocked.Increment(ref unanswered);
        return new SendResult(SendOutcome.Refused, reason);
    }
}
