using Gateway.Contracts;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Gateway.Channels;

/// <summary>Hands mails to the site's own mail server, one after another over a connection that stays open. Thread-safe.</summary>
/// <param name="name">Name of the mailbox or destination, for what is said about faults.</param>
/// <param name="smtp">The server.</param>
internal sealed class SmtpSender(string name, SmtpOptions smtp) : IDisposable
{
    /// <summary>Waits that handing one mail over may last, with the bytes of its files.</summary>
    private const int WaitsMax = 10;

    private readonly SemaphoreSlim turn = new(1);
    private SmtpClient? client;

    /// <summary>Hands a mail over.</summary>
    public async ValueTask<SendResult> Send(MimeMessage mail, string to, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            await Connect(stop);
            var from = new MailboxAddress(null, smtp.From);
            await MailConnection.Within(
                WaitsMax * smtp.Server.Timeout, token => client!.SendAsync(mail, from, [new MailboxAddress(null, to)], token), stop);
            return new SendResult(SendOutcome.Delivered, "handed to the mail server");
        }
        catch (SmtpCommandException refused)
        {
            // The connection stays usable, but its state is not worth guessing.
            Close();
            var text = $"the mail server answered {(int)refused.StatusCode}";
            return (int)refused.StatusCode is >= 500 and < 600 && refused.ErrorCode is not SmtpErrorCode.UnexpectedStatusCode
                ? new SendResult(SendOutcome.Refused, text) : new SendResult(SendOutcome.Retry, text);
        }
        catch (Exception fault) when (MailConnection.IsOutside(fault)
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            Close();
            return new SendResult(SendOutcome.Retry, MailConnection.FaultOf(name, smtp.Server, fault).Sentence);
        }
        catch (Exception fault) when (fault is NotSupportedException or FormatException or ArgumentException)
        {
            return new SendResult(SendOutcome.Refused, "not sent: the mail server cannot send to such an address");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        turn.Dispose();
    }

    /// <summary>A connection that the server has closed meanwhile is made anew.</summary>
    private async ValueTask Connect(CancellationToken stop)
    {
        if (client is { IsConnected: true })
        {
            try
            {
                await MailConnection.Within(smtp.Server.Timeout, async token =>
                {
                    await client.NoOpAsync(token);
                    return true;
                }, stop);
                return;
            }
            catch (Exception fault) when (MailConnection.IsOutside(fault))
            {
                // The server has closed it.
            }
        }

        Close();
        client = new SmtpClient { LocalDomain = smtp.From[(smtp.From.LastIndexOf('@') + 1)..] };
        await MailConnection.Open(client, smtp.Server, stop);
    }

    private void Close()
    {
        client?.Dispose();
        client = null;
    }
}
