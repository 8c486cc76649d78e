using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gateway.Documents;
using Gateway.Forms;
using Xunit;

namespace Gateway.Tests.Fast.Forms;

public sealed class XsdImportTests
{
    private const string MetaData = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2";

    public static TheoryData<string> Declarations
        => [.. Directory.GetFiles(Path.Combine(Shared, "hmrc-cds", "declarations"), "*.xml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string Shared => Path.Combine(Repository.Shared, "wco");

    private static readonly Lazy<XsdImport> Hmrc = new(() => Load("hmrc-cds/schemas", "customs/wrapper_submit.xsd"));

    [Fact]
    public void A_position_stands_for_every_element_that_the_administration_lists()
    {
        var schema = Hmrc.Value.SchemaOf("MetaData", MetaData)!;
        var positions = new Dictionary<string, Position>(StringComparer.Ordinal);
        Collect(schema, schema.Child(Schema.Root, "Declaration"), "Declaration", positions);

        var listed = File.ReadLines(Path.Combine(Shared, "hmrc-cds", "wco36_declaration_elements.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(460, listed.Count);
        foreach (var row in listed)
        {
            var position = Assert.Contains(row[0], positions);
            // The document stands in a wildcard, which makes it optional.
            if (row[0] != "Declaration") Assert.Equal(row[1], position.Min.ToString(CultureInfo.InvariantCulture));
            if (row[0] != "Declaration") Assert.Equal(row[2], position.Max == int.MaxValue ? "unbounded" : position.Max.ToString(CultureInfo.InvariantCulture));
            if (row[3].Length > 0) Assert.Equal(row[3], position.WcoId);
        }

        var others = positions.Keys.Except(listed.Select(row => row[0])).Select(path => path[(path.LastIndexOf('/') + 1)..]).Distinct();
        Assert.Equal(["DateTimeString"], others);
        Assert.Equal(new SimpleType(ValueKind.Text, 0, 70), positions["Declaration/Agent/Name"].Type);
        Assert.Equal(new SimpleType(ValueKind.Number, 0, 16, 3), positions["Declaration/InvoiceAmount"].Type);
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declaration_is_read_and_written_without_loss(string file)
    {
        var xml = File.ReadAllBytes(Path.Combine(Shared, "hmrc-cds", "declarations", file));
        var findings = new Findings();
        var tree = new Tree();
        Assert.True(XmlForm.Read(xml, Hmrc.Value.SchemaOf("MetaData", MetaData)!, tree, findings));
        Assert.Equal([], findings.All.Select(f => f.Sentence));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        XmlForm.Write(tree, output);

        Assert.True(XNode.DeepEquals(Plain(xml), Plain(output.WrittenSpan.ToArray())), Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(Hmrc.Value.Validate(xml, new Findings()), Hmrc.Value.Validate(output.WrittenMemory, new Findings()));
    }

    [Theory]
    [InlineData("brazil-due", "GoodsDeclaration_1p0_DUE.xsd", "Declaration")]
    [InlineData("hmrc-ics-ens/schemas", "CC315A-v11-2.xsd", "CC315A")]
    public void Other_administrations_load_too(string folder, string main, string element)
    {
        var import = Load(folder, main);
        Assert.NotNull(import.SchemaOf(element));
        Assert.Contains(import.Elements, e => e.Name == element);
    }

    [Fact]
    public void A_missing_import_is_named_with_its_file()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["a/main.xsd"] = Encoding.UTF8.GetBytes("""
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:types" targetNamespace="urn:a">
                  <xs:import namespace="urn:types" schemaLocation="../types/none.xsd"/>
                  <xs:element name="A" type="t:Missing"/>
                </xs:schema>
                """),
        };
        var findings = new Findings();
        Assert.Null(XsdImport.Load("a", [files.Keys.First()], files, findings));
        Assert.Contains(findings.All, f => f.Code == XsdFindings.NotASchema && f.Place is { Reference: "a/main.xsd", Segment: 3, Element: > 1 });
    }

    [Theory]
    [InlineData("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n <xs:element name='B' type='Nix'/></xs:schema>", 2, 3)]
    [InlineData("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n <xs:nix/></xs:schema>", 2, 3)]
    [InlineData("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n <xs:element></xs:schema>", 2, 16)]
    [InlineData("no schema", 1, 1)]
    public void A_fault_in_an_included_file_has_that_file_with_line_and_column(string included, int line, int column)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["a/main.xsd"] = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='b.xsd'/><xs:element name='A'/></xs:schema>"u8.ToArray(),
            ["a/b.xsd"] = Encoding.UTF8.GetBytes(included),
        };
        var findings = new Findings();
        Assert.Null(XsdImport.Load("a", ["a/main.xsd"], files, findings));
        Assert.Contains($"a/b.xsd:{line}:{column}", findings.All.Select(f => $"{f.Place.Reference}:{f.Place.Segment}:{f.Place.Element}"));
    }

    [Fact]
    public void Choice_makes_optional_repetition_repeats_and_recursion_ends()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["main.xsd"] = Encoding.UTF8.GetBytes("""
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" targetNamespace="urn:a" elementFormDefault="qualified">
                  <xs:complexType name="Part">
                    <xs:sequence>
                      <xs:choice maxOccurs="3"><xs:element name="Left" type="xs:date"/><xs:element name="Right" type="xs:integer"/></xs:choice>
                      <xs:element name="Part" type="Part" minOccurs="0" maxOccurs="unbounded"/>
                    </xs:sequence>
                    <xs:attribute name="unit" type="xs:string" use="required"/>
                  </xs:complexType>
                  <xs:element name="Root" type="Part"/>
                </xs:schema>
                """),
        };
        var schema = XsdImport.Load("a", [files.Keys.First()], files, new Findings())!.SchemaOf("Root")!;
        var (left, part) = (schema[schema.Child(Schema.Root, "Left")], schema[schema.Child(Schema.Root, "Part")]);
        Assert.Equal((0, 3, ValueKind.Moment), (left.Min, left.Max, left.Type!.Kind));
        Assert.Equal(ValueKind.Integer, schema[schema.Child(Schema.Root, "Right")].Type!.Kind);
        Assert.Equal((0, int.MaxValue, PositionKind.Class), (part.Min, part.Max, part.Kind));
        Assert.Equal(schema[Schema.Root].Content, part.Content);
        Assert.Equal((PositionKind.Attribute, 1), (schema[schema.Child(Schema.Root, "unit")].Kind, schema[schema.Child(Schema.Root, "unit")].Min));
    }

    private static XsdImport Load(string under, string main)
    {
        var folder = Path.Combine(Shared, under);
        var files = Directory.GetFiles(folder, "*.xsd", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f));
        var findings = new Findings();
        var import = XsdImport.Load(under, [main], files, findings);
        Assert.True(import is not null, string.Join('\n', findings.All.Select(f => f.Sentence)));
        return import;
    }

    private static void Collect(Schema schema, int position, string path, Dictionary<string, Position> into)
    {
        into.Add(path, schema[position]);
        var shape = schema.ChildrenOf(position);
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (schema[i].Kind != PositionKind.Attribute) Collect(schema, i, $"{path}/{schema[i].Name}", into);
        }
    }

    /// <summary>Without white space between elements, comments, prefixes and hints.</summary>
    private static XElement Plain(byte[] xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { IgnoreWhitespace = true, IgnoreComments = true });
        return Plain(XElement.Load(reader));
    }

    private static XElement Plain(XElement element) => new(
        element.Name,
        element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.NamespaceName != "http://www.w3.org/2001/XMLSchema-instance")
            .OrderBy(a => a.Name.ToString(), StringComparer.Ordinal).Select(a => new XAttribute(a.Name, a.Value)),
        element.HasElements ? element.Elements().Select(Plain) : element.Value);
}
