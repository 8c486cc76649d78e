using System.Globalization;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed class SkeletonTests : IDisposable
{
    private readonly SiteFolder site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Equal_numbers_are_proposed_with_the_conversion_that_the_target_needs()
    {
        var text = await Write("edifact CUSCAR D.96B", "wco CargoReport", null);

        Assert.Contains("\n  TypeCode: BGM.1001 ", text, StringComparison.Ordinal);
        Assert.Contains("\n  ID: BGM.1004 ", text, StringComparison.Ordinal);
        Assert.Contains("(mandatory; same number)", text, StringComparison.Ordinal);
        Assert.Contains("    each: EQD\n", text, StringComparison.Ordinal);
        Assert.Contains("TemperatureMeasure: .6246 | number", text, StringComparison.Ordinal);
        AssertLoads(text);
    }

    [Fact]
    public async Task Qualifiers_are_found_by_the_name_of_the_class()
    {
        site.Write("schemas/codelists/3035.csv", File.ReadAllText(Path.Combine(Repository.Root, "schemas/codelists/3035.csv")));
        site.Write("mappings/shared/party.yaml", "part: 1\nfrom: edifact NAD\nto: wco Party\nID: .3039\n");
        site.Write("mappings/site/other/mapping.yaml", SiteFolder.Head + "when: BGM.1004 = X\nmap:\n  TypeCode: BGM.1001\n  ID: BGM.1004\n"
            + "  Submitter: { at: NAD+MS, use: shared/party }\n");

        var text = await Write("edifact CUSCAR D.96B", "wco CargoReport", null);

        Assert.Contains("Submitter: { at: NAD+MS, use: shared/party }", text, StringComparison.Ordinal);
        Assert.Contains("(as in site/other)", text, StringComparison.Ordinal);
        Assert.Contains("Consignee: { at: NAD+CN, use: shared/party }", text, StringComparison.Ordinal);
        Assert.Contains("(the qualifier by its name: check it)", text, StringComparison.Ordinal);
        AssertLoads(text);
    }

    [Fact]
    public async Task Columns_of_a_table_are_taken_from_the_sample_and_matched_by_name()
    {
        var sample = site.Write("list.csv",
            "Carton,Description,Qty,Gross Weight (kg),HS Code\n1,TOYS,10,12.5,950300\n2,BOOKS,5,8,490199\n");

        var text = await Write("tabular list", "wco CommercialDocument", sample);

        Assert.Contains("      GrossWeightKg: 'Gross Weight (kg)'\n", text, StringComparison.Ordinal);
        Assert.Contains("each: Row\n", text, StringComparison.Ordinal);
        Assert.Contains("GrossMassMeasure: GrossWeightKg | number", text, StringComparison.Ordinal);
        Assert.Contains("\n  # ID: ", text, StringComparison.Ordinal);
        Assert.Contains("MANDATORY", text, StringComparison.Ordinal);
        AssertLoads(text);
    }

    [Fact]
    public async Task What_the_sample_carries_and_no_line_reads_is_listed()
    {
        var sample = site.Write("one.edi", SiteFolder.Manifest.Replace("NAD+MS", "NAD+ZZZ", StringComparison.Ordinal));

        var text = await Write("edifact CUSCAR D.96B", "wco CargoReport", sample);

        Assert.Contains("# The sample: ", text, StringComparison.Ordinal);
        Assert.Contains("4 x  NAD+ZZZ  \"ZZZ\", \"LINE\", \"92\"\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edifact IFTMIN D.96A", "wco CargoReport")]
    [InlineData("edifact INVOIC D.01B", "wco CommercialDocument")]
    [InlineData("xml ubl-2.1 Invoice", "wco CommercialDocument")]
    public async Task With_all_that_is_shipped_the_first_version_loads_without_an_error(string from, string to)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);

        var text = await NewCommand.Write(TestBench.Own, "site/new", from, to, null, said, CancellationToken.None);

        Assert.True(text is not null, said.ToString());
        AssertLoads(text!, Repository.Root);
        Assert.InRange(text!.Split('\n').Count(line => line.Contains(": ", StringComparison.Ordinal)), 10, 2000);
    }

    [Fact]
    public async Task A_table_that_a_shipped_layout_would_read_too_is_shown_with_its_own_columns()
    {
        var sample = site.Write("ship.csv", "Container;Bill of lading;Shipper;Gross kg\nHRBU1500310;BL-77;Acme;1040,5\nHRBU1500326;BL-78;Acme;20\n");
        using var said = new StringWriter(CultureInfo.InvariantCulture);

        var text = await NewCommand.Write(TestBench.Own, "site/new", "tabular ships", "wco CargoReport", sample, said, CancellationToken.None);

        Assert.Contains("      BillOfLading: 'Bill of lading'\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("BL77", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edifact NOSUCH D.96A", "wco CargoReport", "not known")]
    [InlineData("edifact CUSCAR D.96B", "wco CargoReports", "wco CargoReport")]
    [InlineData("edifact", "wco CargoReport", "two words")]
    public async Task What_is_not_known_is_said(string from, string to, string wanted)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Null(await NewCommand.Write(site.Open(), "site/new", from, to, null, said, CancellationToken.None));
        Assert.Contains(wanted, said.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> Write(string from, string to, string? sample)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        var text = await NewCommand.Write(site.Open(), "site/new", from, to, sample, said, CancellationToken.None);
        Assert.True(text is not null, said.ToString());
        return text!;
    }

    private void AssertLoads(string text, params IReadOnlyList<string> folders)
    {
        site.Write("mappings/site/new/mapping.yaml", text);
        var result = CheckMappingCommand.Check(ConfigurationFolder.Read([.. folders, site.Root]), "site/new");
        Assert.True(result.IsFine, string.Join('\n', result.Findings.Where(f => f.Code.Default == Severity.Error).Select(f => f.Sentence)));
    }
}
