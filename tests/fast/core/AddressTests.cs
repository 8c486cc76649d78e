using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Core;

/// <summary>Findings about values of the target name them by WCO pointer and JSON pointer, and the source by its bytes.</summary>
public sealed class AddressTests
{
    private static readonly (string, string)[] Rule = [("rules/cargo-report.yaml",
        "pack: 1\non: wco CargoReport\nrules:\n  - { code: RUL-0001, each: Consignment, that: UCR/ID = never, say: x, cause: y, fix: z, place: TransportContractDocument/ID }\n")];

    [Fact]
    public async Task A_value_that_a_mapping_could_not_convert_is_named_where_it_would_stand()
    {
        var (document, text) = await Settled(Manifests.Interchange("A1", 1), "DTM+137:", "DTM+137:X");
        var finding = document.Findings.Select(f => f.Finding).First(f => f.Code.Id == "MAP-0102");
        Assert.Equal(("42A/D011", "/cargoReport/issueDateTime"), (finding.WcoPointer, finding.JsonPointer));
        Assert.StartsWith("X", text.Substring((int)finding.Span.Start, finding.Span.Length), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_finding_about_a_value_that_is_there_leads_to_it()
    {
        await using var gateway = await RunningStore.Start(Rule);
        var receipt = await gateway.Receive(TestFiles.Sample("d03b-dangerous-goods-and-reefers.edi"));
        await gateway.WorkAll();
        var document = Assert.Single(await gateway.Documents(receipt.Id));
        var tree = new Tree();
        JsonForm.Read(document.Json.Span, WcoModel.Root("CargoReport"), tree, new Findings());
        var rules = document.Findings.Select(f => f.Finding).Where(f => f.Code.Id == "RUL-0001").ToList();
        Assert.NotEmpty(rules);
        foreach (var finding in rules)
        {
            var node = WcoModel.Find(tree, finding.WcoPointer!);
            Assert.Equal(finding.JsonPointer, WcoModel.JsonPointer(tree, node));
            Assert.Equal(finding.WcoPointer, WcoModel.Pointer(tree, node));
        }
    }

    [Fact]
    public async Task What_is_said_of_an_instance_that_was_left_out_does_not_name_its_neighbour()
    {
        const string mapping = "mapping: 1\nfrom: edifact CUSCAR D.95B\nto: wco CargoReport\nmap:\n  ID: BGM.1004\n  FunctionCode: =9\n  TypeCode: =785\n"
            + "  Consignment:\n    each: CNI/RFF[GID]\n    isolate: .1154\n    TransportContractDocument: { ID: .1154, TypeCode: =705, IssueDateTime: .1156 | date(102) }\n"
            + "    SequenceNumeric: if(index() != 1, index()) !\n";
        await using var gateway = await RunningStore.Start(("mappings/edifact/cuscar/mapping.yaml", mapping));
        var text = Encoding.Latin1.GetString(TestFiles.Sample("d95b-short.edi"));
        var receipt = await gateway.Receive(Encoding.Latin1.GetBytes(text));
        await gateway.WorkAll();
        var document = Assert.Single(await gateway.Documents(receipt.Id));
        var left = document.Findings.Select(f => f.Finding).Single(f => f.Code.Id == "MAP-0105");
        Assert.Equal(("42A/28A", "/cargoReport/consignment"), (left.WcoPointer, left.JsonPointer));
    }

    private static async Task<(DocumentResult Document, string Text)> Settled(byte[] bytes, string old, string changed)
    {
        await using var gateway = await RunningStore.Start();
        var text = Encoding.Latin1.GetString(bytes).Replace(old, changed, StringComparison.Ordinal);
        var receipt = await gateway.Receive(Encoding.Latin1.GetBytes(text));
        await gateway.WorkAll();
        return (Assert.Single(await gateway.Documents(receipt.Id)), text);
    }
}
