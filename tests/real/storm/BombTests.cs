using Xunit.Abstractions;

namespace Gateway.Tests.Real.Storm;

/// <summary>Whatever is made to overload the gateway is refused with a finding, soon and in little memory, and what comes after it is
/// taken as ever.</summary>
[Collection("alone")]
public sealed class BombTests(BombStage stage, ITestOutputHelper output) : IClassFixture<BombStage>
{
    private const int SecondsMax = 60;
    private const int MegabytesMax = 500;

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
        using var body = new StreamContent(new EndlessText("UNB+UNOA:1+OCEANLINE:ZZ+CUSTOMS:ZZ+260101:1200+1'UNH+1+CUSCAR:D:95B:UN'BGM+", 1L << 30));
        var verdict = await stage.Throw("endless.edi", body);
        Check("1 GB over HTTP", verdict, ["urn:gateway:problem:too-large"]);
        Check("1 GB in a folder", await stage.Lay("endless.edi", new EndlessText("UNB+UNOA:1+A+B+260101:1200+1'UNH+1+CUSCAR:D:95B:UN'BGM+", 1L << 30)), ["FOLD-0005"]);
        Check("500 MB on one line", await stage.Lay("line.csv", new EndlessText("a,b,c\n", 500L << 20)), ["FOLD-0005"]);
        Check("60 MB in a folder", await stage.Lay("sixty.edi", new EndlessText("UNB+UNOA:1+OCEANLINE:ZZ+B+260101:1200+1'UNH+1+CUSCAR:D:95B:UN'BGM+", 60L << 20)), ["EDI-0010"]);
        await stage.GoesOn();
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
