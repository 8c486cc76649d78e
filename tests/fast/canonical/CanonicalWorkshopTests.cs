using System.Globalization;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Workshop;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Canonical;

/// <summary>The workshop looks at canonical documents as at any other source.</summary>
public sealed class CanonicalWorkshopTests
{
    public static TheoryData<string> Roots => ["cargo-report", "commercial-document", "conveyance-report", "entry-summary",
        "equipment-report", "goods-declaration", "response"];

    // What stands around the document is the gateway's own, as the segments around a message are.
    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Every_value_of_a_sample_is_read(string root)
    {
        var folder = Path.Combine(Repository.Root, "mappings", "wco", root, "samples");
        var coverage = new Coverage(WcoModel.Root(TestBench.Own.Revision.HeadOf("wco/" + root)!.ToType));
        await new Corpus(TestBench.Own, new Progress(null)).Read(folder, "wco/" + root, (file, document) =>
            coverage.Add(file, document.Translation.Mapping!, document.Source, new Moment(Workbench.ArrivedAt)), CancellationToken.None);

        var report = coverage.Report([]);
        Assert.Equal(2, report.Files.Count);
        Assert.Equal((0, 100m), (report.Total.Unread, report.Total.Percent));
    }

    [Theory]
    [InlineData("two-air-waybills.xml", "CargoReport/Consignment/Consignor/Name")]
    [InlineData("two-air-waybills.xml", "/MetaData/CargoReport/Consignment[2]/Consignor/Name")]
    [InlineData("houses-of-one-container.json", "/cargoReport/consignment/0/consignor/name")]
    public async Task A_place_is_followed_to_what_copies_it(string sample, string place)
    {
        var path = Path.Combine(Repository.Root, "mappings", "wco", "cargo-report", "samples", sample);
        using var file = new FilePart(path);
        using var translation = TestBench.Own.Translate(file, null);
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var document = (await translation.Next(CancellationToken.None))!;

        Assert.True(WhereUsedCommand.Write(said, document, place, 1, new Findings()) > 0);

        Assert.Contains("/CargoReport/Consignment[", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("  read by\n    wco/cargo-report/mapping.yaml:5:9  copy: .\n", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("no rule reads it", said.ToString(), StringComparison.Ordinal);
    }
}
