using System.Text.Json;
using System.Runtime.Versioning;
using Gateway.Host.Serve;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Channels;

/// <summary>An SFTP place as an operator configures it, in a whole running gateway.</summary>
[SupportedOSPlatform("linux")]
public sealed class SftpServeTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();
    private SshServer server = null!;

    public Task InitializeAsync()
    {
        server = new SshServer();
        server.Folder("out");
        Configure(server.HostKey);
        gateway.Write("destinations/drop.yaml", "destination: 1\nchannel: sftp\naddress: 'line:drop'\nretrySeconds: 1\n");
        gateway.Write("secrets/line-key", System.Text.Encoding.ASCII.GetString(server.Key));
        File.SetUnixFileMode(Path.Combine(gateway.Folder, "secrets", "line-key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        server.Dispose();
    }

    [Needs("sshd")]
    public async Task A_carriers_file_is_fetched_delivered_and_answered()
    {
        await gateway.Start();
        server.Put("out/m.edi", GatewayUnderTest.Short("S1"));
        await GatewayUnderTest.Until(
            () => Whole("answers").Length == 2 && Whole("drop").Length == 1 && Whole("out/archive").Length == 1, () => gateway.Log + server.Words);
        Assert.Equal(["m.edi.contrl.edi", "m.edi.report.txt"], Whole("answers"));
        Assert.Equal(["m.edi"], server.Names("out/archive"));
        Assert.Contains("wcoDataModelVersionCode", File.ReadAllText(Directory.GetFiles(Path.Combine(server.Home, "drop")).Single()), StringComparison.Ordinal);
        await GatewayUnderTest.Until(
            async () => Place(await gateway.Get("/v1/status")).GetProperty("waiting").GetInt32() == 0, () => gateway.Log);
        var place = Place(await gateway.Get("/v1/status"));
        Assert.Equal(("sftp", "well"), (place.Text("channel"), place.Text("state")));
        Assert.Equal("harbour", (await gateway.Get("/v1/interchanges")).GetProperty("interchanges")[0].GetProperty("partner").GetString());
    }

    [Needs("sshd")]
    public async Task A_changed_host_key_is_on_the_status_and_holds_up_no_other_place()
    {
        Configure("SHA256:" + new string('A', 43));
        await gateway.Start();
        await GatewayUnderTest.Until(
            async () => Place(await gateway.Get("/v1/status")).Text("state") == "stopped", () => gateway.Log);
        var words = new StringWriter();
        Assert.Equal(0, await StatusCommand.Run(Options, null, false, words, words, TimeProvider.System, default));
        Assert.Contains("SFTP-0001", words.ToString(), StringComparison.Ordinal);
        Assert.Contains(server.HostKey, words.ToString(), StringComparison.Ordinal);
        Assert.Contains("code=SFTP-0001", gateway.Log, StringComparison.Ordinal);
        var ready = await gateway.Get("/readyz");
        Assert.Equal(("ready", "stopped"), (ready.Text("status"), Place(ready).Text("state")));
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "a.edi"), GatewayUnderTest.Short("S2"));
        await GatewayUnderTest.Until(
            () => File.Exists(Path.Combine(gateway.Inbox, "done", "a.edi")), () => gateway.Log);
    }

    [Needs("sshd")]
    public async Task The_test_verb_leads_from_no_host_key_to_a_listing()
    {
        Configure(null);
        server.Put("out/a.edi", [1]);
        server.Put("out/b.txt", [1]);
        var (code, words) = await Test("line");
        Assert.Equal(1, code);
        Assert.Contains($"hostKeys: [ '{server.HostKey}' ]", words, StringComparison.Ordinal);
        await Task.Delay(300);
        Assert.DoesNotContain("Accepted", server.Words, StringComparison.Ordinal);

        Configure(server.HostKey);
        (code, words) = await Test("line");
        Assert.Equal(0, code);
        Assert.Contains("as in gateway.yaml", words, StringComparison.Ordinal);
        Assert.Contains("out: files 2, 1 of them as in 'files'", words, StringComparison.Ordinal);
        Assert.Equal(["a.edi", "b.txt"], server.Names("out"));

        server.Stop();
        (code, words) = await Test("line");
        Assert.Equal(1, code);
        Assert.Contains("SFTP-0002", words, StringComparison.Ordinal);
        Assert.Equal(3, (await Test("nobody")).Code);
    }

    [Needs("sshd")]
    public async Task No_secret_is_ever_in_a_log_or_answer()
    {
        gateway.Write("secrets/line-key", "hunter2");
        await gateway.Start();
        await GatewayUnderTest.Until(
            async () => Place(await gateway.Get("/v1/status")).Text("state") == "faulty", () => gateway.Log);
        Assert.DoesNotContain("hunter2", gateway.Log + await gateway.Get("/v1/status"), StringComparison.Ordinal);
    }

    private ServeOptions Options => new(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root };

    /// <summary>Names of the files in a folder that are written to their end.</summary>
    private string[] Whole(string folder) => [.. server.Names(folder).Where(n => n[0] != '.')];

    private static JsonElement Place(JsonElement status)
        => status.GetProperty("places").EnumerateArray().Single(p => p.Text("name") == "line");

    private async Task<(int Code, string Words)> Test(string name)
    {
        var words = new StringWriter();
        return (await ChannelTest.Run(Options, name, words, words, TimeProvider.System, default), words.ToString());
    }

    private void Configure(string? hostKey) => gateway.Write("gateway.yaml", $$"""
        gateway: 1
        listen: 127.0.0.1:{{gateway.Port}}
        diskReserveMegabytes: 0
        folders:
          inbox: { path: inbox, partner: harbour, quietSeconds: 2 }
        sftp:
          line:
            host: 127.0.0.1
            port: {{server.Port}}
            user: {{SshServer.User}}
            hostKeys: [ {{hostKey}} ]
            key: { secret: line-key }
            folder: out
            files: [ '*.edi' ]
            answers: answers
            partner: harbour
            stableSeconds: 2
            pollSeconds: 1

        """);
}
