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

    [Theory]
    [InlineData("<Line no='1'><Unit>KG</Unit></Line><Line no='2'><Mass>x</Mass></Line>",
        "OutOfPlace /Goods/Line/Unit", "NotListed /Goods/Line/Unit", "WrongType /Goods/Line[2]/Mass")]
    [InlineData("<Line no='1'><Nix><Mass>x</Mass></Nix><Mass>1</Mass><Unit>KG</Unit></Line>",
        "OutOfPlace /Goods/Line/Nix", "WrongType /Goods/Line/Nix/Mass", "NotListed /Goods/Line/Unit")]
    [InlineData("<Line no='1'><Nix/></Line>", "OutOfPlace /Goods/Line/Nix", "Missing /Goods/Line")]
    [InlineData("<Line no='1'><Unit>KG</Unit><Mass>x</Mass><Text>abc</Text></Line>",
        "OutOfPlace /Goods/Line/Unit", "NotListed /Goods/Line/Unit", "WrongType /Goods/Line/Mass", "WrongForm /Goods/Line/Text")]
    [InlineData("<Date>x</Date><Line no='1'><Mass>x</Mass></Line>",
        "OutOfPlace /Goods/Date[2]", "WrongType /Goods/Date[2]", "WrongType /Goods/Line/Mass")]
    [InlineData("<Line no='1'><Mass>1<b>2</b></Mass><Unit>KG</Unit></Line>", "NotAllowed /Goods/Line/Mass/b", "NotListed /Goods/Line/Unit")]
    [InlineData("<Line no='1' x='1'><Mass>1</Mass><Mass>x</Mass><Unit>KG</Unit></Line><Nix/>",
        "NotAllowed /Goods/Line", "OutOfPlace /Goods/Line/Mass[2]", "WrongType /Goods/Line/Mass[2]", "NotListed /Goods/Line/Unit",
        "OutOfPlace /Goods/Nix")]
    [InlineData("<Nix><Line no='x'/></Nix><Line no='1'><Mass>1</Mass></Line><Line no='1'><Mass>1</Mass></Line>",
        "OutOfPlace /Goods/Nix", "WrongType /Goods/Nix/Line", "Missing /Goods/Nix/Line", "Keys /Goods/Line[2]")]
    public void Checking_goes_on_behind_and_inside_what_is_out_of_place(string lines, params string[] expected)
    {
        var findings = new Findings();
        Assert.False(Schema.Value.Check(Encoding.UTF8.GetBytes($"<Goods><Date>2026-02-28</Date>{lines}</Goods>"), findings));
        var names = typeof(SchemaFindings).GetProperties().ToDictionary(p => p.GetValue(null)!, p => p.Name);
        Assert.Equal(expected, findings.All.Select(f => $"{names[f.Code]} {f.Place.Path}"));
    }

    [Fact]
    public void Several_missing_elements_are_told_once_where_the_next_one_stands()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["a.xsd"] = """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="R"><xs:complexType><xs:sequence>
                  <xs:element name="A" type="xs:int"/><xs:element name="O" type="xs:int" minOccurs="0"/>
                  <xs:element name="B" type="xs:int"/><xs:element name="C" type="xs:int" maxOccurs="2"/>
                </xs:sequence></xs:complexType></xs:element></xs:schema>
                """u8.ToArray(),
        };
        var findings = new Findings();
        Assert.False(XsdImport.Load("a", ["a.xsd"], files, findings)!.Check("<R><C>1</C><B>2</B><C>x</C><C>3</C></R>"u8.ToArray(), findings));
        Assert.Equal(
            ["'R' has 'C' where 'A', then 'B' is expected.", "'C' should be a whole number, it is the text \"x\".", "'R' has 'C', which it may not have."],
            findings.All.Select(f => f.Sentence));
    }

    [Fact]
    public void As_many_faults_are_told_as_are_kept_and_no_more_is_read()
    {
        var lines = string.Concat(Enumerable.Repeat("<Nix><Mass>x</Mass></Nix>", 5_000));
        var findings = new Findings(10);
        Assert.False(Schema.Value.Check(Encoding.UTF8.GetBytes($"<Goods>{lines}</Goods>"), findings));
        Assert.InRange(findings.Count, 10, 12);
    }

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
