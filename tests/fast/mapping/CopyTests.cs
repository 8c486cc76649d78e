using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Mappings;

public sealed class CopyTests
{
    private const string Xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
          <xs:complexType name="Moment"><xs:sequence><xs:element name="DateTimeString"><xs:complexType><xs:simpleContent>
            <xs:extension base="xs:string"><xs:attribute name="formatCode"/></xs:extension>
          </xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType>
          <xs:complexType name="Amount"><xs:simpleContent><xs:extension base="xs:decimal">
            <xs:attribute name="currencyID"/><xs:attribute name="rate"/>
          </xs:extension></xs:simpleContent></xs:complexType>
          <xs:complexType name="Party"><xs:sequence>
            <xs:element name="Name" type="xs:string" minOccurs="0"/>
            <xs:element name="ID" type="xs:string" minOccurs="0"/>
            <xs:element name="Nickname" type="xs:string" minOccurs="0" maxOccurs="3"/>
            <xs:element name="Address" minOccurs="0"><xs:complexType><xs:sequence>
              <xs:element name="Line" type="xs:string" minOccurs="0"/><xs:element name="Floor" type="xs:string" minOccurs="0"/>
            </xs:sequence></xs:complexType></xs:element>
          </xs:sequence></xs:complexType>
          <xs:element name="Declaration"><xs:complexType><xs:sequence>
            <xs:element name="FunctionCode" type="xs:string" minOccurs="0"/>
            <xs:element name="IssueDateTime" type="Moment" minOccurs="0"/>
            <xs:element name="InvoiceAmount" type="Amount" minOccurs="0"/>
            <xs:element name="TypeCode" type="xs:string" minOccurs="0"/>
            <xs:element name="Declarant" type="Party" minOccurs="0"/>
            <xs:element name="Agent" type="Party" minOccurs="0" maxOccurs="2"/>
            <xs:element name="Amendment" minOccurs="0"><xs:complexType><xs:choice>
              <xs:element name="ChangeReasonCode" type="xs:string"/><xs:element name="Reason" type="xs:string"/>
            </xs:choice></xs:complexType></xs:element>
            <xs:element name="Day" type="xs:date" minOccurs="0"/>
            <xs:element name="At" type="xs:dateTime" minOccurs="0"/>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """;

    private const string In = "mapping: 1\nfrom: xml test Declaration\nto: wco GoodsDeclaration\nmap:\n  ";

    private const string Out = "mapping: 1\nfrom: wco GoodsDeclaration\nto: xml test Declaration\nmap:\n  ";

    [Fact]
    public void What_both_sides_call_by_one_name_is_copied_all_the_way_down()
        => Assert.Equal(
            """{"functionCode":"9","typeCode":"IM","invoiceAmount":{"value":12.50,"currency":"EUR"},"agent":"""
            + """[{"id":"1","name":"A"},{"name":"B","address":{"line":"x"}}]}""",
            Read("copy: .", "<FunctionCode>9</FunctionCode><InvoiceAmount currencyID='EUR'>12.50</InvoiceAmount><TypeCode>IM</TypeCode>"
                + "<Agent><Name>A</Name><ID>1</ID></Agent>"
                + "<Agent><Name>B</Name><Nickname>C</Nickname><Address><Line>x</Line></Address></Agent>"));

    [Fact]
    public void A_rule_replaces_what_is_copied_and_a_block_fills_it()
        => Assert.Equal(
            """{"functionCode":"IM","typeCode":"IM","declarant":{"id":"9","name":"A"}}""",
            Read("copy: .\n  FunctionCode: TypeCode\n  Declarant: { ID: FunctionCode }",
                "<FunctionCode>9</FunctionCode><TypeCode>IM</TypeCode><Declarant><Name>A</Name><ID>1</ID></Declarant>"));

    [Fact]
    public void A_block_fills_each_instance_that_is_copied_or_makes_its_own()
    {
        const string map = "copy: .\n  Agent: { RoleCode: TypeCode }\n  Declarant: { RoleCode: TypeCode }";
        Assert.Equal(
            """{"typeCode":"AG","agent":[{"name":"A","roleCode":"AG"},{"name":"B","roleCode":"AG"}],"declarant":{"roleCode":"AG"}}""",
            Read(map, "<TypeCode>AG</TypeCode><Agent><Name>A</Name></Agent><Agent><Name>B</Name></Agent>"));
    }

    [Fact]
    public void Except_removes_and_a_block_that_copies_or_moves_replaces()
        => Assert.Equal(
            """{"typeCode":"T","declarant":{"name":"A"},"exporter":{"name":"A","address":{"line":"x"}}}""",
            Read("copy: .\n  except: FunctionCode\n  Declarant: { copy: Declarant, except: [ID, Address] }\n"
                + "  Exporter: { at: Declarant, copy: ., except: [ID] }",
                "<FunctionCode>9</FunctionCode><TypeCode>T</TypeCode>"
                + "<Declarant><Name>A</Name><ID>1</ID><Address><Line>x</Line></Address></Declarant>"));

    [Fact]
    public void A_rule_under_a_condition_leaves_the_copy_where_it_does_not_hold()
    {
        const string map = "copy: .\n  choose: [ { when: FunctionCode = 9, TypeCode: =new } ]";
        Assert.Equal("""{"functionCode":"9","typeCode":"new"}""", Read(map, "<FunctionCode>9</FunctionCode><TypeCode>T</TypeCode>"));
        Assert.Equal("""{"functionCode":"1","typeCode":"T"}""", Read(map, "<FunctionCode>1</FunctionCode><TypeCode>T</TypeCode>"));
    }

    [Theory]
    [InlineData("304", "20160304162259+01", "2016-03-04T16:22:59+01:00")]
    [InlineData("304", "20160304162259Z", "2016-03-04T16:22:59Z")]
    [InlineData("304", "20160304162259+0530", "2016-03-04T16:22:59+05:30")]
    [InlineData("102", "20160304", "2016-03-04")]
    [InlineData("203", "201603041622", "2016-03-04T16:22")]
    [InlineData("204", "20160304162259", "2016-03-04T16:22:59")]
    [InlineData("303", "201603041622-08", "2016-03-04T16:22-08:00")]
    [InlineData("610", "201603", "2016-03")]
    public void A_date_in_text_with_its_format_is_a_date_and_comes_back_as_it_was(string code, string text, string iso)
    {
        var inside = $"<IssueDateTime><DateTimeString formatCode='{code}'>{text}</DateTimeString></IssueDateTime>";
        Assert.Equal($$"""{"issueDateTime":"{{iso}}"}""", Read("copy: .", inside));
        Assert.Contains($">{text}</DateTimeString>", Write("copy: .", $"IssueDateTime={iso}"), StringComparison.Ordinal);
        Assert.Contains($"formatCode=\"{code}\"", Write("copy: .", $"IssueDateTime={iso}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_says_how_dates_are_written_and_no_offset_is_made_up()
    {
        var out1 = Write("copy: .", "IssueDateTime=2016-03-04T16:22+01:00", "dates: { moment: 304 }\n");
        Assert.Contains("formatCode=\"304\">20160304162200+01<", out1, StringComparison.Ordinal);
        var out2 = Write("copy: .", "IssueDateTime=2016-03-04T16:22", "dates: { moment: 304 }\n");
        Assert.Contains("formatCode=\"204\">20160304162200<", out2, StringComparison.Ordinal);
        Assert.Contains("<Day>2016-03-04</Day><At>2016-03-04T16:22:00</At>",
            Write("Day: IssueDateTime\n  At: IssueDateTime", "IssueDateTime=2016-03-04T16:22"), StringComparison.Ordinal);
        var day = Write("IssueDateTime: IssueDateTime", "IssueDateTime=2016-03-04");
        Assert.Contains("formatCode=\"102\">20160304<", day, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_carried_is_restored_at_its_place()
    {
        const string inside = "<InvoiceAmount currencyID='EUR' rate='2'>1</InvoiceAmount><Declarant><Name>A</Name><Nickname>x</Nickname>"
            + "<Nickname>y</Nickname><Address><Line>l</Line><Floor>3</Floor></Address></Declarant>"
            + "<Agent><ID>1</ID></Agent><Agent><Nickname>z</Nickname></Agent><Amendment><Reason>r</Reason></Amendment>";
        var profile = Profile("copy: .\n  carry: test", "copy: .\n  restore: test");
        var canonical = profile.ToWco(profile.Compiled("in"), profile.Read(Document(inside), "Declaration"));
        Assert.Equal(
            ["Floor", "Nickname", "Nickname[2]", "InvoiceAmount@rate", "Agent[2]/Nickname", "Amendment/Reason"],
            Nodes(canonical, "Path"));
        var back = Encoding.UTF8.GetString(profile.ToXml(profile.Compiled("out"), canonical, "Declaration"));
        Assert.Equal(Administrations.Lines(Encoding.UTF8.GetBytes(Document(inside))), Administrations.Lines(Encoding.UTF8.GetBytes(back)));
        Assert.DoesNotContain(profile.Findings.All, f => f.Code.Id == "MAP-0106");
    }

    [Fact]
    public void A_value_whose_place_is_taken_or_unknown_is_not_restored_and_that_is_said()
    {
        var profile = Profile("copy: .", "copy: .\n  restore: test");
        var source = Wco("TypeCode=T", "Extension/Label=test", "Extension/Path=TypeCode", "Extension/Value=other",
            "Extension/Label=test", "Extension/Path=Nowhere", "Extension/Value=lost",
            "Extension/Label=edifact", "Extension/Path=FunctionCode", "Extension/Value=foreign");
        var xml = Encoding.UTF8.GetString(profile.ToXml(profile.Compiled("out"), source, "Declaration"));
        Assert.Equal("<Declaration xmlns=\"urn:t\"><TypeCode>T</TypeCode></Declaration>", xml);
        Assert.Equal(["other", "lost", "foreign"], profile.Findings.All.Where(f => f.Code.Id == "MAP-0106").Select(f => f.Arguments[1]));
    }

    [Fact]
    public void More_than_the_schema_takes_is_a_finding_and_the_rest_goes_on()
    {
        var profile = Profile("copy: .", "copy: .");
        var source = Wco("TypeCode=T", "Agent/Name=A", "Agent/Name=B", "Agent/Name=C");
        var xml = Encoding.UTF8.GetString(profile.ToXml(profile.Compiled("out"), source, "Declaration"));
        Assert.Equal(2, xml.Split("<Agent>").Length - 1);
        Assert.Contains(profile.Findings.All, f => f.Code.Id == "MAP-0107");
    }

    [Fact]
    public void A_path_that_the_schema_does_not_have_is_refused_with_the_nearest_names()
    {
        var profile = Profile("copy: .", "copy: .\n  Declarant: { Adress: { Line: TypeCode } }");
        Assert.Null(profile.Compile("out"));
        var fault = Assert.Single(profile.Findings.All, f => f.Code.Id == "MAP-0008");
        Assert.Contains("Address", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_none_and_a_name_that_cannot_be_copied_are_told()
    {
        var profile = Profile("copy: .", "copy: .");
        profile.ToWco(profile.Compiled("in"), profile.Read(Document("<InvoiceAmount>many</InvoiceAmount>"), "Declaration"));
        Assert.Contains(profile.Findings.All, f => f.Code.Id == "MAP-0102");
        var note = Assert.Single(profile.Findings.All, f => f.Code.Id == "MAP-0049");
        Assert.Contains("Nickname", note.Sentence, StringComparison.Ordinal);
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Read(string map, string inside)
    {
        var profile = new Profile(Xsd).With("in.yaml", In + map + "\n");
        var made = profile.ToWco(profile.Compiled("in"), profile.Read(Document(inside), "Declaration"));
        return Mappings.Profile.Json(made)["goodsDeclaration"]!.ToJsonString(Relaxed);
    }

    private static string Write(string map, string value, string head = "")
    {
        var profile = new Profile(Xsd).With("out.yaml", Out.Replace("map:", head + "map:", StringComparison.Ordinal) + map + "\n");
        var xml = profile.ToXml(profile.Compiled("out"), Wco(value), "Declaration");
        Assert.True(profile.Set.Validate(xml, profile.Findings), profile.Faults());
        return Encoding.UTF8.GetString(xml);
    }

    private static Profile Profile(string map, string back)
        => new Profile(Xsd).With("in.yaml", In + map + "\n").With("out.yaml", Out + back + "\n");

    private static string Document(string inside) => $"<Declaration xmlns='urn:t'>{inside}</Declaration>";

    private static string[] Nodes(Tree tree, string name)
        => [.. Enumerable.Range(0, tree.Nodes.Length).Where(i => tree.NameOf(i) == name).Select(i => tree.Text(i))];

    // "Agent/Name=A": one class for each value; three values of an Extension make one.
    private static Tree Wco(params string[] values)
    {
        var tree = new Tree();
        tree.Reset(WcoModel.Root("GoodsDeclaration"), null);
        var (root, document) = (tree.Open(Schema.Root), tree.Open(tree.Schema!.Child(Schema.Root, "GoodsDeclaration")));
        var inner = -1;
        foreach (var value in values)
        {
            var (path, text) = (value.Split('=')[0].Split('/'), Encoding.UTF8.GetBytes(value.Split('=')[1]));
            if (path.Length > 1 && inner < 0) inner = tree.Open(tree.Schema.Child(tree.Nodes[document].Position, path[0]));
            var parent = path.Length > 1 ? inner : document;
            var position = tree.Schema.Child(tree.Nodes[parent].Position, path[^1]);
            tree.Add(position, tree.Append(text), text.Length, NodeFlags.HasValue | NodeFlags.Plain);
            if (inner < 0 || path[^1] is "Label" or "Path") continue;
            tree.Close(inner);
            inner = -1;
        }

        tree.Close(document);
        tree.Close(root);
        return tree;
    }
}
