using System.Diagnostics;
using System.Text;

namespace Gateway.Tests.Fast.Mappings;

public sealed class RunTests
{
    [Fact]
    public void A_further_value_is_a_finding_at_its_bytes()
    {
        const string body = "BGM+785+1+9'RFF+ABO:A'RFF+ABO:B'";
        var (report, box) = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "FunctionalReferenceID: RFF+ABO.1154"), body);
        Assert.Equal("A", (string?)report["functionalReferenceID"]);
        var finding = Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0101");
        Assert.Equal("B", Cuscar.Message(body).Substring((int)finding.Span.Start, finding.Span.Length));
        Assert.DoesNotContain(Cuscar.Run(Cuscar.Map("FunctionalReferenceID: 'RFF+ABO.1154[1]'"),
            body).Box.Findings.All, f => f.Code.Id == "MAP-0101");
    }

    [Fact]
    public void A_missing_required_value_is_an_error_with_its_WCO_place()
    {
        var (_, box) = Cuscar.Run(Cuscar.Map("ID: BGM.1004", "TypeCode: BGM.1001 !"), "BGM++1'");
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0104" && f.WcoPointer == "42A/D013");
    }

    [Fact]
    public void Isolate_refuses_one_instance_and_names_it()
    {
        var (report, box) = Cuscar.Run(
            Cuscar.Map("Consignment: { each: CNI, isolate: .1490, UCR/ID: .1004 ! }"),
                "BGM+785+1'CNI+1+A'CNI+2'CNI+3+C'");
        Assert.Equal("""[{"ucr":{"id":"A"}},{"ucr":{"id":"C"}}]""", report["consignment"]!.ToJsonString());
        Assert.Equal("2", Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0105").Arguments[1]);
        Assert.Equal(0, box.Findings.Errors);
    }

    [Fact]
    public void What_no_rule_reads_is_carried_to_the_nearest_class()
    {
        const string body = "BGM+785:1:2+1+9'CNI+1+A'RFF+BM:B'GID+1+5:CT:1:2'CNI+2+C'";
        var (report, _) = Cuscar.Run(
            Cuscar.Map("ID: BGM.1004", "TypeCode: BGM.1001", "Consignment: { each: CNI, UCR/ID: .1004 }",
                "carry: edifact"), body);
        Assert.Equal("""[{"label":"edifact","path":"BGM.1225","value":"9"}]""", report["extension"]!.ToJsonString());
        var carried = report["consignment"]![0]!["extension"]!.AsArray().Select(e
            => (string?)e!["path"] + "=" + (string?)e["value"]);
        Assert.Equal([".1490=1", "RFF.1153=BM", "RFF.1154=B", "RFF/GID.1496=1", "RFF/GID.7224=5", "RFF/GID.7065=CT",
            "RFF/GID.1131=1", "RFF/GID.3055=2"], carried);
    }

    [Fact]
    public void Without_carry_what_no_rule_reads_is_a_note_at_its_bytes()
    {
        const string body = "BGM+785+1+9'";
        var (_, box) = Cuscar.Run(Cuscar.Map("ID: BGM.1004") + "leave: { BGM.1001: known }\n", body);
        var note = Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0106");
        Assert.Equal("9", Cuscar.Message(body).Substring((int)note.Span.Start, note.Span.Length));
    }

    [Fact]
    public void A_check_says_its_sentence()
    {
        var text = Cuscar.Map("ID: BGM.1004")
            + "check: [ { that: not CNT+10 or CNT+10.6066 = count(CNI), say: counts differ, severity: warning } ]\n";
        Assert.Contains(Cuscar.Run(text, "BGM+785+1'CNT+10:2'CNI+1'").Box.Findings.All, f => f.Code.Id == "MAP-0111");
        Assert.DoesNotContain(Cuscar.Run(text, "BGM+785+1'CNT+10:1'CNI+1'").Box.Findings.All, f
            => f.Code.Id == "MAP-0111");
    }

    [Fact]
    public void When_decides_whether_a_mapping_applies()
    {
        var box = new Sandbox();
        var mapping = Cuscar.Compiled(Cuscar.Map("ID: BGM.1004").Replace("map:", "when: not BGM.1000\nmap:"));
        Assert.True(mapping.Applies(box.Read(Cuscar.Message("BGM+785+1'"))));
        Assert.False(mapping.Applies(box.Read(Cuscar.Message("BGM+785:::OWN+1'"))));
    }

    [Fact]
    public void A_join_over_ten_thousand_consignments_is_linear()
    {
        var body = new StringBuilder("BGM+785+1+9'");
        for (var i = 0; i < 9_999; i++) body.Append($"EQD+CN+ABCU{i:D7}+22G1'");
        for (var i = 0; i < 9_999; i++) body.Append($"CNI+{i % 9999}+X{i}'RFF+BM:B{i}'GID+1'SGP+abcu {i:D7}'");
        var watch = Stopwatch.StartNew();
        var (report, box) = Cuscar.Run(Cuscar.Map(
            "Consignment:",
            "  each: CNI/RFF[GID]",
            "  TransportEquipment: { each: GID/SGP, let: { eqd: '/EQD[.8260 ~= $.8260]' }, ID: .8260, CharacteristicCode: $eqd.8155 }",
            "TransportEquipment: { each: '/EQD[not .8260 ~= /CNI/RFF/GID/SGP.8260]', ID: .8260 }",
            "carry: edifact"), body.ToString());
        Assert.Equal(9_999, report["consignment"]!.AsArray().Count);
        Assert.Equal("22G1", (string?)report["consignment"]![9_998]!["transportEquipment"]![0]!["characteristicCode"]);
        Assert.Null(report["transportEquipment"]);
        Assert.DoesNotContain(box.Findings.All, f => f.Code.Id == "MAP-0108");
    }

    [Fact]
    public void A_run_that_would_take_too_long_is_stopped_with_a_finding()
    {
        var body = new StringBuilder("BGM+785+1+9'");
        for (var i = 0; i < 6_000; i++) body.Append($"CNI+{i}+X{i}'RFF+BM:B'");
        var (_, box) = Cuscar.Run(Cuscar.Map(
            "Consignment: { each: CNI, UCR/ID: '/CNI[not .1004 = $.1004 and .1490 != 1]/RFF.1154 | join(''+'')' }"),
                body.ToString());
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0108");
    }

    [Fact]
    public void Text_outside_of_ASCII_comes_out_as_UTF_8()
        => Assert.Equal("Jürgen+", Cuscar.Value("NAD+MS.3124", "BGM+785+1'NAD+MS++Jürgen?+'"));
}
