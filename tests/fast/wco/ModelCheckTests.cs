using System.Text;
using Gateway.Documents;
using Gateway.Tests.Fast.Forms;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Wco;

public sealed class ModelCheckTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private static CodeList? Lists(string name) => name switch
    {
        "countries" => new CodeList(
            "countries", "1", [new Code("DE", "Germany"), new Code("AN", "x") { Until = new DateOnly(2010, 1, 1) }]),
        "rec20" => new CodeList("rec20", "1", [new Code("KGM", "kilogram")]),
        _ => null,
    };

    private static DocumentBuilder Report() => new DocumentBuilder(WcoModel.Root("CargoReport"))
        .Value("WCODataModelVersionCode", "3.11").Value("WCOTypeName", "CRI")
        .Open("CargoReport").Value("FunctionCode", "9").Value("TypeCode", "785").Value("ID", "1");

    private static Findings Check(Tree tree)
    {
        var findings = new Findings();
        WcoModel.Check(tree, Lists, Day, findings);
        return findings;
    }

    private static string Only(DocumentBuilder builder)
    {
        var finding = Assert.Single(Check(builder.Done()).All);
        return $"{finding.Code.Id} {finding.WcoPointer} {finding.JsonPointer}";
    }

    [Fact]
    public void A_document_that_fits_has_no_finding()
        => Assert.Equal(0, Check(Report().Value("TotalGrossMassMeasure", "1.5", "unitCode", "KGM").Done()).Count);

    [Fact]
    public void A_missing_element_is_named_with_its_address()
    {
        Assert.Equal(
            "WCO-0001 42A/28A[2]/006 /cargoReport/consignment/1/sequenceNumeric",
            Only(Report().Open("Consignment").Value("SequenceNumeric", "1").Close()
                .Open("Consignment").Value("ContainerCode", "1").Close()));
        Assert.Equal(
            "WCO-0001 42A/D014 /cargoReport/id",
            Only(new DocumentBuilder(WcoModel.Root("CargoReport")).Value("WCODataModelVersionCode", "3.11").Value("WCOTypeName", "CRI")
                .Open("CargoReport").Value("FunctionCode", "9").Value("TypeCode", "785")));
    }

    [Theory]
    [InlineData("VersionID", "1234567890", "WCO-0004")]
    [InlineData("IssueDateTime", "2026-02-29", "WCO-0007")]
    [InlineData("IssueDateTime", "20260228", "WCO-0007")]
    [InlineData("IssueDateTime", "2026-02-28T24:00", "WCO-0007")]
    [InlineData("TotalPackageQuantity", "12.5", "WCO-0003")]
    [InlineData("TotalPackageQuantity", "007", "WCO-0003")]
    [InlineData("TotalPackageQuantity", "", "WCO-0003")]
    [InlineData("GoodsItemQuantity", "1234567890", "WCO-0006")]
    [InlineData("TotalGrossMassMeasure", "1.1234567", "WCO-0006")]
    [InlineData("TotalGrossMassMeasure", "1e3", "WCO-0003")]
    public void A_value_of_another_form_is_found(string name, string text, string code)
        => Assert.Equal(code, Only(Report().Value(name, text))[..8]);

    [Theory]
    [InlineData("IssueDateTime", "2024-02-29T23:59:59.5+05:30")]
    [InlineData("TotalPackageQuantity", "-0")]
    [InlineData("VersionID", "ÄÖÜÄÖÜÄÖÜ")]
    [InlineData("TotalGrossMassMeasure", "0.1000000000")]
    public void A_value_of_the_form_passes(string name, string text)
        => Assert.Equal(0, Check(Report().Value(name, text).Done()).Count);

    [Theory]
    [InlineData("XX", "WCO-0008")]
    [InlineData("AN", "WCO-0009")]
    [InlineData("DEU", "WCO-0008")]
    [InlineData("Ä", "WCO-0008")]
    public void A_code_is_looked_up_for_the_day_of_arrival(string country, string code)
        => Assert.Equal(
            code + " 42A/15A/T014 /cargoReport/borderTransportMeans/registrationNationalityCode",
            Only(Report().Open("BorderTransportMeans").Value("RegistrationNationalityCode", country)));

    [Fact]
    public void A_unit_is_checked_too()
        => Assert.Equal(
            "WCO-0008 42A/131/@unitCode /cargoReport/totalGrossMassMeasure/unit",
            Only(Report().Value("TotalGrossMassMeasure", "1.5", "unitCode", "KILO")));

    [Fact]
    public void Order_and_number_of_elements_are_checked()
    {
        Assert.Equal("WCO-0002 42A/D014[2] /cargoReport/id/1", Only(Report().Value("ID", "2")));
        Assert.Equal("WCO-0010", Only(Report().Value("VersionID", "1").Value("ID", "2"))[..8]);
    }

    [Fact]
    public void A_finding_points_to_the_bytes_of_the_nearest_origin()
    {
        var tree = new Tree();
        tree.Reset(WcoModel.Root("CargoReport"), null);
        tree.KeepProvenance();
        var root = tree.Open(Schema.Root);
        var report = tree.Open(tree.Schema!.Child(Schema.Root, "CargoReport"));
        tree.AddOrigin(new SourceSpan(0, 70, 3), OriginRole.Key);
        var text = Encoding.UTF8.GetBytes("x");
        tree.Add(tree.Schema.Child(tree.Nodes[report].Position, "IssueDateTime"), tree.Append(text), 1, NodeFlags.HasValue);
        tree.AddOrigin(new SourceSpan(0, 90, 8), OriginRole.Value);
        tree.Close(report);
        tree.Close(root);
        var findings = Check(tree).All;
        Assert.Equal(90, Assert.Single(findings, finding => finding.Code.Id == "WCO-0007").Span.Start);
        Assert.All(findings.Where(finding => finding.WcoPointer == "42A/D014"), finding => Assert.Equal(70, finding.Span.Start));
    }

    [Fact]
    public void A_good_document_is_checked_without_allocation()
    {
        var tree = Report().Value("TotalGrossMassMeasure", "1.5", "unitCode", "KGM")
            .Open("BorderTransportMeans").Value("RegistrationNationalityCode", "DE").Done();
        var findings = new Findings();
        var lists = new Dictionary<string, CodeList?>();
        CodeList? Of(string name) => lists.TryGetValue(name, out var list) ? list : lists[name] = Lists(name);
        Func<string, CodeList?> listOf = Of;
        WcoModel.Check(tree, listOf, Day, findings);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) WcoModel.Check(tree, listOf, Day, findings);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, findings.Count);
    }
}
