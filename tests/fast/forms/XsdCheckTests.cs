using System.Text;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Tests.Fast.Forms;

public sealed class XsdCheckTests
{
    private const string Goods = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:simpleType name="Unit"><xs:restriction base="xs:string"><xs:enumeration value="KGM"/><xs:enumeration value="TNE"/></xs:restriction></xs:simpleType>
          <xs:simpleType name="Mass"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
          <xs:element name="Goods">
            <xs:complexType><xs:sequence>
              <xs:element name="Date" type="xs:date"/>
              <xs:element name="Line" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                <xs:element name="Mass" type="Mass"/>
                <xs:element name="Unit" type="Unit" minOccurs="0"/>
                <xs:element name="Text" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="5"/><xs:pattern value="[A-Z]*"/></xs:restriction></xs:simpleType></xs:element>
              </xs:sequence><xs:attribute name="no" type="xs:int" use="required"/></xs:complexType></xs:element>
            </xs:sequence></xs:complexType>
            <xs:unique name="lineNumbers"><xs:selector xpath="Line"/><xs:field xpath="@no"/></xs:unique>
          </xs:element>
        </xs:schema>
        """;

    private static readonly Lazy<XsdImport> Schema = new(() => XsdImport.Load("goods", ["goods.xsd"], new Dictionary<string, ReadOnlyMemory<byte>>
    {
        ["goods.xsd"] = Encoding.UTF8.GetBytes(Goods),
    }, new Findings())!);

    private static string Faults(byte[] xml)
    {
        var findings = new Findings();
        Assert.Equal(Schema.Value.Check(xml, findings), findings.Count == 0);
        return string.Join('\n', findings.All.Select(f => $"{f.Code.Id} {f.Sentence} {f.Place.Path} {f.Span.Start}+{f.Span.Length}"));
    }

    private static string Line(string line) => Faults(Encoding.UTF8.GetBytes($"<Goods><Date>2026-02-28</Date>{line}</Goods>"));

    [Theory]
    [InlineData("<Line no='1'><Mass>1.5</Mass></Line>", "")]
    [InlineData("<Line no='1'><Mass>1,5</Mass></Line>",
        "SCH-0001 'Mass' should be a number, it is the text \"1,5\". /Goods/Line/Mass 49+3")]
    [InlineData("<Line no='1'><Mass>-1</Mass></Line>", "SCH-0008 'Mass' is the text \"-1\"; it must be at least 0. /Goods/Line/Mass 49+2")]
    [InlineData("<Line no='1'><Mass>1.234</Mass></Line>",
        "SCH-0007 'Mass' is the text \"1.234\", which does not have the form of a number with at most 2 decimals. /Goods/Line/Mass 49+5")]
    [InlineData("<Line no='1'><Mass>1</Mass><Unit>KG</Unit></Line>",
        "SCH-0004 'Unit' is the text \"KG\"; allowed is \"KGM\" or \"TNE\". /Goods/Line/Unit 63+2")]
    [InlineData("<Line no='1'><Mass>1</Mass><Text>ABCDEF</Text></Line>", "SCH-0005 'Text' has 6 characters; at most 5 are allowed. /Goods/Line/Text 63+6")]
    [InlineData("<Line no='1'><Mass>1</Mass><Text>abc</Text></Line>",
        "SCH-0007 'Text' is the text \"abc\", which does not have the form [A-Z]*. /Goods/Line/Text 63+3")]
    [InlineData("<Line no='1'><Unit>KGM</Unit></Line>", "SCH-0019 'Line' has 'Unit' where 'Mass' is expected. /Goods/Line/Unit 44+4")]
    [InlineData("<Line no='1'/>", "SCH-0002 'Line' has no 'Mass', which it must have. /Goods/Line 31+0")]
    [InlineData("<Line><Mass>1</Mass></Line>", "SCH-0002 'Line' has no attribute 'no', which it must have. /Goods/Line 31+0")]
    [InlineData("<Line no='1'><Mass>1</Mass></Line><Line no='1'><Mass>1</Mass></Line>",
        "SCH-0020 'Line' breaks the rule 'lineNumbers' on values that must differ or refer to each other. /Goods/Line[2] 65+4")]
    public void A_fault_is_told_in_words_with_its_place(string line, string expected) => Assert.Equal(expected, Line(line));

    [Fact]
    public void Hints_in_the_document_are_not_followed()
        => Assert.Equal("", Faults(Encoding.UTF8.GetBytes("""
            <Goods xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://127.0.0.1:1/other.xsd"
              xsi:schemaLocation="urn:x /etc/passwd"><Date>2026-02-28</Date><Line no="1"><Mass>1</Mass></Line></Goods>
            """)));

    [Fact]
    public void Places_are_bytes_of_what_was_sent_in_any_character_set()
    {
        const string Text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><Goods><Date>é</Date><Line no='1'><Mass>1</Mass></Line></Goods>";
        byte[] sent = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)];
        var at = 2 + (Text.IndexOf('é', StringComparison.Ordinal) * 2);
        Assert.Equal($"SCH-0001 'Date' should be a date such as 2026-02-28, it is the text \"é\". /Goods/Date {at}+2", Faults(sent));
    }

    [Fact]
    public void Documents_are_checked_side_by_side()
    {
        var xml = Encoding.UTF8.GetBytes("<Goods><Date>2026-02-28</Date><Line no='1'><Mass>x</Mass></Line></Goods>");
        Parallel.For(0, 200, _ => Assert.StartsWith("SCH-0001", Faults(xml), StringComparison.Ordinal));
    }
}
