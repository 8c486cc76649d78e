namespace Gateway.Tests.Fast.Mappings;

public sealed class ScopeTests
{
    private const string Bills = "BGM+785+1+9'TDT+20+V1'EQD+CN+MSKU 601167-2+22G1'EQD+CN+EMPT0000000+42G1'CNI+1+N1'RFF+BM:B1'RFF+UCN:U1'"
        + "LOC+9+CNSHA'GID+1+2:CT'SGP+MSKU6011672'GID+2+3:PK'SGP+MSKU6011672'CNI+2+N2'RFF+BM:B2'LOC+9+CNNGB'GID+1+1:CT'";

    private static string Json(params string[] lines) => Cuscar.Run(Cuscar.Map(lines), Bills).Report.ToJsonString();

    [Fact]
    public void Each_runs_once_for_each_node_and_paths_start_there()
        => Assert.Equal("""{"consignment":[{"ucr":{"id":"B1"}},{"ucr":{"id":"U1"}},{"ucr":{"id":"B2"}}]}""",
            Json("Consignment: { each: CNI/RFF, UCR/ID: .1154 }"));

    [Fact]
    public void A_filter_chooses_groups_that_hold_something()
        => Assert.Equal("""{"consignment":[{"ucr":{"id":"U1"}},{"ucr":{"id":"B2"}}]}""",
            Json("Consignment: { each: 'CNI/RFF[GID]', UCR/ID: .1154 }"));

    [Fact]
    public void A_caret_goes_up_to_the_nearest_node_of_that_name()
    {
        var json = Json("Consignment: { each: 'CNI/RFF[GID]', UCR/ID: ^CNI.1004, TransportContractDocument/ID: ^CNI/RFF+BM.1154 }");
        Assert.Contains("""{"id":"N1"}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"id":"B1"}""", json, StringComparison.Ordinal);
        Assert.DoesNotContain("U1", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slash_starts_at_the_document()
        => Assert.Contains("\"journeyID\":\"V1\"",
            Json("Consignment: { each: CNI, BorderTransportMeans/JourneyID: /TDT.8028 }"));

    [Fact]
    public void At_takes_the_first_node_and_makes_nothing_without_one()
        => Assert.Equal("""{"id":"1"}""", Json("ID: BGM.1004", "Submitter: { at: NAD+MS, ID: .3039 }"));

    [Fact]
    public void A_filter_by_a_code_looks_at_every_element_of_the_name_and_at_what_it_means()
        => Assert.Equal("""{"additionalDocument":[{"id":"1"},{"id":"3"}]}""", Cuscar.Run(
            Cuscar.Map("AdditionalDocument: { each: 'RFF[not .1153 = ABO]', ID: .1154 }"),
            "BGM+785+1+9'RFF+AB?X:1'RFF+AB?O:2'RFF+ABOXXXXXXX:3'").Report.ToJsonString());

    [Fact]
    public void A_name_with_qualifier_and_filter_needs_both()
        => Assert.Equal("""{"additionalDocument":[{"id":"2"}]}""", Cuscar.Run(
            Cuscar.Map("AdditionalDocument: { each: 'RFF+ABO;ABT[.1156 = 7][not .1153 = ABT]', ID: .1154 }"),
            "BGM+785+1+9'RFF+ABO:1:8'RFF+ABO:2:7'RFF+ABT:3:7'RFF+ACW:4:7'").Report.ToJsonString());

    [Fact]
    public void A_block_may_look_for_more_than_one_pass_can_tell_apart()
    {
        var references = Enumerable.Range(1, 80).Select(n => $"{{ at: RFF+Q{n}, ID: .1154 }}");
        var json = Cuscar.Run(
            Cuscar.Map($"AdditionalDocument: [ {string.Join(", ", references)} ]"),
            "BGM+785+1+9'RFF+Q3:A'RFF+Q79:B'RFF+Q66:C'").Report.ToJsonString();
        Assert.Equal("""{"additionalDocument":[{"id":"A"},{"id":"C"},{"id":"B"}]}""", json);
    }

    [Fact]
    public void Long_qualifiers_and_codes_are_compared_whole()
        => Assert.Equal("""{"additionalDocument":[{"id":"2"}]}""", Cuscar.Run(
            Cuscar.Map("AdditionalDocument: { each: 'RFF+ABCDEFGHIJ', ID: .1154 }"),
            "BGM+785+1+9'RFF+ABCDEFGHIX:1'RFF+ABCDEFGHIJ:2'RFF+ABCDEFG:3'").Report.ToJsonString());

    [Fact]
    public void The_enclosing_node_is_that_of_each_instance()
        => Assert.Equal(
            """{"consignment":[{"ucr":{"id":"N1"},"carrier":{"id":"B1"}},{"ucr":{"id":"N2"},"carrier":{"id":"B2"}}]}""",
            Json("Consignment: { each: 'CNI/RFF[GID]', UCR/ID: ^CNI.1004, Carrier/ID: ^CNI/RFF+BM.1154 }"));

    [Fact]
    public void A_join_ignores_case_blanks_and_hyphens()
        => Assert.Equal("""{"consignment":[{"transportEquipment":[{"id":"MSKU6011672","characteristicCode":"22G1"}]}]}""", Json(
            "Consignment:",
            "  each: CNI/RFF[GID]",
            "  TransportEquipment:",
            "    each: GID/SGP | distinct(.8260)",
            "    let: { eqd: '/EQD[.8260 ~= $.8260]' }",
            "    ID: .8260",
            "    CharacteristicCode: $eqd.8155"));

    [Fact]
    public void An_anti_join_finds_what_nobody_names()
        => Assert.Equal("""{"transportEquipment":[{"id":"EMPT0000000"}]}""",
            Json("TransportEquipment: { each: '/EQD[not .8260 ~= /CNI/RFF/GID/SGP.8260]', ID: .8260 }"));

    [Fact]
    public void Index_counts_in_the_nearest_each_after_its_when()
        => Assert.Equal("""{"consignment":[{"sequenceNumeric":1,"ucr":{"id":"U1"}}]}""",
            Json("Consignment: { each: CNI/RFF, when: .1153 = UCN, SequenceNumeric: index(), UCR/ID: .1154 }"));

    [Fact]
    public void A_class_without_source_data_is_not_made()
    {
        Assert.Equal("""{"id":"1"}""", Json("ID: BGM.1004", "Carrier: { ID: NAD+CA.3039, Name: =Unknown }"));
        Assert.Equal("""{"id":"1","carrier":{"name":"Unknown"}}""", Json("ID: BGM.1004",
            "Carrier: { keep: yes, ID: NAD+CA.3039, Name: =Unknown }"));
    }

    [Fact]
    public void Output_is_in_the_order_of_the_target()
        => Assert.Equal("""{"typeCode":"785","id":"1"}""", Json("ID: BGM.1004", "TypeCode: BGM.1001"));

    [Fact]
    public void Choose_takes_the_first_entry_that_holds()
        => Assert.Equal("""{"consignment":[{"ucr":{"id":"B1"}},{"ucr":{"id":"other"}},{"ucr":{"id":"B2"}}]}""".Replace("other", "N1"), Json(
            "Consignment:",
            "  each: CNI/RFF",
            "  choose:",
            "    - when: .1153 = BM",
            "      UCR/ID: .1154",
            "    - UCR/ID: ^CNI.1004"));

    [Fact]
    public void A_list_appends_in_its_order()
        => Assert.Equal("""{"agent":[{"name":"V1"},{"name":"1"}]}""",
            Json("Agent: [ { Name: TDT.8028 }, { Name: BGM.1004 } ]"));

    [Fact]
    public void A_prefix_shares_one_instance()
        => Assert.Equal("""{"carrier":{"id":"1","name":"V1"}}""", Json("Carrier/ID: BGM.1004",
            "Carrier/Name: TDT.8028"));

    [Fact]
    public void A_fragment_sees_its_parameters_and_no_let_of_its_caller()
    {
        var text = Cuscar.Map("let: { hidden: BGM.1004 }", "ID: $hidden",
            "Carrier: { at: TDT, use: party, with: { given: /BGM.1001 } }")
            + "parts:\n  party: { from: edifact TDT, to: wco Party, ID: $given, Name: $hidden }\n";
        var box = Cuscar.Faults(text);
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0014" && f.Arguments[1] == "hidden");
        var report = Cuscar.Run(text.Replace("Name: $hidden", "Name: .8028"), Bills).Report;
        Assert.Equal("""{"id":"785","name":"V1"}""", report["carrier"]!.ToJsonString());
    }

    [Fact]
    public void Keys_beside_use_win()
    {
        var text = Cuscar.Map("Carrier: { at: TDT, use: party, Name: BGM.1001 }")
            + "parts:\n  party: { from: edifact TDT, to: wco Party, ID: BGM.1001, Name: .8028 }\n";
        var report = Cuscar.Run(text.Replace("ID: BGM.1001", "ID: /BGM.1001").Replace("Name: BGM.1001",
            "Name: /BGM.1004"), Bills).Report;
        Assert.Equal("""{"id":"785","name":"1"}""", report["carrier"]!.ToJsonString());
    }

    [Fact]
    public void An_overlay_fills_plain_blocks_and_replaces_the_rest()
    {
        var box = new Sandbox()
            .With("base/mapping.yaml", Cuscar.Map("let: { bills: CNI }", "ID: BGM.1004", "Carrier/Name: TDT.8028",
                "Consignment: { each: $bills, UCR/ID: .1004, GoodsStatusCode: RFF.1153 }"))
            .With("own.yaml", "mapping: 1\nbase: base\nmap:\n  let: { bills: 'CNI/RFF[GID]' }\n  Carrier/ID: BGM.1001\n"
                + "  Consignment: { except: [GoodsStatusCode], UCR/ID: .1154 }\n");
        var mapping = box.Compile("own");
        Assert.True(mapping is not null, box.Faults());
        box.Read(Cuscar.Message(Bills));
        Assert.Equal("""{"id":"1","carrier":{"id":"785","name":"V1"},"consignment":[{"ucr":{"id":"U1"}},{"ucr":{"id":"B2"}}]}""",
            box.Run(mapping)["cargoReport"]!.ToJsonString());
    }
}
