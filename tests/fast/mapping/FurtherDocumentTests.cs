using System.Text;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Mappings;

public sealed class FurtherDocumentTests
{
    private const string Map = """
        mapping: 1
        from: edifact CUSCAR D.95B
        also: { invoice: wco CommercialDocument }
        to: wco CargoReport
        map:
          ID: BGM.1004
          TypeCode: BGM.1001 else '785'
          FunctionCode: =9
          Consignment:
            each: CNI/RFF+BM
            SequenceNumeric: index()
            let: { line: '$invoice/Line[ID = $.1154]' }
            ValueAmount: $line/ItemChargeAmount
            Consignor: { at: $invoice/Seller, Name: Name }
            carry: edifact

        """;

    [Fact]
    public void A_further_document_is_seen_by_its_name_and_joined_by_its_keys()
    {
        var (report, target, _) = Run(Invoice());
        Assert.Equal("""[{"sequenceNumeric":1,"valueAmount":{"value":7.50,"currency":"EUR"},"consignor":{"name":"Ä AG"}},"""
            + """{"sequenceNumeric":2,"valueAmount":{"value":3,"currency":"EUR"},"consignor":{"name":"Ä AG"}}]""",
            report.Replace("\\u00C4", "Ä", StringComparison.Ordinal));
        var amount = Enumerable.Range(0, target.Nodes.Length).First(i => target.NameOf(i) == "ValueAmount");
        Assert.Contains(target.Sources(amount, out _).ToArray(), o => o is { Role: OriginRole.Value, Span: { Part: 4 } });
    }

    [Fact]
    public void Without_the_further_document_its_paths_have_no_nodes()
    {
        var (report, _, findings) = Run(null);
        // A class that holds nothing of the source is not made.
        Assert.Equal("none", report);
        Assert.DoesNotContain(findings.All, f => f.Place.Segment < 0);
    }

    [Fact]
    public void A_document_that_nobody_knows_is_refused_at_load()
    {
        var box = new Sandbox().With("m.yaml", Map.Replace("CommercialDocument", "Receipt", StringComparison.Ordinal));
        Assert.Null(Compile(box));
        Assert.Contains(box.Findings.All, f => f.Code.Id == "MAP-0014" && f.Sentence.Contains("Receipt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CommercialDocument }", "ComercialDocument }", "MAP-0014", 3, 18, "CommercialDocument")]
    [InlineData("wco CommercialDocument", "CommercialDocument", "MAP-0003", 3, 18, "FORMAT TYPE")]
    [InlineData("$invoice/Line[ID", "$invoice/Lin[ID", "MAP-0007", 12, 28, "Line")]
    [InlineData("[ID = $.1154]", "[IDD = $.1154]", "MAP-0007", 12, 33, "ID")]
    [InlineData("$line/ItemChargeAmount", "$line/ItemChargeAmont", "MAP-0007", 13, 24, "ItemChargeAmount")]
    [InlineData("$invoice/Seller,", "$invoic/Seller,", "MAP-0014", 14, 22, "invoice")]
    [InlineData("wco CommercialDocument }", "wco CommercialDocument, order: wco CommercialDocument }", "MAP-0031", 3, 42, "order")]
    [InlineData("to: wco", "when: $invoice/ID\nto: wco", "MAP-0014", 4, 7, "invoice")]
    public void A_fault_of_a_further_document_is_found_where_it_stands(
        string good, string bad, string code, int line, int column, string named)
    {
        Assert.Contains(good, Map, StringComparison.Ordinal);
        var box = new Sandbox().With("m.yaml", Map.Replace(good, bad, StringComparison.Ordinal));
        Compile(box);
        Assert.True(box.Findings.All.Any(f => f.Code.Id == code && f.Place.Segment == line && f.Place.Element == column
            && f.Sentence.Contains(named, StringComparison.Ordinal)), box.Faults());
    }

    [Fact]
    public void A_further_document_of_another_form_is_as_if_it_were_not_there()
    {
        var report = new Tree();
        Assert.True(JsonForm.Read("""{"cargoReport":{"typeCode":"785","id":"R1"}}"""u8, WcoModel.Root("CargoReport"), report, new Findings(), 4));
        Assert.Equal("none", Run(report).Consignments);
    }

    private static Mapping? Compile(Sandbox box)
    {
        if (box.Load("m") is not { } text) return null;
        var form = Sandbox.Form("CUSCAR", "D.95B");
        return Mapping.Compile(text, [form], form, WcoModel.Root("CargoReport"), WcoModel.Class, _ => null, box.Findings,
            further: new(d => d.Format == "wco" && WcoModel.Roots.Contains(d.Type) ? WcoModel.Root(d.Type) : null, _ => WcoModel.Roots));
    }

    private static (string Consignments, Tree Target, Findings Findings) Run(Tree? invoice)
    {
        var box = new Sandbox().With("m.yaml", Map.Replace("            carry: edifact\n", "", StringComparison.Ordinal));
        var mapping = Compile(box) ?? throw new InvalidOperationException(box.Faults());
        var source = box.Read("UNB+UNOC:3+A+B+261123:0800+1'UNH+1+CUSCAR:D:95B:UN'BGM+785+M1'"
            + "CNI+1'RFF+BM:L2'GID+1'CNI+2'RFF+BM:L1'GID+1'UNT+8+1'UNZ+1+1'");
        var target = new Tree();
        target.Reset(WcoModel.Root("CargoReport"), null);
        target.KeepProvenance();
        var root = target.Open(Schema.Root);
        var all = invoice is null ? new Dictionary<string, Tree>() : new Dictionary<string, Tree> { ["invoice"] = invoice };
        mapping.Run(mapping.With(source, all), target, default, new Dictionary<string, string>(), box.Findings);
        target.Close(root);
        return (Profile.Json(target)["cargoReport"]!["consignment"]?.ToJsonString() ?? "none", target, box.Findings);
    }

    private static Tree Invoice()
    {
        var tree = new Tree();
        Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes("""
            {"wcoDataModelVersionCode":"3.6","wcoTypeName":"INV",
             "commercialDocument":{"typeCode":"380","id":"R1","seller":{"name":"Ä AG"},"line":[
              {"sequenceNumeric":1,"id":"L1","itemChargeAmount":{"value":3,"currency":"EUR"}},
              {"sequenceNumeric":2,"id":"L2","itemChargeAmount":{"value":7.50,"currency":"EUR"}}]}}
            """), WcoModel.Root("CommercialDocument"), tree, new Findings(), 4));
        return tree;
    }
}
