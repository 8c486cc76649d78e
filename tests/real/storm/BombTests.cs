using System.Diagnostics;
using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace Gateway.Tests.Real.Storm;

/// <summary>Whatever is made to overload the gateway is refused with a finding, soon and in little memory, and what comes after it is
/// taken as ever.</summary>

public sealed class BombTests(BombStage stage, ITestOutputHelper output) : IClassFixture<BombStage>
{
    private const int SecondsMax = 60;
    private const int MegabytesMax = 500;
    private const long Gigabyte = 1L << 30;
    private const string Begin = "UNB+UNOA:1+OCEANLINE:ZZ+CUSTOMS:ZZ+260101:1200+1'UNH+1+CUSCAR:D:95B:UN'BGM+";

    public static TheoryData<string> Names { get; } = [.. Bombs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bomb_is_refused_soon_and_in_little_memory(string name)
    {
        var (make, codes) = Bombs.All[name];
        using var body = new ByteArrayContent(make());
        var verdict = await stage.Throw(name, body);
        Check(name, verdict, codes);
        await stage.GoesOn();
    }

    [Fact]
    public async Task A_gigabyte_without_a_terminator_is_refused_over_HTTP_and_in_a_folder()
    {
        using var body = new StreamContent(new EndlessText(Begin, Gigabyte));
        body.Headers.ContentLength = Gigabyte;
        Check("1 GB over HTTP", await stage.Throw("endless.edi", body), ["urn:gateway:problem:too-large"]);
        Check("1 GB in a folder", await stage.Lay("endless.edi", Begin, Gigabyte), ["FOLD-0005"]);
        Check("60 MB in a folder", await stage.Lay("sixty.edi", Begin, 60 << 20), ["EDI-0010"]);
        await stage.GoesOn();
    }

    [Needs("sshd")]
    [SupportedOSPlatform("linux")]
    public async Task A_gigabyte_without_a_terminator_is_refused_over_SFTP()
    {
        var verdict = await stage.Serve("endless.edi", Begin, Gigabyte);
        Check("1 GB over SFTP", verdict, ["SFTP-0010"]);
        Assert.Equal("Not accepted", verdict.State);
        Check("60 MB over SFTP", await stage.Serve("sixty.edi", Begin, 60 << 20), ["EDI-0010"]);
        await stage.GoesOn();
    }

    [Fact]
    public async Task What_a_giant_document_took_of_memory_is_given_back()
    {
        var (make, codes) = Bombs.All["elements.xml"];
        var before = stage.Gateway.ResidentMegabytes;
        // Bytes that did not come yet.
        using var body = new ByteArrayContent([.. make(), (byte)' ']);
        Check("elements.xml", await stage.Throw("elements.xml", body), codes);
        var watch = Stopwatch.StartNew();
        while (stage.Gateway.ResidentMegabytes > Math.Max(before, 200) + 60)
        {
            Assert.True(watch.Elapsed.TotalSeconds < 20, $"{stage.Gateway.ResidentMegabytes} MB, {before} MB before.");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task A_body_that_unpacks_to_gigabytes_on_the_way_in_is_refused()
    {
        using var body = new ByteArrayContent(Packed.Gzip(Packed.Deflate("UNB+", new byte[1 << 20], 10_000, "")));
        body.Headers.ContentEncoding.Add("gzip");
        Check("10 GB by Content-Encoding", await stage.Throw("packed.edi", body), ["urn:gateway:problem:too-large"]);
        await stage.GoesOn();
    }

    private void Check(string name, BombVerdict verdict, string[] codes)
    {
        var said = $"{name}: {verdict.State} {string.Join(' ', verdict.Codes)} in {verdict.Seconds:0.0} s, {verdict.PeakMegabytes} MB";
        output.WriteLine(said);
        Assert.True(codes.Length == 0 || verdict.Codes.Intersect(codes).Any(), said);
        Assert.True(verdict.Seconds < SecondsMax && verdict.PeakMegabytes < MegabytesMax, said);
    }
}
