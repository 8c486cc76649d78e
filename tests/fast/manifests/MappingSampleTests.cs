using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>
/// The samples of every mapping give exactly the documents that lie beside them, as <c>mapping test</c> compares them. A
/// mismatch writes <c>*.received.*</c>; with the environment variable GATEWAY_ACCEPT=1 it becomes the expected one, to be
/// read in review like code.
/// </summary>
public sealed class MappingSampleTests
{
    public static TheoryData<string> Samples => [.. All().Select(sample => sample.Path)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_of_a_mapping_gives_the_document_beside_it(string path)
    {
        var sample = All().First(sample => sample.Path == path);

        var made = await MappingSamples.Make(TestBench.Own, sample, CancellationToken.None);

        Assert.Null(made.Fault);
        if (made.Json is not null) Snapshot.Match(sample.VerifiedJson, made.Json);
        Snapshot.Match(sample.VerifiedXml, made.Xml);
    }

    private static IReadOnlyList<MappingSample> All() => MappingSamples.Find([Repository.Root], null);
}
