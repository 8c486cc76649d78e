using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Channels;

/// <summary>Writing to a server: answers, and documents of a destination.</summary>
public sealed class SftpOutTests : IAsyncLifetime
{
    private SftpStage sftp = null!;

    private SshServer Server => sftp.Server;

    public async Task InitializeAsync() => sftp = await SftpStage.Open();

    public async Task DisposeAsync() => await sftp.DisposeAsync();

    [Needs("sshd")]
    public async Task A_document_is_there_once_however_often_it_is_sent()
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            // Another process each time: only the server knows what is there.
            Assert.Equal(SendOutcome.Delivered, (await sftp.Drop().Send(Document("id1", "one", attempt), default)).Outcome);
        }

        Assert.Equal(["report.json"], Server.Names("drop"));
        Assert.Equal("one"u8.ToArray(), Content("report.json"));
    }

    [Needs("sshd")]
    public async Task Two_documents_of_one_name_are_both_there()
    {
        var drop = sftp.Drop();
        foreach (var (id, text) in new[] { ("id1", "one"), ("id2", "two"), ("id2", "two"), ("id1", "one"), ("id3", "longer") })
        {
            Assert.Equal(SendOutcome.Delivered, (await drop.Send(Document(id, text), default)).Outcome);
        }

        Assert.Equal(["report.json", "report~id2.json", "report~id3.json"], Server.Names("drop"));
        Assert.Equal("two"u8.ToArray(), Content("report~id2.json"));
    }

    [Needs("sshd")]
    public async Task Half_a_document_that_a_crash_left_is_written_over()
    {
        Server.Put("drop/.id1.part", "half of something"u8.ToArray());
        Assert.Equal(SendOutcome.Delivered, (await sftp.Drop().Send(Document("id1", "one"), default)).Outcome);
        Assert.Equal(["report.json"], Server.Names("drop"));
    }

    [Needs("sshd")]
    public async Task A_large_document_arrives_whole()
    {
        var large = new byte[30 * 1024 * 1024];
        for (var i = 0; i < large.Length; i++) large[i] = (byte)(i % 251);
        var outgoing = Document("id1", "") with { Bytes = large };
        Assert.Equal(SendOutcome.Delivered, (await sftp.Drop().Send(outgoing, default)).Outcome);
        Assert.Equal(SendOutcome.Delivered, (await sftp.Drop().Send(outgoing, default)).Outcome);
        Assert.Equal(large, Content("report.json"));
        Assert.Single(Server.Names("drop"));
    }

    [Needs("sshd")]
    public async Task Many_sent_together_all_arrive()
    {
        var drop = sftp.Drop();
        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(
            i => drop.Send(Document($"id{i}", $"text {i}") with { FileName = $"{i}.json" }, default).AsTask()));
        Assert.All(results, r => Assert.Equal(SendOutcome.Delivered, r.Outcome));
        Assert.Equal(60, Server.Names("drop").Count);
    }

    [Needs("sshd")]
    public async Task A_name_is_no_path()
    {
        Assert.Equal(
            SendOutcome.Delivered, (await sftp.Drop().Send(Document("id1", "one") with { FileName = "../../x\n.json" }, default)).Outcome);
        Assert.Equal(["_.._x_.json"], Server.Names("drop"));
    }

    [NeedsMount("sshd")]
    public async Task A_full_disk_of_the_server_leaves_nothing_half_and_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(4);
        SshServer.Own(disk.Path);
        Directory.CreateSymbolicLink(Path.Combine(Server.Home, "drop"), disk.Path);
        var drop = sftp.Drop();
        var large = Document("id1", "") with { Bytes = new byte[5_000_000] };
        var refused = await drop.Send(large, default);
        Assert.Equal(SendOutcome.Retry, refused.Outcome);
        Assert.Equal(SftpFindings.NotWritten, drop.State.Fault!.Code);
        Assert.DoesNotContain("report.json", Server.Names("drop"));
        await Task.Delay(300);
        Assert.Equal(SendOutcome.Delivered, (await drop.Send(large with { Bytes = new byte[1_000_000] }, default)).Outcome);
        Assert.Null(drop.State.Fault);
        Assert.Equal(["report.json"], Server.Names("drop"));
        Assert.Equal(1_000_000, Content("report.json").Length);
    }

    [NeedsMount("sshd")]
    public async Task Answers_wait_for_room_on_the_server_and_files_are_taken_meanwhile()
    {
        using var disk = SmallDisk.Mount(1);
        SshServer.Own(disk.Path);
        Directory.CreateSymbolicLink(Path.Combine(Server.Home, "answers"), disk.Path);
        disk.Fill(0);
        var channel = sftp.Channel();
        Server.Put("out/a.edi", ChannelStage.Manifest("R1"));
        await sftp.Poll(channel);
        Assert.Single(await sftp.Gateway.Receipts());
        var outgoing = new Outgoing("id1", "reply:harbour", "a.edi/00", "a.edi.report.txt", "text/plain", new byte[5000], 1);
        Assert.Equal(SendOutcome.Retry, (await channel.Send(outgoing, default)).Outcome);
        Assert.Equal(SftpFindings.NotWritten, channel.State.Fault!.Code);
        disk.Empty();
        await Task.Delay(300);
        Assert.Equal(SendOutcome.Delivered, (await channel.Send(outgoing, default)).Outcome);
        Assert.Equal(["a.edi.report.txt"], Server.Names("answers"));
    }

    private byte[] Content(string name) => File.ReadAllBytes(Path.Combine(Server.Home, "drop", name));

    private static Outgoing Document(string id, string text, int attempt = 1)
        => new(id, "risk", "", "report.json", "application/json", System.Text.Encoding.UTF8.GetBytes(text), attempt);
}
