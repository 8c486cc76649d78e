using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Channels;

/// <summary>What network shares do to a watched folder. Nothing tells this channel of a change here: polling alone does the work.</summary>
public sealed class FolderShareTests : IAsyncLifetime
{
    private ChannelStage stage = null!;

    private string Folder => Directory.CreateDirectory(Path.Combine(stage.Folder, "share")).FullName;

    public async Task InitializeAsync() => stage = await ChannelStage.Open();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [NeedsMount]
    public async Task A_work_folder_on_another_file_system_gets_whole_files_alone()
    {
        using var disk = SmallDisk.Mount(16);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "work"), disk.Path);
        Put("a.edi", ChannelStage.Manifest("X1"));
        var channel = Open();
        await Poll(channel);
        await stage.Settle(channel);
        Assert.Equal([("a.edi", ChannelStage.Digest(ChannelStage.Manifest("X1")))], await stage.Receipts());
        Assert.True(File.Exists(Path.Combine(Folder, "done", "a.edi")));
        Assert.Empty(Directory.GetFiles(disk.Path));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [NeedsMount]
    public async Task A_full_work_folder_on_another_file_system_leaves_the_file_to_the_sender()
    {
        using var disk = SmallDisk.Mount(1);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "work"), disk.Path);
        Put("a.edi", new byte[3_000_000]);
        await Poll(Open());
        Assert.Empty(await stage.Receipts());
        Assert.Equal(3_000_000, new FileInfo(Path.Combine(Folder, "a.edi")).Length);
        Assert.Equal([FolderFindings.NotMoved], stage.Said.Select(f => f.Code));
    }

    [NeedsMount]
    public async Task A_file_that_fails_to_be_read_holds_up_no_other()
    {
        // A regular file of 4096 bytes whose reading always fails: the speed of a network interface that has none.
        const string failing = "/sys/class/net/lo/speed";
        Assert.True(File.Exists(failing));
        var bad = Path.Combine(Folder, "bad.edi");
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName, "left.edi");
        foreach (var path in new[] { bad, left })
        {
            await File.WriteAllTextAsync(path, "");
            Assert.Equal(0, Programs.Run("mount", "--bind", failing, path).ExitCode);
        }

        try
        {
            Put("good.edi", ChannelStage.Manifest("X2"));
            await Poll(Open());
            Assert.Equal(["good.edi"], (await stage.Receipts()).Select(r => r.Name));
            Assert.Equal([FolderFindings.Unreadable, FolderFindings.Unreadable], stage.Said.Select(f => f.Code));
        }
        finally
        {
            foreach (var path in new[] { bad, left }) Programs.Run("umount", path);
        }
    }

    [NeedsMount]
    public async Task Files_that_may_not_be_moved_are_said_once_and_use_up_nobodys_turn()
    {
        // A mount point cannot be renamed, whoever asks.
        foreach (var i in Enumerable.Range(0, 5))
        {
            var path = Path.Combine(Folder, $"stuck{i}.edi");
            Put($"stuck{i}.edi", ChannelStage.Manifest($"X3{i}"));
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            Assert.Equal(0, Programs.Run("mount", "--bind", path, path).ExitCode);
        }

        try
        {
            Put("free.edi", ChannelStage.Manifest("X4"));
            var channel = Open(o => o with { FilesPerPollMax = 5 });
            await Poll(channel);
            Assert.Equal(["free.edi"], (await stage.Receipts()).Select(r => r.Name));
            Assert.Equal(5, stage.Said.Count(f => f.Code == FolderFindings.NotMoved));
            Assert.Equal(5, channel.State.Waiting);
        }
        finally
        {
            foreach (var i in Enumerable.Range(0, 5)) Programs.Run("umount", Path.Combine(Folder, $"stuck{i}.edi"));
        }
    }

    [Fact]
    public async Task A_time_in_the_future_says_nothing_about_a_file_that_is_still_written()
    {
        var whole = ChannelStage.Manifest("X5");
        foreach (var (name, year) in new[] { ("future.edi", 2090), ("now.edi", 0) })
        {
            Put(name, whole[..(whole.Length / 2)]);
            if (year == 2090) File.SetLastWriteTimeUtc(Path.Combine(Folder, name), new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        await Poll(Open(o => o with { Quiet = TimeSpan.FromSeconds(60) }));
        Assert.Empty(await stage.Receipts());
        Put("future.edi", whole);
        File.SetLastWriteTimeUtc(Path.Combine(Folder, "future.edi"), new DateTime(2090, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Poll(Open());
        Assert.Contains("future.edi", (await stage.Receipts()).Select(r => r.Name));
    }

    [Fact]
    public async Task A_share_whose_clock_is_behind_ours_makes_no_file_look_old()
    {
        var whole = ChannelStage.Manifest("X6");
        Put("half.edi", whole[..(whole.Length / 2)]);
        // To us it is a day later than to the share: without its own clock every file there would look a day old.
        var channel = Open(o => o with { Quiet = TimeSpan.FromHours(1) }, new ShiftedTime(TimeSpan.FromDays(1)));
        await Poll(channel);
        Assert.Empty(await stage.Receipts());
    }

    [Fact]
    public async Task A_share_that_goes_away_is_a_finding_and_comes_back_by_itself()
    {
        var channel = Open();
        await Poll(channel);
        Assert.Null(channel.State.Fault);
        Directory.Delete(Folder, recursive: true);
        File.WriteAllText(Path.Combine(stage.Folder, "share"), "no folder");
        await Poll(channel);
        Assert.Equal(FolderFindings.Unreachable, channel.State.Fault!.Code);
        Assert.Single(stage.Said);
        File.Delete(Path.Combine(stage.Folder, "share"));
        Put("a.edi", ChannelStage.Manifest("X7"));
        await Poll(channel);
        Assert.Null(channel.State.Fault);
        Assert.Single(await stage.Receipts());
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_two_files_where_the_share_tells_them_apart()
    {
        Put("A.EDI", ChannelStage.Manifest("X8"));
        Put("a.edi", ChannelStage.Manifest("X9"));
        foreach (var name in new[] { "b.PART", "c.tmp", ".d" }) Put(name, ChannelStage.Manifest("X0"));
        await Poll(Open());
        Assert.Equal(["A.EDI", "a.edi"], (await stage.Receipts()).Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_destination_folder_has_each_document_once_and_none_over_another()
    {
        var drop = Path.Combine(stage.Folder, "drop");
        foreach (var (id, text) in new[] { ("id1", "one"), ("id1", "one"), ("id2", "two"), ("id2", "two"), ("id1", "one") })
        {
            var sent = await new FolderOutChannel("out", drop).Send(
                new Outgoing(id, "out", drop, "r.json", "application/json", System.Text.Encoding.UTF8.GetBytes(text), 1), default);
            Assert.Equal(SendOutcome.Delivered, sent.Outcome);
        }

        Assert.Equal(["r.json", "r~id2.json"], Directory.GetFiles(drop).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(drop, "r.json")));
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(drop, "r~id2.json")));
    }

    [NeedsMount]
    public async Task A_full_destination_folder_leaves_nothing_half()
    {
        using var disk = SmallDisk.Mount(1);
        var channel = new FolderOutChannel("out", disk.Path);
        var large = new Outgoing("id1", "out", disk.Path, "r.json", "application/json", new byte[3_000_000], 1);
        Assert.Equal(SendOutcome.Retry, (await channel.Send(large, default)).Outcome);
        Assert.False(File.Exists(Path.Combine(disk.Path, "r.json")));
        Assert.Equal(SendOutcome.Delivered, (await channel.Send(large with { Bytes = new byte[100_000] }, default)).Outcome);
        Assert.Equal(["r.json"], Directory.GetFiles(disk.Path).Select(f => Path.GetFileName(f)));
    }

    private FolderChannel Open(Func<FolderOptions, FolderOptions>? change = null, TimeProvider? clock = null)
    {
        var options = new FolderOptions("share", Folder, "folder:share")
        {
            Settled = TimeSpan.FromMilliseconds(100), Quiet = TimeSpan.FromMilliseconds(600),
        };
        return new FolderChannel(
            change?.Invoke(options) ?? options, (scope, sha256, stop) => stage.Gateway.Verdicts.Ask(scope, sha256, stop),
            clock ?? TimeProvider.System, stage.Said.Add);
    }

    private async Task Poll(FolderChannel channel)
    {
        for (var i = 0; i < 4; i++)
        {
            await channel.Collect(stage.Gateway.Receiver, default);
            await Task.Delay(250);
        }
    }

    private void Put(string name, byte[] content)
    {
        var part = Path.Combine(Folder, ".putting.part");
        File.WriteAllBytes(part, content);
        File.Move(part, Path.Combine(Folder, name), overwrite: true);
    }
}
