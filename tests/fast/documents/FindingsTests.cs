using Gateway.Documents;

namespace Gateway.Tests.Fast.Documents;

public sealed class FindingsTests
{
    private static readonly FindingCode Warning = new("TST-0001", Severity.Warning, "Odd: {0}.", "", "");
    private static readonly FindingCode Error = new("TST-0002", Severity.Error, "Wrong: {0}.", "", "");

    [Fact]
    public void An_error_is_told_however_many_warnings_came_before_it()
    {
        var findings = new Findings();
        for (var i = 0; i < 1000; i++) findings.Add(Warning, default, default, 0, $"{i}");
        Assert.False(findings.Keeps(Warning));

        findings.Add(Error, default, default, 0, "the last");

        Assert.Equal("Wrong: the last.", findings.All[^1].Sentence);
        Assert.Equal((1001, 1), (findings.Count, findings.Errors));
    }

    [Fact]
    public void No_more_are_kept_than_there_is_room_for()
    {
        var findings = new Findings(10);
        for (var i = 0; i < 100; i++) findings.Add(i % 2 == 0 ? Warning : Error, default, default, 0);

        Assert.Equal(10, findings.All.Count);
        Assert.False(findings.Keeps(Error));
        Assert.Equal((100, 50), (findings.Count, findings.Errors));
    }

    [Fact]
    public void What_another_collector_only_counted_is_counted_on()
    {
        var other = new Findings(2);
        for (var i = 0; i < 5; i++) other.Add(Error, default, default, 0);
        var findings = new Findings();
        findings.Add(Warning, default, default, 0);

        findings.AddAll(other);

        Assert.Equal((6, 5, 3), (findings.Count, findings.Errors, findings.All.Count));
    }
}
