using System.Text.Json.Nodes;
using Xunit;

namespace Gateway.Tests.Fast.Mappings;

public sealed class CarryTests
{
    private const string Schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:element name="Bill"><xs:complexType><xs:sequence>
            <xs:element name="No" type="xs:string"/>
            <xs:element name="Mass" minOccurs="0" maxOccurs="9"><xs:complexType><xs:simpleContent>
              <xs:extension base="xs:decimal"><xs:attribute name="unit"/></xs:extension>
            </xs:simpleContent></xs:complexType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """;

    [Fact]
    public void A_value_with_attributes_is_carried_with_them()
        => Assert.Equal(["Mass=12", "Mass@unit=KGM", "Mass[2]=3"], Carried("<Mass unit='KGM'>12</Mass><Mass>3</Mass>"));

    [Fact]
    public void What_the_schema_does_not_know_is_carried_under_its_name()
        => Assert.Equal(
            ["@lang=en", "Colour=red", "Colour[2]=blue", "Box@kind=wood", "Box/Lid=yes", "Colour[3]=green"],
            Carried("<Colour>red</Colour><Colour>blue</Colour><Box kind='wood'><Lid>yes</Lid></Box><Colour>green</Colour>", " lang='en'"));

    [Fact]
    public void A_code_list_and_agency_without_a_code_are_no_data()
    {
        var map = Cuscar.Map("ID: BGM.1004", "TypeCode: BGM.1001", "FunctionCode: BGM.1225", "carry: edifact");
        var (report, _) = Cuscar.Run(map, "BGM+785+1+9'NAD+MS+:172:20'NAD+CA+XYZ:172:20'");
        var carried = report["extension"]!.AsArray().Select(e => $"{e!["path"]}={e["value"]}");
        Assert.Equal(["NAD.3035=MS", "NAD[2].3035=CA", "NAD[2].3039=XYZ", "NAD[2].1131=172", "NAD[2].3055=20"], carried);
    }

    private static string[] Carried(string inside, string attributes = "")
    {
        var profile = new Profile(Schema).With("m.yaml", """
            mapping: 1
            from: xml test Bill
            to: wco CargoReport
            map: { ID: No, FunctionCode: =9, TypeCode: =785, carry: test }
            """);
        var made = profile.ToWco(profile.Compiled("m"), profile.Read($"<Bill{attributes}><No>7</No>{inside}</Bill>", "Bill"));
        return [.. Profile.Json(made)["cargoReport"]!["extension"]!.AsArray().Select(e => $"{e!["path"]}={e["value"]}")];
    }
}
