using System.Globalization;
using Gateway.Documents;
using Gateway.Host.Workshop;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Workshop;

/// <summary>What the documents of the corpus carry is read by a rule of the mapping that serves them, or left with a reason.</summary>
public sealed class CorpusCoverageTests
{
    private const decimal PercentMin = 95;

    public static TheoryData<string> Mappings => [.. TestBench.Own.Revision.Mappings];

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Nearly_everything_that_a_document_of_the_corpus_carries_is_read_or_left(string mapping)
    {
        var bench = TestBench.Own;
        if (bench.Revision.HeadOf(mapping)!.ToFormat != "wco") return;

        var (report, to, _) = await CoverageCommand.Measure(
            bench, mapping, Path.Combine(Repository.Shared, "corpus"), new Progress(null), CancellationToken.None);

        if (report.Files.All(file => file.Values.Percent >= PercentMin)) return;
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        CoverageText.Write(said, mapping, "the corpus", report, to, false);
        Assert.Fail(said.ToString());
    }
}
