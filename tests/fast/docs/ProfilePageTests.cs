using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Tests.Fast.Core;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Docs;

/// <summary>Runs the examples of docs/profiles.md. With GATEWAY_ACCEPT=1 the output is written into the page.</summary>
public sealed partial class ProfilePageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "profiles.md");

    [Fact]
    public void The_first_profile_of_the_page_writes_a_declaration()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "mappings/profiles/hmrc-cds/samples/import-of-machines.json"));
        var made = Write(Blocks("yaml")[0], sample);
        Assert.Contains("LRN-2026-000771", made, StringComparison.Ordinal);
        Assert.Contains("formatCode=\"102\">20261120<", made, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_copying_gives_what_the_page_says()
    {
        var made = Write(Blocks("yaml")[^1], Blocks("json")[0]) + "\n";
        var expected = Blocks("xml")[0];
        if (Environment.GetEnvironmentVariable("GATEWAY_ACCEPT") == "1")
        {
            File.WriteAllText(Page, File.ReadAllText(Page).Replace(expected, made, StringComparison.Ordinal));
            return;
        }

        Assert.Equal(expected, made);
    }

    // The folder of the page is nowhere, and that is what is said of the mapping that needs it.
    [Fact]
    public void The_file_of_a_schema_set_is_read_as_the_page_shows_it()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-profile-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "schemas/xsd/authority"));
            Directory.CreateDirectory(Path.Combine(folder, "mappings/profiles/authority"));
            File.WriteAllText(Path.Combine(folder, "schemas/xsd/authority/set.yaml"), Blocks("yaml")[1]);
            File.WriteAllText(Path.Combine(folder, "mappings/profiles/authority/mapping.yaml"),
                "mapping: 1\nfrom: wco GoodsDeclaration\nto: xml authority Declaration\nmap: { copy: . }\n");
            var findings = new Findings();
            var revision = Revision.Load(ConfigurationFolder.Read(folder), TestFiles.Formats(), YamlText.Read, findings);
            Assert.True(revision?.Check(findings));
            Assert.Equal("CFG-0014", Assert.Single(findings.All).Code.Id);
            Assert.Contains("/srv/schemas/cds", revision!.UnavailableMappings["profiles/authority"].Sentence, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Write(string profile, string json)
    {
        var files = TestFiles.OfRepository.Where(f => !f.Key.StartsWith("mappings/", StringComparison.Ordinal)).ToDictionary();
        files["mappings/profiles/page/mapping.yaml"] = Encoding.UTF8.GetBytes(profile);
        var findings = new Findings();
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings);
        Assert.True(revision?.Check(findings) == true, string.Join('\n', findings.All.Select(f => f.Sentence)));
        var tree = new Tree();
        Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(json), WcoModel.Root("GoodsDeclaration"), tree, findings));
        var made = new ProfileForm(revision!, "page").Write(tree, new Moment(DateTimeOffset.UnixEpoch), null, findings);
        Assert.Equal([], findings.All.Where(f => f.Code.Default == Severity.Error).Select(f => f.Sentence));
        return XElement.Parse(Encoding.UTF8.GetString(made!.Bytes.Span)).ToString().ReplaceLineEndings("\n");
    }

    private static List<string> Blocks(string kind)
        => [.. Block().Matches(File.ReadAllText(Page)).Where(block => block.Groups[1].Value == kind).Select(block => block.Groups[2].Value)];

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
