using System.Text;
using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Tests.Real.Channels;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>A gateway without its loops beside real mail servers, and mails to send to it.</summary>
internal sealed class MailStage(MailServers servers, ChannelStage stage, string box) : IAsyncDisposable
{
    public ChannelStage Stage => stage;

    public string Box => box;

    /// <summary>Opens it; everybody at carrier.example is a partner.</summary>
    public static async Task<MailStage> Open(MailServers servers, string box)
    {
        var stage = await ChannelStage.Open();
        Directory.CreateDirectory(Path.Combine(stage.Folder, "partners"));
        await File.WriteAllTextAsync(
            Path.Combine(stage.Folder, "partners/carrier.yaml"), "partner: 1\nmail: { addresses: ['@carrier.example', '@elsewhere.invalid'] }\n");
        await stage.Restart();
        return new MailStage(servers, stage, box);
    }

    public MailOptions Options => new(box, "mail:" + box, Path.Combine(stage.Folder, "mail")) { Smtp = servers.Answers(box), MailBytesMax = 30_000_000 };

    public ImapChannel Imap(Func<ImapOptions, ImapOptions>? change = null, MailOptions? options = null, TimeProvider? clock = null)
    {
        var imap = new ImapOptions(servers.ImapServer(box));
        return new ImapChannel(
            options ?? Options, change?.Invoke(imap) ?? imap, (id, stop) => stage.Gateway.Verdicts.AnswersWith(id, stop),
            clock ?? TimeProvider.System, stage.Said.Add);
    }

    public MaildirChannel Maildir(MailOptions? options = null) => new(
        options ?? Options, servers.Maildir(box), (id, stop) => stage.Gateway.Verdicts.AnswersWith(id, stop), TimeProvider.System,
        stage.Said.Add);

    /// <summary>Looks until a mailbox has as many receipts as expected.</summary>
    public async Task Collect(IChannel channel, int receipts, IReceiver? receiver = null)
    {
        for (var i = 0; i < 200; i++)
        {
            await channel.Collect(receiver ?? stage.Gateway.Receiver, CancellationToken.None);
            if ((await Views()).Count >= receipts) return;
            await Task.Delay(100);
        }

        Assert.Fail($"There are {(await Views()).Count} receipts, not {receipts}: {string.Join('\n', stage.Said.Select(f => f.Sentence))}");
    }

    public async Task<IReadOnlyList<ReceiptView>> Views()
        => (await stage.Gateway.Store.Read(Viewer.Operator, new ReceiptsQuery(Max: 1000), CancellationToken.None)).Items;

    public async Task<IReadOnlyList<EntryView>> Answers() => (await stage.Gateway.Store.Read(
        Viewer.Operator, new EntriesQuery(Destination: "reply:" + box, Max: 1000), CancellationToken.None)).Items;

    /// <summary>Waits until Postfix has delivered so many mails to a sender.</summary>
    public async Task<IReadOnlyList<MimeMessage>> Received(string sender, int count)
    {
        for (var i = 0; i < 200 && servers.Files(sender).Count < count; i++) await Task.Delay(100);
        return servers.Received(sender);
    }

    /// <summary>Waits until Postfix has delivered a mail of that subject to a sender whom other tests have too.</summary>
    public async Task<MimeMessage> Received(string sender, string subject)
    {
        MimeMessage[] found = [];
        for (var i = 0; i < 200 && found.Length == 0; i++)
        {
            if (i > 0) await Task.Delay(100);
            found = [.. servers.Received(sender).Where(mail => mail.Subject == subject)];
        }

        return Assert.Single(found);
    }

    public byte[] Kept(string receipt)
    {
        var raw = stage.Gateway.Store.Raw(receipt)!;
        var bytes = new byte[raw.Length];
        for (var at = 0; at < bytes.Length;) at += raw.Read(at, bytes.AsSpan(at));
        return bytes;
    }

    /// <summary>A mail as a trader's program makes it.</summary>
    public static MimeMessage Mail(string from, string subject, params (string Name, byte[] Content)[] attachments)
    {
        var mail = new MimeMessage { Subject = subject };
        mail.From.Add(MailboxAddress.Parse(from));
        mail.To.Add(MailboxAddress.Parse("intake@customs.example"));
        var body = new BodyBuilder { TextBody = "Dear all, please find attached." };
        foreach (var (name, content) in attachments) body.Attachments.Add(name, content);
        mail.Body = body.ToMessageBody();
        return mail;
    }

    public static byte[] Bytes(MimeMessage mail)
    {
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        mail.WriteTo(format, bytes);
        return bytes.ToArray();
    }

    public static byte[] Plain(string head, string body = "x") => Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n" + body);

    public ValueTask DisposeAsync() => stage.DisposeAsync();
}
