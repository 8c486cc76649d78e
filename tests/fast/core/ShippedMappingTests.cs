using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Core;

public sealed class ShippedMappingTests
{
    [Fact]
    public void The_mapping_for_CUSCAR_gives_no_warning_when_it_is_loaded()
    {
        var findings = new Findings(1000);
        var revision = Revision.Load(TestFiles.OfRepository, TestFiles.Formats(), YamlText.Read, findings)!;
        revision.Check(findings);
        var said = findings.All.Where(f => f.Code.Default != Severity.Note).Select(Said).ToList();
        Assert.DoesNotContain(said, s => s.Contains(" edifact/cuscar/", StringComparison.Ordinal));
    }

    private static string Said(Finding finding)
        => $"{finding.Code.Id} {finding.Place.Reference}:{finding.Place.Segment}:{finding.Place.Element} {finding.Sentence}";
}
