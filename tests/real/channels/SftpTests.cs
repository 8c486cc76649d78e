using System.Runtime.Versioning;
using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Channels;

/// <summary>What can happen between us and a carrier's server, against a real OpenSSH Server.</summary>
[SupportedOSPlatform("linux")]
public sealed class SftpTests : IAsyncLifetime
{
    private SftpStage sftp = null!;

    private SshServer Server => sftp.Server;

    private ChannelStage Stage => sftp.Gateway;

    public async Task InitializeAsync() => sftp = await SftpStage.Open();

    public async Task DisposeAsync() => await sftp.DisposeAsync();

    [Needs("sshd")]
    public async Task A_server_with_another_host_key_is_never_contacted_again()
    {
        var channel = Open();
        Server.Put("out/a.edi", ChannelStage.Manifest("H1"));
        Server.Stop();
        Server.NewHostKey();
        Server.Start();
        await Poll(channel);
        Assert.True(channel.State.IsStopped);
        Assert.Equal(SftpFindings.HostKey, channel.State.Fault!.Code);
        Assert.Contains(Server.HostKey, channel.State.Fault.Sentence, StringComparison.Ordinal);
        Assert.Equal([SftpFindings.HostKey], Stage.Said.Select(f => f.Code));
        await Task.Delay(500);
        var contacts = Server.Words;
        Assert.DoesNotContain("Accepted", contacts, StringComparison.Ordinal);
        await Poll(channel);
        Assert.Equal(SendOutcome.Retry, (await channel.Send(Answer("a.edi"), default)).Outcome);
        Assert.Equal(contacts, Server.Words);
        Assert.Empty(await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task Two_pins_let_a_server_change_its_key()
    {
        var before = Server.HostKey;
        Server.Stop();
        Server.NewHostKey();
        Server.Start();
        Server.Put("out/a.edi", ChannelStage.Manifest("H2"));
        var channel = Open(o => o with { Server = Server.Account() with { HostKeys = [before, Server.HostKey] } });
        await Poll(channel);
        Assert.Single(await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task A_connection_that_breaks_in_the_middle_of_a_file_takes_nothing_of_it()
    {
        var content = Large(200);
        Server.Put("out/large.edi", content);
        Server.Put("out/small.edi", ChannelStage.Manifest("D1"));
        var channel = Open(o => o with { Quiet = TimeSpan.Zero, FileBytesMax = 1L << 30 });
        for (var i = 0; i < 2; i++)
        {
            var polling = channel.Collect(Stage.Gateway.Receiver, default).AsTask();
            while (!polling.IsCompleted)
            {
                // A connection that has read so much from the disk is in the middle of the large file.
                foreach (var busy in Server.Connections().Where(c => SshServer.BytesRead(c) is > 50_000_000 and < 150_000_000))
                {
                    SshServer.Signal("KILL", busy);
                }

                await Task.Delay(10);
            }

            await polling;
            Assert.Equal(SftpFindings.Broken, channel.State.Fault!.Code);
            Assert.DoesNotContain(await Stage.Receipts(), r => r.Name == "large.edi");
            await Task.Delay(400);
        }

        await Poll(channel);
        Assert.Null(channel.State.Fault);
        Assert.Equal(
            [("large.edi", ChannelStage.Digest(content)), ("small.edi", ChannelStage.Digest(ChannelStage.Manifest("D1")))],
            (await Stage.Receipts()).OrderBy(r => r.Name, StringComparer.Ordinal));
        Assert.Equal(["large.edi", "small.edi"], Server.Names("out/archive"));
    }

    [Needs("sshd")]
    public async Task A_server_that_says_nothing_more_holds_up_nobody()
    {
        Server.Put("out/a.edi", ChannelStage.Manifest("S1"));
        var channel = Open(o => o with { Server = Server.Account() with { Timeout = TimeSpan.FromSeconds(1) } });
        await PollUntilSound(channel);
        foreach (var connection in Server.Connections()) SshServer.Signal("STOP", connection);
        Server.Put("out/b.edi", ChannelStage.Manifest("S2"));
        var began = System.Diagnostics.Stopwatch.StartNew();
        await channel.Collect(Stage.Gateway.Receiver, default);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(8), $"{began.Elapsed}");
        Assert.Equal(SftpFindings.Broken, channel.State.Fault!.Code);
        await PollUntilSound(channel);
        Assert.Equal(2, (await Stage.Receipts()).Count);
    }

    // A second is little for a server on a busy machine.
    private async Task PollUntilSound(SftpChannel channel)
    {
        await Poll(channel);
        for (var again = 0; again < 10 && channel.State.Fault is not null; again++) await Poll(channel);
        Assert.Null(channel.State.Fault);
    }

    [Needs("sshd")]
    public async Task A_server_that_is_away_is_tried_again_and_then_taken_up()
    {
        Server.Put("out/a.edi", ChannelStage.Manifest("W1"));
        Server.Stop();
        var channel = Open();
        for (var i = 0; i < 3; i++) await Poll(channel);
        Assert.Equal(SftpFindings.Unreachable, channel.State.Fault!.Code);
        Assert.Equal([SftpFindings.Unreachable], Stage.Said.Select(f => f.Code));
        Server.Start();
        await Task.Delay(1000);
        await Poll(channel);
        Assert.Null(channel.State.Fault);
        Assert.Single(await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task A_growing_file_is_taken_when_it_grows_no_more()
    {
        var content = Large(3);
        var path = Server.Put("out/grows.edi", content[..1000]);
        using var end = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var at = 1000; at < content.Length; at += 100_000)
            {
                await using (var file = new FileStream(path, FileMode.Append)) file.Write(content, at, Math.Min(100_000, content.Length - at));
                await Task.Delay(60);
            }
        });
        var channel = Open(o => o with { Stable = TimeSpan.FromMilliseconds(300) });
        while (!writing.IsCompleted)
        {
            await channel.Collect(Stage.Gateway.Receiver, default);
            if (!writing.IsCompleted) Assert.Empty(await Stage.Receipts());
        }

        await writing;
        await Poll(channel);
        Assert.Equal([("grows.edi", ChannelStage.Digest(content))], await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task Half_an_interchange_waits_for_its_other_half_and_is_answered_when_none_comes()
    {
        var whole = ChannelStage.Manifest("Q1");
        Server.Put("out/half.edi", whole[..(whole.Length / 2)]);
        Server.Put("out/cut.edi", whole[..(whole.Length / 3)]);
        var clock = new ShiftedTime(TimeSpan.FromHours(-2));
        var channel = sftp.Channel(o => o with { Quiet = TimeSpan.FromHours(1) }, clock);
        await Poll(channel);
        Assert.Empty(await Stage.Receipts());
        Assert.Equal(2, channel.State.Waiting);
        Server.Put("out/half.edi", whole);
        await Poll(channel);
        Assert.Equal([("half.edi", ChannelStage.Digest(whole))], await Stage.Receipts());
        clock.By = TimeSpan.Zero;
        await Poll(channel);
        await Stage.Settle(channel);
        Assert.Contains("cut.edi.report.txt", Server.Names("answers"));
    }

    [Needs("sshd")]
    public async Task What_is_not_finished_or_no_file_is_left_alone()
    {
        foreach (var name in new[] { "a.part", "b.TMP", ".c.edi", "d.filepart" }) Server.Put("out/" + name, ChannelStage.Manifest("U1"));
        Server.Folder("out/folder.edi");
        File.CreateSymbolicLink(Path.Combine(Server.Home, "out", "link.edi"), "/etc/passwd");
        Server.Put("out/other.txt", ChannelStage.Manifest("U2"));
        Server.Put("out/REAL.EDI", ChannelStage.Manifest("U3"));
        var channel = Open(o => o with { Files = ["*.edi", "link*"] });
        await Poll(channel);
        Assert.Equal(["REAL.EDI"], (await Stage.Receipts()).Select(r => r.Name));
        Assert.Equal([".c.edi", "a.part", "b.TMP", "d.filepart", "link.edi", "other.txt"], Server.Names("out"));
    }

    [Needs("sshd")]
    public async Task A_file_with_a_marker_waits_for_it_and_the_marker_goes_with_it()
    {
        var channel = Open(o => o with { Marker = ".done" });
        Server.Put("out/m.edi", ChannelStage.Manifest("M1"));
        await Poll(channel);
        Assert.Empty(await Stage.Receipts());
        Server.Put("out/m.edi.done", []);
        await Poll(channel);
        Assert.Equal(["m.edi"], (await Stage.Receipts()).Select(r => r.Name));
        Assert.Empty(Server.Names("out"));
        Server.Put("out/m.edi", ChannelStage.Manifest("M2"));
        await Poll(channel);
        Assert.Single(await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task A_file_over_the_limit_stays_and_is_answered_once()
    {
        Server.Put("out/large.edi", new byte[2_000_000]);
        var channel = Open(o => o with { FileBytesMax = 1_000_000 });
        await Poll(channel);
        Assert.Equal(["large.edi"], Server.Names("out"));
        Assert.Equal(["large.edi.report.txt"], Server.Names("answers"));
        Assert.StartsWith(
            "Not accepted: large.edi\n\nSFTP-0010 error: ",
            File.ReadAllText(Path.Combine(Server.Home, "answers/large.edi.report.txt")), StringComparison.Ordinal);
        Assert.Equal([SftpFindings.TooLarge], Stage.Said.Select(f => f.Code));
        Assert.Empty(await Stage.Receipts());
        Assert.Equal(1, channel.State.Waiting);
    }

    [Needs("sshd")]
    public async Task A_refused_login_is_said_without_the_secret()
    {
        var other = Path.Combine(Stage.Folder, "other");
        Programs.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other);
        var key = File.ReadAllBytes(other);
        var channel = Open(o => o with { Server = Server.Account() with { Credentials = () => new("hunter2", key, null) } });
        await Poll(channel);
        Assert.Equal(SftpFindings.Login, channel.State.Fault!.Code);
        var broken = Open(o => o with { Server = Server.Account("b") with { Credentials = () => new(null, "hunter3"u8.ToArray(), null) } });
        await Poll(broken);
        Assert.Equal(SftpFindings.Key, broken.State.Fault!.Code);
        var missing = Open(o => o with { Server = Server.Account("m") with { Credentials = () => new(null, null, null) } });
        await Poll(missing);
        Assert.Equal(SftpFindings.Key, missing.State.Fault!.Code);
        Assert.All(Stage.Said, f => Assert.DoesNotContain("hunter", f.Sentence + f.Fix + f.Code.Cause, StringComparison.Ordinal));
    }

    [Needs("sshd")]
    public async Task A_file_is_left_until_it_has_been_the_same_for_as_long_as_the_place_says()
    {
        var channel = Open(o => o with { Stable = TimeSpan.FromSeconds(4) });
        Server.Put("out/young.edi", ChannelStage.Manifest("AGE1"));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await channel.Collect(Stage.Gateway.Receiver, default);
        while ((await Stage.Receipts()).Count == 0 && clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            Assert.Contains("young.edi", Server.Names("out"));
            await Task.Delay(100);
            await channel.Collect(Stage.Gateway.Receiver, default);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 4, 60);
        Assert.Single(await Stage.Receipts());
    }

    [NeedsMount("sshd")]
    public async Task A_password_opens_the_account_and_a_new_one_needs_no_restart()
    {
        using var server = new SshServer("with blanks & 'quotes'");
        server.Folder("out");
        server.Put("out/a.edi", ChannelStage.Manifest("PW1"));
        var secret = "outdated";
        var account = new SftpServer(
            "harbour", "127.0.0.1", SshServer.User, [server.HostKey], () => new SftpCredentials(secret, null, null))
        {
            Port = server.Port, Timeout = TimeSpan.FromSeconds(10), FirstPause = TimeSpan.FromMilliseconds(100),
        };
        var channel = Open(o => o with { Server = account });
        await Poll(channel);
        Assert.Equal(SftpFindings.Login, channel.State.Fault!.Code);
        Assert.DoesNotContain(secret, channel.State.Fault.Sentence, StringComparison.Ordinal);
        Assert.Empty(await Stage.Receipts());

        secret = "with blanks & 'quotes'";
        for (var i = 0; i < 20 && (await Stage.Receipts()).Count == 0; i++) await Poll(channel);
        Assert.Null(channel.State.Fault);
        Assert.Equal([("a.edi", ChannelStage.Digest(ChannelStage.Manifest("PW1")))], await Stage.Receipts());
        Assert.Contains("Accepted password", server.Words, StringComparison.Ordinal);
    }

    [Needs("sshd")]
    public async Task A_key_with_a_passphrase_opens_the_account_with_it_alone()
    {
        var path = Path.Combine(Stage.Folder, "key");
        File.WriteAllBytes(path, Server.Key);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Programs.Run("ssh-keygen", "-q", "-p", "-P", "", "-N", "open sesame", "-f", path);
        var key = File.ReadAllBytes(path);
        Server.Put("out/a.edi", ChannelStage.Manifest("P1"));
        var without = Open(o => o with { Server = Server.Account("w") with { Credentials = () => new(null, key, null) } });
        await Poll(without);
        Assert.Equal(SftpFindings.Key, without.State.Fault!.Code);
        await Poll(Open(o => o with { Server = Server.Account() with { Credentials = () => new(null, key, "open sesame") } }));
        Assert.Single(await Stage.Receipts());
    }

    /// <summary>Something that no format knows, so that nothing of it looks like the end.</summary>
    private static byte[] Large(int megabytes)
    {
        var content = new byte[megabytes * 1024 * 1024];
        for (var i = 0; i < content.Length; i += 4096) content[i] = (byte)(i / 4096 % 251 + 1);
        return content;
    }

    private static Outgoing Answer(string name)
        => new("id1", "reply:harbour", name + "/00", name + ".report.txt", "text/plain", "text"u8.ToArray(), 1);

    private SftpChannel Open(Func<SftpOptions, SftpOptions>? change = null) => sftp.Channel(change);

    private Task Poll(SftpChannel channel) => sftp.Poll(channel);
}
