using Gateway.Documents;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>Everything of section 2.7 of the mapping language over EDIFACT: a fault is planted, and found where it stands.</summary>
public sealed class LoadCheckTests
{
    /// <summary>The lines below <c>map</c> (the first is line 5), the code, and where the fault is.</summary>
    public static TheoryData<string, string, int, int> Planted => new()
    {
        // the source: steps, elements, qualifiers, sections
        { "ID: BMG.1004", "MAP-0007", 5, 7 },
        { "ID: BGM.1005", "MAP-0007", 5, 10 },
        { "ID: BGM.1004\n  TypeCode: BGM.C002.1001\n  Agent:\n    each: NAD\n    Name: .C081.3036", "MAP-0007", 9, 11 },
        { "ID: 'RFF[.1150 = ABO].1154'", "MAP-0007", 5, 12 },
        { "ID: BGM+1+2+3+4+5.1004", "MAP-0007", 5, 7 },
        { "ID: BGM.1004@listID", "MAP-0007", 5, 16 },
        { "ID: ^CNI.1490", "MAP-0014", 5, 7 },
        { "AdditionalInformation: { each: FTX, StatementDescription: FTX.4440 }", "MAP-0007", 5, 61 },
        // a segment is no value, and a value is no node
        { "ID: BGM", "MAP-0010", 5, 7 },
        { "ID: BGM.C002", "MAP-0010", 5, 7 },
        { "Carrier: { at: '=x', Name: .3036 }", "MAP-0011", 5, 19 },
        { "let: { a: BGM.1004 | upper }\n  ID: $a.1004", "MAP-0011", 6, 7 },
        // several values
        { "ID: RFF.1154", "MAP-0052", 5, 7 },
        { "Carrier: { at: NAD+CA, Name: .3036 }", "MAP-0052", 5, 32 },
        { "ID: BGM.1004 | split('/')", "MAP-0052", 5, 7 },
        { "ID: BGM.1004 else RFF.1154", "MAP-0052", 5, 7 },
        { "let: { refs: RFF }\n  ID: $refs.1154", "MAP-0052", 6, 7 },
        // the target: names, attributes, cardinality, producers
        { "IDD: BGM.1004", "MAP-0008", 5, 3 },
        { "Carrier/Nam: NAD+CA.3036 | first", "MAP-0008", 5, 3 },
        { "ID: BGM.1004\n  ID@listID: BGM.1001", "MAP-0008", 6, 3 },
        { "Carrier: { each: NAD+CA, ID: .3039 }", "MAP-0033", 5, 20 },
        { "Carrier: BGM.1004", "MAP-0017", 5, 3 },
        { "ID: { Name: BGM.1004 }", "MAP-0017", 5, 3 },
        { "ID: BGM.1004\n  ./ID: BGM.1001", "MAP-0016", 6, 3 },
        { "ID: [ BGM.1004, BGM.1001 ]", "MAP-0016", 5, 19 },
        { "Carrier:\n    - { at: NAD+CA, ID: .3039 }\n    - { at: TDT+20, ID: .3127 }", "MAP-0016", 7, 7 },
        { "Agent/RoleCode: =AG\n  Agent: { each: NAD+AG, ID: .3039 }", "MAP-0042", 6, 3 },
        { "Agent: [ { each: NAD+AG, ID: .3039 } ]\n  Agent/RoleCode: =AG", "MAP-0042", 6, 3 },
        // types and constants
        { "IssueDateTime: DTM+137.2380", "MAP-0018", 5, 18 },
        { "TotalPackageQuantity: DTM+137 | date", "MAP-0018", 5, 25 },
        { "IssueDateTime: count(NAD)", "MAP-0018", 5, 18 },
        { "ID: CNT+7 | measure", "MAP-0018", 5, 7 },
        { "TotalPackageQuantity: BGM.1004", "MAP-0053", 5, 25 },
        { "TotalPackageQuantity: =many", "MAP-0044", 5, 26 },
        { "TotalGrossMassMeasure: CNT+7.6066 | number", "MAP-0059", 5, 26 },
        { "TypeCode: =7857", "MAP-0044", 5, 14 },
        { "IssueDateTime: DTM+137 | date else 'soon'", "MAP-0044", 5, 39 },
        // names of tables, lists, fragments, lets
        { "TypeCode: BGM.1001 | translate(bil)", "MAP-0014", 5, 24 },
        { "Carrier: { at: 'NAD[listed(.3039, nix)]', ID: .3039 }", "MAP-0014", 5, 23 },
        { "ID: if(listed(BGM.1001, 9999), BGM.1004)", "MAP-0014", 5, 10 },
        { "Carrier: { at: NAD+CA, use: nix }", "MAP-0015", 5, 31 },
        { "ID: $nix", "MAP-0014", 5, 7 },
        // functions: names, arity, arguments
        { "ID: BGM.1004 | uper", "MAP-0012", 5, 18 },
        { "ID: BGM.1004 | left", "MAP-0013", 5, 18 },
        { "ID: BGM.1004 | upper(1)", "MAP-0013", 5, 18 },
        { "ID: BGM.1004 | extract('(a)\\1')", "MAP-0013", 5, 18 },
        { "ID: BGM.1004 | extract('(a+)+$(?=b)')", "MAP-0013", 5, 18 },
        { "ID: BGM.1004 | checkdigit(isbn)", "MAP-0013", 5, 18 },
        { "IssueDateTime: DTM+137 | date(999)", "MAP-0013", 5, 28 },
        { "TotalGrossMassMeasure: CNT+7 | measure | in('KGN')", "MAP-0013", 5, 44 },
        // choose and else
        { "choose:\n    - { ID: BGM.1004 }\n    - { when: BGM.1001 = 705, ID: BGM.1001 }", "MAP-0023", 7, 7 },
        { "choose:\n    - { when: BGM.1001 = 705;785, ID: BGM.1004 }\n    - { when: BGM.1001=785, ID: BGM.1001 }", "MAP-0023", 7, 9 },
        { "choose: [ { when: BGM.1004, at: BGM, ID: .1004 } ]", "MAP-0004", 5, 31 },
        { "ID: BGM.1004 else '1' else BGM.1001", "MAP-0058", 5, 30 },
        // what is not used
        { "let: { never: BGM.1004 }\n  ID: BGM.1004", "MAP-0031", 5, 10 },
        // keys of the language
        { "Carrier: { each: NAD+CA, at: NAD+CA, ID: .3039 }", "MAP-0043", 5, 28 },
        { "Carrier: { with: { a: BGM.1004 }, ID: BGM.1004 }", "MAP-0043", 5, 14 },
        { "Carrier: { isolate: BGM.1004, ID: BGM.1004 }", "MAP-0043", 5, 14 },
        { "Carrier: { keep: no, ID: BGM.1004 }", "MAP-0043", 5, 20 },
        // what YAML does
        { "ID: { value: BGM.1004, required: yes }\n  TypeCode: 785", "MAP-0006", 6, 13 },
        { "ID: BGM.1004 | join(' #')", "MAP-0006", 5, 23 },
        { "Carrier: { at: NAD+CA,CZ, ID: .3039 }", "MAP-0008", 5, 25 },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_fault_is_found_at_its_line_and_column(string lines, string code, int line, int column)
    {
        var box = Cuscar.Faults(Cuscar.Map(lines));
        var found = box.Findings.All.Where(f => f.Code.Id == code).Select(f => (f.Place.Reference, f.Place.Segment, f.Place.Element));
        Assert.True(found.Contains(("m.yaml", line, column)), box.Faults());
    }

    [Fact]
    public void A_tag_that_stands_in_two_sections_must_name_its_section()
    {
        const string head = "mapping: 1\nfrom: edifact INVOIC D.96A\nto: wco CommercialDocument\nmap:\n";
        var box = Cuscar.Faults(head + "  DutyTaxFee: { each: TAX, TypeCode: .5153 }\n");
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0009" && f.Place is { Segment: 5, Element: 23 }
            && f.Sentence.Contains("UNH/TAX, UNS/TAX", StringComparison.Ordinal));
        Assert.DoesNotContain(Cuscar.Faults(head + "  DutyTaxFee: { each: UNS/TAX, TypeCode: .5153 }\n").Findings.All, f => f.Code.Id == "MAP-0009");
    }

    [Fact]
    public void An_element_that_stands_in_two_composites_must_name_its_composite()
    {
        var box = Cuscar.Faults("mapping: 1\nfrom: edifact INVOIC D.96A\nto: wco CommercialDocument\nmap:\n"
            + "  DutyTaxFee: { each: UNS/TAX, TypeCode: .1131 }\n");
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0009" && f.Place is { Segment: 5, Element: 42 }
            && f.Sentence.Contains("C241", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ID: NAD+CZX.3039", 11)]
    [InlineData("Agent: { each: 'NAD[.3035 = AG;CZX]', ID: .3039 }", 34)]
    public void A_code_that_its_list_does_not_have_is_a_warning_with_the_nearest_codes(string line, int column)
    {
        var box = new Sandbox { CodeList = new CodeList("3035", "D.23B", [new("AG", "Agent"), new("CZ", "Consignor")]) };
        box.With("m.yaml", Cuscar.Map(line)).Compile("m");
        var fault = Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0051");
        Assert.Equal((5, column, Severity.Warning), (fault.Place.Segment, fault.Place.Element, fault.Code.Default));
        Assert.Equal(["CZX", "3035", "CZ, AG"], fault.Arguments.ToArray());
    }

    [Fact]
    public void A_constant_that_the_list_of_its_place_does_not_have_is_a_warning()
    {
        var box = new Sandbox { CodeList = new CodeList("3035", "D.23B", [new("AG", "Agent")]) };
        box.With("m.yaml", Cuscar.Map("Agent: { each: NAD, RoleCode: =AGG }")).Compile("m");
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0051" && f.Place is { Segment: 5, Element: 34 });
    }

    [Fact]
    public void A_qualifier_that_asks_for_another_element_in_another_release_is_a_warning()
    {
        var box = Cuscar.Faults("mapping: 1\nfrom: edifact IFTSTA D.95B D.16B\nto: wco CargoReport\nmap:\n  ID: CNI/STS+1+2.1131 | first\n");
        var fault = box.Findings.All.FirstOrDefault(f => f.Code.Id == "MAP-0054");
        Assert.True(fault is not null, box.Faults());
        Assert.Equal((5, 11), (fault.Place.Segment, fault.Place.Element));
    }

    [Theory]
    [InlineData("TotalGrossMassMeasure: CNT+7 | measure")]
    [InlineData("TotalGrossMassMeasure: CNT+7 | measure('KGM')")]
    [InlineData("TotalGrossMassMeasure: CNT+7.6066\n  TotalGrossMassMeasure@unitCode: CNT+7.6411")]
    [InlineData("TotalGrossMassMeasure: CNT+7.6066 | number\n  TotalGrossMassMeasure@unitCode: =KGM")]
    [InlineData("TotalPackageQuantity: CNT+11.6066 | number")]
    public void A_figure_with_its_unit_is_no_fault(string lines)
        => Assert.DoesNotContain(Cuscar.Faults(Cuscar.Map(lines)).Findings.All, f => f.Code.Id == "MAP-0059");

    [Fact]
    public void A_fault_of_a_figure_says_what_is_missing()
    {
        var box = Cuscar.Faults(Cuscar.Map("TotalGrossMassMeasure: CNT+7.6066"));
        var fault = Assert.Single(box.Findings.All, f => f.Code.Id == "MAP-0059");
        Assert.Equal(["CNT+7.6066", "TotalGrossMassMeasure", "unit"], fault.Arguments.ToArray());
        Assert.Equal(Severity.Warning, fault.Code.Default);
    }

    [Theory]
    [InlineData("leave: { .3124: who says so }", "")]
    [InlineData("leave: { .3056: who says so }", "MAP-0007 8 14")]
    [InlineData("leave: { .3124;.3056: who says so }", "MAP-0007 8 20")]
    [InlineData("leave: { '.C082[.3039 = A]': who says so }", "MAP-0017 8 15")]
    public void What_a_fragment_leaves_is_checked_where_it_is_used(string leave, string expected)
    {
        var part = $"parts:\n  party: {{ from: edifact NAD, to: wco Party, ID: .3039,\n    {leave} }}\n";
        var box = Cuscar.Faults(Cuscar.Map("Carrier: { at: NAD+CA, use: party }") + part);
        var faults = box.Findings.All.Where(f => f.Place.Segment > 6 && f.Code.Default != Severity.Note)
            .Select(f => $"{f.Code.Id} {f.Place.Segment} {f.Place.Element}");
        Assert.Equal(expected, string.Join(", ", faults));
    }

    [Theory]
    [InlineData("ID: BGM.1004", "BGM.1004: not needed", 7)]
    [InlineData("ID: BGM.1004", "BGM: not needed", 7)]
    [InlineData("Carrier: { at: NAD+CA, ID: .3039 }", "NAD+CA: not needed", 7)]
    [InlineData("Agent: { each: NAD+AG;CA, ID: .3039 }", "NAD+CA.3039: not needed", 7)]
    public void What_is_said_to_be_left_and_is_read_is_a_warning(string line, string leave, int at)
    {
        var box = Cuscar.Faults(Cuscar.Map(line) + $"leave:\n  {leave}\n");
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0055" && f.Place.Segment == at && f.Place.Element == 3
            && f.Arguments[1] == "5");
    }

    [Theory]
    [InlineData("Carrier: { at: NAD+CA, ID: .3039 }", "NAD+MR: not needed")]
    [InlineData("Carrier: { at: NAD+CA, ID: .3039 }", "NAD.3039: all others")]
    [InlineData("ID: if(BGM.1225, BGM.1004)", "BGM.1225: only tested")]
    [InlineData("Agent: { each: 'NAD[.3035 = AG]', ID: .3039 }", "'NAD[.3035 = AG].3039': some other day")]
    public void What_is_left_and_not_certainly_read_is_none(string line, string leave)
        => Assert.DoesNotContain(Cuscar.Faults(Cuscar.Map(line) + $"leave:\n  {leave}\n").Findings.All, f => f.Code.Id == "MAP-0055");

    [Fact]
    public void A_path_of_leave_must_exist()
        => Assert.Contains(Cuscar.Faults(Cuscar.Map("ID: BGM.1004") + "leave:\n  BGX.1: no\n").Findings.All, f
            => f.Code.Id is "MAP-0007" or "MAP-0006" && f.Place.Segment == 7);

    [Fact]
    public void A_table_a_part_and_a_parameter_that_nobody_uses_are_warnings()
    {
        var text = Cuscar.Map("Carrier: { at: NAD+CA, use: party, with: { x: BGM.1004 } }")
            + "tables:\n  t: { A: B }\nparts:\n  party: { from: edifact NAD, to: wco Party, ID: .3039 }\n  p: { from: edifact NAD, to: wco Party, ID: .3039 }\n";
        var unused = Cuscar.Faults(text).Findings.All.Where(f => f.Code.Id == "MAP-0031")
            .Select(f => (f.Arguments[0], f.Arguments[1], f.Place.Segment, f.Place.Element)).Order();
        Assert.Equal([("parameter", "x", 5, 46), ("part", "p", 10, 3), ("table", "t", 7, 3)], unused);
    }

    [Fact]
    public void A_path_that_one_use_of_a_fragment_lacks_is_a_note_and_one_that_all_lack_an_error()
    {
        var text = Cuscar.Map("Submitter: { at: NAD+MS, use: party }", "Consignment: { each: CNI/RFF, Consignee: { at: NAD+CN, use: party } }")
            + "parts:\n  party: { from: edifact NAD, to: wco Party, ID: DOC.1004 else .3039 }\n";
        var note = Cuscar.Faults(text).Findings.All.FirstOrDefault(f => f.Code.Id == "MAP-0057");
        var error = Cuscar.Faults(text.Replace("DOC.1004", "DGS.7124", StringComparison.Ordinal)).Findings.All.FirstOrDefault(f => f.Code.Id == "MAP-0007");
        Assert.Equal((8, 50), (error!.Place.Segment, error.Place.Element));
        Assert.True(note is null || note.Code.Default == Severity.Note);
    }

    [Fact]
    public void A_mandatory_target_that_no_rule_makes_is_a_warning_also_below_a_prefix()
    {
        var box = Cuscar.Faults(Cuscar.Map("Carrier/Contact/Name: NAD+CA.3036 | first", "ID: BGM.1004"));
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0032" && f.Place.Segment is 4 or 5);
    }

    [Fact]
    public void An_overlay_that_changes_nothing_is_told_so_at_its_keys()
    {
        var box = new Sandbox().With("edifact/base.yaml", Cuscar.Map("let: { a: BGM.1004 }", "ID: $a", "Carrier: { at: NAD+CA, ID: .3039 }"))
            .With("o.yaml", "mapping: 1\nbase: edifact/base\nto: wco CargoReport\nmap:\n  let: { a: BGM.1004 }\n  ID: BGM.1225\n"
                + "  Carrier: { at: NAD+CA, ID: .3039 }\n  except: [Nix]\n");
        Assert.NotNull(box.Load("o"));
        Assert.Equal([("to", 3, 1), ("a", 5, 10), ("Carrier", 7, 3), ("except", 8, 3)], box.Findings.All
            .Where(f => f.Code.Id == "MAP-0056").Select(f => (f.Arguments[0], f.Place.Segment, f.Place.Element)).OrderBy(f => f.Segment));
    }

    [Fact]
    public void A_base_a_fragment_and_a_table_file_that_are_not_there_are_named_with_the_nearest()
    {
        string[] files = ["edifact/cuscar/mapping.yaml", "shared/edifact-party.yaml", "edifact/cuscar/bills.csv"];
        var findings = new Findings();
        ReadOnlyMemory<byte>? File(string path) => path switch
        {
            "o.yaml" => new("mapping: 1\nbase: edifact/cuscra\n"u8.ToArray()),
            "m.yaml" => System.Text.Encoding.UTF8.GetBytes(Cuscar.Map("Carrier: { at: NAD+CA, use: shared/edifact-prty }") + "tables: { b: bill.csv }\n"),
            _ => (ReadOnlyMemory<byte>?)null,
        };
        Gateway.Mappings.MappingText.Load("o", File, Gateway.Formats.YamlText.Read, findings, files);
        Gateway.Mappings.MappingText.Load("m", File, Gateway.Formats.YamlText.Read, findings, files);
        Assert.Equal(
            [("MAP-0024", "o.yaml", 2, 7, "edifact/cuscar"), ("MAP-0015", "m.yaml", 5, 31, "shared/edifact-party"), ("MAP-0025", "m.yaml", 6, 14, "edifact/cuscar/bills.csv")],
            findings.All.Where(f => f.Arguments.Length > 1).Select(f => (f.Code.Id, f.Place.Reference!, f.Place.Segment, f.Place.Element, f.Arguments[1].Split(',')[0])));
    }

    [Fact]
    public void A_block_for_a_table_needs_a_table_and_headers_of_their_own()
    {
        var box = Cuscar.Faults(Cuscar.Map("ID: BGM.1004") + "read:\n  rows: { columns: { A: [Net, Weight], B: weight, C: { headers: Gross, fil: down } }, needs: D }\n");
        Assert.Equal(["MAP-0004", "MAP-0009", "MAP-0004", "MAP-0043"], box.Findings.All.Select(f => f.Code.Id).Where(c => c != "MAP-0031"), StringComparer.Ordinal);
    }
}
