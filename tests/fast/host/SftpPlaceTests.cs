using System.Runtime.Versioning;
using Gateway.Channels;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Host;

[SupportedOSPlatform("linux")]
public sealed class SftpPlaceTests : IDisposable
{
    private const string Pin = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-places-").FullName;
    private readonly Findings findings = new();

    public SftpPlaceTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "secrets"));
        foreach (var name in new[] { "line", "line-key" })
        {
            var path = Path.Combine(folder, "secrets", name);
            File.WriteAllText(path, "value");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_place_has_defaults_for_all_that_is_not_written()
    {
        var place = Assert.Single(Read($$"""
              line: { host: h, user: u, hostKeys: [ '{{Pin}}' ], password: { secret: line }, folder: /out/, answers: /in }
            """)!.Sftp);
        Assert.Empty(findings.All);
        Assert.Equal((22, "sftp:line", "/out/archive"), (place.Server.Port, place.Fetch!.Scope, place.Fetch.Archive));
        Assert.Equal((SftpAfter.Archive, 3d, 120d), (place.Fetch.After, place.Fetch.Stable.TotalSeconds, place.Fetch.Quiet.TotalSeconds));
        Assert.Equal(new SftpCredentials("value", null, null), place.Server.Credentials());
    }

    [Fact]
    public void A_place_may_be_there_for_deliveries_alone()
        => Assert.Null(Assert.Single(Read($$"""
              line: { host: h, user: u, hostKeys: [ '{{Pin}}' ], key: { secret: line-key } }
            """)!.Sftp).Fetch);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        Assert.Null(Read("""
              line: { user: u, hostKeys: [ MD5:aa ], password: clear, folder: out, after: burn, port: 0, pollSecond: 3 }
              other: { host: h, user: u, folder: out, answers: none, key: { secret: nowhere, passphrase: open } }
              third: just text
              fourth: { host: h, user: u, hostKeys: [], password: { secret: line }, answers: x, after: rename, marker: .done }
            """));
        var found = findings.All.Select(f => $"{f.Code.Id}:{f.Place.Segment}").Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "CFG-0001:3", "CFG-0002:3", "CFG-0002:3", "CFG-0002:6", "CFG-0003:3", "CFG-0003:3", "CFG-0003:3", "CFG-0003:5",
                "CFG-0103:3", "CFG-0103:4", "CFG-0104:4", "CFG-0107:4", "CFG-0107:6",
            ], found);
        Assert.All(findings.All, f => Assert.Equal("gateway.yaml", f.Place.Reference));
        Assert.DoesNotContain(findings.All, f => (f.Sentence + f.Fix).Contains("clear", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_channels_of_one_name_are_refused()
    {
        Assert.Null(Read($$"""
              inbox: { host: h, user: u, hostKeys: [ '{{Pin}}' ], key: { secret: line-key } }
              http: { host: h, user: u, hostKeys: [ '{{Pin}}' ], key: { secret: line-key } }
            folders:
              inbox: { path: inbox }
            """));
        Assert.Equal(["CFG-0003", "CFG-0003"], findings.All.Select(f => f.Code.Id));
    }

    [Fact]
    public void A_place_without_host_key_is_read_for_whoever_is_about_to_find_it_out()
    {
        var settings = GatewayFile.ReadAsFarAsPossible(Written("""
              line: { host: h, user: u, key: { secret: line-key } }
            """), findings);
        Assert.Equal(HostCodes.HostKeyMissing, Assert.Single(findings.All).Code);
        Assert.Equal("h", Assert.Single(settings!.Sftp).Server.Host);
    }

    [Theory]
    [InlineData("sftp.md", 2)]
    [InlineData("folder.md", 0)]
    public void What_the_documents_show_loads_without_a_fault(string document, int places)
    {
        foreach (var name in new[] { "oceanline-key", "oceanline-passphrase", "harbour" })
        {
            File.WriteAllText(Path.Combine(folder, "secrets", name), "value");
            File.SetUnixFileMode(Path.Combine(folder, "secrets", name), UnixFileMode.UserRead);
        }

        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "channels", document));
        var yaml = text.Split("# gateway.yaml\n")[1].Split("```")[0];
        File.WriteAllText(Path.Combine(folder, "gateway.yaml"), yaml);
        var settings = GatewayFile.Read(new ServeOptions(Path.Combine(folder, "gateway.yaml")), findings);
        Assert.Empty(findings.All.Select(f => f.Sentence));
        Assert.Equal(places, settings!.Sftp.Count);
    }

    private GatewaySettings? Read(string places) => GatewayFile.Read(Written(places), findings);

    private ServeOptions Written(string places)
    {
        var path = Path.Combine(folder, "gateway.yaml");
        File.WriteAllText(path, "gateway: 1\nsftp:\n" + places + "\n");
        return new ServeOptions(path);
    }
}
