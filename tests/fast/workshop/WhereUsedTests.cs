using System.Text;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Tests.Fast.Mappings;

namespace Gateway.Tests.Fast.Workshop;

public sealed class WhereUsedTests
{
    private const string Body = "BGM+785+A1+9'NAD+MS+S1'NAD+CA+C1'EQD+CN+MSKU6011672'CNI+1+B1'RFF+BM:B1'NAD+CZ+Z1'NAD+CN+N1'GID+1+1:CT'";

    [Theory]
    [InlineData("NAD", "NAD NAD NAD NAD")]
    [InlineData("NAD+CZ", "NAD")]
    [InlineData("NAD+CZ.3039", "Z1")]
    [InlineData("/NAD.3039", "S1 C1")]
    [InlineData("CNI/RFF/NAD.3039", "Z1 N1")]
    [InlineData(".1154", "B1")]
    [InlineData("EQD[.8260 ~= 'msku 601167-2'].8053", "CN")]
    [InlineData("DGS", "")]
    public void A_path_finds_nodes_wherever_its_first_name_stands(string path, string found)
    {
        var box = new Sandbox();
        var source = box.Read(Cuscar.Message(Body));
        var nodes = SourceQuery.Select(path, source, box.Findings);
        Assert.Equal(found, string.Join(' ', nodes.Select(n => (source.Nodes[n].Flags & NodeFlags.HasValue) != 0 ? source.Text(n) : source.NameOf(n))));
        Assert.Empty(box.Findings.All);
    }

    [Theory]
    [InlineData("NDA", "MAP-0007", "NAD")]
    [InlineData("NAD[", "MAP-0006", "")]
    [InlineData("'x'", "MAP-0006", "no path")]
    public void A_path_that_cannot_be_is_explained(string path, string code, string says)
    {
        var box = new Sandbox();
        Assert.Empty(SourceQuery.Select(path, box.Read(Cuscar.Message(Body)), box.Findings));
        Assert.Contains(box.Findings.All, f => f.Code.Id == code && f.Sentence.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rules_that_read_a_segment_are_those_at_its_elements_and_not_those_further_down()
    {
        var mapping = Cuscar.Map("ID: BGM.1004", "Carrier: { at: NAD+CA, ID: .3039 }", "Consignment: { each: CNI/RFF, Consignee: { at: NAD+CN, ID: .3039 } }")
            + "leave: { EQD.8053: not needed }\n";
        var box = new Sandbox().With("m.yaml", mapping);
        var compiled = box.Compile("m")!;
        var source = box.Read(Cuscar.Message(Body));
        string Read(string path) => string.Join("; ", SourceReader.Of(compiled, source, SourceQuery.Select(path, source, box.Findings)[0])
            .Select(r => $"{r.Line}:{r.Column} {(r.IsLeft ? "left " : "")}{r.Text}"));
        Assert.Equal("6:18 at: NAD+CA; 6:30 ID: .3039", Read("NAD+MS"));
        Assert.Equal("6:30 ID: .3039", Read("NAD+CA.3039"));
        Assert.Equal("7:24 each: CNI/RFF", Read("CNI/RFF"));
        Assert.Equal("8:20 left EQD.8053", Read("EQD.8053"));
    }
}
