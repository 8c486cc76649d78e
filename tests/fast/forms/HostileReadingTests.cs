using System.Text;
using CsCheck;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Forms;

public sealed class HostileReadingTests
{
    private static readonly Schema CargoReport = WcoModel.Root("CargoReport");
    private const string Head = "<MetaData xmlns=\"urn:gateway:wco:1\">";

    private static string Json(string json) => Codes(findings => JsonForm.Read(Bytes(json), CargoReport, new Tree(), findings));

    private static string Xml(string xml) => Codes(findings => XmlForm.Read(Bytes(xml), CargoReport, new Tree(), findings));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Codes(Func<Findings, bool> read)
    {
        var findings = new Findings();
        var isUsable = read(findings);
        return $"{isUsable} {string.Join(' ', findings.All.Select(finding => $"{finding.Code.Id}@{finding.Span.Start}"))}".TrimEnd();
    }

    [Fact]
    public void A_tag_without_end_is_not_read_and_long_text_and_comments_are()
    {
        var many = string.Concat(Enumerable.Range(0, 60_000).Select(i => $" a{i}=\"\""));
        Assert.Equal("False XML-0020@0", Xml($"<MetaData{many}/>"));
        Assert.Equal($"False XML-0020@{Head.Length}", Xml($"{Head}<a b=\">\"{many}/></MetaData>"));
        var text = new string('x', 2 * Limits.XmlTagBytesMax);
        Assert.DoesNotContain("XML-0020", Xml($"{Head}<!-- {text} --><WCOTypeName><![CDATA[{text}]]></WCOTypeName></MetaData>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud83d\\ude00", "True")]
    [InlineData("\\\\ud83d", "True")]
    [InlineData("\\ud83d", "True JSON-0020@16")]
    [InlineData("a\\ude00\\ud83d", "True JSON-0020@17")]
    [InlineData("\\ud83d\\u0041", "True JSON-0020@16")]
    public void Half_a_character_is_told_where_it_stands(string text, string expected)
        => Assert.Equal(expected, Json($"{{\"wcoTypeName\":\"{text}\"}}"));

    [Theory]
    [InlineData("", "False JSON-0001@0")]
    [InlineData("[]", "False JSON-0005@0")]
    [InlineData("{\"cargoReport\":", "False JSON-0001@15")]
    [InlineData("{} {}", "False JSON-0001@3")]
    [InlineData("\uFEFF{}", "True")]
    [InlineData("\uFEFF{\"x\":1}", "True JSON-0004@5")]
    [InlineData("{\"wcoTypeName\":\"A\",\"wcoTypeName\":\"B\"}", "True JSON-0003@20")]
    [InlineData("{\"wcoTypeName\":12}", "True JSON-0005@15")]
    [InlineData("{\"wcoTypeName\":null}", "True JSON-0005@15")]
    [InlineData("{\"wcoTypeName\":[\"A\"]}", "True JSON-0005@15")]
    [InlineData("{\"cargoReport\":\"A\"}", "True JSON-0005@15")]
    [InlineData("{\"cargoReport\":{\"consignment\":{}}}", "True JSON-0005@30")]
    [InlineData("{\"testIndicator\":\"true\"}", "True JSON-0005@17")]
    [InlineData("{\"cargoReport\":{\"totalGrossMassMeasure\":5}}", "True JSON-0005@40")]
    [InlineData("{\"\\ud800\":{\"a\":[1]}}", "True JSON-0004@2")]
    [InlineData("{\"wcoTypeN\\u0061me\":\"\\ud800\"}", "True JSON-0020@21")]
    public void Json_that_does_not_fit_ends_in_findings_at_the_byte(string json, string expected) => Assert.Equal(expected, Json(json));

    [Theory]
    [InlineData("", "False XML-0001@0")]
    [InlineData("<MetaData/>", "False XML-0004@1")]
    [InlineData("<!DOCTYPE MetaData [<!ENTITY a \"b\">]><MetaData>&a;</MetaData>", "False XML-0008@0")]
    [InlineData(Head + "</MetaData>", "True")]
    [InlineData(Head + "<WCOTypeName>&a;</WCOTypeName></MetaData>", "False XML-0001@50")]
    [InlineData(Head + "<WCOTypeName>A</MetaData>", "False XML-0001@52")]
    [InlineData(Head + "<WCOTypeName>A<b/>C</WCOTypeName></MetaData>", "True XML-0007@51")]
    [InlineData(Head + "text</MetaData>", "True XML-0005@36")]
    [InlineData(Head + "<Wco>A</Wco><WCOTypeName>B</WCOTypeName></MetaData>", "True XML-0003@37")]
    [InlineData(Head + "<WCOTypeName xmlns=''>B</WCOTypeName></MetaData>", "True XML-0003@37")]
    [InlineData(Head + "<WCOTypeName a='>'>B</WCOTypeName></MetaData>", "True XML-0006@49")]
    [InlineData(Head + "<WCOTypeName>B</WCOTypeName><WCODataModelVersionCode>3</WCODataModelVersionCode></MetaData>", "True XML-0011@65")]
    [InlineData("<?xml version='1.0' encoding='x-none'?><MetaData/>", "False XML-0010@0")]
    public void Xml_that_does_not_fit_ends_in_findings_at_the_byte(string xml, string expected) => Assert.Equal(expected, Xml(xml));

    [Theory]
    [InlineData("a &lt;&#x41;&#66;&amp;&quot;&apos;&gt;", "a <AB&\"'>")]
    [InlineData("a<!-- no -->b<?no no?>c<![CDATA[<&>]]>", "abc<&>")]
    [InlineData("a\r\nb\rc&#13;", "a\nb\nc\r")]
    [InlineData("_x0041__x005F_x0041_", "A_x0041_")]
    [InlineData("&#x1F600;😀", "😀😀")]
    public void Xml_text_is_resolved(string raw, string expected)
    {
        var tree = new Tree();
        Assert.True(XmlForm.Read(Bytes(Head + $"<WCOTypeName>{raw}</WCOTypeName></MetaData>"), CargoReport, tree, new Findings()));
        Assert.Equal(expected, tree.Text(1));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("gb18030")]
    public void A_value_has_its_bytes_in_every_character_set(string set)
    {
        var encoding = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(set) ?? Encoding.GetEncoding(set);
        var isWide = set.StartsWith("utf-16", StringComparison.Ordinal);
        var xml = $"<?xml version='1.0' encoding='{(isWide ? "utf-16" : set)}'?><!-- é -->" + Head
            + "<WCOTypeName>Gr&#xFC;ße &amp; é_x0041_</WCOTypeName><ResponsibleAgencyName>ASCII</ResponsibleAgencyName></MetaData>";
        byte[] bytes = [.. isWide ? encoding.GetPreamble() : [], .. encoding.GetBytes(xml)];
        var (tree, findings) = (new Tree(), new Findings());
        Assert.True(XmlForm.Read(bytes, CargoReport, tree, findings, 3));
        Assert.Equal("Grüße & éA", tree.Text(1));
        Assert.Equal("ASCII", tree.Text(2));
        foreach (var (node, raw) in new[] { (1, "Gr&#xFC;ße &amp; é_x0041_"), (2, "ASCII") })
        {
            var span = tree.SpanOf(node);
            Assert.Equal(3, span.Part);
            Assert.Equal(raw, encoding.GetString(bytes, (int)span.Start, span.Length));
        }

        Assert.Equal(xml.IndexOf("Gr&", StringComparison.Ordinal) + 1, tree.PlaceOf(1).Element);
    }

    [Fact]
    public void Unknown_elements_are_kept_with_all_that_they_hold()
    {
        var (tree, findings) = (new Tree(), new Findings());
        Assert.True(XmlForm.Read(Bytes(Head + "<Box n='1'>a<Lid>b</Lid></Box><WCOTypeName>C</WCOTypeName>loose</MetaData>"), CargoReport, tree, findings));
        Assert.Equal(["XML-0003", "XML-0005"], findings.All.Select(f => f.Code.Id).Order());
        var kept = Enumerable.Range(1, tree.Nodes.Length - 1).Where(n => (tree.Nodes[n].Flags & NodeFlags.HasValue) != 0)
            .Select(n => $"{tree.NameOf(tree.Parent(n))}/{tree.NameOf(n)}={tree.Text(n)}");
        Assert.Equal(["Box/@n=1", "Box/Lid=b", "MetaData/#text=loose", "MetaData/WCOTypeName=C"], kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_finding()
    {
        Assert.Equal("False JSON-0002@2", Codes(f => JsonForm.Read([0x7B, 0x22, 0xC3, 0x28], CargoReport, new Tree(), f)));
        Assert.Equal("False XML-0010@1", Codes(f => XmlForm.Read(new byte[] { 0x3C, 0xC3, 0x28 }, CargoReport, new Tree(), f)));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.StartsWith("False", Json(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))), StringComparison.Ordinal);
        Assert.StartsWith("False", Xml(Head + string.Concat(Enumerable.Repeat("<a>", 10_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_cut_or_changed_byte_ends_in_findings_or_a_document()
        => Gen.Select(RandomDocuments.Wild(CargoReport), Gen.Int[0, 1_000_000], Gen.Byte, Gen.Bool).Sample((document, at, value, isCut) =>
        {
            foreach (var text in new[] { WriterTests.Json(document), WriterTests.Xml(document) })
            {
                var bytes = Bytes(text);
                var place = at % bytes.Length;
                if (isCut) bytes = bytes[..place];
                else bytes[place] = value;
                var (tree, findings) = (new Tree(), new Findings());
                var isUsable = text[0] == '{'
                    ? JsonForm.Read(bytes, CargoReport, tree, findings) : XmlForm.Read(bytes, CargoReport, tree, findings);
                Assert.True(isUsable || findings.Errors > 0);
                if (isUsable) WcoModel.Check(tree, _ => null, default, findings);
                if (isUsable) Assert.True(WriterTests.Json(tree).Length + WriterTests.Xml(tree).Length > 0);
            }
        }, iter: 500, threads: 1);
}
