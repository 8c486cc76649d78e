using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Tests.Fast.Core;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>The checks of section 2.7 of the mapping language over the sources that are not EDIFACT, and into an XSD.</summary>
public sealed class LoadCheckSourceTests
{
    private const string Outline = """
        namespace o urn:orders
        values o
        classes o
        kind amount number currencyID
        kind text text
        kind date moment
        kind number number
        document Order o
          ID text
          Date date
          Total amount
          Line*
        class Line
          ID text
          Note* text
          Quantity number
        """;

    private const string Xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t" elementFormDefault="qualified">
          <xs:element name="Report"><xs:complexType><xs:sequence>
            <xs:element name="ID"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element>
            <xs:choice><xs:element name="Day" type="xs:date"/><xs:sequence><xs:element name="Year" type="xs:integer"/><xs:element name="Month" type="xs:integer"/></xs:sequence></xs:choice>
            <xs:choice maxOccurs="9"><xs:element name="Ship" type="xs:string"/><xs:element name="Plane" type="xs:string"/></xs:choice>
            <xs:element name="Weight" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal">
              <xs:attribute name="unit" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
            <xs:element name="Party" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="Name" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """;

    private const string Json = """
        { "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {
            "number": { "type": "string" }, "date": { "type": "string", "format": "date" }, "count": { "type": "integer" },
            "lines": { "type": "array", "items": { "type": "object", "properties": { "sku": { "type": "string" }, "pieces": { "type": "number" } } } } } }
        """;

    private const string Read = "read: { cells: { Number: [Invoice No] }, rows: { header: 1, columns: { Article: [Item], Pieces: [Qty] }, needs: [Article] } }\n";

    public static TheoryData<string, string, string, int, int> Planted => new()
    {
        { "xml orders Order", "ID: IDD", "MAP-0007", 5, 7 },
        { "xml orders Order", "ID: ID@schemeID", "MAP-0007", 5, 10 },
        { "xml orders Order", "ID: Line", "MAP-0010", 5, 7 },
        { "xml orders Order", "ID: Line/ID", "MAP-0052", 5, 7 },
        { "xml orders Order", "IssueDateTime: ID", "MAP-0053", 5, 18 },
        { "xml orders Order", "IssueDateTime: Total", "MAP-0018", 5, 18 },
        { "xml orders Order", "Line: { each: Line, SequenceNumeric: ^Lin/ID }", "MAP-0014", 5, 40 },
        { "json orders", "ID: nr", "MAP-0007", 5, 7 },
        { "json orders", "ID: lines/sku", "MAP-0052", 5, 7 },
        { "json orders", "ID: lines", "MAP-0010", 5, 7 },
        { "json orders", "Line: { each: lines, Commodity/Description: skuu }", "MAP-0007", 5, 47 },
        { "json orders", "IssueDateTime: count", "MAP-0018", 5, 18 },
        { "tabular orders", "ID: Nummer", "MAP-0007", 5, 7 },
        { "tabular orders", "Line: { each: Row, Commodity/Description: Artikel }", "MAP-0007", 5, 45 },
        { "tabular orders", "ID: Row/Article", "MAP-0052", 5, 7 },
        { "wco GoodsDeclaration", "ID: FunctionCod", "MAP-0007", 5, 7 },
        { "wco GoodsDeclaration", "ID: GoodsShipment/Exporter/Nam", "MAP-0007", 5, 30 },
        { "wco GoodsDeclaration", "ID: GoodsShipment/Exporter", "MAP-0010", 5, 7 },
        { "wco GoodsDeclaration", "ID: GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Description", "MAP-0052", 5, 7 },
        { "wco GoodsDeclaration", "InvoiceAmount: InvoiceAmount@unitCode", "MAP-0007", 5, 32 },
        { "wco GoodsDeclaration", "IssueDateTime: InvoiceAmount", "MAP-0018", 5, 18 },
        { "wco GoodsDeclaration", "Seller: { copy: GoodsShipment/Sellr }", "MAP-0007", 5, 33 },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_fault_is_found_at_its_line_and_column(string from, string line, string code, int row, int column)
    {
        var text = $"mapping: 1\nfrom: {from}\nto: wco CommercialDocument\nmap:\n  {line}\n" + (from.StartsWith("tabular", StringComparison.Ordinal) ? Read : "");
        var files = TestFiles.OfRepository.Where(f => f.Key.StartsWith("codelists/", StringComparison.Ordinal)).ToDictionary();
        files["mappings/m/mapping.yaml"] = Encoding.UTF8.GetBytes(text);
        files["xml/orders.txt"] = Encoding.UTF8.GetBytes(Outline);
        files["json/orders.schema.json"] = Encoding.UTF8.GetBytes(Json);
        var findings = new Findings();
        var formats = new List<IFormat>();
        formats.AddXml().AddJson().AddTabular();
        Revision.Load(files, formats, YamlText.Read, findings)!.Check(findings);
        var found = findings.All.Select(f => (f.Code.Id, f.Place.Reference, f.Place.Segment, f.Place.Element));
        Assert.True(found.Contains((code, "m/mapping.yaml", row, column)),
            string.Join('\n', findings.All.Select(f => $"{f.Code.Id} {f.Place.Segment}:{f.Place.Element} {f.Sentence}")));
    }

    [Fact]
    public void All_faults_of_a_mapping_come_at_once_each_with_the_nearest_name()
    {
        var text = """
            mapping: 1
            from: edifact CUSCAR D.95B
            to: wco CargoReport
            tables: { bill: bills.csv }
            map:
              let: { bills: 'CNI/RFF[GID]' }
              ID: BMG.1004
              TypeCode: BGM.1010
              FunctionCod: BGM.1225
              IssueDateTime: DTM+137 | dat
              Submitter: { at: NAD+MS, use: shared/edifact-prty }
              Carrier: { each: NAD+CA, ID: .3039 }
              FunctionalReferenceID: $bils.1154
              AdditionalInformation: { each: FTX, StatementTypeCode: .4451 | translate(bil) }
              Agent: { each: 'NAD[listed(.3035, 30355)]', ID: .3039 }
              Consignment: { each: $bills, UCR/ID: ^CNII.1004, ConsignmentItem: { each: GIDD, SequenceNumeric: .1496 } }
              TotalGrossMassMeasure: CNT+7 | measure | in('KGN')
              choose: [ { ResponseTypeCode: BGM.4343 }, { when: BGM.1001 = 705, ResponseTypeCode: BGM.1001 } ]
              carry: edifact

            """;
        var files = TestFiles.OfRepository.Where(f => f.Key.StartsWith("codelists/", StringComparison.Ordinal)
            || f.Key.StartsWith("mappings/shared/", StringComparison.Ordinal)).ToDictionary();
        files["mappings/m/mapping.yaml"] = Encoding.UTF8.GetBytes(text);
        files["mappings/m/bill.csv"] = "code,value\n"u8.ToArray();
        var findings = new Findings();
        Assert.Null(Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings));

        (string Code, int Line, string Nearest)[] expected =
        [
            ("MAP-0025", 4, "m/bill.csv"), ("MAP-0007", 7, "BGM"), ("MAP-0007", 8, "1001"), ("MAP-0008", 9, "FunctionCode"),
            ("MAP-0012", 10, "date"), ("MAP-0015", 11, "shared/edifact-party"), ("MAP-0033", 12, "Carrier"), ("MAP-0014", 13, "bills"),
            ("MAP-0014", 14, "bill"), ("MAP-0014", 15, "3035"), ("MAP-0014", 16, "CNI"), ("MAP-0007", 16, "GID"), ("MAP-0013", 17, "KGM"),
            ("MAP-0023", 18, ""),
        ];
        var found = string.Join('\n', findings.All.Select(f => $"{f.Code.Id} {f.Place.Segment}:{f.Place.Element} {f.Sentence}"));
        Assert.All(expected, fault => Assert.True(findings.All.Any(f => f.Code.Id == fault.Code && f.Place.Segment == fault.Line
            && f.Place.Reference == "m/mapping.yaml" && f.Sentence.Contains(fault.Nearest, StringComparison.Ordinal)), $"{fault}\n{found}"));
    }

    [Theory]
    [InlineData("Day: DTM+137 | date\n  Year: =2026\n  Month: =11", "MAP-0041", 6, 3)]
    [InlineData("Idd: BGM.1004", "MAP-0008", 5, 3)]
    [InlineData("ID: =ABCDEF", "MAP-0044", 5, 8)]
    [InlineData("Year: =2026.5", "MAP-0044", 5, 10)]
    [InlineData("Party: { at: NAD }", "MAP-0032", 5, 12)]
    [InlineData("Day: DTM+137 | date", "MAP-0032", 4, 1)]
    [InlineData("Weight: CNT+7.6066\n  Weight@unt: =KGM", "MAP-0008", 6, 3)]
    public void A_fault_of_an_XSD_target_is_found_at_its_line_and_column(string lines, string code, int row, int column)
    {
        var box = Into(lines);
        var found = box.Findings.All.Select(f => (f.Code.Id, f.Place.Segment, f.Place.Element));
        Assert.True(found.Contains((code, row, column)), box.Faults());
    }

    [Theory]
    [InlineData("Year: =2026\n  Month: =11")]
    [InlineData("Weight: CNT+7.6066\n  Weight@unit: =KGM\n  Year: =2026\n  Month: =11")]
    [InlineData("Ship: { each: TDT+20, value: .8212 }\n  Plane: { each: TDT+30, value: .8212 }")]
    [InlineData("choose:\n    - { when: DTM+137, Day: DTM+137 | date }\n    - { Year: =2026, Month: =11 }")]
    public void Arms_that_may_stand_together_are_no_fault(string lines)
        => Assert.DoesNotContain(Into(lines).Findings.All, f => f.Code.Id == "MAP-0041");

    private static Sandbox Into(string lines)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["t.xsd"] = Encoding.UTF8.GetBytes(Xsd) };
        var box = new Sandbox().With("m.yaml", $"mapping: 1\nfrom: edifact CUSCAR D.95B\nto: xml t Report\nmap:\n  {lines}\n");
        var xsd = XsdImport.Load("t", ["t.xsd"], files, box.Findings)!.SchemaOf("Report", "urn:t")!;
        var from = Sandbox.Form("CUSCAR", "D.95B");
        Mapping.Compile(box.Load("m")!, [from], from, xsd, _ => null, _ => null, box.Findings);
        return box;
    }
}
