using Gateway.Contracts;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Gateway.Channels;

/// <summary>
/// Answers senders of mail: one mail for each answer, over one connection that stays open. What must not be answered by mail is kept
/// and shown with the reason. Thread-safe.
/// </summary>
internal sealed class MailAnswers(MailOptions options, AskAnswers ask, TimeProvider clock) : IDisposable
{
    /// <summary>Ending of the report, whose mail carries all other files of the answer.</summary>
    private const string Report = ".report.txt";

    /// <summary>Ending of what an unknown sender is told.</summary>
    private const string Register = ".register.txt";

    private readonly SemaphoreSlim turn = new(1);
    private readonly AnswerRate rate = new(options.Smtp?.PerHourMax ?? 1, TimeSpan.FromHours(1), clock);
    private readonly AnswerRate registrations = new(1, TimeSpan.FromDays(1), clock);
    private SmtpClient? client;

    /// <summary>Sends an answer, or says why not.</summary>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        if (ReplyAddress.Read(outgoing.Address) is not { } reply) return Refused("the reply address cannot be read");
        if (reply.Never is { } reason) return Refused($"not sent: {reason}");
        if (reply.To is not { } to) return Refused("not sent: there is no address");
        if (options.Smtp is not { } smtp) return Refused("not sent: no smtp server is configured for this mailbox");
        var isRegister = outgoing.FileName.EndsWith(Register, StringComparison.Ordinal);
        if (!isRegister && !outgoing.FileName.EndsWith(Report, StringComparison.Ordinal))
        {
            return new SendResult(SendOutcome.Delivered, "attached to the mail with the report");
        }

        if (isRegister && !registrations.Take(to)) return Refused("not sent: this address was told how to register within the last day");
        if (!rate.Take(to))
        {
            if (isRegister) registrations.GiveBack(to);
            return new SendResult(SendOutcome.Retry, $"waits: {smtp.PerHourMax} answers went to this address within an hour");
        }

        var result = await Deliver(smtp, outgoing, reply, to, stop);
        if (result.Outcome == SendOutcome.Delivered) return result;
        rate.GiveBack(to);
        if (isRegister) registrations.GiveBack(to);
        return result;
    }

    /// <summary>Tells a sender at once that a mail was not taken.</summary>
    public ValueTask<SendResult> Tell(string id, ReplyAddress reply, string text, CancellationToken stop) => Send(
        new Outgoing(id, "reply:" + options.Name, reply.Write(), "mail" + Report, "text/plain; charset=utf-8",
            System.Text.Encoding.UTF8.GetBytes(text), 1), stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        client?.Dispose();
        turn.Dispose();
    }

    private async ValueTask<SendResult> Deliver(
        SmtpOptions smtp, Outgoing outgoing, ReplyAddress reply, string to, CancellationToken stop)
    {
        var files = await ask(outgoing.Id, stop);
        var report = new AnswerFile(outgoing.FileName, outgoing.MediaType, outgoing.Bytes);
        using var mail = AnswerMail.Make(
            outgoing.Id, reply, smtp.From, report, files.Where(f => f.Name != outgoing.FileName), clock.GetUtcNow());
        return await Deliver(smtp, mail, to, stop);
    }

    private async ValueTask<SendResult> Deliver(SmtpOptions smtp, MimeMessage mail, string to, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            await Connect(smtp, stop);
            await client!.SendAsync(mail, new MailboxAddress(null, smtp.From), [new MailboxAddress(null, to)], stop);
            return new SendResult(SendOutcome.Delivered, "handed to the mail server");
        }
        catch (SmtpCommandException refused)
        {
            // The connection stays usable, but its state is not worth guessing.
            await Close();
            var text = $"the mail server answered {(int)refused.StatusCode}";
            return (int)refused.StatusCode is >= 500 and < 600 && refused.ErrorCode is not SmtpErrorCode.UnexpectedStatusCode
                ? Refused(text) : new SendResult(SendOutcome.Retry, text);
        }
        catch (Exception fault) when (MailConnection.IsOutside(fault)
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            await Close();
            return new SendResult(SendOutcome.Retry, MailConnection.FaultOf(options.Name, smtp.Server, fault).Sentence);
        }
        catch (Exception fault) when (fault is NotSupportedException or FormatException or ArgumentException)
        {
            return Refused("not sent: the mail server cannot send to such an address");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A connection that the server has closed meanwhile is made anew.</summary>
    private async ValueTask Connect(SmtpOptions smtp, CancellationToken stop)
    {
        if (client is { IsConnected: true })
        {
            try
            {
                await client.NoOpAsync(stop);
                return;
            }
            catch (Exception fault) when (MailConnection.IsOutside(fault))
            {
                await Close();
            }
        }

        client?.Dispose();
        client = new SmtpClient { LocalDomain = smtp.From[(smtp.From.LastIndexOf('@') + 1)..] };
        await MailConnection.Open(client, smtp.Server, stop);
    }

    private ValueTask Close()
    {
        client?.Dispose();
        client = null;
        return ValueTask.CompletedTask;
    }

    private static SendResult Refused(string reason) => new(SendOutcome.Refused, reason);
}
