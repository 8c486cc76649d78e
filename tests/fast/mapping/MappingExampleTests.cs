using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Tests.Fast.Core;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>The mappings on which the language was tried load as they are; what they need beside them is there.</summary>
public sealed class MappingExampleTests
{
    private static readonly string Examples = Path.Combine(Repository.Shared, "mapping-examples");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Examples, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_loads_without_an_error(string name)
    {
        var files = TestFiles.OfRepository.Where(f => !f.Key.StartsWith("mappings/", StringComparison.Ordinal)).ToDictionary();
        files[$"mappings/{name}/mapping.yaml"] = File.ReadAllBytes(Path.Combine(Examples, name + ".yaml"));
        files["mappings/edifact/cuscar/mapping.yaml"] = File.ReadAllBytes(Path.Combine(Examples, "cuscar.yaml"));
        files["mappings/shared/edifact-party.yaml"] = File.ReadAllBytes(Path.Combine(Examples, "shared", "edifact-party.yaml"));
        var findings = new Findings(500);
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings);
        revision?.Check(findings);
        Assert.Equal([], findings.All.Where(f => f.Code.Default == Severity.Error)
            .Select(f => $"{f.Code.Id} {f.Place.Reference}:{f.Place.Segment}:{f.Place.Element} {f.Sentence}"));
        Assert.NotNull(revision);
    }
}
