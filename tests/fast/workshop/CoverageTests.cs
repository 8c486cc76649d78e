using Gateway.Documents;
using Gateway.Host.Workshop;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Workshop;

public sealed class CoverageTests : IDisposable
{
    private readonly SiteFolder site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task A_value_that_no_rule_reads_is_named_with_its_qualifier_and_how_often_it_came()
    {
        var report = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest, SiteFolder.Manifest);

        var remark = Assert.Single(report.Unread, place => place.Path == "CNI/RFF+BM/GID/FTX+ACB");
        Assert.True(remark.IsWhole);
        Assert.Equal((4, 4, 2), (remark.Unread, remark.Values, remark.Files));
        Assert.Equal(["ACB", "KEEP DRY"], remark.Texts);
        Assert.DoesNotContain(report.Unread, place => place.Path.StartsWith("CNI/RFF+BM/GID/FTX+AAA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_most_frequent_place_comes_first()
    {
        var report = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest);

        Assert.Equal(report.Unread.Select(place => place.Unread).OrderDescending(), report.Unread.Select(place => place.Unread));
        Assert.Equal(report.Total.Unread, report.Unread.Sum(place => place.Unread));
    }

    [Fact]
    public async Task What_only_carry_keeps_counts_as_unread_and_what_leave_names_as_left()
    {
        var carried = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest);
        var lost = await Measure(SiteFolder.SmallMap.Replace("carry: edifact", "", StringComparison.Ordinal), SiteFolder.Manifest);

        Assert.True(carried.IsCarrying);
        Assert.False(lost.IsCarrying);
        Assert.Equal(carried.Total, lost.Total);
        // EQD 8053 and 8260.
        Assert.Equal(2, carried.Total.Left);
    }

    [Fact]
    public async Task Service_segments_do_not_count()
    {
        var report = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest);

        Assert.DoesNotContain(report.Unread, place => place.Path.StartsWith('U'));
        // BGM 3, DTM 3, NAD 4, TDT 5, EQD 2, CNI 1, RFF 2, LOC 2, GID 3 + 3, FTX 2 + 2 + 2.
        Assert.Equal(34, report.Total.All);
    }

    [Fact]
    public async Task A_qualifier_of_the_code_list_is_read_with_its_code()
    {
        var map = SiteFolder.SmallMap.Replace("Declarant: { at: NAD+DT", "Submitter: { at: NAD+MS", StringComparison.Ordinal);

        var report = await Measure(map, SiteFolder.Manifest);

        Assert.DoesNotContain(report.Unread, place => place.Path.StartsWith("NAD+MS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rule_that_never_made_anything_is_named_with_its_line_and_what_is_inside()
    {
        var report = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest);

        Assert.Equal(["ResponseTypeCode", "Declarant"], report.Idle.Select(idle => idle.Rule.Target));
        Assert.Equal("site/small/mapping.yaml", report.Idle[0].Rule.File);
        Assert.Equal(9, report.Idle[0].Rule.Line);
        Assert.Equal(["Declarant/ID", "Declarant/Name"], report.Idle[1].Inside.Select(rule => rule.Target));
    }

    [Fact]
    public async Task A_planted_loss_is_found()
    {
        var whole = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest);
        var without = SiteFolder.SmallMap.Replace(
            "      Commodity/CargoDescription: FTX+AAA.4440 | join(' ')\n", "", StringComparison.Ordinal);
        var planted = await Measure(without, SiteFolder.Manifest);

        Assert.Equal(whole.Total.Unread + 4, planted.Total.Unread);
        Assert.Contains(planted.Unread, place => place is { Path: "CNI/RFF+BM/GID/FTX+AAA", IsWhole: true, Unread: 4 });
    }

    [Fact]
    public async Task A_mandatory_position_that_is_missing_comes_before_optional_ones()
    {
        var map = SiteFolder.SmallMap.Replace("TypeCode: BGM.1001 !", "TypeCode: BGM.1000", StringComparison.Ordinal);

        var report = await Measure(map, SiteFolder.Manifest);

        var gap = report.Gaps[0];
        Assert.Equal(("TypeCode", true, true, 0L, 1L), (gap.Path, gap.IsMandatory, gap.HasRule, gap.Made, gap.Instances));
        Assert.Contains(report.Gaps, g => g is { Path: "ResponseTypeCode", IsMandatory: false, HasRule: true });
        Assert.Contains(report.Gaps, g => g is { Path: "Consignment/UCR", IsMandatory: false, HasRule: false, Instances: 1 });
        Assert.DoesNotContain(report.Gaps, g => g.Path.StartsWith("Declarant/", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_documents_the_places_of_each_form_that_no_path_leads_to_are_named()
    {
        site.WriteSmallMapping();

        var report = StructureCoverage.Of(site.Open().Revision.MappingForEachForm("site/small"));

        Assert.Equal(["CUSCAR D.95B", "CUSCAR D.96B"], report.Forms.Select(form => form.Form));
        Assert.Contains(report.Unread, place => place is { Path: "CNI/RFF/GID/DGS", IsWhole: true, Forms.Count: 2 });
        Assert.DoesNotContain(report.Unread, place => place.Path.StartsWith("EQD", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Unread, place => place.Path is "CNI/RFF/GID/FTX.4440" or "DTM.2379" or "BGM.1004");
        Assert.All(report.Forms, form => Assert.InRange(form.Values.Percent, 1, 30));
    }

    [Fact]
    public async Task The_page_holds_its_data_and_no_text_of_a_sender_ends_its_script()
    {
        var report = await Measure(SiteFolder.SmallMap, SiteFolder.Manifest.Replace("KEEP DRY", "</script>", StringComparison.Ordinal));

        var to = Gateway.Wco.WcoModel.Root("CargoReport");
        var page = System.Text.Encoding.UTF8.GetString(CoveragePage.Write("site/small", "corpus", report, to));

        Assert.DoesNotContain("\"the data\"", page, StringComparison.Ordinal);
        Assert.Contains(@"\u003C/script\u003E", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    private async Task<CoverageReport> Measure(string map, params string[] documents)
    {
        site.WriteSmallMapping(map);
        for (var i = 0; i < documents.Length; i++) site.Write($"corpus/{i}.edi", documents[i]);
        var (report, _, _) = await CoverageCommand.Measure(
            site.Open(), "site/small", site.At("corpus"), new Progress(null), CancellationToken.None);
        return report;
    }
}
