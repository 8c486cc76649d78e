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

    private static string Taxed(string tax)
        => "{\"dutyTaxFee\":[{" + Sum("taxAssessedAmount", tax) + "," + Sum("adValoremTaxBaseAmount", "100") + ",\"taxRateNumeric\":20}]}";

    private static string Charged(string amount)
        => "{\"allowanceCharge\":[{" + Sum("amount", amount) + "," + Sum("basisAmount", "100") + ",\"rateNumeric\":5}]}";

    private static string Coded(string id)
        => "\"commodity\":{\"classification\":[{\"id\":\"" + id + "\",\"identificationTypeCode\":\"HS\"}]}";

    private static string Declared(string total) => "{" + Sum("invoiceAmount", total) + ","
        + Goods("{\"commodity\":{\"invoiceLine\":{" + Sum("itemChargeAmount", "10") + "}}}")[1..];

    private static string Carried(string container)
        => "{\"goodsShipment\":{\"consignment\":{\"transportEquipment\":[{\"id\":\"" + container + "\"}]}}}";

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
        { "RUL-0106", Taxed("21"), Taxed("20") },
        { "RUL-0107", Charged("6"), Charged("5") },
        { "RUL-0108", """{"lineQuantity":2,"line":[{"id":"1"}]}""", """{"lineQuantity":1,"line":[{"id":"1"},{"id":"1.1","parentID":"1"}]}""" },
        { "RUL-0110", "{" + Mass("totalGrossMassMeasure", "9") + "," + Line(Masses("10", "9"))[1..],
            "{" + Mass("totalGrossMassMeasure", "10") + "," + Line(Masses("10", "9"))[1..] },
        { "RUL-0112", "{" + Mass("totalGrossMassMeasure", "9") + "," + Mass("totalNetMassMeasure", "10") + "}",
            "{" + Mass("totalGrossMassMeasure", "10") + "," + Mass("totalNetMassMeasure", "10") + "}" },
        { "RUL-0121", """{"typeCode":"380"}""", """{"typeCode":"380","consignee":{"name":"X"}}""" },
        { "RUL-0122", """{"typeCode":"380"}""", """{"issueDateTime":"2026-11-23"}""" },
        { "RUL-0123", """{"typeCode":"380"}""", "{\"typeCode\":\"380\"," + Sum("payableAmount", "1") + "}" },
        { "RUL-0124", """{"invoiceAmount":{"value":1}}""", "{" + Sum("invoiceAmount", "1") + "}" },
        { "RUL-0125", """{"typeCode":"380"}""", """{"typeCode":"380","tradeTerms":{"description":"free"}}""" },
        { "RUL-0127", """{"tradeTerms":{"conditionCode":"CIF"}}""", """{"tradeTerms":{"conditionCode":"CIF","locationName":"Rotterdam"}}""" },
        { "RUL-0128", Line("\"id\":\"1\""), Line("\"commodity\":{\"description\":\"Cups\"}") },
        { "RUL-0129", Line("\"id\":\"1\""), Line("\"invoicedQuantity\":{\"value\":1,\"unit\":\"H87\"}") },
        { "RUL-0130", Line("\"id\":\"1\""), Line("\"commodity\":{\"origin\":[{\"countryCode\":\"NO\"}]}") },
        { "RUL-0140", Line(Coded("770100")), Line(Coded("8471.30")) },
        { "RUL-0141", Line("\"commodity\":{\"description\":\"General cargo\"}"), Line("\"commodity\":{\"description\":\"Cups\"}") },
        { "RUL-0142", Line(Sum("itemChargeAmount", "0")), Line(Sum("itemChargeAmount", "0") + ",\"freeOfChargeIndicator\":true") },
        { "RUL-0143", """{"currencyExchange":[{"rateNumeric":0}]}""", """{"currencyExchange":[{"rateNumeric":1.1}]}""" },
        { "RUL-0145", """{"line":[{"id":"1"},{"id":"1"}]}""", """{"line":[{"id":"1"},{"id":"2"}]}""" },
        { "RUL-0146", """{"seller":{"id":"A"},"buyer":{"id":"A"}}""", """{"seller":{"id":"A"},"buyer":{"id":"B"}}""" },
        { "RUL-0148", Box("""{"id":"MSKU6011673"}"""), Box("""{"id":"CSQU3054383"}""") },
        { "RUL-0149", Line("\"commodity\":{\"dangerousGoods\":[{\"undgid\":\"UN1\"}]}"),
            Line("\"commodity\":{\"dangerousGoods\":[{\"undgid\":\"1263\"}]}") },
        { "RUL-0201", "{\"goodsItemQuantity\":2," + Goods("{}")[1..], "{\"goodsItemQuantity\":1," + Goods("{\"sequenceNumeric\":1}")[1..] },
        { "RUL-0203", "{" + Mass("totalGrossMassMeasure", "9") + "," + Goods("{\"commodity\":{" + Masses("10", "9") + "}}")[1..],
            "{" + Mass("totalGrossMassMeasure", "11") + "," + Goods("{\"commodity\":{" + Masses("10", "9") + "}}")[1..] },
        { "RUL-0205", Goods("{\"commodity\":{" + Masses("10", "0") + "}}"), Goods("{\"commodity\":{" + Masses("10", "9") + "}}") },
        { "RUL-0206", "{\"totalPackageQuantity\":3," + Goods("""{"packaging":[{"quantityQuantity":2}]}""")[1..],
            "{\"totalPackageQuantity\":2," + Goods("""{"packaging":[{"quantityQuantity":2}]}""")[1..] },
        { "RUL-0207", Goods("{" + Coded("77010") + "}"), Goods("{" + Coded("8471.30") + "}") },
        { "RUL-0208", Goods("""{"commodity":{"description":"said to contain toys"}}"""), Goods("""{"commodity":{"description":"Toys"}}""") },
        { "RUL-0210", Goods("""{"commodity":{"dangerousGoods":[{"undgid":"1"}]}}"""), Goods("""{"commodity":{"dangerousGoods":[{"undgid":"1263"}]}}""") },
        { "RUL-0211", Declared("12"), Declared("10.5") },
        { "RUL-0212", Carried("MSKU6011673"), Carried("CSQU3054383") },
        { "RUL-0213", """{"goodsShipment":{"tradeTerms":{"conditionCode":"CIV"}}}""", """{"goodsShipment":{"tradeTerms":{"conditionCode":"CIF"}}}""" },
        { "RUL-0301", Box("""{"id":"MSTI6415664"}"""), Box("""{"id":"CSQU3054383"}""") },
        { "RUL-0303", Box("""{"id":"A"},{"id":"A"}"""), Box("""{"id":"A"},{"id":"B"}""") },
        { "RUL-0305", Box("""{"stowPosition":{"id":"HOLD 2"}}"""), Box("""{"stowPosition":{"id":"0010282"}}""") },
        { "RUL-0306", Box("""{"characteristicCode":"4"}"""), Box("""{"characteristicCode":"45R1"}""") },
        { "RUL-0308", Box("{" + Mass("verifiedGrossMassMeasure", "999999") + "}"), Box("{" + Mass("verifiedGrossMassMeasure", "24000") + "}") },
        { "RUL-0309", Box("""{"fullnessCode":"5","movementCode":"109"}"""), Box("""{"fullnessCode":"5","movementCode":"109","seal":[{"id":"1"}]}""") },
        { "RUL-0310", Box("""{"dangerousGoods":[{"undgid":"X"}]}"""), Box("""{"dangerousGoods":[{"undgid":"1263"}]}""") },
        { "RUL-0312", """{"borderTransportMeans":{"modeCode":"1","id":"9074720"}}""", """{"borderTransportMeans":{"modeCode":"1","id":"9074729"}}""" },
        { "RUL-0313", "{\"transportEquipmentQuantity\":2," + Box("""{"id":"A"}""")[1..], "{\"transportEquipmentQuantity\":1," + Box("""{"id":"A"},{"id":"A"}""")[1..] },
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
    public void Every_rule_has_a_case()
        => Assert.Empty(Packs.Values.SelectMany(p => p.Codes.Select(code => code.Id)).Except(Cases.Select(c => (string)((object[])c)[0])));

    [Theory]
    [InlineData("RUL-0201", """{"functionCode":"13","goodsItemQuantity":3,"goodsShipment":{"governmentAgencyGoodsItem":[{"sequenceNumeric":3}]}}""")]
    [InlineData("RUL-0202", """{"functionCode":"13","goodsItemQuantity":3,"goodsShipment":{"governmentAgencyGoodsItem":[{"sequenceNumeric":3}]}}""")]
    public void An_amendment_that_names_the_changed_items_alone_is_fine(string code, string amendment)
        => Assert.DoesNotContain(Run("GoodsDeclaration", amendment), f => f.Code.Id == code);

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
