using System.Globalization;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed class TestVerbTests : IDisposable
{
    private readonly SiteFolder site = new();

    public TestVerbTests()
    {
        site.WriteSmallMapping();
        site.Write("mappings/site/small/samples/one.edi", SiteFolder.Manifest);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task A_sample_without_expected_documents_fails_until_they_are_accepted()
    {
        Assert.Equal((1, true), await Run(false, "one.verified.json is not there yet"));
        Assert.Equal((0, true), await Run(true, "1 accepted"));
        Assert.Equal((0, true), await Run(false, "all as expected"));
        Assert.Contains("\"hash of the mapping\"", Verified("small"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_changed_rule_changes_is_shown_with_the_way_to_it()
    {
        await Run(true, "");
        var lower = SiteFolder.SmallMap.Replace("FTX+AAA.4440 | join(' ')", "FTX+AAA.4440 | join(' ') | lower", StringComparison.Ordinal);
        site.WriteSmallMapping(lower);

        var (code, said) = await Said(false);

        Assert.Equal(1, code);
        Assert.Contains("cargoReport/consignment/consignmentItem/commodity", said, StringComparison.Ordinal);
        Assert.Contains("- \"cargoDescription\": \"TOYS\"", said, StringComparison.Ordinal);
        Assert.Contains("+ \"cargoDescription\": \"toys\"", said, StringComparison.Ordinal);
        Assert.Contains("+ <CargoDescription>books</CargoDescription>", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_gives_no_document_says_why()
    {
        var other = SiteFolder.Manifest.Replace("CUSCAR:D:96B", "IFTMIN:D:96B", StringComparison.Ordinal);
        site.Write("mappings/site/small/samples/two.edi", other);

        Assert.Equal((1, true), await Run(true, "message 1 gave no document: EDI-"));
    }

    [Fact]
    public async Task A_mapping_without_samples_is_named()
    {
        site.Write("mappings/site/other/mapping.yaml", "mapping: 1\nfrom: edifact CUSREP D.95B\nto: wco CargoReport\n"
            + "map:\n  FunctionCode: =9\n  TypeCode: BGM.1001\n  ID: BGM.1004\n");

        Assert.Equal((0, true), await Run(true, "site/other: no samples"));
    }

    [Fact]
    public async Task An_overlay_is_tested_with_its_own_samples()
    {
        site.Write("mappings/site/over/mapping.yaml", "mapping: 1\nbase: site/small\nmap:\n  FunctionCode: =5\n");
        site.Write("mappings/site/over/samples/one.edi", SiteFolder.Manifest);

        await Run(true, "");

        Assert.Contains("\"functionCode\": \"5\"", Verified("over"), StringComparison.Ordinal);
        Assert.Contains("\"functionCode\": \"9\"", Verified("small"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_is_found_by_its_name_the_end_of_it_and_its_folder()
    {
        var bench = site.Open();

        Assert.Equal("site/small", bench.Find("site/small", TextWriter.Null));
        Assert.Equal("site/small", bench.Find("small", TextWriter.Null));
        Assert.Equal("site/small", bench.Find(site.At("mappings/site/small/"), TextWriter.Null));
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Null(bench.Find("large", said));
        Assert.Contains("There is no mapping large", said.ToString(), StringComparison.Ordinal);
    }

    private string Verified(string mapping) => File.ReadAllText(site.At($"mappings/site/{mapping}/samples/one.verified.json"));

    private async Task<(int Code, bool IsSaid)> Run(bool isAccepting, string wanted)
    {
        var (code, said) = await Said(isAccepting);
        return (code, said.Contains(wanted, StringComparison.Ordinal));
    }

    private async Task<(int Code, string Said)> Said(bool isAccepting)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        var code = await TestCommand.Run(site.Open(), null, isAccepting, false, said, CancellationToken.None);
        return (code, said.ToString());
    }
}
