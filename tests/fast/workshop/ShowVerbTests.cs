using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Documents;
using Gateway.Host.Serve;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed partial class ShowVerbTests : IDisposable
{
    private readonly SiteFolder site = new();

    public ShowVerbTests()
    {
        site.WriteSmallMapping();
        site.Write("mappings/site/over/mapping.yaml", "mapping: 1\nbase: site/small\n"
            + "map:\n  Declarant: { at: NAD+AA, use: part, Name: .3036 }\n"
            + "parts:\n  part: { from: edifact CUSCAR D.95B, to: wco Party, ID: .3039 }\n");
        site.Write("partners/acme.yaml", "partner: 1\nname: Acme\nsenders: [ACME]\nmappings: { CUSCAR: site/over }\n");
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void The_merged_mapping_says_of_each_line_where_it_is_written()
    {
        var said = Said("site/over");

        Assert.Contains("site/small/mapping.yaml:5 FunctionCode: BGM.1225", Folded(said), StringComparison.Ordinal);
        Assert.Contains("site/over/mapping.yaml:4 at: NAD+AA", Folded(said), StringComparison.Ordinal);
        Assert.DoesNotContain("NAD+DT", said, StringComparison.Ordinal);
        Assert.Contains("# use: part", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partner_gets_the_overlay_that_its_file_names()
    {
        var bench = site.Open();

        Assert.Equal("site/over", ShowCommand.For(bench, "site/small", "acme", TextWriter.Null));
        Assert.Equal("site/small", ShowCommand.For(bench, "site/small", null, TextWriter.Null));
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Null(ShowCommand.For(bench, "site/small", "acne", said));
        Assert.Contains("acme", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_merged_text_of_every_shipped_mapping_is_YAML_that_says_the_same()
    {
        foreach (var mapping in TestBench.Own.Revision.Mappings)
        {
            var lines = Gateway.Mappings.MergedText.Of(TestBench.Own.Revision.TextOf(mapping)!);
            var file = string.Join('\n', lines.TakeWhile(line => line.Line > 0).Select(line => line.Text)) + "\n";

            var (findings, tree) = (new Findings(), new Tree());

            Assert.True(Adapters.ReadYaml(Encoding.UTF8.GetBytes(file), 0, mapping, tree, findings), mapping);
            Assert.Empty(findings.All);
        }
    }

    private static string Folded(string text) => Blanks().Replace(text, " ");

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    private string Said(string mapping)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        ShowCommand.WriteText(said, site.Open(), mapping);
        return said.ToString();
    }
}
