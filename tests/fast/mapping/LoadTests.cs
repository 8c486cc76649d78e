using Gateway.Documents;

namespace Gateway.Tests.Fast.Mappings;

public sealed class LoadTests
{
    [Theory]
    [InlineData("IDD: BGM.1004", "MAP-0008", "ID")]
    [InlineData("ID: BMG.1004", "MAP-0007", "BGM")]
    [InlineData("ID: BGM.1005", "MAP-0007", "1004")]
    [InlineData("ID: 1496", "MAP-0006", "'.1496'")]
    [InlineData("ID: BGM", "MAP-0010", "BGM")]
    [InlineData("ID: 'BGM.1004 | uper'", "MAP-0012", "upper")]
    [InlineData("ID: 'BGM.1004 | left'", "MAP-0013", "left")]
    [InlineData("ID: 'BGM.1004 | left(x)'", "MAP-0013", "a number")]
    [InlineData("ID: 'BGM.1004 | translate(nix)'", "MAP-0014", "nix")]
    [InlineData("ID: $nix", "MAP-0014", "nix")]
    [InlineData("ID: ^CNI.1004", "MAP-0014", "CNI")]
    [InlineData("ID: 'BGM.1004 | join('' #'", "MAP-0006", "not closed")]
    [InlineData("Carrier: BGM.1004", "MAP-0017", "block")]
    [InlineData("ID: { Name: BGM.1004 }", "MAP-0017", "expression")]
    [InlineData("IssueDateTime: DTM+137.2380", "MAP-0018", "date")]
    [InlineData("Carrier: { at: NAD+CA, use: nix }", "MAP-0015", "nix")]
    [InlineData("Carrier: { at: '=x' , Name: .3036 }", "MAP-0011", "x")]
    [InlineData("ID: 'BGM.1004 BGM.1001'", "MAP-0006", "more than one")]
    [InlineData("ID: BGM.1004[", "MAP-0006", "missing")]
    [InlineData("ID: 'DTM+137.2380 | date'", "MAP-0013", "segment")]
    [InlineData("let: { never: BGM.1004 }", "MAP-0031", "never")]
    [InlineData("Consignment: { copy: CNI }", "MAP-0021", "copied")]
    public void A_fault_is_reported_with_its_code_and_what_would_be_right(string line, string code, string says)
    {
        var box = Cuscar.Faults(Cuscar.Map(line));
        var fault = box.Findings.All.FirstOrDefault(f => f.Code.Id == code);
        Assert.True(fault is not null, box.Faults());
        Assert.Contains(says, fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(("m.yaml", 5), (fault.Place.Reference, fault.Place.Segment));
    }

    [Fact]
    public void All_faults_are_reported_at_once()
        => Assert.Equal(3, Cuscar.Faults(Cuscar.Map("IDD: BGM.1004", "TypeCode: BGM.1",
            "Carrier/Nam: BGM.1004")).Findings.Errors);

    [Fact]
    public void A_column_points_into_the_expression()
    {
        var fault = Cuscar.Faults(Cuscar.Map("ID: BGM.1004 | uper")).Findings.All.First(f => f.Code.Id == "MAP-0012");
        Assert.Equal("  ID: BGM.1004 | ".Length + 1, fault.Place.Element);
    }

    [Fact]
    public void A_path_need_exist_in_one_form_only()
    {
        var text = Cuscar.Map("Consignment: { each: 'CNI/RFF', GoodsStatusCode: GIS.7365 else GEI.7365 }");
        Assert.DoesNotContain(Cuscar.Faults(text).Findings.All, f => f.Code.Default == Severity.Error);
        Assert.Contains(Cuscar.Faults(text.Replace(" D.03B", "")).Findings.All, f => f.Code.Id == "MAP-0007"
            && f.Arguments[0] == "GEI");
    }

    [Fact]
    public void An_unknown_key_of_the_file_is_named()
        => Assert.Contains(Cuscar.Faults(Cuscar.Map("ID: BGM.1004") + "leaf: {}\n").Findings.All, f
            => f.Code.Id == "MAP-0004" && f.Arguments[1].Contains("leave"));

    [Fact]
    public void Two_rules_for_one_place_are_a_fault()
        => Assert.Contains(Cuscar.Faults(Cuscar.Map("ID: BGM.1004", "./ID: BGM.1001")).Findings.All, f
            => f.Code.Id == "MAP-0016");

    [Fact]
    public void An_entry_of_choose_after_an_open_one_cannot_be_reached()
        => Assert.Contains(Cuscar.Faults(Cuscar.Map("choose: [ { ID: BGM.1004 }, { ID: BGM.1001 } ]")).Findings.All, f
            => f.Code.Id == "MAP-0023");

    [Fact]
    public void A_fragment_that_reaches_itself_is_a_fault()
    {
        var text = Cuscar.Map("Carrier: { at: TDT, use: a }")
            + "parts:\n  a: { from: edifact TDT, to: wco Party, Address: { at: LOC, use: a } }\n";
        Assert.Contains(Cuscar.Faults(text).Findings.All, f => f.Code.Id == "MAP-0005");
    }

    [Fact]
    public void A_base_that_reaches_itself_is_a_fault()
    {
        var box = new Sandbox().With("a.yaml", "mapping: 1\nbase: b\n").With("b.yaml", "mapping: 1\nbase: a\n");
        Assert.Null(box.Load("a"));
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0005");
    }

    [Fact]
    public void The_digest_follows_every_file_that_is_compiled()
    {
        var text = Cuscar.Map("Submitter: { at: NAD+MS, use: shared/party }");
        const string part = "part: 1\nfrom: edifact NAD\nto: wco Party\nID: .3039\n";
        var first = new Sandbox().With("m.yaml", text).With("shared/party.yaml", part).Load("m")!.Digest;
        Assert.Equal(first, new Sandbox().With("m.yaml", text + "# a comment\n").With("shared/party.yaml",
            part).Load("m")!.Digest);
        Assert.NotEqual(first, new Sandbox().With("m.yaml", text).With("shared/party.yaml", part.Replace(".3039",
            ".3036")).Load("m")!.Digest);
    }

    [Fact]
    public void Every_shipped_example_for_EDIFACT_keeps_to_the_grammar()
    {
        foreach (var name in new[] { "cuscar", "baplie", "invoic", "overlay" })
        {
            var box = Example(name).With("edifact/cuscar.yaml", File.ReadAllText(Folder("cuscar.yaml")));
            box.Load(name);
            Assert.Equal(0, box.Findings.Errors);
        }
    }

    [Fact]
    public void The_example_for_CUSCAR_fits_every_form_but_for_names_that_the_model_has_elsewhere()
    {
        var box = Example("cuscar");
        box.Compile("cuscar");
        Assert.DoesNotContain(box.Findings.All, f
            => f.Code.Id is "MAP-0006" or "MAP-0007" or "MAP-0009" or "MAP-0010" or "MAP-0014");
    }

    private static string Folder(string file) => Path.Combine(Repository.Shared, "mapping-examples", file);

    private static Sandbox Example(string name) => new Sandbox()
        .With(name + ".yaml", File.ReadAllText(Folder(name + ".yaml")))
        .With("shared/edifact-party.yaml", File.ReadAllText(Folder("shared/edifact-party.yaml")));
}
