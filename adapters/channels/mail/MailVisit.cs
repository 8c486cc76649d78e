using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Documents;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;

namespace Gateway.Channels;

/// <summary>What one visit to a mail server found, for whoever sets a mailbox up. Takes and changes nothing.</summary>
/// <param name="Certificate">SHA-256 of the certificate that the server showed; null when it showed none.</param>
/// <param name="Fault">What went wrong; null when all went well.</param>
/// <param name="Mails">Mails that wait in the folder; null where no folder was looked at.</param>
public sealed record MailVisit(string? Certificate, Finding? Fault, int? Mails)
{
    /// <summary>Visits a mailbox: connects, logs in and counts.</summary>
    /// <param name="name">The mailbox.</param>
    /// <param name="imap">Where it is.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<MailVisit> Mailbox(string name, ImapOptions imap, CancellationToken stop)
    {
        using var client = new ImapClient();
        return await Make(name, client, imap.Server, async () =>
        {
            var folder = await client.GetFolderAsync(imap.Folder, stop);
            await folder.OpenAsync(FolderAccess.ReadOnly, stop);
            return folder.Count;
        }, stop);
    }

    /// <summary>Visits the server that takes the answers: connects and logs in.</summary>
    /// <param name="name">The mailbox.</param>
    /// <param name="smtp">The server.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<MailVisit> Answers(string name, SmtpOptions smtp, CancellationToken stop)
    {
        using var client = new SmtpClient();
        return await Make(name, client, smtp.Server, () => Task.FromResult<int?>(null), stop);
    }

    private static async Task<MailVisit> Make(
        string name, MailService client, MailServer server, Func<Task<int?>> look, CancellationToken stop)
    {
        string? certificate = null;
        try
        {
            await MailConnection.Open(client, server, stop, seen => certificate = seen.GetCertHashString(HashAlgorithmName.SHA256));
            return new MailVisit(certificate?.ToLowerInvariant(), null, await look());
        }
        catch (Exception fault) when (MailConnection.IsOutside(fault))
        {
            return new MailVisit(certificate?.ToLowerInvariant(), MailConnection.FaultOf(name, server, fault), null);
        }
    }
}
