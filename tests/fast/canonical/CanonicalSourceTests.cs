using System.Text;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Tests.Fast.Edifact;
using Gateway.Tests.Fast.Formats;
using Gateway.Tests.Fast.Forms;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Canonical;

/// <summary>A canonical WCO document that somebody sends is read with the model, and comes out as it came in.</summary>
public sealed class CanonicalSourceTests
{
    private const int DocumentsOfEachRoot = 100;

    private static readonly Revision Revision = ShippedConfiguration.Revision;

    public static TheoryData<string> Roots => [.. WcoModel.Roots];

    [Theory]
    [MemberData(nameof(Roots))]
    public void Any_document_that_comes_in_comes_out_without_loss(string root)
        => RandomDocuments.Valid(WcoModel.Root(root)).Each(DocumentsOfEachRoot, "0000CanonWco", document =>
        {
            var expected = Body(Forms.WriterTests.Json(document), root);
            foreach (var (format, text) in new[] { ("json", Forms.WriterTests.Json(document)), ("xml", Forms.WriterTests.Xml(document)) })
            {
                var (tree, mark, findings) = Assert.Single(Read(format, Encoding.UTF8.GetBytes(text)));
                Assert.Equal(new DocumentType("wco", root), mark.Type);
                Assert.Equal([], findings.All.Select(finding => finding.Sentence));
                var (made, faults) = Made(tree, mark);
                Assert.Equal([], faults.All.Select(finding => finding.Sentence));
                Assert.Equal(expected, Body(Forms.WriterTests.Json(made), root));
            }
        });

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public void Documents_of_a_list_have_their_own_places(string characterSet)
    {
        var encoding = Encoding.GetEncoding(characterSet);
        var text = $"<?xml version=\"1.0\" encoding=\"{characterSet}\"?>\n<!-- Übersicht -->\n<w:Documents xmlns:w=\"urn:gateway:wco:1\">\n"
            + $"  {Report("w:", "Köln-1")}\n  {Report("w:", "A-2")}{Report("w:", "A-3")}</w:Documents>";
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

        var all = Read("xml", bytes);

        Assert.Equal(["Köln-1", "A-2", "A-3"], all.Select(one => one.Mark.Reference));
        Assert.Equal([(4, 3), (5, 3), (5, 3 + Report("w:", "A-2").Length)], all.Select(one => LineOf(text, bytes, one.Mark.Span, encoding)));
        foreach (var (tree, mark, findings) in all)
        {
            Assert.Equal([], findings.All.Select(finding => finding.Sentence));
            var whole = encoding.GetString(bytes.AsSpan((int)mark.Span.Start, mark.Span.Length));
            Assert.StartsWith("<w:MetaData", whole, StringComparison.Ordinal);
            Assert.EndsWith("</w:MetaData>", whole, StringComparison.Ordinal);
            var id = Find(tree, "MessageID");
            var span = tree.SpanOf(id);
            Assert.Equal(mark.Reference, encoding.GetString(bytes.AsSpan((int)span.Start, span.Length)));
            Assert.Equal(LineOf(text, bytes, span, encoding), (tree.PlaceOf(id).Segment, tree.PlaceOf(id).Element));
        }
    }

    [Fact]
    public void A_fault_in_a_list_stands_where_the_sender_wrote_it()
    {
        var faulty = Report("", "A-2").Replace("785", "much too long", StringComparison.Ordinal);
        var text = $"<Documents xmlns=\"urn:gateway:wco:1\">\n{Report("", "A-1")}\n{faulty}\n</Documents>";
        var all = Read("xml", Encoding.UTF8.GetBytes(text));

        Assert.Empty(all[0].Findings.All);
        var fault = Assert.Single(all[1].Findings.All);
        Assert.Equal("SCH-0005", fault.Code.Id);
        Assert.Equal("much too long", text.Substring((int)fault.Span.Start, fault.Span.Length));
        Assert.Equal((3, text.Split('\n')[2].IndexOf("much", StringComparison.Ordinal) + 1), (fault.Place.Segment, fault.Place.Element));
    }

    [Fact]
    public void A_list_in_JSON_may_hold_documents_of_any_root()
    {
        const string Head = "{\"wcoDataModelVersionCode\":\"3.6\",\"wcoTypeName\":\"X\",\"messageID\":\"";
        var text = $"[ {Head}1\",\"response\":{{\"functionCode\":\"1\"}}}},\n  {Head}2\",\"equipmentReport\":{{\"functionCode\":\"9\"}}}} ]";

        var all = Read("json", Encoding.UTF8.GetBytes(text));

        Assert.Equal([("Response", "1"), ("EquipmentReport", "2")], all.Select(one => (one.Mark.Type.Name, one.Mark.Reference)));
    }

    [Theory]
    [InlineData("xml", "<MetaData xmlns=\"urn:gateway:wco:1\"><WCOTypeName>X</WCOTypeName></MetaData>")]
    [InlineData("xml", "<MetaData xmlns=\"urn:other\"><CargoReport/></MetaData>")]
    [InlineData("xml", "<Documents xmlns=\"urn:gateway:wco:1\"/>")]
    [InlineData("xml", "<Documents xmlns=\"urn:gateway:wco:1\">words</Documents>")]
    [InlineData("json", "{\"response\":{\"code\":200},\"status\":\"ok\"}")]
    [InlineData("json", "{\"wcoTypeName\":\"X\",\"response\":{},\"cargoReport\":{}}")]
    public void What_is_none_is_not_taken_for_one(string format, string text)
    {
        var (_, mark, _) = Assert.Single(Read(format, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(format, mark.Type.Format);
        Assert.False(mark.IsReadable);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void The_envelope_says_whether_it_is_a_test(string indicator, bool isTest)
    {
        var said = indicator.Length == 0 ? "" : $"<TestIndicator>{indicator}</TestIndicator>";
        var text = Report("", "T").Replace("<MetaData>", "<MetaData xmlns=\"urn:gateway:wco:1\">", StringComparison.Ordinal)
            .Replace("<CargoReport>", said + "<CargoReport>", StringComparison.Ordinal);
        Assert.Equal(isTest, Assert.Single(Read("xml", Encoding.UTF8.GetBytes(text))).Mark.IsTest);
    }

    private static string Report(string prefix, string id)
    {
        string Element(string name, string content) => $"<{prefix}{name}>{content}</{prefix}{name}>";
        return Element("MetaData", Element("WCODataModelVersionCode", "3.6") + Element("WCOTypeName", "CRI") + Element("MessageID", id)
            + Element("CargoReport", Element("FunctionCode", "9") + Element("TypeCode", "785") + Element("ID", "R")));
    }

    private static List<(Tree Tree, DocumentMark Mark, Findings Findings)> Read(string format, byte[] bytes)
    {
        var all = new List<(Tree, DocumentMark, Findings)>();
        var findings = new Findings();
        using var reader = Revision.Format(format)!.Open(new TestBytes(bytes), ReadSettings.Default, findings);
        for (var tree = new Tree(); reader.Read(tree, out var mark); tree = new Tree())
        {
            var own = new Findings();
            own.AddAll(findings);
            all.Add((tree, mark, own));
            findings.Clear();
        }

        return all;
    }

    private static (Tree Made, Findings Findings) Made(Tree source, DocumentMark mark)
    {
        var mapping = Revision.MappingFor(mark.Type, null, source, out var reason);
        Assert.True(mapping is not null, reason);
        var (made, findings) = (new Tree(), new Findings());
        made.Reset(WcoModel.Root(mapping.Text.Head.ToType), null);
        made.KeepProvenance();
        var envelope = made.Open(Schema.Root);
        mapping.Run(source, made, new Moment(default), new Dictionary<string, string>(), findings);
        made.Close(envelope);
        return (made, findings);
    }

    // The root document alone, without classes that hold nothing: they hold no datum either.
    private static string Body(string json, string root)
    {
        var node = JsonNode.Parse(json)!.AsObject().First(pair => pair.Key.Equals(root, StringComparison.OrdinalIgnoreCase)).Value!;
        return Pruned(node)?.ToJsonString() ?? "";
    }

    private static JsonNode? Pruned(JsonNode? node) => node switch
    {
        JsonObject all => all.Select(pair => KeyValuePair.Create(pair.Key, Pruned(pair.Value))).Where(pair => pair.Value is not null)
            .ToList() is { Count: > 0 } kept ? new JsonObject(kept) : null,
        JsonArray all => all.Select(Pruned).OfType<JsonNode>().ToArray() is { Length: > 0 } kept ? new JsonArray(kept) : null,
        _ => node?.DeepClone(),
    };

    private static int Find(Tree tree, string name)
        => Enumerable.Range(0, tree.Nodes.Length).First(node => tree.NameOf(node) == name);

    private static (int Line, int Column) LineOf(string text, byte[] bytes, SourceSpan span, Encoding encoding)
    {
        var at = encoding.GetString(bytes.AsSpan(encoding.GetPreamble().Length, (int)span.Start - encoding.GetPreamble().Length)).Length;
        return (text[..at].Count(c => c == '\n') + 1, at - text[..at].LastIndexOf('\n'));
    }
}
