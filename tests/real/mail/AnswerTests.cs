using System.Text;
using Gateway.Channels;
using Gateway.Core;
using Gateway.Tests.Real.Channels;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>Answers by a real SMTP server, read where their receivers find them.</summary>
[Collection("mail")]
public sealed class AnswerTests(MailServers servers)
{
    private async Task<MailStage> Taken(string box, params byte[][] mails)
    {
        var stage = await MailStage.Open(servers, box);
        for (var i = 0; i < mails.Length; i++) servers.Deliver(box, mails[i], $"{Guid.NewGuid():N}{i}");
        using var channel = stage.Maildir();
        await stage.Collect(channel, mails.Length);
        await stage.Stage.Settle(channel);
        return stage;
    }

    [NeedsMailServers]
    public async Task An_answer_is_one_mail_in_the_thread_of_its_question()
    {
        var question = MailStage.Mail("thread@carrier.example", "Manifest Grüße 7", ("a.edi", ChannelStage.Manifest("A1")));
        question.MessageId = "q7@carrier.example";
        question.References.Add("q1@carrier.example");
        await using var stage = await Taken("threads", MailStage.Bytes(question));
        var answer = Assert.Single(await stage.Received("thread", 1));
        Assert.Equal("Re: Manifest Grüße 7", answer.Subject);
        Assert.Equal("q7@carrier.example", answer.InReplyTo);
        Assert.Equal(["q1@carrier.example", "q7@carrier.example"], answer.References);
        Assert.Equal("auto-replied", answer.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("threads@customs.example", answer.From.Mailboxes.Single().Address);
        Assert.Contains((await stage.Views()).Single().Receipt.Id, answer.TextBody, StringComparison.Ordinal);
        var entry = (await stage.Answers()).Single(e => e.Entry.FileName.EndsWith(".report.txt", StringComparison.Ordinal));
        Assert.Equal(entry.Entry.Id + "@customs.example", answer.MessageId);
        Assert.Equal(EntryState.Delivered, entry.State);
    }

    [NeedsMailServersTheory]
    [InlineData("Return-Path: <>", "empty Return-Path")]
    [InlineData("Auto-Submitted: auto-generated", "Auto-Submitted")]
    [InlineData("X-Auto-Response-Suppress: OOF, AutoReply", "X-Auto-Response-Suppress")]
    [InlineData("List-Id: <traders.example>", "mailing list")]
    [InlineData("Precedence: bulk", "Precedence")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "multipart/report")]
    [InlineData("Reply-To: no-reply@carrier.example", "nobody reads")]
    [InlineData("Reply-To: MAILER-DAEMON@carrier.example", "nobody reads")]
    [InlineData("Reply-To: loops@customs.example", "itself")]
    public async Task Programs_lists_and_reports_are_not_answered_and_that_is_shown(string header, string reason)
    {
        await using var stage = await Taken("loops", MailStage.Plain($"{header}\nFrom: loop@carrier.example\nTo: x@customs.example\nSubject: s\n"));
        var entry = Assert.Single(await stage.Answers());
        Assert.Equal(EntryState.Parked, entry.State);
        Assert.Contains(reason, entry.LastReason, StringComparison.Ordinal);
        await Task.Delay(300);
        Assert.Empty(servers.Received("loop"));
    }

    [NeedsMailServers]
    public async Task Nothing_in_a_mail_becomes_a_header_of_its_answer()
    {
        var hostile = MailStage.Plain("From: \"a\r\n Bcc: large@carrier.example\" <hostile@carrier.example>\nTo: x@customs.example\n"
            + "Subject: =?utf-8?Q?one=0D=0ABcc:_large@carrier.example=0D=0A=0D=0Atext?=\n"
            + "Message-ID: <a@b> Bcc: x\nReferences: <r@s>\r\n\tjunk <t@u>\r\n <" + new string('x', 5000) + ">\n");
        await using var stage = await Taken("kinds", hostile);
        var answer = Assert.Single(await stage.Received("hostile", 1));
        Assert.Empty(answer.Bcc);
        Assert.Empty(answer.Cc);
        Assert.DoesNotContain("\n", answer.Subject, StringComparison.Ordinal);
        Assert.Contains("Bcc: large@carrier.example", answer.Subject, StringComparison.Ordinal);
        Assert.Null(answer.InReplyTo);
        Assert.True((await stage.Views()).Single().Arrival.ReplyTo.Length < 4000);
    }

    [NeedsMailServers]
    public async Task One_address_gets_so_many_answers_an_hour_and_the_rest_waits()
    {
        await using var stage = await MailStage.Open(servers, "rate");
        for (var i = 0; i < 5; i++)
        {
            servers.Deliver("rate", MailStage.Bytes(MailStage.Mail("rated@carrier.example", $"R{i}", ("a.edi", ChannelStage.Manifest($"R{i}")))), $"{i}.r");
        }

        using var channel = stage.Maildir(stage.Options with { Smtp = servers.Answers("rate") with { PerHourMax = 3 } });
        await stage.Collect(channel, 5);
        await stage.Stage.Settle(channel);
        Assert.Equal(3, (await stage.Received("rated", 3)).Count);
        var waiting = (await stage.Answers()).Where(e => e.State == EntryState.Waiting).ToList();
        Assert.Equal(2, waiting.Count);
        Assert.All(waiting, e => Assert.Contains("3 answers", e.LastReason, StringComparison.Ordinal));
    }

    [NeedsMailServers]
    public async Task A_mail_server_that_is_down_gets_the_answer_later_and_once()
    {
        await using var stage = await MailStage.Open(servers, "drop");
        servers.Deliver("drop", MailStage.Bytes(MailStage.Mail("ops@carrier.example", "later", ("a.edi", ChannelStage.Manifest("D1")))), "1.d");
        var nowhere = servers.Answers("drop") with { Server = new MailServer("127.0.0.1", 1, MailSecurity.None) };
        using (var down = stage.Maildir(stage.Options with { Smtp = nowhere }))
        {
            await stage.Collect(down, 1);
            await stage.Stage.Settle(down);
        }

        var entry = (await stage.Answers()).Single(e => e.Entry.FileName.EndsWith(".report.txt", StringComparison.Ordinal));
        Assert.Equal(EntryState.Waiting, entry.State);
        Assert.Contains("ConnectionRefused", entry.LastReason, StringComparison.Ordinal);
        using var channel = stage.Maildir();
        for (var i = 0; i < 100 && (await stage.Answers()).Any(e => e.State == EntryState.Waiting); i++)
        {
            await Task.Delay(200);
            await stage.Stage.Settle(channel);
        }

        await stage.Received("ops", "Re: later");
    }

    [NeedsMailServers]
    public async Task An_address_that_the_mail_server_refuses_is_shown()
    {
        await using var stage = await Taken("drop", MailStage.Bytes(MailStage.Mail("someone@elsewhere.invalid", "x")));
        var entry = Assert.Single(await stage.Answers());
        Assert.Equal((EntryState.Parked, "the mail server answered 550"), (entry.State, entry.LastReason));
    }

    [NeedsMailServers]
    public async Task What_comes_with_an_empty_sender_is_kept_and_not_answered()
    {
        await using var stage = await MailStage.Open(servers, "bounced");
        servers.Send(MailStage.Mail("loop@carrier.example", "could not be delivered"), "bounced", "");
        using var channel = stage.Maildir();
        await stage.Collect(channel, 1);
        await stage.Stage.Settle(channel);
        var entry = Assert.Single(await stage.Answers());
        Assert.Equal(EntryState.Parked, entry.State);
        Assert.Contains("empty Return-Path", entry.LastReason, StringComparison.Ordinal);
    }

    [NeedsMailServers]
    public async Task A_mail_in_a_Maildir_is_acknowledged_by_its_rename()
    {
        await using var stage = await MailStage.Open(servers, "drop");
        var mail = MailStage.Bytes(MailStage.Mail("ops@carrier.example", "rename", ("a.edi", ChannelStage.Manifest("N1"))));
        servers.Deliver("drop", mail, "1234.n");
        var path = Path.Combine(servers.Maildir("drop"), "new", "1234.n");
        using (var killed = stage.Maildir())
        {
            var receiver = new Interfering(stage.Stage.Gateway.Receiver, after: _ => throw new KilledException());
            await Assert.ThrowsAsync<KilledException>(() => killed.Collect(receiver, CancellationToken.None).AsTask());
        }

        Assert.True(File.Exists(path));
        await stage.Stage.Restart();
        using var channel = stage.Maildir();
        await channel.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
        Assert.False(File.Exists(path));
        Assert.True(File.Exists(Path.Combine(servers.Maildir("drop"), "cur", "1234.n:2,S")));
        Assert.Equal(mail, stage.Kept((await stage.Views()).Single().Receipt.Id));
    }
}
