using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast.Edifact;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Forms;

public sealed class RoundTripTests
{
    private const int DocumentsOfEachRoot = 500;

    private static readonly Schema CargoReport = WcoModel.Root("CargoReport");

    private static Tree FromJson(string json, Findings findings)
    {
        var tree = new Tree();
        Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(json), CargoReport, tree, findings));
        return tree;
    }

    private static Tree FromXml(string xml, Findings findings)
    {
        var tree = new Tree();
        Assert.True(XmlForm.Read(Encoding.UTF8.GetBytes(xml), CargoReport, tree, findings));
        return tree;
    }

    public static TheoryData<string> Roots => [.. WcoModel.Roots];

    // The same thousands of documents in every run; the fuzzer looks for new ones.
    [Theory]
    [MemberData(nameof(Roots))]
    public void Any_document_goes_from_json_to_xml_and_back_without_loss(string root)
    {
        var schema = WcoModel.Root(root);
        var (ofXml, ofJson) = (new Tree(), new Tree());
        RandomDocuments.Wild(schema).Each(DocumentsOfEachRoot, "0000RootsWco", document =>
        {
            var (json, xml) = (WriterTests.Json(document), WriterTests.Xml(document));
            var findings = new Findings();
            Assert.True(XmlForm.Read(Encoding.UTF8.GetBytes(xml), schema, ofXml, findings));
            Assert.Equal(json, WriterTests.Json(ofXml));
            Assert.Equal(0, findings.Count);
            Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(json), schema, ofJson, findings));
            Assert.Equal(xml, WriterTests.Xml(ofJson));
            Assert.All(findings.All, finding => Assert.Equal(FormFindings.WrongKind, finding.Code));
        });
    }

    public static TheoryData<string> Verified
        => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "mappings"), "*.verified.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Verified))]
    public void Every_document_made_of_a_sample_goes_from_json_to_xml_and_back_without_loss(string file)
    {
        var (ofXml, ofJson) = (new Tree(), new Tree());
        foreach (var json in Documents(File.ReadAllText(Path.Combine(Repository.Root, file))))
        {
            var schema = WcoModel.Root(RootOf(json));
            var findings = new Findings();
            Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(json), schema, ofJson, findings));
            var xml = WriterTests.Xml(ofJson);
            Assert.True(XmlForm.Read(Encoding.UTF8.GetBytes(xml), schema, ofXml, findings));
            Assert.Equal([], findings.All.Select(finding => finding.Sentence));
            Assert.Equal(WriterTests.Json(ofJson), WriterTests.Json(ofXml));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(WriterTests.Json(ofXml))), file);
        }
    }

    // A verified file holds one document after another.
    private static List<string> Documents(string text)
    {
        var all = new List<string>();
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        while (!bytes.TrimStart(" \r\n"u8).IsEmpty)
        {
            var reader = new Utf8JsonReader(bytes, false, default);
            using var document = JsonDocument.ParseValue(ref reader);
            all.Add(document.RootElement.GetRawText());
            bytes = bytes[(int)reader.BytesConsumed..];
        }

        return all;
    }

    private static string RootOf(string json)
    {
        var last = JsonNode.Parse(json)!.AsObject().Last().Key;
        return WcoModel.Roots.First(root => root.Equals(last, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_document_that_fits_its_types_is_read_and_checked_without_a_finding()
        => RandomDocuments.Valid(CargoReport).Sample(document =>
        {
            var findings = new Findings();
            WcoModel.Check(document, _ => null, new DateOnly(2026, 1, 1), findings);
            WcoModel.Check(FromJson(WriterTests.Json(document), findings), _ => null, new DateOnly(2026, 1, 1), findings);
            WcoModel.Check(FromXml(WriterTests.Xml(document), findings), _ => null, new DateOnly(2026, 1, 1), findings);
            Assert.Equal([], findings.All.Select(finding => finding.Sentence + finding.WcoPointer));
        }, iter: 200, threads: 1);

    [Fact]
    public void Every_value_read_has_the_bytes_it_was_read_from()
        => RandomDocuments.Valid(CargoReport).Sample(document =>
        {
            var json = WriterTests.Json(document);
            var xml = "<?xml version='1.0'?>\r\n<!-- Ä -->\n" + WriterTests.Xml(document);
            foreach (var (text, tree) in new[] { (json, FromJson(json, new Findings())), (xml, FromXml(xml, new Findings())) })
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                for (var node = 0; node < tree.Nodes.Length; node++)
                {
                    if (!tree.Nodes[node].Flags.HasFlag(NodeFlags.HasValue)) continue;
                    var span = tree.SpanOf(node);
                    Assert.Equal(tree.Bytes(node).ToArray(), bytes[(int)span.Start..(int)span.End]);
                    Assert.True(span.Start > 0 && bytes[span.Start - 1] is (byte)'>' or (byte)'"' or (byte)':' or (byte)'[' or (byte)',');
                }
            }
        }, iter: 50, threads: 1);

    [Fact]
    public void Members_in_any_order_make_the_tree_of_the_schema()
    {
        var findings = new Findings();
        var tree = FromJson(
            "{\"cargoReport\":{\"consignment\":[{\"consignor\":{\"name\":\"B\",\"id\":\"A\"},\"sequenceNumeric\":1}],"
            + "\"id\":\"7\",\"typeCode\":\"785\",\"functionCode\":\"9\"},\"wcoTypeName\":\"CRI\",\"wcoDataModelVersionCode\":\"3.11\"}",
            findings);
        Assert.Equal(
            "<MetaData xmlns=\"urn:gateway:wco:1\"><WCODataModelVersionCode>3.11</WCODataModelVersionCode>"
            + "<WCOTypeName>CRI</WCOTypeName><CargoReport><FunctionCode>9</FunctionCode><TypeCode>785</TypeCode><ID>7</ID>"
            + "<Consignment><SequenceNumeric>1</SequenceNumeric><Consignor><ID>A</ID><Name>B</Name></Consignor></Consignment>"
            + "</CargoReport></MetaData>",
            WriterTests.Xml(tree));
        Assert.Equal(0, findings.Count);
    }
}
