using System.Text;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats;

public sealed class JsonFormatTests
{
    private static readonly string D23B = Path.Combine(Repository.Shared, "wco", "uncefact-json-d23b");

    public static TheoryData<string> Standard => [.. Directory.GetFiles(D23B, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static List<(Tree Tree, DocumentMark Mark, string Codes)> Read(IFormat format, string json)
    {
        var findings = new Findings();
        var all = new List<(Tree, DocumentMark, string)>();
        using var reader = format.Open(new TestBytes(Encoding.UTF8.GetBytes(json)), ReadSettings.Default, findings);
        for (var tree = new Tree(); reader.Read(tree, out var mark); tree = new Tree())
        {
            all.Add((tree, mark, string.Join(' ', findings.All.Select(f => $"{f.Code.Id}@{f.Place.Segment}:{f.Place.Element}"))));
            findings.Clear();
        }

        return all;
    }

    private static IFormat With(params (string Name, string Schema)[] schemas)
        => new JsonFormat().With(
            schemas.Select(s => KeyValuePair.Create($"json/{s.Name}.schema.json", (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(s.Schema))), new Findings());

    [Theory]
    [MemberData(nameof(Standard))]
    public void A_schema_of_the_standard_is_imported(string file)
    {
        var findings = new Findings();
        var json = File.ReadAllBytes(Path.Combine(D23B, file));
        var import = JsonSchemaImport.Load(file, json, findings);
        Assert.Empty(findings.All.Select(f => f.Sentence));
        using var document = JsonDocument.Parse(json);
        var shape = import!.Schema.ChildrenOf(Schema.Root);
        Assert.Equal(
            document.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name),
            Enumerable.Range(shape.First, shape.Count).Select(import.Schema.NameOf));
        Assert.InRange(import.Schema.Positions.Length, 50, 60_000);
    }

    [Fact]
    public void A_place_of_the_bill_of_lading_has_the_positions_that_its_schema_allows()
    {
        var json = File.ReadAllBytes(Path.Combine(D23B, "UNECE-MaritimeBillofLading.json"));
        var schema = JsonSchemaImport.Load("bl", json, new Findings())!.Schema;
        var consignment = schema.Child(Schema.Root, "specifiedConsignment");
        Assert.NotEqual(0, consignment);
        Assert.NotEqual((PositionFlags)0, schema[consignment].Flags & PositionFlags.Repeats);
        Assert.Equal(1, schema[consignment].Max);
        var id = schema.Child(consignment, "id");
        Assert.True(id == 0 || schema.ChildrenOf(id).Count > 0);
    }

    [Fact]
    public void What_a_place_sets_to_false_is_not_there()
    {
        var json = File.ReadAllBytes(Path.Combine(D23B, "UNECE-CBMRDMConsignmentView.json"));
        var schema = JsonSchemaImport.Load("view", json, new Findings())!.Schema;
        var declarant = schema.Child(schema.Child(Schema.Root, "exchangedDeclaration"), "declarant");
        Assert.NotEqual(0, schema.Child(declarant, "name"));
        Assert.Equal(0, schema.Child(declarant, "typeCode"));
    }

    [Theory]
    [InlineData("json/orders/set.yaml", "folder: elsewhere\n", "JSON-0021", "schemas/json/orders/set.yaml")]
    [InlineData("json/orders/order.json", "{}", "JSON-0021", "schemas/json/orders/set.yaml")]
    [InlineData("json/orders/set.yaml", "main: order.json\n", "JSON-0022", "schemas/json/orders/set.yaml")]
    [InlineData("json/order.json", "{}", "JSON-0023", "schemas/json/order.json")]
    public void A_schema_that_cannot_be_used_is_told(string file, string text, string code, string place)
    {
        var findings = new Findings();

        new JsonFormat().With([new(file, System.Text.Encoding.UTF8.GetBytes(text))], findings);

        var finding = Assert.Single(findings.All);
        Assert.Equal((code, place), (finding.Code.Id, finding.Place.Reference));
    }

    [Fact]
    public void Folders_below_a_set_belong_to_it()
    {
        var findings = new Findings();

        var format = new JsonFormat().With(
            [
                new("json/orders/set.yaml", "main: order.json\n"u8.ToArray()),
                new("json/orders/order.json", "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}"u8.ToArray()),
                new("json/orders/types/party.json", "{}"u8.ToArray()),
            ], findings);

        Assert.Empty(findings.All);
        Assert.NotNull(format.SchemaOf(new DocumentType("json", "orders")));
    }

    [Fact]
    public void A_schema_elsewhere_is_used_where_the_site_put_it()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-json-").FullName;
        try
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, "schemas", "json", "d23b-bl")).FullName;
            File.WriteAllText(Path.Combine(own, "set.yaml"), $"main: UNECE-MaritimeBillofLading.json\nfolder: {D23B}\n");
            var revision = Revision.Load(ConfigurationFolder.Read(folder), [new JsonFormat()], YamlText.Read, new Findings())!;
            Assert.NotNull(revision.Format("json")!.SchemaOf(new DocumentType("json", "d23b-bl")));
            var read = Assert.Single(Read(revision.Format("json")!, "{\"exchangedDocument\":{},\"specifiedConsignment\":[{}]}"));
            Assert.Equal("d23b-bl", read.Mark.Type.Name);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("{\"id\":\"A\",\"id\":\"B\"}", "JSON-0003@1:12")]
    [InlineData("{\"id\":\"A\",\"x\":1,\"x\":2}", "JSON-0003@1:18 SCH-0003@1:12 SCH-0003@1:18")]
    [InlineData("{\"id\":\"A\",\n\"n\":\"5\"}", "SCH-0001@2:6")]
    [InlineData("{\"id\":\"A\",\"n\":null}", "JSON-0007@1:15 SCH-0001@1:15")]
    [InlineData("{\"id\":\"A\",\"any\":5}", "")]
    [InlineData("{\"id\":\"A\",\"any\":\"5\"}", "")]
    [InlineData("{\"id\":\"A\",\"mass\":5}", "")]
    [InlineData("{\"id\":\"A\",\"mass\":{\"value\":5,\"more\":1}}", "JSON-0008@1:30")]
    [InlineData("{\"id\":\"A\",\"list\":\"5\"}", "SCH-0001@1:19")]
    [InlineData("{\"id\":\"A\"", "JSON-0001@1:10")]
    public void What_does_not_follow_the_schema_is_said_at_its_place(string json, string expected)
    {
        var format = With(("s", """
            {"type":"object","required":["id"],"additionalProperties":false,"properties":{"id":{"type":"string"},"n":{"type":"number"},
             "any":{"type":["string","number"]},"list":{"type":"array","items":{"type":"string"}},
             "mass":{"anyOf":[{"type":"number"},{"type":"object","properties":{"value":{"type":"number"}}}]}}}
            """));
        Assert.Equal(expected, Assert.Single(Read(format, json)).Codes);
    }

    [Fact]
    public void Each_object_of_an_array_is_a_document_unless_the_schema_is_of_an_array()
    {
        const string One = """{"type":"object","required":["no"],"properties":{"no":{"type":"integer","x-gateway-key":true}}}""";
        const string Many = """{"type":"array","items":{"type":"object","required":["row"],"properties":{"row":{"type":"integer"}}}}""";
        var format = With(("one", One), ("many", Many));
        var documents = Read(format, "[\n {\"no\":1},\n {\"no\":2, \"x\":3}]");
        Assert.Equal(["one 1 1", "one 2 2"], documents.Select(d => $"{d.Mark.Type.Name} {d.Mark.Ordinal} {d.Mark.Reference}"));
        Assert.Equal("JSON-0008@3:12", documents[1].Codes);
        Assert.Equal(3, documents[1].Tree.PlaceOf(1).Segment);
        var whole = Assert.Single(Read(format, "[{\"row\":1},{\"row\":2}]"));
        Assert.Equal(("many", 5), (whole.Mark.Type.Name, whole.Tree.Nodes.Length));
    }

    [Fact]
    public void What_a_document_says_of_its_schema_is_no_reason_and_constants_tell_types_apart()
    {
        const string A = """{"$id":"urn:a","type":"object","properties":{"kind":{"const":"a"},"x":{"type":"string"}}}""";
        const string B = """{"$id":"urn:b","type":"object","properties":{"kind":{"const":"b"},"x":{"type":"string"}}}""";
        var format = With(("a", A), ("b", B));
        Assert.Equal("b", Read(format, "{\"kind\":\"b\",\"x\":\"1\"}")[0].Mark.Type.Name);
        Assert.Equal("b", Read(format, "{\"$schema\":\"urn:a\",\"kind\":\"b\",\"x\":\"1\"}")[0].Mark.Type.Name);
        Assert.Equal("document", Read(format, "{\"$schema\":\"urn:a\",\"q\":1}")[0].Mark.Type.Name);
        var unknown = Assert.Single(Read(format, "{\"kind\":\"c\",\"x\":{\"y\":[1,2]}}"));
        Assert.Equal(("document", false, ""), (unknown.Mark.Type.Name, unknown.Mark.IsReadable, unknown.Codes));
        Assert.Equal(["y=1", "y=2"], Enumerable.Range(0, unknown.Tree.Nodes.Length)
            .Where(n => unknown.Tree.NameOf(n) == "y").Select(n => "y=" + unknown.Tree.Text(n)));
    }

    [Fact]
    public void Another_character_set_is_reported_at_its_byte()
    {
        var findings = new Findings();
        using var reader = With(("s", """{"type":"object","properties":{"a":{}}}""")).Open(
            new TestBytes(Encoding.Latin1.GetBytes("{\"a\":\"\u00e9\"}")), ReadSettings.Default, findings);
        Assert.True(reader.Read(new Tree(), out var mark));
        Assert.False(mark.IsReadable);
        Assert.Equal(("JSON-0002", 6L), (Assert.Single(findings.All).Code.Id, findings.All[0].Span.Start));
    }

    [Fact]
    public void The_schema_of_material_lines_knows_its_sample_wholly()
    {
        var json = File.ReadAllText(Path.Combine(Repository.Root, "samples", "delivery-erp.json"));
        var read = Assert.Single(Read(TestGateway.Revision.Format("json")!, json));
        Assert.Equal(("erp-materials", "8001447201", ""), (read.Mark.Type.Name, read.Mark.Reference, read.Codes));
        Assert.Equal(2, Enumerable.Range(0, read.Tree.Nodes.Length).Count(n => read.Tree.NameOf(n) == "material"));
    }
}
