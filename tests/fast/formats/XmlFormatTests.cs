using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats;

public sealed class XmlFormatTests
{
    private static readonly Lazy<IFormat> Administrations = new(LoadAdministrations);

    public static TheoryData<string> Outlines => ["ubl-2.1", "cii-d16b"];

    // Schemas that the repository does not hold are used where a site put them.
    private static IFormat LoadAdministrations()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-xsd-").FullName;
        try
        {
            Set("hmrc-cds", "main: customs/wrapper_submit.xsd", "hmrc-cds/schemas");
            Set("ics-ens", "main: CC313A-v11-2.xsd CC315A-v11-2.xsd", "hmrc-ics-ens/schemas");
            Set("brazil-due", "main: GoodsDeclaration_1p0_DUE.xsd", "brazil-due");
            var findings = new Findings();
            var revision = Revision.Load(ConfigurationFolder.Read(folder), [new XmlFormat()], YamlText.Read, findings);
            Assert.Empty(findings.All.Select(f => f.Sentence));
            return revision!.Format("xml")!;
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        void Set(string name, string main, string from)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, "schemas", "xsd", name)).FullName;
            File.WriteAllText(Path.Combine(own, "set.yaml"), $"# where the site put them\n{main}\nfolder: {Path.Combine(Repository.Shared, "wco", from)}\n");
        }
    }

    private static (Tree Tree, DocumentMark Mark, Findings Findings) Read(IFormat format, byte[] bytes)
    {
        var (tree, findings) = (new Tree(), new Findings());
        using var reader = format.Open(new TestBytes(bytes), ReadSettings.Default, findings);
        Assert.True(reader.Read(tree, out var mark));
        return (tree, mark, findings);
    }

    [Theory]
    [InlineData("hmrc-cds/declarations", "hmrc-cds", "MetaData", 100)]
    [InlineData("hmrc-ics-ens/samples", "ics-ens", "CC315A", 1)]
    [InlineData("hmrc-ics-ens/rulecases315", "ics-ens", "CC315A", 50)]
    public void Documents_of_an_administration_are_read_with_its_schemas(string folder, string set, string element, int least)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Shared, "wco", folder), "*.xml");
        Assert.True(files.Length >= least, $"{files.Length} files");
        var faulty = 0;
        foreach (var file in files)
        {
            var (tree, mark, findings) = Read(Administrations.Value, File.ReadAllBytes(file));
            Assert.Equal(new DocumentType("xml", element, set), mark.Type);
            Assert.True(mark.IsReadable, file);
            Assert.True(tree.Nodes.Length > 5, file);
            if (findings.Errors > 0) faulty++;
        }

        // Some rule cases break the schema, and one of three samples has lost a mandatory element; xmllint says the same.
        Assert.InRange(faulty, 0, Math.Max(1, files.Length / 20));
    }

    [Fact]
    public void Any_schema_set_gives_the_positions_of_its_document_elements()
    {
        Assert.NotNull(Administrations.Value.SchemaOf(new DocumentType("xml", "MetaData", "hmrc-cds")));
        Assert.NotNull(Administrations.Value.SchemaOf(new DocumentType("xml", "Declaration", "brazil-due")));
        Assert.Null(Administrations.Value.SchemaOf(new DocumentType("xml", "Declaration", "none")));
        Assert.Null(Administrations.Value.SchemaOf(new DocumentType("xml", "Other", "hmrc-cds")));
    }

    [Theory]
    [MemberData(nameof(Outlines))]
    public void An_outline_that_is_shipped_has_no_fault(string name)
    {
        var findings = new Findings();
        var outline = SchemaOutline.Load(name, File.ReadAllBytes(Path.Combine(Repository.Root, "schemas", "xml", name + ".txt")), findings);
        Assert.Empty(findings.All.Select(f => $"{f.Place.Segment}: {f.Sentence}"));
        Assert.All(outline!.Elements, e => Assert.InRange(outline.SchemaOf(e.Name)!.Positions.Length, 300, 5000));
    }

    [Theory]
    [InlineData("colour red", "OUT-0001")]
    [InlineData("document A b", "OUT-0001")]
    [InlineData("  Name text", "OUT-0001")]
    [InlineData("class A\n  Name text", "OUT-0002")]
    [InlineData("class A\n  Box", "OUT-0002")]
    [InlineData("class A\nclass A", "OUT-0001")]
    public void A_faulty_outline_is_refused_at_its_line(string text, string code)
    {
        var findings = new Findings();
        Assert.Null(SchemaOutline.Load("x", Encoding.UTF8.GetBytes(text), findings));
        Assert.Equal(code, Assert.Single(findings.All).Code.Id);
    }

    [Fact]
    public void What_an_outline_lacks_is_kept_and_no_fault_of_the_sender()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "invoice-ubl.xml"));
        text = text.Replace("<cbc:DueDate>", "<cbc:Mood tone='x'>calm</cbc:Mood><cbc:DueDate>", StringComparison.Ordinal);
        var (tree, mark, findings) = Read(TestGateway.Revision.Format("xml")!, Encoding.UTF8.GetBytes(text));
        Assert.Equal("XML-0012", Assert.Single(findings.All).Code.Id);
        Assert.Equal("NT-2026-0815", mark.Reference);
        var mood = Enumerable.Range(0, tree.Nodes.Length).Single(n => tree.NameOf(n) == "Mood");
        Assert.Equal("calm", tree.Text(mood));
    }

    [Fact]
    public void A_document_that_nothing_describes_is_held_and_not_refused()
    {
        var (_, mark, findings) = Read(TestGateway.Revision.Format("xml")!, "<a:Note xmlns:a='urn:x'><b>1</b></a:Note>"u8.ToArray());
        Assert.Equal(("Note", "urn:x", false, 0), (mark.Type.Name, mark.Type.Release, mark.IsReadable, findings.Count));
    }

    [Theory]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?><a/>", "XML-0014")]
    [InlineData("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "XML-0008")]
    [InlineData("<?xml version='1.0'?>\n<!-- A --> <!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML-0008")]
    [InlineData("<a><b></a>", "XML-0001")]
    [InlineData("<?xml version='1.0' encoding='utf-7'?><a/>", "XML-0010")]
    [InlineData("<a>&#x1;</a>", "XML-0001")]
    public void A_faulty_document_says_so(string xml, string code)
        => Assert.Equal(code, Assert.Single(Read(new XmlFormat(), Encoding.UTF8.GetBytes(xml)).Findings.All).Code.Id);

    [Fact]
    public async Task An_xml_document_without_mapping_waits_and_says_why()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "invoice-ubl.xml"));
        var made = Assert.Single(await TestGateway.Translate("invoice.xml", bytes));
        if (made.Json.Length > 0) return;
        Assert.True(made.IsParked);
        Assert.Contains(made.Findings, f => f.Finding.Code.Id == "GWY-0003" || f.Finding.Sentence.Contains("Invoice", StringComparison.Ordinal));
    }
}
