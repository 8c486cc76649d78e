using System.Text;
using Gateway.Channels;
using Gateway.Core;
using Gateway.Tests.Real.Channels;

namespace Gateway.Tests.Real.Mail;

/// <summary>A mailbox on a real Dovecot.</summary>
[Collection("mail")]
public sealed class ImapTests(MailServers servers)
{
    private static byte[] Mail(string reference, string from = "ops")
        => MailStage.Bytes(MailStage.Mail(from + "@carrier.example", reference, ("a.edi", ChannelStage.Manifest(reference))));

    [NeedsMailServers]
    public async Task A_mail_is_kept_byte_for_byte_and_then_moved()
    {
        await using var stage = await MailStage.Open(servers, "imap-kept");
        var mail = Mail("M1");
        servers.Deliver(stage.Box, mail, "1.a");
        var lay = 0;
        using var channel = stage.Imap();
        await stage.Collect(channel, 1, new Interfering(stage.Stage.Gateway.Receiver, after: _ => lay = servers.Files(stage.Box).Count));
        Assert.Equal(1, lay);
        Assert.Equal(mail, stage.Kept((await stage.Views()).Single().Receipt.Id));
        Assert.Equal("M1.eml", (await stage.Views()).Single().Arrival.FileName);
        Assert.Empty(servers.Files(stage.Box));
        Assert.Single(servers.Files(stage.Box, "Processed"));
    }

    [NeedsMailServers]
    public async Task A_mail_can_stay_where_it_is_with_a_keyword()
    {
        await using var stage = await MailStage.Open(servers, "imap-keyword");
        servers.Deliver(stage.Box, Mail("M2"), "1.a");
        for (var i = 0; i < 2; i++)
        {
            using var channel = stage.Imap(imap => imap with { Processed = null });
            var takes = 0;
            await channel.Collect(new Interfering(stage.Stage.Gateway.Receiver, after: _ => takes++), CancellationToken.None);
            Assert.Equal(i == 0 ? 1 : 0, takes);
        }

        Assert.Single(servers.Files(stage.Box));
        Assert.Single(await stage.Views());
    }

    [NeedsMailServers]
    public async Task A_store_that_is_full_leaves_the_mail_where_it_is()
    {
        await using var stage = await MailStage.Open(servers, "imap-full");
        servers.Deliver(stage.Box, Mail("M3"), "1.a");
        using var channel = stage.Imap();
        var isFull = new Interfering(stage.Stage.Gateway.Receiver, before: _ => throw new IOException("no room"));
        await Assert.ThrowsAsync<IOException>(() => channel.Collect(isFull, CancellationToken.None).AsTask());
        Assert.Single(servers.Files(stage.Box));
        await stage.Collect(channel, 1);
        Assert.Empty(servers.Files(stage.Box));
    }

    [NeedsMailServers]
    public async Task A_kill_between_keeping_and_moving_gives_no_second_receipt()
    {
        await using var stage = await MailStage.Open(servers, "imap-killed");
        servers.Deliver(stage.Box, Mail("M4"), "1.a");
        using (var killed = stage.Imap())
        {
            var receiver = new Interfering(stage.Stage.Gateway.Receiver, after: _ => throw new KilledException());
            await Assert.ThrowsAsync<KilledException>(() => killed.Collect(receiver, CancellationToken.None).AsTask());
        }

        Assert.Single(servers.Files(stage.Box));
        await stage.Stage.Restart();
        using var channel = stage.Imap();
        await stage.Collect(channel, 1);
        await stage.Stage.Settle(channel);
        Assert.Single(await stage.Views());
        Assert.Empty(servers.Files(stage.Box));
        await stage.Received("ops", "Re: M4");
    }

    [NeedsMailServers]
    public async Task New_numbers_of_the_server_lose_nothing_and_double_nothing()
    {
        await using var stage = await MailStage.Open(servers, "imap-numbers");
        using var channel = stage.Imap(imap => imap with { Processed = null });
        servers.Deliver(stage.Box, Mail("M5"), "1.a");
        await stage.Collect(channel, 1);
        servers.Renumber(stage.Box);
        servers.Deliver(stage.Box, Mail("M6"), "2.a");
        await stage.Collect(channel, 2);
        Assert.Equal(["M5.eml", "M6.eml"], (await stage.Views()).Select(v => v.Arrival.FileName).Order(StringComparer.Ordinal));
    }

    [NeedsMailServers]
    public async Task A_connection_cut_in_the_middle_of_a_mail_is_made_again()
    {
        await using var stage = await MailStage.Open(servers, "imap-cut");
        using var proxy = new CuttingProxy(servers.Imaps) { BytesMax = 1_500_000 };
        var mail = MailStage.Bytes(MailStage.Mail("ops@carrier.example", "large", ("a.bin", new byte[6_000_000])));
        servers.Deliver(stage.Box, mail, "1.a");
        using var channel = stage.Imap(_ => new ImapOptions(servers.ImapServer(stage.Box, proxy.Port)));
        await channel.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
        Assert.Equal("MBX-0001", channel.State!.Fault!.Code.Id);
        Assert.Empty(await stage.Views());
        Assert.True(proxy.Cuts > 0);
        proxy.BytesMax = long.MaxValue;
        await stage.Collect(channel, 1);
        Assert.Null(channel.State.Fault);
        Assert.Equal(mail, stage.Kept((await stage.Views()).Single().Receipt.Id));
    }

    [NeedsMailServers]
    public async Task A_server_that_is_down_is_tried_again_with_growing_pauses()
    {
        using var own = new MailServers();
        await using var stage = await MailStage.Open(own, "imap-down");
        own.Deliver(stage.Box, Mail("M7"), "1.a");
        own.StopDovecot();
        using var channel = stage.Imap();
        for (var i = 0; i < 5; i++) await channel.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
        Assert.Single(stage.Stage.Said);
        own.StartDovecot();
        await stage.Collect(channel, 1);
        Assert.Null(channel.State!.Fault);
    }

    [NeedsMailServers]
    public async Task Another_certificate_than_the_pinned_one_gets_no_password()
    {
        await using var stage = await MailStage.Open(servers, "imap-pin");
        servers.Deliver(stage.Box, Mail("M8"), "1.a");
        foreach (var pin in new[] { new string('0', 64), null })
        {
            var asked = 0;
            using var channel = stage.Imap(imap => imap with
            {
                Server = imap.Server with { Pin = pin, Password = () => { asked++; return MailServers.Password; } },
            });
            await channel.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
            Assert.Equal("MBX-0002", channel.State!.Fault!.Code.Id);
            Assert.Equal(0, asked);
        }

        using var wrong = stage.Imap(imap => imap with { Server = imap.Server with { Password = () => "wrong" } });
        await wrong.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
        Assert.Equal("MBX-0003", wrong.State!.Fault!.Code.Id);
        using var start = stage.Imap(imap => imap with { Server = servers.ImapServer(stage.Box, servers.Imap) with { Security = MailSecurity.StartTls } });
        await stage.Collect(start, 1);
    }

    [NeedsMailServers]
    public async Task A_mail_that_cannot_be_read_does_not_hold_up_the_others()
    {
        await using var stage = await MailStage.Open(servers, "imap-bad");
        servers.Deliver(stage.Box, Mail("BAD"), "1.a");
        servers.Deliver(stage.Box, Mail("M9"), "2.a");
        using (var first = stage.Imap(imap => imap with { Folder = "Nothing" })) await first.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
        // Dovecot has listed it, and may not read it any more.
        var bad = servers.Files(stage.Box).First(f => f.Contains("1.a", StringComparison.Ordinal));
        Programs.Run("chmod", "000", bad);
        using var channel = stage.Imap();
        await stage.Collect(channel, 1);
        Assert.Equal("M9.eml", (await stage.Views()).Single().Arrival.FileName);
        Programs.Run("chmod", "644", servers.Files(stage.Box).First(f => f.Contains("1.a", StringComparison.Ordinal)));
        await stage.Collect(channel, 2);
    }

    [NeedsMailServers]
    public async Task A_mail_that_is_too_large_is_put_aside_and_its_sender_told()
    {
        await using var stage = await MailStage.Open(servers, "imap-large");
        servers.Deliver(stage.Box, MailStage.Bytes(MailStage.Mail("large@carrier.example", "L", ("a.bin", new byte[200_000]))), "1.a");
        using var channel = stage.Imap(options: stage.Options with { MailBytesMax = 100_000 });
        await channel.Collect(stage.Stage.Gateway.Receiver, CancellationToken.None);
        Assert.Empty(await stage.Views());
        Assert.Contains("100000 are allowed", (await stage.Received("large", 1)).Single().TextBody, StringComparison.Ordinal);
        Assert.Single(servers.Files(stage.Box, "Processed"));
    }

    [NeedsMailServers]
    public async Task The_server_says_when_a_mail_comes()
    {
        await using var stage = await MailStage.Open(servers, "imap-idle");
        servers.Deliver(stage.Box, Mail("M10"), "1.a");
        using var stop = new CancellationTokenSource();
        var wakes = 0;
        var watching = ImapHint.Watch(new ImapOptions(servers.ImapServer(stage.Box)), () => Interlocked.Increment(ref wakes), TimeProvider.System, stop.Token);
        await Serve.GatewayUnderTest.Until(() => Volatile.Read(ref wakes) > 0, () => "It did not connect.");
        await Task.Delay(500);
        var before = Volatile.Read(ref wakes);
        servers.Send(MailStage.Mail("ops@carrier.example", "M11"), stage.Box);
        await Serve.GatewayUnderTest.Until(() => Volatile.Read(ref wakes) > before, () => "The server said nothing.");
        await stop.CancelAsync();
        await watching;
    }

    [NeedsMailServers]
    public async Task A_thousand_mails_are_kept_once_each()
    {
        await using var stage = await MailStage.Open(servers, "imap-many");
        var root = servers.Maildir(stage.Box);
        servers.Deliver(stage.Box, Mail("T0"), "0.a");
        for (var i = 1; i < 1000; i++) await File.WriteAllBytesAsync(Path.Combine(root, "new", $"{i}.a"), Mail($"T{i}"));
        Programs.Run("chown", "-R", "mail:mail", root);
        using var channel = stage.Imap();
        await stage.Collect(channel, 1000);
        Assert.Equal(1000, (await stage.Views()).Select(v => v.Receipt.Sha256).Distinct().Count());
        Assert.Empty(servers.Files(stage.Box));
        Assert.Equal(1000, servers.Files(stage.Box, "Processed").Count);
    }

    [NeedsMailServers]
    public async Task A_visit_tells_the_certificate_to_pin_and_changes_nothing()
    {
        servers.Deliver("imap-visit", Mail("V1"), "1.a");
        var imap = new ImapOptions(servers.ImapServer("imap-visit"));
        var known = await MailVisit.Mailbox("box", imap, CancellationToken.None);
        Assert.Equal((servers.Pin, null, 1), (known.Certificate!, known.Fault, known.Mails!.Value));
        var unknown = await MailVisit.Mailbox("box", imap with { Server = imap.Server with { Pin = null } }, CancellationToken.None);
        Assert.Equal((servers.Pin, "MBX-0002"), (unknown.Certificate!, unknown.Fault!.Code.Id));
        Assert.Null((await MailVisit.Answers("box", servers.Answers("box"), CancellationToken.None)).Fault);
        Assert.Single(servers.Files("imap-visit"));
    }
}
