using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Serve;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>The whole gateway, its configuration file and both servers: a trader writes a mail and reads the answer.</summary>
[Collection("mail")]
public sealed class MailServeTests(MailServers servers)
{
    private async Task<GatewayUnderTest> Start(string box)
    {
        var gateway = new GatewayUnderTest();
        gateway.Write("secrets/box", MailServers.Password + "\n");
        File.SetUnixFileMode(Path.Combine(gateway.Folder, "secrets/box"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        gateway.Write("gateway.yaml", $$"""
            gateway: 1
            listen: 127.0.0.1:{{gateway.Port}}
            diskReserveMegabytes: 0
            mail:
              {{box}}:
                imap: { host: 127.0.0.1, port: {{servers.Imaps}}, pin: '{{servers.Pin}}', user: {{box}}, password: { secret: box } }
                smtp: { host: 127.0.0.1, port: {{servers.Smtp}}, security: starttls, pin: '{{servers.Pin}}', from: {{box}}@customs.example }

            """);
        return await gateway.Start();
    }

    private async Task<IReadOnlyList<MimeMessage>> Received(GatewayUnderTest gateway, string sender, int count)
    {
        for (var i = 0; i < 60 && servers.Files(sender).Count < count; i++) await Task.Delay(1000);
        await GatewayUnderTest.Until(() => servers.Files(sender).Count >= count, () => $"{sender} got {servers.Files(sender).Count}\n{gateway.Log[^Math.Min(3000, gateway.Log.Length)..]}");
        return [.. servers.Received(sender).OrderBy(m => m.Date)];
    }

    [NeedsMailServers]
    public async Task A_stranger_registers_and_the_mail_goes_on_with_its_own_time()
    {
        await using var gateway = await Start("serve");
        var mail = MailStage.Mail("stranger@carrier.example", "First manifest", ("a.edi", ChannelStage.Manifest("S1")));
        mail.MessageId = "first@carrier.example";
        servers.Send(mail, "serve", "stranger@carrier.example");
        var told = (await Received(gateway, "stranger", 1)).Single();
        Assert.Contains("How to register", told.TextBody, StringComparison.Ordinal);
        servers.Send(MailStage.Mail("stranger@carrier.example", "Second manifest", ("b.edi", ChannelStage.Manifest("S2"))), "serve", "stranger@carrier.example");
        await GatewayUnderTest.Until(() => servers.Files("serve", "Processed").Count == 2, () => gateway.Log);
        var before = await gateway.Get("/v1/interchanges");
        gateway.Write("partners/stranger.yaml", "partner: 1\nmail: { addresses: [stranger@carrier.example] }\n");
        var answers = await Received(gateway, "stranger", 3);
        Assert.Equal(["Re: First manifest", "Re: First manifest", "Re: Second manifest"], answers.Select(a => a.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(2, answers.Count(a => a.InReplyTo == "first@carrier.example"));
        Assert.Equal(3, answers.Select(a => a.MessageId).Distinct().Count());
        var after = await gateway.Get("/v1/interchanges");
        Assert.Equal(Times(before), Times(after));
    }

    [NeedsMailServers]
    public async Task A_thousand_mails_get_a_thousand_answers()
    {
        await using var gateway = await Start("many");
        gateway.Write("partners/trader.yaml", "partner: 1\nmail: { addresses: [trader@carrier.example] }\n");
        await Task.Delay(6000);
        for (var i = 0; i < 1000; i++)
        {
            var mail = MailStage.Mail("trader@carrier.example", $"N{i}", ("a.edi", ChannelStage.Manifest($"N{i}")));
            servers.Deliver("many", MailStage.Bytes(mail), $"{i:0000}.m");
        }

        var answers = await Received(gateway, "trader", 1000);
        Assert.Equal(1000, answers.Select(a => a.Subject).Distinct().Count());
        Assert.Equal(1000, servers.Files("many", "Processed").Count);
    }

    private static string Times(System.Text.Json.JsonElement page) => string.Join('\n', page.GetRawText().Split(',')
        .Where(part => part.Contains("rrived", StringComparison.Ordinal) || part.Contains("eceived", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
