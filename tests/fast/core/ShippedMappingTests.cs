using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

public sealed class ShippedMappingTests
{
    // What only the schemas of an administration can say is not checked where they are not installed.
    [Fact]
    public void No_mapping_that_is_shipped_gives_a_warning_when_it_is_loaded()
        => Assert.Empty(ShippedConfiguration.Findings.All
            .Where(f => f.Code.Default != Severity.Note && f.Code != ConfigurationCodes.NotInstalled).Select(Said));

    private static string Said(Finding finding)
        => $"{finding.Code.Id} {finding.Place.Reference}:{finding.Place.Segment}:{finding.Place.Element} {finding.Sentence}";
}
