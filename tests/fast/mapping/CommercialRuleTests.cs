using System.Text;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>The rules for documents of trade, goods declarations and equipment: each is broken once and kept once.</summary>
public sealed class CommercialRuleTests
{
    private static readonly Dictionary<string, RulePack> Packs = new(StringComparer.Ordinal)
    {
        ["CommercialDocument"] = Load("commercial-document.yaml", "CommercialDocument"),
        ["GoodsDeclaration"] = Load("goods-declaration.yaml", "GoodsDeclaration"),
        ["EquipmentReport"] = Load("equipment-report.yaml", "EquipmentReport"),
    };

    private static RulePack Load(string file, string root)
    {
        var findings = new Findings();
        var text = File.ReadAllBytes(Path.Combine(Repository.Root, "rules", file));
        var pack = RulePack.Compile(file, text, YamlText.Read, WcoModel.Root(root), _ => null, findings);
        Assert.True(pack is not null, string.Join('\n', findings.All.Select(f => f.Place + f.Sentence)));
        return pack;
    }

    private static List<Finding> Run(string root, string document)
    {
        var tree = new Tree();
        var text = $$"""{"{{char.ToLowerInvariant(root[0])}}{{root[1..]}}":{{document}}}""";
        JsonForm.Read(Encoding.UTF8.GetBytes(text), WcoModel.Root(root), tree, new Findings());
        var findings = new Findings();
        Packs[root].Run(tree, default, (d, n) => (WcoModel.Pointer(d, n), WcoModel.JsonPointer(d, n)), findings);
        return [.. findings.All];
    }

    private static string RootOf(string code) => code[5] switch
    {
        '2' => "GoodsDeclaration",
        '3' => "EquipmentReport",
        _ => "CommercialDocument",
    };

    private static string Sum(string name, string value) => $"\"{name}\":{{\"value\":{value},\"currency\":\"EUR\"}}";

    private static string Mass(string name, string value) => $"\"{name}\":{{\"value\":{value},\"unit\":\"KGM\"}}";

    private static string Line(string inside) => $$"""{"typeCode":"380","line":[{{{inside}}}]}""";

    private static string Priced(string amount, string rest = "", string quantity = "54")
        => Line("\"invoicedQuantity\":{\"value\":" + quantity + ",\"unit\":\"H87\"},"
            + "\"unitPriceBasisQuantity\":{\"value\":100,\"unit\":\"H87\"},"
            + Sum("unitPriceAmount", "3630.1724") + "," + Sum("itemChargeAmount", amount) + rest);

    private static string Totals(params string[] sums) => "{" + string.Join(',', sums) + "}";

    private static string Masses(string gross, string net)
        => "\"goodsMeasure\":{" + Mass("grossMassMeasure", gross) + "," + Mass("netNetWeightMeasure", net) + "}";

    private static string Lines(string price, string total)
        => Line(Sum("itemChargeAmount", price))[..^1] + "," + Sum("lineTotalAmount", total) + "}";

    private static string Cold(string lowest, string highest)
        => Box("{\"temperature\":[{\"minimumTemperatureMeasure\":{\"value\":" + lowest + ",\"unit\":\"CEL\"},"
            + "\"maximumTemperatureMeasure\":{\"value\":" + highest + ",\"unit\":\"CEL\"}}]}");

    private static string Goods(string inside) => "{\"goodsShipment\":{\"governmentAgencyGoodsItem\":[" + inside + "]}}";

    private static string Box(string inside) => "{\"transportEquipment\":[" + inside + "]}";

    public static TheoryData<string, string, string> Cases => new()
    {
        { "RUL-0101", Priced("1690.29"), Priced("1960.29") },
        { "RUL-0102", Lines("9.9", "10"), Lines("9.9", "9.90") },
        { "RUL-0103", Totals(Sum("taxBasisTotalAmount", "100"), Sum("taxTotalAmount", "20"), Sum("invoiceAmount", "121")),
            Totals(Sum("taxBasisTotalAmount", "100"), Sum("taxTotalAmount", "20"), Sum("invoiceAmount", "120")) },
        { "RUL-0104", Totals(Sum("lineTotalAmount", "100"), Sum("allowanceTotalAmount", "5"), Sum("taxBasisTotalAmount", "100")),
            Totals(Sum("lineTotalAmount", "100"), Sum("allowanceTotalAmount", "5"), Sum("taxBasisTotalAmount", "95")) },
        { "RUL-0105", Totals(Sum("taxTotalAmount", "20"), "\"dutyTaxFee\":[{" + Sum("taxAssessedAmount", "19") + "}]"),
            Totals(Sum("taxTotalAmount", "20"), "\"dutyTaxFee\":[{" + Sum("taxAssessedAmount", "20") + "}]") },
        { "RUL-0109", """{"totalPackageQuantity":3,"packaging":[{"quantityQuantity":2}]}""",
            """{"totalPackageQuantity":3,"packaging":[{"quantityQuantity":1,"parentHierarchyID":"1"},{"hierarchyID":"1"}]}""" },
        { "RUL-0111", Line(Masses("9", "10")), Line(Masses("10", "9")) },
        { "RUL-0120", """{"typeCode":"380"}""", """{"typeCode":"351"}""" },
        { "RUL-0126", """{"tradeTerms":{"conditionCode":"CIV"}}""", """{"tradeTerms":{"conditionCode":"CIF"}}""" },
        { "RUL-0131", Line("\"commodity\":{\"classification\":[{\"id\":\"7\",\"identificationTypeCode\":\"SA\"}]}"),
            Line("\"commodity\":{\"classification\":[{\"id\":\"903180\",\"identificationTypeCode\":\"HS\"}]}") },
        { "RUL-0144", """{"despatchDateTime":"2026-04-14T10:00","deliveryDateTime":"2026-04-13"}""",
            """{"despatchDateTime":"2026-04-13T10:00","deliveryDateTime":"2026-04-13"}""" },
        { "RUL-0147", """{"packaging":[{"identifiedItem":[{"id":"3900123","typeCode":"BJ"}]}]}""",
            """{"packaging":[{"identifiedItem":[{"id":"390012340000000017","typeCode":"BJ"}]}]}""" },
        { "RUL-0150", """{"packaging":[{"hierarchyID":"2","parentHierarchyID":"7"},{"hierarchyID":"1"}]}""",
            """{"packaging":[{"hierarchyID":"2","parentHierarchyID":"1"},{"hierarchyID":"1"}]}""" },
        { "RUL-0202", Goods("""{"sequenceNumeric":1},{"sequenceNumeric":3}"""), Goods("""{"sequenceNumeric":1},{"sequenceNumeric":2}""") },
        { "RUL-0204", Goods("{\"commodity\":{" + Masses("9", "10") + "}}"), Goods("{\"commodity\":{" + Masses("10", "10") + "}}") },
        { "RUL-0209", """{"declarant":{"name":"X"}}""", """{"declarant":{"id":"GB1"}}""" },
        { "RUL-0302", Box("""{"id":"MSKU6011673"}"""), Box("""{"id":"CSQU3054383"}""") },
        { "RUL-0304", Box("""{"id":"A","stowPosition":{"id":"0010282"}},{"id":"B","stowPosition":{"id":"0010282"}}"""),
            Box("""{"id":"A","stowPosition":{"id":"0010282"}},{"id":"B","stowPosition":{"id":"0010284"}}""") },
        { "RUL-0307", Box("{" + Mass("tareMassMeasure", "2230") + "," + Mass("verifiedGrossMassMeasure", "1880") + "}"),
            Box("{" + Mass("tareMassMeasure", "2230") + "," + Mass("verifiedGrossMassMeasure", "4110") + "}") },
        { "RUL-0311", Cold("5", "-5"), Cold("-5", "5") },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_speaks_when_it_is_broken_and_only_then(string code, string broken, string kept)
    {
        var finding = Run(RootOf(code), broken).FirstOrDefault(f => f.Code.Id == code);
        Assert.NotNull(finding);
        Assert.DoesNotContain('{', finding.Sentence);
        Assert.NotEmpty(finding.JsonPointer!);
        Assert.DoesNotContain(Run(RootOf(code), kept), f => f.Code.Id == code);
    }

    [Fact]
    public void A_price_that_goes_back_is_judged_like_one_that_is_charged()
    {
        Assert.DoesNotContain(Run("CommercialDocument", Priced("-1960.29", quantity: "-54")), f => f.Code.Id == "RUL-0101");
        Assert.Contains(Run("CommercialDocument", Priced("1960.29", quantity: "-54")), f => f.Code.Id == "RUL-0101");
    }

    [Fact]
    public void The_price_of_a_line_with_a_discount_is_not_judged()
        => Assert.DoesNotContain(
            Run("CommercialDocument", Priced("1", ",\"allowanceCharge\":[{" + Sum("amount", "1959.29") + "}]")),
            f => f.Code.Id == "RUL-0101");

    [Fact]
    public void No_rule_for_these_documents_holds_one_back()
        => Assert.All(Packs.Values.SelectMany(p => p.Codes), code => Assert.NotEqual(Severity.Error, code.Default));
}
