using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Storm;

/// <summary>Whoever stalls holds up nobody but himself.</summary>
[SupportedOSPlatform("linux")]
public sealed class StallTests : IAsyncLifetime
{
    private const int Stalling = 100;

    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("")]
    [InlineData("POST /v1/interchanges HT")]
    [InlineData("POST /v1/interchanges HTTP/1.1\r\nHost: gateway\r\nX-")]
    public async Task A_head_that_trickles_in_is_cut_off_and_others_are_served(string begin)
    {
        await gateway.Start();
        await Stall(begin, "a", "");
        Assert.DoesNotContain(
            (await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray(), i => i.GetProperty("fileName").GetString() == "slow");
    }

    [Theory]
    [InlineData("Content-Length: 1000000\r\n", "x")]
    [InlineData("Transfer-Encoding: chunked\r\n", "1\r\nx\r\n")]
    public async Task A_body_that_trickles_in_is_cut_off_and_leaves_nothing(string header, string drop)
    {
        await gateway.Start();
        await Stall(
            $"POST /v1/interchanges HTTP/1.1\r\nHost: gateway\r\nX-Api-Key: {GatewayUnderTest.Key}\r\n"
                + $"Content-Disposition: attachment; filename=slow\r\n{header}\r\n", drop, "408");
        Assert.DoesNotContain(
            (await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray(), i => i.GetProperty("fileName").GetString() == "slow");
    }

    [Needs("sshd")]
    public async Task A_server_that_stalls_is_a_finding_of_its_place_and_others_go_on()
    {
        using var server = new SshServer();
        server.Folder("out");
        gateway.Write("secrets/line-key", Encoding.ASCII.GetString(server.Key));
        File.SetUnixFileMode(Path.Combine(gateway.Folder, "secrets", "line-key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.AppendAllText(Path.Combine(gateway.Folder, "gateway.yaml"), $$"""
            sftp:
              line:
                host: 127.0.0.1
                port: {{server.Port}}
                user: {{SshServer.User}}
                hostKeys: [ '{{server.HostKey}}' ]
                key: { secret: line-key }
                folder: out
                answers: answers
                partner: harbour
                timeoutSeconds: 2
                stableSeconds: 2
                pollSeconds: 1

            """);
        await gateway.Start();
        server.Put("out/before.edi", GatewayUnderTest.Short("T1"));
        await GatewayUnderTest.Until(() => server.Names("answers").Contains("before.edi.report.txt"), () => gateway.Log + server.Words);

        server.Freeze("STOP");
        server.Put("out/after.edi", GatewayUnderTest.Short("T2"));
        await GatewayUnderTest.Until(async () => Place(await gateway.Get("/v1/status")).GetProperty("state").GetString() == "faulty", () => gateway.Log);
        Assert.StartsWith("SFTP-", Place(await gateway.Get("/v1/status")).GetProperty("fault").GetProperty("code").GetString(), StringComparison.Ordinal);
        await Served("T3");
        await File.WriteAllBytesAsync(Path.Combine(gateway.Inbox, "other.edi"), GatewayUnderTest.Short("T4"));
        await GatewayUnderTest.Until(() => File.Exists(Path.Combine(gateway.Inbox, "done", "other.edi")), () => gateway.Log);

        server.Freeze("CONT");
        await GatewayUnderTest.Until(() => server.Names("answers").Contains("after.edi.report.txt"), () => gateway.Log + server.Words);
    }

    /// <summary>Many senders give a byte each second; meanwhile others are served, and in the end all of the many are cut off.</summary>
    private async Task Stall(string begin, string drop, string status)
    {
        var stalling = Enumerable.Range(0, Stalling).Select(_ => Trickle(begin, drop)).ToList();
        for (var i = 1; i <= 3; i++)
        {
            await Served($"Q{i}");
            await Task.Delay(1000);
        }

        var ends = await Task.WhenAll(stalling);
        Assert.All(ends, end => Assert.InRange(end.Seconds, 0, 45));
        Assert.All(ends, end => Assert.True(end.Reply.Length == 0 || end.Reply.Contains($" {(status.Length == 0 ? "408" : status)} ", StringComparison.Ordinal), end.Reply));
        await Served("Q9");
    }

    private async Task<(double Seconds, string Reply)> Trickle(string begin, string drop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Port);
        var stream = client.GetStream();
        var watch = Stopwatch.StartNew();
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(begin));
            while (watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                var read = stream.ReadAsync(buffer).AsTask();
                while (await Task.WhenAny(read, Task.Delay(1000)) != read && watch.Elapsed < TimeSpan.FromSeconds(60))
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(drop));
                }

                if (!read.IsCompleted || await read is not (> 0 and var count)) break;
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // Cut off while it was writing.
        }

        return (watch.Elapsed.TotalSeconds, text.ToString());
    }

    private async Task Served(string reference)
    {
        var watch = Stopwatch.StartNew();
        var receipt = await gateway.Receipt(GatewayUnderTest.Short(reference));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        await gateway.Settled(receipt);
    }

    private static JsonElement Place(JsonElement status) => status.GetProperty("places").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "line");
}
