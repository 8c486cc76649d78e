using System.Diagnostics;
using System.Text;
using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Kill;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Mail;

/// <summary>Mails that are made to overload whoever opens them.</summary>
[Collection("mail flow")]
public sealed class MailLimitTests(MailServers servers)
{
    [NeedsMailServers]
    public async Task A_mail_with_ten_thousand_parts_is_refused_in_seconds_and_costs_no_memory()
    {
        using var gateway = new GatewayProcess("http://127.0.0.1:9/");
        await File.WriteAllTextAsync(
            Path.Combine(gateway.Folder, "partners/heavy.yaml"), "partner: 1\nmail: { addresses: [heavy@carrier.example] }\n");
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml"), $$"""
            gateway: 1
            listen: 127.0.0.1:{{gateway.Port}}
            mail:
              parts:
                maildir: {{servers.Maildir("parts")}}
                smtp: { host: 127.0.0.1, port: {{servers.Smtp}}, security: none, from: parts@customs.example }

            """);
        servers.Deliver("parts", MailStage.Bytes(MailStage.Mail("heavy@carrier.example", "before")), "1.p");
        gateway.Start();
        await gateway.Ready(120);
        await GatewayUnderTest.Until(() => servers.Files("heavy").Count == 1, () => gateway.Words);
        var before = gateway.PeakMegabytes;
        var watch = Stopwatch.StartNew();
        servers.Deliver("parts", TenThousandParts(), "2.p");
        await GatewayUnderTest.Until(() => servers.Files("heavy").Count == 2, () => gateway.Words);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(40), $"It took {watch.Elapsed}.");
        Assert.True(gateway.PeakMegabytes < 500, $"It took {gateway.PeakMegabytes} MB, {before} before.");
        Assert.Contains(servers.Received("heavy"), answer => answer.TextBody!.Contains("MAIL-0002", StringComparison.Ordinal));
    }

    private static byte[] TenThousandParts()
    {
        var manifest = Encoding.Latin1.GetString(ChannelStage.Manifest("PARTS"));
        var mail = new StringBuilder("From: heavy@carrier.example\nTo: parts@customs.example\nSubject: parts\n"
            + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n");
        for (var i = 0; i < 10_000; i++) mail.Append($"--b\nContent-Disposition: attachment; filename={i}.edi\n\n{manifest}\n");
        return MailGateway.Bytes(mail.Append("--b--\n").ToString());
    }
}
