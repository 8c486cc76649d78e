using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Storm;

/// <summary>Senders who stall hold up nobody but themselves.</summary>
public sealed class StallTests
{
    private const int StallingOfEachKind = 20;

    private const string Head = "POST /v1/interchanges HTTP/1.1\r\nHost: gateway\r\n";

    /// <summary>What is sent at once, what is sent each second, and the status of the answer, if there is one.</summary>
    private static readonly (string Begin, string Drop, string Status)[] Kinds =
    [
        ("", "a", "408"),
        ("POST /v1/interchanges HT", "a", "408"),
        (Head + "X-", "a", "408"),
        (Body("Content-Length: 1000000\r\n"), "x", "408"),
        (Body("Transfer-Encoding: chunked\r\n"), "1\r\nx\r\n", "408"),
    ];

    [Fact]
    public async Task Heads_and_bodies_that_trickle_in_are_cut_off_leave_nothing_and_others_are_served()
    {
        await using var gateway = new GatewayUnderTest();
        await gateway.Start();
        // All kinds at once, because each takes its time.
        var stalling = Kinds.SelectMany(kind => Enumerable.Range(0, StallingOfEachKind).Select(_ => Trickle(gateway, kind.Begin, kind.Drop, kind.Status)))
            .ToList();
        for (var i = 1; i <= 3; i++)
        {
            await gateway.IsServing($"Q{i}");
            await Task.Delay(1000);
        }

        Assert.All(await Task.WhenAll(stalling), end =>
        {
            Assert.InRange(end.Seconds, 0, 45);
            Assert.True(end.Reply.Length == 0 || end.Reply.Contains($" {end.Status} ", StringComparison.Ordinal), end.Reply);
        });
        await gateway.IsServing("Q9");
        Assert.DoesNotContain(
            (await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray(), i => i.GetProperty("fileName").GetString() == "slow");
    }

    private static string Body(string header)
        => $"{Head}X-Api-Key: {GatewayUnderTest.Key}\r\nX-File-Name: slow\r\n{header}\r\n";

    private static async Task<(double Seconds, string Reply, string Status)> Trickle(GatewayUnderTest gateway, string begin, string drop, string status)
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

        return (watch.Elapsed.TotalSeconds, text.ToString(), status);
    }
}

/// <summary>An SFTP server that stalls holds up nobody but its own place.</summary>
[SupportedOSPlatform("linux")]
public sealed class SftpStallTests
{
    [Needs("sshd")]
    public async Task A_server_that_stalls_is_a_finding_of_its_place_and_others_go_on()
    {
        using var server = new SshServer();
        await using var gateway = new GatewayUnderTest();
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
        await gateway.IsFaulty("line", "SFTP-");
        await gateway.IsServing("T3");
        await File.WriteAllBytesAsync(Path.Combine(gateway.Inbox, "other.edi"), GatewayUnderTest.Short("T4"));
        await GatewayUnderTest.Until(() => File.Exists(Path.Combine(gateway.Inbox, "done", "other.edi")), () => gateway.Log);

        server.Freeze("CONT");
        await GatewayUnderTest.Until(() => server.Names("answers").Contains("after.edi.report.txt"), () => gateway.Log + server.Words);
    }
}

/// <summary>What tests of stalling ask a gateway.</summary>
internal static class StallQuestions
{
    /// <summary>Somebody else is served as ever.</summary>
    public static async Task IsServing(this GatewayUnderTest gateway, string reference)
    {
        var watch = Stopwatch.StartNew();
        var receipt = await gateway.Receipt(GatewayUnderTest.Short(reference));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        await gateway.Settled(receipt);
    }

    /// <summary>The status says that a place is faulty, and by which kind of finding.</summary>
    public static async Task IsFaulty(this GatewayUnderTest gateway, string name, string code)
    {
        var place = default(JsonElement);
        await GatewayUnderTest.Until(async () =>
        {
            place = (await gateway.Get("/v1/status")).GetProperty("places").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);
            return place.GetProperty("state").GetString() == "faulty";
        }, () => $"{place}\n{gateway.Log}");
        Assert.StartsWith(code, place.GetProperty("fault").GetProperty("code").GetString(), StringComparison.Ordinal);
    }
}
