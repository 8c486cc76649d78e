using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Partners;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Partners;

public sealed class PartnerVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-partner-").FullName;
    private readonly StringWriter output = new(), error = new();

    public PartnerVerbTests() => File.WriteAllText(Path.Combine(folder, "gateway.yaml"), "gateway: 1\n");

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public async Task An_added_partner_is_one_that_the_gateway_takes_with_the_key_that_was_shown_once()
    {
        Assert.Equal(0, Add(new NewPartner("ocean-line", "Ocean's Line", ["OCEAN:ZZ"], ["@ocean.example"]) { HasKey = true, IsTest = true }));
        var key = output.ToString().Split("API key: ")[1].Split('\n')[0].Trim();
        Assert.Null(ApiKey.WeaknessOf(key));
        var text = File.ReadAllText(Path.Combine(folder, "partners", "ocean-line.yaml"));
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        var revision = new Site(Settings()).Load(error)!;
        var partner = revision.PartnerOfKey(Convert.FromHexString(ApiKey.Sha256(key)), DateTimeOffset.UnixEpoch)!;
        Assert.Equal(("ocean-line", "Ocean's Line", PartnerTrust.Test), (partner.Id, partner.Name, partner.Trust));
        Assert.Same(partner, revision.PartnerOfMail("a@ocean.example"));

        output.GetStringBuilder().Clear();
        Assert.Equal(0, PartnerViews.List(Options, false, output, error));
        Assert.Contains("ocean-line  test        UNB OCEAN:ZZ; 1 API key; mail @ocean.example", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await PartnerViews.Show(Options, "ocean-line", false, output, error, CancellationToken.None));
        Assert.Contains("test: answered, not delivered", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await PartnerViews.Show(Options, "ocean", false, output, error, CancellationToken.None));
        Assert.False(Directory.Exists(Path.Combine(folder, "data")));
    }

    [Fact]
    public void The_commented_lines_of_an_added_file_are_right_too()
    {
        Add(new NewPartner("a", null, [], []));
        var path = Path.Combine(folder, "partners", "a.yaml");
        var lines = File.ReadAllLines(path).Where(line => !line.Contains("sha256: ...", StringComparison.Ordinal)
            && !line.Contains("certificate:", StringComparison.Ordinal));
        string[] keys = ["senders", "sftp", "trust", "types", "answers", "severities", "  EDI-0013", "limits", "contacts", "agreement"];
        File.WriteAllLines(path, lines.Select(line => keys.Any(key => line.StartsWith($"# {key}:", StringComparison.Ordinal)) ? line[2..] : line));
        Assert.NotNull(new Site(Settings()).Load(error));
        var partner = new Site(Settings()).Load(error)!.Partners["a"];
        Assert.Equal((2, 1, 600), (partner.Types.Count, partner.Severities.Count, partner.Limits.RequestsPerMinute));
    }

    [Theory]
    [InlineData("Ocean Line", null, 2, "small letters")]
    [InlineData("ocean", "short", 2, "at least 32")]
    [InlineData("ocean", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 2, "repeats")]
    public void A_wrong_name_or_a_weak_key_is_refused_and_nothing_is_written(string name, string? key, int code, string said)
    {
        Assert.Equal(code, Add(new NewPartner(name, null, [], []) { HasKey = key is not null, Key = key }));
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "partners")));
    }

    [Fact]
    public void What_another_partner_has_is_refused_with_both_files_named()
    {
        Assert.Equal(0, Add(new NewPartner("one", null, ["SAME"], [])));
        Assert.Equal(1, Add(new NewPartner("two", null, ["SAME:ZZ"], [])));
        Assert.Contains("partners/one.yaml and partners/two.yaml both claim the sender SAME:ZZ", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "partners", "two.yaml")));
        Assert.Equal(1, Add(new NewPartner("one", null, [], [])));
        Assert.Contains("is there already", error.ToString(), StringComparison.Ordinal);
    }

    private ServeOptions Options => new(Path.Combine(folder, "gateway.yaml")) { Home = Repository.Root };

    private GatewaySettings Settings() => GatewayFile.Read(Options, new Findings())!;

    private int Add(NewPartner partner) => NewPartner.Run(Options, partner, false, output, error);
}
