using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Core;

public sealed class ShippedMappingTests
{
    [Fact]
    public void No_mapping_that_is_shipped_gives_a_warning_when_it_is_loaded()
    {
        var findings = new Findings(1000);
        var revision = Revision.Load(TestFiles.OfRepository, TestFiles.Formats(), YamlText.Read, findings)!;
        revision.Check(findings);
        // What only the schemas of an administration can say is not checked where they are not installed.
        Assert.Empty(findings.All.Where(f => f.Code.Default != Severity.Note && f.Code != ConfigurationCodes.NotInstalled).Select(Said));
    }

    private static string Said(Finding finding)
        => $"{finding.Code.Id} {finding.Place.Reference}:{finding.Place.Segment}:{finding.Place.Element} {finding.Sentence}";
}
