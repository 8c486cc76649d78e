using System.Globalization;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed class CheckVerbTests : IDisposable
{
    private readonly SiteFolder site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void All_faults_of_a_mapping_are_said_at_once_each_once_and_at_its_line()
    {
        site.WriteSmallMapping(SiteFolder.SmallMap.Replace("BGM.1225", "BGM.1226", StringComparison.Ordinal)
            .Replace("IssueDateTime:", "IssuedDateTime:", StringComparison.Ordinal));

        var said = Said("site/small", out var isFine);

        Assert.False(isFine);
        Assert.Equal(2, said.Split(": error MAP-").Length - 1);
        Assert.Contains("site/small/mapping.yaml:5:", said, StringComparison.Ordinal);
        Assert.Contains("site/small/mapping.yaml:8:", said, StringComparison.Ordinal);
        Assert.Contains("IssueDateTime", said, StringComparison.Ordinal);
        Assert.Contains("2 errors", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_broken_mapping_does_not_matter()
    {
        site.WriteSmallMapping();
        site.Write("mappings/site/broken/mapping.yaml", "mapping: 1\nfrom: [\n");
        site.Write("partners/p.yaml", "partner: 1\nname: P\nmappings: { CUSCAR: site/broken }\n");

        Said("site/small", out var isFine);
        Said("site/broken", out var isBrokenFine);

        Assert.True(isFine);
        Assert.False(isBrokenFine);
    }

    [Fact]
    public void An_overlay_is_checked_with_its_base()
    {
        site.WriteSmallMapping();
        site.Write("mappings/site/over/mapping.yaml", "mapping: 1\nbase: site/small  # what differs\nmap:\n  FunctionCode: =5\n");

        Said("site/over", out var isFine);

        Assert.True(isFine);
    }

    [Fact]
    public void Paths_that_some_forms_lack_are_shown_form_by_form()
    {
        var head = SiteFolder.Head.Replace("D.96B", "D.96B D.03B", StringComparison.Ordinal);
        var map = SiteFolder.SmallMap.Replace(": BGM.1225", ": GIS.7365 else GEI.7365 else BGM.1225", StringComparison.Ordinal);
        site.Write("mappings/site/small/mapping.yaml", head + map);

        var said = Said("site/small", out _);

        Assert.Contains("  D.95B  D.96B  D.03B\n", said, StringComparison.Ordinal);
        Assert.Contains("    x      x      .    site/small/mapping.yaml:5  GIS.7365\n", said, StringComparison.Ordinal);
        Assert.Contains("    .      .      x    site/small/mapping.yaml:5  GEI.7365\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("  BGM.1225\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("EQD", said, StringComparison.Ordinal);
    }

    [Fact]
    public void All_are_checked_at_once_and_what_is_fine_is_remembered_but_for_warnings()
    {
        site.WriteSmallMapping();
        var warned = SiteFolder.SmallMap + "tables: { idle: { A: B } }\n";
        site.Write("mappings/site/warned/mapping.yaml", SiteFolder.Head + warned);
        var known = new CheckedMappings();

        var first = CheckMappingCommand.CheckAll(ConfigurationFolder.Read(site.Root), known, false);
        var again = CheckMappingCommand.CheckAll(ConfigurationFolder.Read(site.Root), known, false);

        Assert.Equal(["site/small", "site/warned", "shared fragments"], first.Select(r => r.Mapping));
        Assert.All(first, result => Assert.False(result.IsKnown));
        Assert.Single(first[1].Findings, f => f.Code.Default == Severity.Warning);
        Assert.Equal([true, false, false], again.Select(r => r.IsKnown));
        Assert.Equal(first[1].Findings.Select(f => f.Sentence), again[1].Findings.Select(f => f.Sentence));
    }

    [Fact]
    public void All_are_checked_though_one_cannot_be_read()
    {
        site.WriteSmallMapping();
        site.Write("mappings/site/broken/mapping.yaml", "mapping: 1\nfrom: [\n");

        var results = CheckMappingCommand.CheckAll(ConfigurationFolder.Read(site.Root), new CheckedMappings(), true);

        Assert.Equal(["site/broken", "site/small"], results.Select(r => r.Mapping));
        Assert.Equal([false, true], results.Select(r => r.IsFine));
        Assert.NotNull(results[1].Table);
    }

    private string Said(string mapping, out bool isFine)
    {
        var result = CheckMappingCommand.Check(ConfigurationFolder.Read(site.Root), mapping);
        isFine = result.IsFine;
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        CheckMappingCommand.WriteText(said, [result], true);
        return said.ToString();
    }
}
