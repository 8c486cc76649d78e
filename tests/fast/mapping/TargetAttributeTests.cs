using System.Text;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Attributes of an administration's document: of values and of classes, made by rules or by copying; one that must be there and
/// that no rule makes is told when the mapping is loaded.</summary>
public sealed class TargetAttributeTests
{
    private const string Xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t" elementFormDefault="qualified">
          <xs:complexType name="Code"><xs:simpleContent><xs:extension base="xs:string">
            <xs:attribute name="listID" use="required"/><xs:attribute name="listName"/></xs:extension></xs:simpleContent></xs:complexType>
          <xs:complexType name="Mass"><xs:simpleContent><xs:extension base="xs:decimal">
            <xs:attribute name="unitCode" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
          <xs:complexType name="Party"><xs:sequence><xs:element name="Name" type="xs:string"/></xs:sequence>
            <xs:attribute name="role" use="required"/><xs:attribute name="note"/></xs:complexType>
          <xs:element name="Doc"><xs:complexType><xs:sequence>
            <xs:element name="TypeCode" type="Code" minOccurs="0"/>
            <xs:element name="TotalGrossMassMeasure" type="Mass" minOccurs="0"/>
            <xs:element name="Agent" type="Party" minOccurs="0" maxOccurs="9"/>
          </xs:sequence><xs:attribute name="version"/></xs:complexType></xs:element>
        </xs:schema>
        """;

    private const string Head = "mapping: 1\nfrom: wco GoodsDeclaration\nto: xml test Doc\nmap:\n";

    private const string Document = "{\"goodsDeclaration\":{\"functionCode\":\"9\",\"typeCode\":\"IM\",\"totalGrossMassMeasure\":{\"value\":12.5,\"unit\":\"KGM\"},"
        + "\"agent\":[{\"name\":\"A\",\"roleCode\":\"AG\"},{\"name\":\"B\",\"roleCode\":\"CB\"}]}}";

    [Theory]
    [InlineData("  TypeCode: TypeCode", "TypeCode needs '@listID', which no rule makes.", 5, 3)]
    [InlineData("  TypeCode: TypeCode\n  TypeCode@listName: =x", "TypeCode needs '@listID', which no rule makes.", 5, 3)]
    [InlineData("  TotalGrossMassMeasure: =12", "TotalGrossMassMeasure needs '@unitCode', which no rule makes.", 5, 3)]
    [InlineData("  TotalGrossMassMeasure: count(Agent)", "TotalGrossMassMeasure needs '@unitCode', which no rule makes.", 5, 3)]
    [InlineData("  Agent: { each: Agent, Name: Name }", "Agent needs '@role', which no rule makes.", 5, 12)]
    [InlineData("  Agent/Name: Agent/Name | first", "Agent needs '@role', which no rule makes.", 5, 3)]
    [InlineData("  copy: .", "TypeCode needs '@listID', which no rule makes.", 5, 9)]
    public void An_attribute_that_must_be_there_and_that_no_rule_makes_is_told_at_its_line(string map, string said, int line, int column)
    {
        var profile = new Profile(Xsd).With("p/mapping.yaml", Head + map + "\n");
        profile.Compile("p");
        var fault = Assert.Single(profile.Findings.All, f => f.Code.Id == "MAP-0032" && f.Sentence == said);
        Assert.Equal(("p/mapping.yaml", line, column), (fault.Place.Reference, fault.Place.Segment, fault.Place.Element));
    }

    [Theory]
    [InlineData("  TypeCode: TypeCode\n  TypeCode@listID: =x")]
    [InlineData("  TypeCode@listID: =x\n  TypeCode: TypeCode")]
    [InlineData("  TotalGrossMassMeasure: TotalGrossMassMeasure")]
    [InlineData("  TotalGrossMassMeasure: TotalGrossMassMeasure | in('KGM')")]
    [InlineData("  TotalGrossMassMeasure: =12\n  TotalGrossMassMeasure@unitCode: =KGM")]
    [InlineData("  Agent: { each: Agent, .@role: RoleCode, Name: Name }")]
    [InlineData("  Agent: { each: Agent, Name: Name, .@role: RoleCode }")]
    [InlineData("  Agent/Name: Agent/Name | first\n  Agent@role: =AG")]
    [InlineData("  copy: .\n  except: [ TypeCode, Agent ]")]
    public void One_that_a_rule_makes_is_not(string map)
    {
        var profile = new Profile(Xsd).With("p/mapping.yaml", Head + map + "\n");
        profile.Compile("p");
        Assert.DoesNotContain("MAP-0032", profile.Faults(), StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_of_classes_and_values_are_written()
    {
        var profile = new Profile(Xsd).With("p/mapping.yaml", Head + """
              .@version: =2
              TypeCode: TypeCode
              TypeCode@listID: =x
              TotalGrossMassMeasure: TotalGrossMassMeasure
              Agent:
                each: Agent
                .@role: RoleCode
                Name: Name

            """);
        var mapping = profile.Compiled("p");
        var source = new Tree();
        Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(Document), WcoModel.Root("GoodsDeclaration"), source, new Findings()));

        Assert.Equal(
            "<Doc xmlns=\"urn:t\" version=\"2\"><TypeCode listID=\"x\">IM</TypeCode><TotalGrossMassMeasure unitCode=\"KGM\">12.5</TotalGrossMassMeasure>"
            + "<Agent role=\"AG\"><Name>A</Name></Agent><Agent role=\"CB\"><Name>B</Name></Agent></Doc>",
            Encoding.UTF8.GetString(profile.ToXml(mapping, source, "Doc")));
    }

    [Fact]
    public void An_unknown_attribute_is_told_with_the_nearest_names()
    {
        var profile = new Profile(Xsd).With("p/mapping.yaml", Head + "  Agent: { each: Agent, .@rol: RoleCode, Name: Name }\n");
        Assert.Null(profile.Compile("p"));
        var fault = Assert.Single(profile.Findings.All, f => f.Code.Id == "MAP-0008");
        Assert.Equal(("@rol", "role, note"), (fault.Arguments[0], fault.Arguments[2]));
    }
}
