using Gateway.Edifact;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

public sealed class DirectoryDifferenceTests
{
    [Fact]
    public void What_changed_is_told_by_trigger_path()
    {
        var changes = Compare("CUSCAR", "95B", "96A");
        Assert.Contains(new DirectoryChange("segment", "NAD", "C 9", null), changes);
        Assert.Contains(new DirectoryChange("group", "NAD", null, "C 99 (NAD! (CTA! COM*9)*9)"), changes);
        Assert.Contains(new DirectoryChange("segment", "CNI/RFF/TDT/MEA", null, "C 9"), changes);
        Assert.Contains(new DirectoryChange("element", "COM C076 3148", "M 1 an..25", "M 1 an..512"), changes);
    }

    [Fact]
    public void Status_occurrences_and_composites_that_changed_are_told()
    {
        var changes = Compare("CUSCAR", "95B", "24A");
        Assert.Contains(changes, c => c is { Kind: "segment", Path: "CNI/RFF/GID/SGP", Before: "C 99", After: "C 9999" });
        Assert.Contains(changes, c => c is { Kind: "composite", Path: "BGM C106", Before: null, After: "C 1" });
        Assert.Contains(changes, c => c is { Kind: "segment", Path: "GIS", After: null });
        Assert.Contains(changes, c => c is { Kind: "segment", Path: "GEI", Before: null });
    }

    [Fact]
    public void What_only_moved_within_its_group_is_said_to_have_moved()
    {
        var changes = Compare("COPARN", "95B", "24A");
        Assert.Contains(changes, c => c.After?.EndsWith(", in another place", StringComparison.Ordinal) == true);
        Assert.Empty(changes.Where(c => c.Before is null).Select(c => (c.Kind, c.Path))
            .Intersect(changes.Where(c => c.After is null).Select(c => (c.Kind, c.Path))));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_form_does_not_differ_from_itself_and_its_segments_differ_both_ways_alike(string type)
    {
        foreach (var (one, other) in new[] { ("16A", "24A"), ("24A", "93A") })
        {
            Assert.Empty(Compare(type, one, one));
            var there = Inside(Compare(type, one, other)).Select(c => (c.Kind, c.Path, c.Before, c.After));
            var back = Inside(Compare(type, other, one)).Select(c => (c.Kind, c.Path, Before: c.After, After: c.Before));
            Assert.Equal(there.Order(), back.Order());
        }
    }

    private static IEnumerable<DirectoryChange> Inside(IEnumerable<DirectoryChange> changes)
        => changes.Where(c => c.Kind is "composite" or "element");

    public static TheoryData<string> Messages => new(CompactDirectory.BuiltInMessages);

    private static IReadOnlyList<DirectoryChange> Compare(string type, string before, string after) => DirectoryDifference.Of(
        EdifactDirectory.BuiltIn.Find(type, "D", before)!.Schema, EdifactDirectory.BuiltIn.Find(type, "D", after)!.Schema);
}
