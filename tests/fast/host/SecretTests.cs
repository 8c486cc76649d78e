using System.Runtime.Versioning;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Host;

[SupportedOSPlatform("linux")]
public sealed class SecretTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-secrets-").FullName;
    private readonly Dictionary<string, string> environment = [];
    private readonly Findings findings = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_secret_is_the_content_of_its_file_without_the_line_end()
    {
        Keep("line", "pass word \n");
        Assert.Equal("pass word ", Secrets.Text("line"));
        Assert.Equal("pass word \n"u8.ToArray(), Secrets.Bytes("line"));
    }

    [Fact]
    public void The_environment_goes_before_the_file()
    {
        Keep("ocean-line.key", "from the file");
        environment["GATEWAY_SECRET_OCEAN_LINE_KEY"] = "from the environment";
        Assert.Equal("from the environment", Secrets.Text("ocean-line.key"));
    }

    [Fact]
    public void A_changed_file_counts_at_the_next_reading()
    {
        var secrets = Secrets;
        Keep("line", "old");
        Assert.Equal("old", secrets.Text("line"));
        Keep("line", "new");
        Assert.Equal("new", secrets.Text("line"));
    }

    [Theory]
    [InlineData("../gateway.yaml")]
    [InlineData("/etc/passwd")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void A_name_is_never_a_path(string name)
    {
        File.WriteAllText(Path.Combine(folder, "gateway.yaml"), "gateway: 1");
        Keep(".hidden", "x");
        Assert.Null(Secrets.Text(name));
    }

    [Fact]
    public void A_name_gives_the_secret_and_no_finding()
    {
        Keep("line", "value");
        Assert.Equal("line", Read("password: { secret: line }"));
        Assert.Empty(findings.All);
    }

    [Fact]
    public void A_value_in_the_file_is_a_fault_that_does_not_repeat_it()
    {
        Assert.Null(Read("password: hunter2"));
        Assert.Equal(HostCodes.SecretInFile, Assert.Single(findings.All).Code);
        Assert.DoesNotContain("hunter2", findings.All[0].Sentence + findings.All[0].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_in_the_place_of_the_name_is_not_repeated()
    {
        Assert.Null(Read("password: { secret: 'hunter2, really' }"));
        Assert.Equal(HostCodes.SecretName, Assert.Single(findings.All).Code);
        Assert.DoesNotContain("hunter2", findings.All[0].Sentence + findings.All[0].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_nowhere_is_named_with_both_places()
    {
        Read("password: { secret: line }");
        Assert.Equal(HostCodes.SecretMissing, Assert.Single(findings.All).Code);
        Assert.Contains("secrets/line", findings.All[0].Fix, StringComparison.Ordinal);
        Assert.Contains("GATEWAY_SECRET_LINE", findings.All[0].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_can_read_is_a_warning()
    {
        Keep("line", "value");
        File.SetUnixFileMode(Path.Combine(folder, "secrets", "line"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal("line", Read("password: { secret: line }"));
        Assert.Equal(Severity.Warning, Assert.Single(findings.All).Code.Default);
    }

    private Secrets Secrets => new(folder, name => environment.GetValueOrDefault(name));

    private string? Read(string yaml)
    {
        var tree = new Tree();
        Assert.True(Adapters.ReadYaml(System.Text.Encoding.UTF8.GetBytes(yaml), 0, "gateway.yaml", tree, findings));
        return Secrets.Name(new Section(tree, 0, "gateway.yaml", "gateway.yaml", findings), "password");
    }

    private void Keep(string name, string text)
    {
        var path = Path.Combine(folder, "secrets", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
