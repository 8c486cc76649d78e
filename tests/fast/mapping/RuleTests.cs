using System.Text;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Mappings;

public sealed class RuleTests
{
    private static readonly RulePack Pack = Load(File.ReadAllText(Path.Combine(Repository.Root, "rules",
        "cargo-report.yaml")));

    private static RulePack Load(string text)
    {
        var findings = new Findings();
        var pack = RulePack.Compile("cargo-report.yaml", Encoding.UTF8.GetBytes(text), YamlText.Read,
            WcoModel.Root("CargoReport"), _ => null, findings);
        Assert.True(pack is not null, string.Join('\n', findings.All.Select(f => f.Place + f.Sentence)));
        return pack;
    }

    private static List<Finding> Run(string report)
    {
        var tree = new Tree();
        JsonForm.Read(Encoding.UTF8.GetBytes($$"""{"cargoReport":{{report}}}"""), WcoModel.Root("CargoReport"), tree,
            new Findings());
        var findings = new Findings();
        Pack.Run(tree, default, (d, n) => (WcoModel.Pointer(d, n), WcoModel.JsonPointer(d, n)), findings);
        return [.. findings.All];
    }

    [Fact]
    public void Places_are_looked_for_only_while_findings_are_kept()
    {
        const int many = 2000;
        var equipment = string.Join(',', Enumerable.Repeat("""{"id":"MSK6011672"}""", many));
        var tree = new Tree();
        JsonForm.Read(Encoding.UTF8.GetBytes($$$"""{"cargoReport":{"transportEquipment":[{{{equipment}}}]}}"""),
            WcoModel.Root("CargoReport"), tree, new Findings());
        var (findings, looked) = (new Findings(), 0);

        Pack.Run(tree, default, (_, _) => ($"{looked++}", ""), findings);

        Assert.True(findings.Count >= many);
        Assert.Equal(findings.All.Count, looked);
    }

    private static string Item(string inside) => $$"""{"consignment":[{"consignmentItem":[{{{inside}}}]}]}""";

    private static string Mass(string gross, string net)
        => "\"goodsMeasure\":{" + Of("grossMassMeasure", gross) + "," + Of("netNetWeightMeasure", net) + "}";

    private static string Of(string name, string value) => "\"" + name + "\":{\"value\":" + value + ",\"unit\":\"KGM\"}";

    private static string Masses(int total, string item)
        => "{" + Of("totalGrossMassMeasure", $"{total}") + "," + Item(Mass(item, "1"))[1..];

    private static string WithTare(int total, string item, string tare)
        => Masses(total, item).Replace("\"consignmentItem\"",
            "\"transportEquipment\":[{" + Of("tareMassMeasure", tare) + "}],\"consignmentItem\"", StringComparison.Ordinal);

    public static TheoryData<string, string, string> Cases => new()
    {
        { "RUL-0001", """{"transportEquipment":[{"id":"MSK6011672"}]}""",
            """{"transportEquipment":[{"id":"MSKU 601167-2"}]}""" },
        { "RUL-0002", """{"transportEquipment":[{"id":"MSKU6011673"}]}""",
            """{"transportEquipment":[{"id":"CSQU3054383"}]}""" },
        { "RUL-0003", """{"borderTransportMeans":{"modeCode":"1","id":"9074720"}}""",
            """{"borderTransportMeans":{"modeCode":"1","id":"9074729"}}""" },
        { "RUL-0004", """{"totalPackageQuantity":3,"consignment":[{"consignmentItem":[{"packaging":[{"quantityQuantity":2}]}]}]}""",
            """{"totalPackageQuantity":2,"consignment":[{"consignmentItem":[{"packaging":[{"quantityQuantity":2}]}]}]}""" },
        { "RUL-0006", """{"transportEquipmentQuantity":2,"transportEquipment":[{"id":"CSQU3054383"}]}""",
            """{"transportEquipmentQuantity":1,"transportEquipment":[{"id":"CSQU3054383"}]}""" },
        { "RUL-0007", Masses(9, "10"), Masses(9, "9.0") },
        { "RUL-0008", Item(Mass("9", "10")), Item(Mass("10", "9")) },
        { "RUL-0009", Item(""" "goodsMeasure":{"grossMassMeasure":{"value":0,"unit":"KGM"}} """),
            Item(""" "goodsMeasure":{"grossMassMeasure":{"value":0.1,"unit":"KGM"}} """) },
        { "RUL-0010", """{"borderTransportMeans":{"departureDateTime":"2026-11-03","arrivalDateTime":"2026-11-02T10:00"}}""",
            """{"borderTransportMeans":{"departureDateTime":"2026-11-01","arrivalDateTime":"2026-11-02T10:00"}}""" },
        { "RUL-0011", """{"consignment":[{"transportContractDocument":{"id":"A"}},{"transportContractDocument":{"id":"A"}}]}""",
            """{"consignment":[{"transportContractDocument":{"id":"A"}},{"transportContractDocument":{"id":"B"}}]}""" },
        { "RUL-0012", Item(""" "commodity":{"classification":[{"id":"770100","identificationTypeCode":"HS"}]} """),
            Item(""" "commodity":{"classification":[{"id":"8471.30","identificationTypeCode":"HS"}]} """) },
        { "RUL-0013", Item(""" "commodity":{"cargoDescription":"1 container said to contain toys"} """),
            Item(""" "commodity":{"cargoDescription":"Wooden toys"} """) },
        { "RUL-0014", """{"consignment":[{"consignee":{"name":"To the order of Bank"}}]}""",
            """{"consignment":[{"consignee":{"name":"To order"},"notifyParty":[{"name":"X"}]}]}""" },
        { "RUL-0015", """{"consignment":[{"transportEquipment":[{"id":"CSQU3054383","fullnessCode":"5"}]}]}""",
            """{"consignment":[{"transportEquipment":[{"id":"CSQU3054383","fullnessCode":"5","seal":[{"id":"1"}]}]}]}""" },
        { "RUL-0016", WithTare(9999, "1880", "2230"), WithTare(4110, "1880", "2230") },
    };

    [Theory]
    [InlineData(1880)]
    [InlineData(4110)]
    public void A_total_with_or_without_the_containers_is_fine(int total)
        => Assert.DoesNotContain(Run(WithTare(total, "1880", "2230")), f => f.Code.Id is "RUL-0007" or "RUL-0016");

    [Fact]
    public void A_total_is_not_called_too_large_when_a_container_is_of_unknown_mass()
    {
        var report = WithTare(9999, "1880", "2230").Replace("\"transportEquipment\":[{", "\"transportEquipment\":[{},{", StringComparison.Ordinal);

        Assert.DoesNotContain(Run(report), f => f.Code.Id == "RUL-0016");
    }

    [Fact]
    public void A_total_of_goods_without_containers_is_judged_too()
        => Assert.Contains(Run(Masses(11, "10")), f => f.Code.Id == "RUL-0016");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_speaks_when_it_is_broken_and_only_then(string code, string broken, string kept)
    {
        var finding = Run(broken).FirstOrDefault(f => f.Code.Id == code);
        Assert.NotNull(finding);
        Assert.DoesNotContain('{', finding.Sentence);
        Assert.NotEmpty(finding.WcoPointer!);
        Assert.StartsWith("/cargoReport", finding.JsonPointer, StringComparison.Ordinal);
        Assert.DoesNotContain(Run(kept), f => f.Code.Id == code);
    }

    [Fact]
    public void Every_rule_has_a_case()
        => Assert.Equal(Pack.Codes.Select(c => c.Id), Cases.Select(c => (string)((object[])c)[0]));

    [Fact]
    public void A_finding_after_mapping_points_to_what_the_sender_sent()
    {
        const string body = "BGM+785+1+9'EQD+CN+MSKU6011673'";
        var box = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "TransportEquipment: { each: EQD, ID: .8260 }"), body).Box;
        var findings = new Findings();
        Pack.Run(box.Target, default, (_, _) => ("w", "j"), findings);
        var finding = Assert.Single(findings.All, f => f.Code.Id == "RUL-0002");
        Assert.Equal("MSKU6011673", Cuscar.Message(body).Substring((int)finding.Span.Start, finding.Span.Length));
    }

    [Theory]
    [InlineData("code: X-1, that: ID, say: x", "MAP-0004")]
    [InlineData("code: RUL-0001, that: IDD, say: x", "MAP-0007")]
    [InlineData("code: RUL-0001, say: x", "MAP-0003")]
    [InlineData("code: RUL-0001, that: ID, say: x, foo: y", "MAP-0004")]
    [InlineData("code: RUL-0001, that: ID, say: x, severity: bad", "MAP-0004")]
    public void A_fault_in_a_rule_file_is_reported(string rule, string code)
    {
        var findings = new Findings();
        var text = $"pack: 1\non: wco CargoReport\nrules:\n  - {{ {rule} }}\n";
        Assert.Null(RulePack.Compile("r.yaml", Encoding.UTF8.GetBytes(text), YamlText.Read,
            WcoModel.Root("CargoReport"), _ => null, findings));
        Assert.Contains(findings.All, f => f.Code.Id == code && f.Place.Segment == 4);
    }
}
