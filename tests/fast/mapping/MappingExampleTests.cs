using System.Text;
using System.Xml.Linq;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Tests.Fast.Core;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>The mappings on which the language was tried load as they are; what they need beside them is there.</summary>
public sealed class MappingExampleTests
{
    private static readonly string Examples = Path.Combine(Repository.Shared, "mapping-examples");

    // The model calls these by other names than the bay plan on which the language was tried.
    private static readonly string[] OtherNames =
        ["TerminalID", "SetTemperatureMeasure", "OverDimension", "PackingGroupCode", "EmergencyScheduleID", "TechnicalName", "Operator"];

    public static TheoryData<string> Names
        => [.. Directory.GetFiles(Examples, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_loads_without_an_error(string name)
    {
        Load(name, out var findings);
        var faults = findings.All.Where(f => f.Code.Default == Severity.Error
            && !(f.Code.Id == "MAP-0008" && OtherNames.Contains(f.Arguments[0])));
        Assert.Equal("", string.Join('\n', faults.Select(f
            => $"{f.Code.Id} {f.Place.Reference}:{f.Place.Segment}:{f.Place.Element} {f.Sentence}")));
    }

    [Fact]
    public void The_profile_counts_the_items_and_writes_the_invoice_as_a_document_of_the_first()
    {
        var declaration = Written("""
            { "goodsDeclaration": { "functionCode": "9", "goodsShipment": {
                "exporter": { "id": "GB1", "name": "Known Ltd", "address": { "cityName": "Hull" } },
                "importer": { "name": "Werft AG", "address": { "cityName": "Kiel" } },
                "invoice": [ { "id": "I-77", "invoiceAmount": { "value": 12.5, "currency": "EUR" } } ],
                "governmentAgencyGoodsItem": [
                  { "sequenceNumeric": 1, "additionalDocument": [ { "categoryCode": "C", "typeCode": "506", "id": "D1" } ],
                    "commodity": { "goodsMeasure": { "grossMassMeasure": { "value": 2, "unit": "TNE" } } } },
                  { "sequenceNumeric": 2, "additionalDocument": [ { "categoryCode": "Y", "typeCode": "900", "id": "D2" } ] } ] } } }
            """);
        string[] All(string path) => [.. path.Split('/').Aggregate(
            (IEnumerable<XElement>)[declaration], (at, step) => at.SelectMany(e => e.Elements().Where(c => c.Name.LocalName == step)))
            .Select(e => e.Value)];

        Assert.Equal(["2"], All("GoodsItemQuantity"));
        Assert.Equal(["12.5"], All("InvoiceAmount"));
        Assert.Equal(["D1", "I-77", "D2"], All("GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/ID"));
        Assert.Equal(["C", "N", "Y"], All("GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/CategoryCode"));
        Assert.Equal(["506", "380", "900"], All("GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/TypeCode"));
        Assert.Equal(["2000"], All("GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure/GrossMassMeasure"));
        // With an EORI, CDS refuses name and address.
        Assert.Equal(["GB1"], All("Exporter/ID"));
        Assert.Equal([], All("Exporter/Name").Concat(All("Exporter/Address")));
        Assert.Equal(["Werft AG"], All("GoodsShipment/Importer/Name"));
        Assert.Equal(["Kiel"], All("GoodsShipment/Importer/Address/CityName"));
    }

    private static XElement Written(string json)
    {
        var revision = Load("hmrc-out", out var findings, "profiles/example")!;
        var tree = new Tree();
        Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(json), WcoModel.Root("GoodsDeclaration"), tree, findings));
        var made = new ProfileForm(revision, "example").Write(tree, new Moment(DateTimeOffset.UnixEpoch), null, findings);
        Assert.Equal([], findings.All.Where(f => f.Code.Default == Severity.Error).Select(f => f.Sentence));
        return XElement.Parse(Encoding.UTF8.GetString(made!.Bytes.Span)).Elements().Single(e => e.Name.LocalName == "Declaration");
    }

    private static Revision? Load(string example, out Findings findings, string? name = null)
    {
        var files = TestFiles.OfRepository.Where(f => !f.Key.StartsWith("mappings/", StringComparison.Ordinal)).ToDictionary();
        files[$"mappings/{name ?? example}/mapping.yaml"] = File.ReadAllBytes(Path.Combine(Examples, example + ".yaml"));
        files["mappings/edifact/cuscar/mapping.yaml"] = File.ReadAllBytes(Path.Combine(Examples, "cuscar.yaml"));
        files["mappings/shared/edifact-party.yaml"] = File.ReadAllBytes(Path.Combine(Examples, "shared", "edifact-party.yaml"));
        findings = new Findings(500);
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings);
        revision?.Check(findings);
        return revision;
    }
}
