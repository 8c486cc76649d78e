using System.Diagnostics;

namespace Gateway.Tests.Real.Serve;

public sealed class FolderTests : IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task A_whole_file_goes_to_done_with_its_answers_beside_it()
    {
        await gateway.Start();
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "manifest one.edi"), GatewayUnderTest.Short("F1"));
        await Lies("done", "manifest one.edi", "manifest one.edi.contrl.edi", "manifest one.edi.report.txt");
    }

    [Fact]
    public async Task A_faulty_file_goes_to_failed_with_its_answers_beside_it()
    {
        await gateway.Start();
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "faulty.edi"),
            GatewayUnderTest.Sample("faulty-missing-bgm.edi"));
        await Lies("failed", "faulty.edi", "faulty.edi.contrl.edi", "faulty.edi.report.txt");
    }

    [Fact]
    public async Task Half_a_file_waits_for_its_other_half()
    {
        await gateway.Start();
        var whole = GatewayUnderTest.Short("F2");
        var path = Path.Combine(gateway.Inbox, "slow.edi");
        await using (var file = File.Create(path))
        {
            file.Write(whole.AsSpan(0, whole.Length / 2));
            await file.FlushAsync();
            await Task.Delay(1200);
            Assert.True(File.Exists(path));
            file.Write(whole.AsSpan(whole.Length / 2));
        }

        await Lies("done", "slow.edi");
        Assert.Equal(whole, File.ReadAllBytes(Path.Combine(gateway.Inbox, "done", "slow.edi")));
    }

    [Fact]
    public async Task Half_a_file_for_ever_is_taken_and_answered()
    {
        await gateway.Start();
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "cut.edi"), GatewayUnderTest.Sample("faulty-cut-off.edi"));
        await Lies("failed", "cut.edi", "cut.edi.report.txt");
    }

    [Fact]
    public async Task The_same_name_with_other_content_is_another_file()
    {
        await gateway.Start();
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "m.edi"), GatewayUnderTest.Short("F3"));
        await Lies("done", "m.edi", "m.edi.report.txt");
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "m.edi"), GatewayUnderTest.Short("F4"));
        await GatewayUnderTest.Until(() => Directory.GetFiles(Done, "m~*.edi").Length == 2, Listing);
        Assert.Equal(GatewayUnderTest.Short("F3"), File.ReadAllBytes(Path.Combine(Done, "m.edi")));
    }

    [Fact]
    public async Task The_same_content_again_gets_the_same_answers()
    {
        await gateway.Start();
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "a.edi"), GatewayUnderTest.Short("F5"));
        await Lies("done", "a.edi", "a.edi.contrl.edi", "a.edi.report.txt");
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "b.edi"), GatewayUnderTest.Short("F5"));
        await Lies("done", "b.edi", "b.edi.contrl.edi", "b.edi.report.txt");
        Assert.Equal(File.ReadAllBytes(Path.Combine(Done, "a.edi.contrl.edi")),
            File.ReadAllBytes(Path.Combine(Done, "b.edi.contrl.edi")));
        Assert.Single((await gateway.Get("/demo/risk")).GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task What_is_no_regular_file_is_left_alone_and_holds_up_nobody()
    {
        await gateway.Start();
        using (var mkfifo = Process.Start(
            "mkfifo", Path.Combine(gateway.Inbox, "aaa.edi"))) await mkfifo.WaitForExitAsync();
        Directory.CreateDirectory(Path.Combine(gateway.Inbox, "folder.edi"));
        File.CreateSymbolicLink(Path.Combine(gateway.Inbox, "link.edi"), "/etc/passwd");
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "x.part"), GatewayUnderTest.Short("F6"));
        File.WriteAllBytes(Path.Combine(gateway.Inbox, ".hidden"), GatewayUnderTest.Short("F7"));
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "real.edi"), GatewayUnderTest.Short("F8"));
        await Lies("done", "real.edi");
        await Task.Delay(2500);
        foreach (var name in new[] { "aaa.edi", "folder.edi", "link.edi", "x.part", ".hidden" })
        {
            Assert.True(Path.Exists(Path.Combine(gateway.Inbox, name)), name);
        }

        Assert.Single((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task A_file_over_the_limit_goes_to_failed_with_a_report()
    {
        await gateway.Start();
        await using (var file = File.Create(Path.Combine(gateway.Inbox, "large.edi"))) file.SetLength(
            Documents.Limits.HttpBodyBytesMax + 1L);
        await Lies("failed", "large.edi", "large.edi.report.txt");
        Assert.Empty((await gateway.Get("/v1/interchanges")).GetProperty("interchanges").EnumerateArray());
    }

    [Fact]
    public async Task What_a_crash_left_in_work_is_taken_up_again()
    {
        Directory.CreateDirectory(Path.Combine(gateway.Inbox, "work"));
        File.WriteAllBytes(Path.Combine(gateway.Inbox, "work", "left.edi"), GatewayUnderTest.Short("F9"));
        await gateway.Start();
        await Lies("done", "left.edi", "left.edi.contrl.edi", "left.edi.report.txt");
    }

    private string Done => Path.Combine(gateway.Inbox, "done");

    private Task Lies(string folder, params string[] names) => GatewayUnderTest.Until(
        () => names.All(n => File.Exists(Path.Combine(gateway.Inbox, folder, n))), Listing);

    private string Listing()
        => string.Join('\n', Directory.EnumerateFileSystemEntries(
            gateway.Inbox, "*", SearchOption.AllDirectories)) + "\n" + gateway.Log;
}
