using Gateway.Core;
using Gateway.Documents;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Core;

public sealed class SourcePlaceTests
{
    [Fact]
    public async Task A_finding_of_a_rule_counts_segment_and_element_of_its_value()
    {
        var place = (await Found("faulty-container-check-digit.edi")).Last(f => f.Code.Id == "RUL-0002").Place;

        Assert.Equal((1, 28, "SGP", "F1"), (place.Message, place.Segment, place.Tag, place.Reference));
        Assert.Equal(2, place.Element);
    }

    [Fact]
    public async Task A_finding_about_nothing_points_to_the_header_of_the_message()
    {
        var bytes = SampleFiles.Read("faulty-missing-bgm.edi");
        var finding = (await Found("faulty-missing-bgm.edi")).First(f => f.Code.Id == "MAP-0104");

        Assert.Equal((1, "UNH"), (finding.Place.Segment, finding.Place.Tag));
        Assert.StartsWith("UNH+", System.Text.Encoding.ASCII.GetString(bytes, (int)finding.Span.Start, finding.Span.Length), StringComparison.Ordinal);
        Assert.DoesNotContain('!', finding.Sentence);
        Assert.StartsWith("Send BGM", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_mapping_says_is_missing_the_model_does_not_repeat()
    {
        var findings = await Found("faulty-missing-bgm.edi");
        var told = findings.Where(f => f.Code.Id == "MAP-0104").Select(f => f.WcoPointer).ToList();

        Assert.NotEmpty(told);
        Assert.DoesNotContain(findings, f => f.Code.Id == "WCO-0001" && told.Contains(f.WcoPointer));
    }

    [Fact]
    public void A_finding_that_is_taken_out_is_not_counted()
    {
        var findings = new Findings();
        for (var i = 1; i <= 3; i++) findings.Add(GatewayCodes.Empty, default, new Place(i, 0), 0);

        findings.Amend(1, f => f.Place.Message == 2 ? null : f with { Place = new Place(9, 0) });

        Assert.Equal([1, 9], findings.All.Select(f => f.Place.Message));
        Assert.Equal((2, 2), (findings.Count, findings.Errors));
    }

    private static async Task<List<Finding>> Found(string name)
    {
        var made = Assert.Single(await TestGateway.Translate(name, SampleFiles.Read(name)));
        return [.. made.Findings.Select(f => f.Finding)];
    }
}
