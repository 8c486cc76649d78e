using System.Globalization;
using System.Runtime.Versioning;
using Gateway.Host.Bench;
using Gateway.Tests.Real.Kill;

namespace Gateway.Tests.Real.Channels;

/// <summary>Files of a carrier's server are taken, delivered and answered once, whatever instant the process dies at.</summary>
[SupportedOSPlatform("linux")]
public sealed class SftpKillTests
{
    private const int Files = 300;
    private const int Kills = 6;

    [Needs("sshd")]
    public async Task Killed_while_it_fetches_the_gateway_loses_nothing_and_does_nothing_twice()
    {
        using var server = new SshServer();
        server.Folder("out");
        await using var sink = await RiskSink.Start();
        using var gateway = new GatewayProcess(sink.Address);
        Configure(gateway, server);
        for (var number = 1; number <= Files; number++)
        {
            await File.WriteAllBytesAsync(Path.Combine(server.Home, "out", $"m{number}.edi"), ManifestText.Interchange(number, 1000));
        }

        SshServer.Own(server.Home);
        gateway.Start();
        // The first start of a new build checks all mappings.
        await gateway.Ready(seconds: 120);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // In the middle of the taking, each time a little later.
            var taken = kill * Files / (Kills + 2);
            while (server.Names("out/archive").Count < taken) await Task.Delay(5);
            gateway.Kill();
            Assert.NotEmpty(server.Names("out"));
            gateway.Start();
            await gateway.Ready();
        }

        await Serve.GatewayUnderTest.Until(
            () => server.Names("answers").Count(n => n[0] != '.') == 2 * Files && sink.Got.Count == Files && server.Names("out").Count == 0,
            () => $"{server.Names("answers").Count} answers, {sink.Got.Count} delivered, {server.Names("out").Count} left\n{gateway.Words}");
        var doubled = sink.Got.Where(g => g.Value.Count > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Value.Keys)}");
        Assert.Empty(doubled);
        Assert.Equal(
            Enumerable.Range(1, Files).SelectMany(n => new[] { $"m{n}.edi.contrl.edi", $"m{n}.edi.report.txt" }).Order(StringComparer.Ordinal),
            server.Names("answers").Where(n => n[0] != '.'));
        Assert.Equal(Files, server.Names("out/archive").Count);
    }

    private static void Configure(GatewayProcess gateway, SshServer server)
    {
        var key = Path.Combine(Directory.CreateDirectory(Path.Combine(gateway.Folder, "secrets")).FullName, "line-key");
        File.WriteAllBytes(key, server.Key);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.AppendAllText(Path.Combine(gateway.Folder, "gateway.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""

            sftp:
              line:
                host: 127.0.0.1
                port: {{server.Port}}
                user: {{SshServer.User}}
                hostKeys: [ '{{server.HostKey}}' ]
                key: { secret: line-key }
                folder: out
                answers: answers
                partner: oceanline
                stableSeconds: 2
                pollSeconds: 1

            """));
    }
}
