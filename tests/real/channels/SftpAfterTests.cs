using System.Runtime.Versioning;
using Gateway.Channels;
using Gateway.Contracts;

namespace Gateway.Tests.Real.Channels;

/// <summary>What becomes of a file that is kept, and what may go wrong with that: nothing is lost and nothing is taken twice.</summary>
[SupportedOSPlatform("linux")]
public sealed class SftpAfterTests : IAsyncLifetime
{
    private static readonly byte[] First = ChannelStage.Manifest("A1"), Second = ChannelStage.Manifest("A22");

    private SftpStage sftp = null!;

    private SshServer Server => sftp.Server;

    private ChannelStage Stage => sftp.Gateway;

    public async Task InitializeAsync() => sftp = await SftpStage.Open();

    public async Task DisposeAsync() => await sftp.DisposeAsync();

    [Needs("sshd")]
    public async Task Archive_moves_it_and_keeps_what_is_there_already()
    {
        var channel = sftp.Channel();
        foreach (var content in new[] { First, Second })
        {
            Server.Put("out/a.edi", content);
            await sftp.Poll(channel);
        }

        Assert.Empty(Server.Names("out"));
        Assert.Equal(["a.edi", $"a~{ChannelStage.Digest(Second)[..16]}.edi"], Server.Names("out/archive"));
        Assert.Equal(First, File.ReadAllBytes(Path.Combine(Server.Home, "out/archive/a.edi")));
    }

    [Needs("sshd")]
    public async Task Rename_gives_it_an_ending_and_is_not_taken_again()
    {
        var channel = sftp.Channel(o => o with { After = SftpAfter.Rename, Suffix = ".taken" });
        Server.Put("out/a.edi", First);
        await sftp.Poll(channel);
        Assert.Equal(["a.edi.taken"], Server.Names("out"));
        await sftp.Poll(sftp.Channel(o => o with { After = SftpAfter.Rename, Suffix = ".taken" }));
        Assert.Single(await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task Delete_removes_it()
    {
        Server.Put("out/a.edi", First);
        await sftp.Poll(sftp.Channel(o => o with { After = SftpAfter.Delete }));
        Assert.Empty(Server.Names("out"));
        Assert.Single(await Stage.Receipts());
    }

    [Needs("sshd")]
    public async Task Leave_remembers_it_over_a_restart_and_takes_it_when_it_changed()
    {
        var takes = 0;
        var counting = new Interfering(Stage.Gateway.Receiver, after: _ => takes++);
        Server.Put("out/a.edi", First);
        await sftp.Poll(sftp.Channel(o => o with { After = SftpAfter.Leave }), counting);
        await sftp.Poll(sftp.Channel(o => o with { After = SftpAfter.Leave }), counting);
        Assert.Equal(1, takes);
        Assert.Equal(["a.edi"], Server.Names("out"));
        Server.Put("out/a.edi", Second);
        await sftp.Poll(sftp.Channel(o => o with { After = SftpAfter.Leave }), counting);
        Assert.Equal(2, takes);
        Assert.Equal(2, (await Stage.Receipts()).Count);
    }

    [NeedsTheory("sshd")]
    [InlineData(SftpAfter.Archive)]
    [InlineData(SftpAfter.Rename)]
    [InlineData(SftpAfter.Delete)]
    [InlineData(SftpAfter.Leave)]
    public async Task A_file_that_is_replaced_while_the_first_is_kept_is_taken_too(SftpAfter after)
    {
        var channel = sftp.Channel(o => o with { After = after });
        Server.Put("out/a.edi", First);
        var isReplaced = false;
        await sftp.Poll(channel, new Interfering(Stage.Gateway.Receiver, after: _ =>
        {
            if (!isReplaced) Server.Put("out/a.edi", Second);
            isReplaced = true;
        }));
        await sftp.Poll(channel);
        Assert.Equal(
            new[] { First, Second }.Select(ChannelStage.Digest).Order(StringComparer.Ordinal),
            (await Stage.Receipts()).Select(r => r.Sha256).Order(StringComparer.Ordinal));
    }

    [NeedsTheory("sshd")]
    [InlineData(SftpAfter.Archive)]
    [InlineData(SftpAfter.Rename)]
    [InlineData(SftpAfter.Delete)]
    public async Task A_restart_between_keeping_and_taking_away_takes_it_away_without_reading_it_again(SftpAfter after)
    {
        var takes = 0;
        var counting = new Interfering(Stage.Gateway.Receiver, after: _ => takes++);
        Server.Put("out/a.edi", First);
        Permit("555");
        await sftp.Poll(sftp.Channel(o => o with { After = after }), counting);
        Assert.Equal(["a.edi"], Server.Names("out"));
        Assert.Equal([SftpFindings.NotMoved], Stage.Said.Select(f => f.Code));
        Permit("755");
        await Stage.Restart();
        await sftp.Poll(sftp.Channel(o => o with { After = after }), new Interfering(Stage.Gateway.Receiver, after: _ => takes++));
        Assert.Equal(1, takes);
        Assert.DoesNotContain("a.edi", Server.Names("out"));
    }

    [Needs("sshd")]
    public async Task A_folder_that_forbids_moving_is_said_once_and_nothing_is_taken_twice()
    {
        var takes = 0;
        var counting = new Interfering(Stage.Gateway.Receiver, after: _ => takes++);
        for (var i = 0; i < 5; i++) Server.Put($"out/{i}.edi", ChannelStage.Manifest($"N{i}"));
        Permit("555");
        var channel = sftp.Channel();
        await sftp.Poll(channel, counting);
        await sftp.Poll(channel, counting);
        Assert.Equal(5, takes);
        Assert.Single(Stage.Said);
        Permit("755");
    }

    [Needs("sshd")]
    public async Task A_file_that_may_not_be_read_is_said_and_the_others_are_taken()
    {
        File.SetUnixFileMode(Server.Put("out/secret.edi", First), UnixFileMode.None);
        Server.Put("out/open.edi", Second);
        var channel = sftp.Channel();
        await sftp.Poll(channel);
        Assert.Equal(["open.edi"], (await Stage.Receipts()).Select(r => r.Name));
        Assert.Equal([SftpFindings.Unreadable], Stage.Said.Select(f => f.Code));
        Assert.Equal(1, channel.State.Waiting);
        Assert.Null(channel.State.Fault);
    }

    [Needs("sshd")]
    public async Task A_delete_that_a_crash_cut_short_is_ended_and_what_is_unknown_comes_back()
    {
        SftpOptions Delete(SftpOptions o) => o with { After = SftpAfter.Delete };
        Server.Put("out/b.edi", First);
        await sftp.Poll(sftp.Channel(o => o with { After = SftpAfter.Leave }));
        File.Move(Path.Combine(Server.Home, "out/b.edi"), Path.Combine(Server.Home, "out/.b.edi.taken"));
        Server.Put("out/.c.edi.taken", Second);
        await sftp.Poll(sftp.Channel(Delete));
        Assert.Empty(Server.Names("out"));
        Assert.Equal(["b.edi", "c.edi"], (await Stage.Receipts()).Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Needs("sshd")]
    public async Task A_missing_folder_is_a_finding_and_no_fault_of_anybody_else()
    {
        var channel = sftp.Channel(o => o with { Folder = "nowhere" });
        await sftp.Poll(channel);
        Assert.Equal(SftpFindings.Folder, channel.State.Fault!.Code);
        Server.Put("out/a.edi", First);
        await sftp.Poll(sftp.Channel());
        Assert.Single(await Stage.Receipts());
    }

    private void Permit(string mode) => Programs.Run("chmod", mode, Path.Combine(Server.Home, "out"));
}
