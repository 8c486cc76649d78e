using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Kill;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Mail;

/// <summary>The process dies while it takes mails and answers them.</summary>
[Collection("mail flow")]
public sealed class MailKillTests(MailServers servers)
{
    private const int Mails = 300;

    [NeedsMailServers]
    public async Task Killed_twice_among_mails_it_keeps_each_once_and_answers_all()
    {
        using var gateway = new GatewayProcess("http://127.0.0.1:9/");
        Directory.CreateDirectory(Path.Combine(gateway.Folder, "secrets"));
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "secrets/box"), MailServers.Password);
        await File.WriteAllTextAsync(
            Path.Combine(gateway.Folder, "partners/killer.yaml"), "partner: 1\nmail: { addresses: [killer@carrier.example] }\n");
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml"), $$"""
            gateway: 1
            listen: 127.0.0.1:{{gateway.Port}}
            mail:
              killed:
                imap: { host: 127.0.0.1, port: {{servers.Imaps}}, pin: '{{servers.Pin}}', user: killed, password: { secret: box } }
                smtp: { host: 127.0.0.1, port: {{servers.Smtp}}, security: none, from: killed@customs.example }

            """);
        for (var i = 0; i < Mails; i++)
        {
            var mail = MailStage.Mail("killer@carrier.example", $"K{i}", ("a.edi", ChannelStage.Manifest($"K{i}")));
            servers.Deliver("killed", MailStage.Bytes(mail), $"{i:000}.k");
        }

        foreach (var enough in new[] { Mails / 5, Mails / 2 })
        {
            gateway.Start();
            await Ready(gateway);
            await GatewayUnderTest.Until(() => servers.Files("killed", "Processed").Count >= enough, () => gateway.Words);
            gateway.Kill();
        }

        gateway.Start();
        await Ready(gateway);
        await GatewayUnderTest.Until(
            () => servers.Received("killer").Select(m => m.Subject).Distinct().Count() == Mails,
            () => $"{servers.Files("killer").Count} answers\n{gateway.Words}");
        // A mail server that took a mail whose receipt was lost gets it again, under the same Message-ID.
        Assert.Equal(Mails, servers.Received("killer").Select(m => m.MessageId).Distinct().Count());
        Assert.Empty(servers.Files("killed"));
        Assert.Equal(Mails, servers.Files("killed", "Processed").Count);
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri($"http://127.0.0.1:{gateway.Port}/metrics"));
        Assert.Equal(Mails, metrics.Split('\n').Where(line => line.StartsWith("gateway_receipts{", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    // A busy machine may need longer than the usual patience.
    private static async Task Ready(GatewayProcess gateway)
    {
        try
        {
            await gateway.Ready();
        }
        catch (InvalidOperationException)
        {
            await gateway.Ready();
        }
    }
}
