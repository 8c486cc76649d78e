namespace Gateway.Tests.Fast.Manifests;

/// <summary>Every CUSCAR of the corpus that lies beside the repository.</summary>
public sealed class CorpusTests
{
    private static readonly string Corpus = Path.Combine(Repository.Shared, "corpus", "edifact");

    public static TheoryData<string> Manifests => [.. Files()];

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task A_manifest_of_the_corpus_becomes_a_document_or_gets_findings(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Corpus, name));

        var documents = await TestGateway.Translate(name, bytes);

        foreach (var (document, count) in documents.Zip(IndependentCount.Of(bytes)))
        {
            Assert.False(document.IsParked, document.Reason);
            if (document.IsAccepted) Assert.Equal(count.Consignments, DocumentCount.Of(document.Root).Consignments);
            else Assert.NotEmpty(document.Said(Gateway.Documents.Severity.Error));
        }
    }

    private static IEnumerable<string> Files()
        => Directory.EnumerateFiles(Corpus, "*.edi", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("+CUSCAR:", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Corpus, path)).Order(StringComparer.Ordinal);
}
