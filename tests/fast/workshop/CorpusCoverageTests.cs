using System.Globalization;
using Gateway.Documents;
using Gateway.Host.Workshop;
using Gateway.Mappings;
using Gateway.Wco;
using Xunit.Abstractions;

namespace Gateway.Tests.Fast.Workshop;

/// <summary>What the documents of the corpus carry is read by a rule of the mapping that serves them, or left with a reason.</summary>
public sealed class CorpusCoverageTests(ITestOutputHelper output)
{
    private const decimal PercentMin = 95;

    private static readonly string[] Corpora =
        ["corpus", "wco/hmrc-cds/declarations", "wco/hmrc-ics-ens/samples", "wco/hmrc-ics-ens/rulecases315"];

    // Over all documents of a mapping: a broken message, whose segments stand where no rule expects them, need not reach it alone.
    [Fact]
    public async Task Nearly_everything_that_the_documents_of_the_corpus_carry_is_read_or_left()
    {
        var bench = TestBench.Own;
        var coverages = new SortedDictionary<string, Coverage>(StringComparer.Ordinal);
        // Once through the corpus for all mappings, each document by the mapping that it would get when it arrives.
        foreach (var folder in Corpora)
        {
            await new Corpus(bench, new Progress(null)).Read(Path.Combine(Repository.Shared, folder), null, (file, document) =>
            {
                var mapping = document.Translation.Mapping!;
                if (!coverages.TryGetValue(mapping.Text.Name, out var coverage))
                {
                    coverage = coverages[mapping.Text.Name] = new Coverage(RootOf(bench, mapping.Text.Name));
                }

                coverage.Add(file, mapping, document.Source, new Moment(Workbench.ArrivedAt));
            }, CancellationToken.None);
        }

        using var said = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var (name, coverage) in coverages)
        {
            var report = coverage.Report([.. bench.Revision.MappingForEachForm(name).Select(form => form.Mapping)]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-28} {report.Total.Percent,6} % of {report.Total.All,9:N0} values"));
            if (report.Total.Percent < PercentMin) CoverageText.Write(said, name, "the corpus", report, RootOf(bench, name), false);
        }

        Assert.Superset(
            new HashSet<string>(["edifact/baplie", "edifact/cuscar", "edifact/govcbr", "edifact/iftmin", "edifact/invoic", "xml/hmrc-cds", "xml/ics-ie315"]),
            coverages.Keys.ToHashSet());
        Assert.True(said.GetStringBuilder().Length == 0, said.ToString());
    }

    private static Schema RootOf(Workbench bench, string mapping) => WcoModel.Root(bench.Revision.HeadOf(mapping)!.ToType);
}
