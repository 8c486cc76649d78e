using System.Globalization;
using System.Text;
using Gateway.Tests.Real.Kill;
using Gateway.Tests.Real.Mail;
using MimeKit;

namespace Gateway.Tests.Real.Storm;

/// <summary>Mails with the input attached, delivered into the gateway's mailbox on a real IMAP server, and answered by a real SMTP
/// server.</summary>
internal sealed class StormMail : StormChannel
{
    private const string Box = "storm", Sender = "shipper";

    private readonly MailServers servers = new();
    private readonly Dictionary<string, (int Number, string Text)> byId = [];

    public override void Configure(GatewayProcess gateway)
    {
        gateway.Secret("box", Encoding.UTF8.GetBytes(MailServers.Password));
        gateway.Configure($$"""
            mail:
              storm:
                imap: { host: 127.0.0.1, port: {{servers.Imaps}}, pin: '{{servers.Pin}}', user: {{Box}}, password: { secret: box } }
                smtp: { host: 127.0.0.1, port: {{servers.Smtp}}, security: none, from: {{Box}}@customs.example }
            """);
        File.AppendAllText(
            Path.Combine(gateway.Folder, "partners", "oceanline.yaml"), $"mail: {{ addresses: [ {Sender}@carrier.example ] }}\n");
    }

    /// <summary>In a mail the same interchange is not the same bytes: it comes again, and nothing is done for it.</summary>
    public override StormItem As(StormItem item) => item.Kind == "again" ? item with { Deliveries = 0 } : item;

    public override async Task Send(IReadOnlyList<StormItem> items, CancellationToken stop)
    {
        foreach (var item in items)
        {
            servers.Deliver(Box, Mail(item), string.Create(CultureInfo.InvariantCulture, $"{item.Number:D4}.storm"));
            await Task.Delay(5, stop);
        }
    }

    // A mail server may be given an answer twice when the gateway dies before it knows: it is one mail, by its Message-ID.
    public override Task<IReadOnlyList<(int Number, string Text)>> Answers()
    {
        foreach (var path in servers.Files(Sender)) Once(path, Read);
        return Task.FromResult<IReadOnlyList<(int, string)>>([.. byId.Values]);
    }

    private (int Number, string Text) Read(string path)
    {
        var mail = MimeMessage.Load(path);
        var number = int.Parse(mail.Subject!.AsSpan("Re: ".Length, 4), CultureInfo.InvariantCulture);
        return byId[mail.MessageId!] = (number, mail.TextBody!.ReplaceLineEndings("\n"));
    }

    public override void Dispose() => servers.Dispose();

    private static byte[] Mail(StormItem item)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"From: {Sender}@carrier.example\r\nTo: {Box}@customs.example\r\nSubject: {item.Number:D4}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Message-ID: <{item.Number}@carrier.example>\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\n");
        text.Append("Content-Type: multipart/mixed; boundary=\"storm\"\r\n\r\n--storm\r\nContent-Type: text/plain\r\n\r\nPlease find our file attached.\r\n--storm\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{item.Name}\"\r\n");
        text.Append("Content-Transfer-Encoding: base64\r\n\r\n");
        text.Append(Convert.ToBase64String(item.Bytes, Base64FormattingOptions.InsertLineBreaks));
        // Every seventh mail has no end of its parts, as some programs write them.
        text.Append(item.Number % 7 == 0 ? "\r\n" : "\r\n--storm--\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
