using System.Globalization;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed class ListVerbTests : IDisposable
{
    private readonly SiteFolder site = new();

    public ListVerbTests() => site.WriteSmallMapping();

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_mapping_is_listed_with_what_it_reads_and_makes()
        => Assert.Equal((0, "site/small  wco CargoReport   0 samples  edifact CUSCAR D.95B D.96B\n"), List());

    [Fact]
    public void A_broken_mapping_is_listed_with_its_first_fault_and_the_others_as_ever()
    {
        site.Write("mappings/site/broken/mapping.yaml", SiteFolder.Head + "map:\n  ID: BGX.1004\n  Carier: { at: NAD+CA, ID: .3039 }\n");

        var (code, said) = List();

        Assert.Equal(1, code);
        Assert.Contains("  broken: site/broken/mapping.yaml:5:7: MAP-0007 ", said, StringComparison.Ordinal);
        Assert.Contains("nearest: BGM", said, StringComparison.Ordinal);
        Assert.Contains("And 1 more.", said, StringComparison.Ordinal);
        Assert.Contains("site/small   wco CargoReport   0 samples  edifact CUSCAR D.95B D.96B\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_whose_schemas_are_not_installed_is_listed_with_what_is_missing()
    {
        site.Write("schemas/xsd/authority/set.yaml", "folder: /nowhere/authority\nmain: declaration.xsd\n");
        site.Write("mappings/profiles/authority/mapping.yaml",
            "mapping: 1\nfrom: wco GoodsDeclaration\nto: xml authority Declaration\nmap: { copy: . }\n");

        var (code, said) = List();

        Assert.Equal(0, code);
        Assert.Contains("  The mapping profiles/authority cannot be used: ", said, StringComparison.Ordinal);
        Assert.Contains("/nowhere/authority", said, StringComparison.Ordinal);
    }

    private (int Code, string Said) List()
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        return (ListCommand.Run([site.Root], false, said), said.ToString());
    }
}
