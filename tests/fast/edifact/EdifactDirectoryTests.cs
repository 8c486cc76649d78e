using System.Text.RegularExpressions;
using Gateway.Documents;
using Gateway.Edifact;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

public sealed class EdifactDirectoryTests
{
    private static readonly EdifactDirectory Directory = EdifactDirectory.BuiltIn;

    public static TheoryData<string> Messages => new(CompactDirectory.BuiltInMessages);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_form_is_what_its_release_prints(string type)
    {
        foreach (var release in Shared.Releases.Where(r => r.Messages.ContainsKey(type)))
        {
            var form = Directory.Find(type, "D", release.Release)!;
            Assert.True(form.IsExact);
            Assert.Equal(release.Messages[type].ToString(), Notation.Table(form.Schema));
            Assert.Equal(type + " " + form.Release, form.Schema.Name);
            for (var p = Schema.Root + 1; p < form.Schema.Positions.Length; p++)
            {
                var position = form.Schema[p];
                var isSegment = position.Kind is PositionKind.Segment or PositionKind.Group;
                if (!isSegment || position.Name[0] == 'U') continue;
                Assert.Equal(Notation.Elements(release, position.Name), Notation.Elements(form.Schema, p));
                Assert.False(string.IsNullOrEmpty(position.Description));
            }
        }
    }

    [Fact]
    public void The_built_in_files_are_what_the_stored_releases_give()
    {
        var folder = Path.Combine(Shared.Root, "gateway/edifact/Directories");
        foreach (var (name, text) in CompactDirectory.Write(Shared.Releases, CompactDirectory.BuiltInMessages))
        {
            var path = Path.Combine(folder, name);
            if (Environment.GetEnvironmentVariable("GATEWAY_ACCEPT") == "1") File.WriteAllText(path, text);
            Assert.Equal(text, File.ReadAllText(path));
        }
    }

    [Fact]
    public void The_structures_that_the_facts_print_are_built_in()
    {
        var facts = File.ReadAllText(Shared.Folder("facts/edifact.md"));
        var printed = Regex.Matches(facts, @"\*\*([A-Z]{6}) D\.([0-9]{2}[A-Z])\*\*[^`\n]*`(UNH![^`{]*UNT!)`");
        foreach (Match structure in printed)
        {
            var form = Directory.Find(structure.Groups[1].Value, "D", structure.Groups[2].Value)!;
            Assert.Equal(structure.Groups[3].Value, Notation.Table(form.Schema));
        }

        Assert.True(printed.Count >= 20);
    }

    [Theory]
    [InlineData("D", "95B", "D.95B", true)]
    [InlineData("D", "95b", "D.95B", true)]
    [InlineData("D", "95A", "D.94A", false)]
    [InlineData("D", "96B", "D.96B", false)]
    [InlineData("D", "97A", "D.96B", false)]
    [InlineData("D", "16B", "D.16A", true)]
    [InlineData("D", "99Z", "D.21B", false)]
    [InlineData("D", "00A", "D.99B", false)]
    [InlineData("D", "25A", "D.21B", false)]
    [InlineData("S", "93A", "D.93A", false)]
    [InlineData("D", "91A", "D.93A", false)]
    [InlineData("D00", "A", "D.99B", false)]
    [InlineData("0", "96A", "D.96A", false)]
    [InlineData("D96A", "", "D.96A", false)]
    [InlineData("D.96A", "UN", "D.96A", false)]
    [InlineData("1", "901", "D.93A", false)]
    [InlineData("90", "1", "D.93A", false)]
    [InlineData("", "", "D.21B", false)]
    public void The_nearest_earlier_form_serves_a_release(string version, string release, string expected, bool isExact)
    {
        var form = Directory.Find("CUSCAR", version, release)!;
        Assert.Equal((expected, isExact), (form.Release, form.IsExact));
    }

    [Theory]
    [InlineData("D", "3", "D.3", true)]
    [InlineData("D", "4", "D.4", true)]
    [InlineData("4", "1", "D.4", true)]
    [InlineData("2", "2", "D.3", false)]
    public void Control_messages_follow_the_syntax_version(
        string version, string release, string expected, bool isExact)
    {
        var form = Directory.Find("CONTRL", version, release)!;
        Assert.Equal((expected, isExact), (form.Release, form.IsExact));
        Assert.Equal("UNH! UCI! SG1*999999(UCM! SG2*999(UCS! UCD*99)) "
            + "SG3*999999(UCF! SG4*999999(UCM! SG5*999(UCS! UCD*99))) UNT!",
            Notation.Table(form.Schema));
        var reference = Notation.Position(form.Schema, "UCM", "0062");
        Assert.Equal(expected == "D.3" ? 1 : 0, form.Schema[reference].Min);
    }

    [Theory]
    [InlineData("PAXLST")]
    [InlineData("cuscar")]
    [InlineData("")]
    [InlineData("../../")]
    [InlineData("CUSCARCUSCAR")]
    public void An_unknown_type_has_no_form(string type) => Assert.Null(Directory.Find(type, "D", "95B"));

    [Fact]
    public void Elements_that_stand_several_times_in_a_row_are_one_position()
    {
        var schema = Directory.Find("CUSCAR", "D", "95B")!.Schema;
        var name = schema[Notation.Position(schema, "NAD", "C080", "3036")];
        var format = schema[Notation.Position(schema, "NAD", "C080", "3045")];
        Assert.Equal((1, 5, 1, 6), (name.Min, name.Max, name.Slot, format.Slot));
        Assert.Equal(PositionFlags.None, name.Flags);
        Assert.Equal(new SimpleType(ValueKind.Text, 0, 35), name.Type);
        Assert.Equal(3036, name.Tded);
    }

    [Fact]
    public void A_repeat_count_of_the_directory_is_marked_and_the_place_counts_as_in_syntax_3()
    {
        var schema = Directory.Find("GOVCBR", "D", "16B")!.Schema;
        var subdivision = schema[Notation.Position(schema, "LOC", "ADR", "C819")];
        Assert.Equal((5, 6), (subdivision.Max, subdivision.Slot));
        Assert.True(subdivision.Flags.HasFlag(PositionFlags.Repeats));
        Assert.Equal(11, schema[Notation.Position(schema, "LOC", "ADR", "C517")].Slot);
    }

    [Fact]
    public void A_tag_in_several_sections_names_its_section()
    {
        Assert.Equal(["TAX UNH", "TAX UNS"], Sections("INVOIC", "96A", "TAX"));
        Assert.Equal(["UNS UNS", "UNS UNS+S"], Sections("CUSDEC", "96B", "UNS"));
        Assert.Equal(["CST UNH", "CST UNS"], Sections("CUSDEC", "96B", "CST"));
        Assert.Equal(["UNS UNS", "UNS UNS+S"], Sections("GOVCBR", "13B", "UNS"));
        Assert.Equal(["RFF "], Sections("CUSCAR", "95B", "RFF"));
    }

    [Fact]
    public void A_group_holds_the_elements_of_its_trigger_first()
    {
        var schema = Directory.Find("CUSCAR", "D", "95B")!.Schema;
        var consignment = Notation.Position(schema, "CNI");
        var shape = schema.ChildrenOf(consignment);
        var names = schema.Positions.Slice(shape.First, shape.Count).ToArray().Select(p => p.Name);
        Assert.Equal(["1490", "C503", "1312", "CNT", "RFF"], names);
        Assert.Equal(PositionFlags.Ordered | PositionFlags.Trigger, schema[consignment].Flags);
    }

    [Fact]
    public void Messages_stand_in_an_envelope_that_serves_every_syntax_version()
    {
        var schema = Directory.Find("CUSCAR", "D", "95B")!.Schema;
        var date = schema[Notation.Position(schema, "UNB", "S004", "0017")].Type;
        Assert.Equal(new SimpleType(ValueKind.Number, 6, 8), date);
        Assert.Equal((0, 1),
            (schema[Notation.Position(schema, "UNB")].Min, schema[Notation.Position(schema, "UNH")].Min));
        Assert.NotEqual(0, Notation.Position(schema, "UNH", "S018"));
    }

    [Fact]
    public void Two_releases_without_a_change_between_them_share_one_schema()
    {
        Assert.Same(Directory.Find("CUSCAR", "D", "16A")!.Schema, Directory.Find("CUSCAR", "D", "16B")!.Schema);
        Assert.NotEqual(
            Directory.Find("CUSCAR", "D", "00B")!.Schema.Digest, Directory.Find("CUSCAR", "D", "99B")!.Schema.Digest);
    }

    [Fact]
    public void Many_threads_get_the_same_schema()
    {
        var directory = EdifactDirectory.Of(CompactDirectory.Write([Shared.Release("95B")], ["CUSCAR"]));
        var schemas = new Schema[64];
        Parallel.For(0, schemas.Length, i => schemas[i] = directory.Find("CUSCAR", "D", "95B")!.Schema);
        Assert.Single(schemas.Distinct());
        Assert.Null(directory.Find("INVOIC", "D", "95B"));
    }

    private static string[] Sections(string type, string release, string tag)
    {
        var schema = Directory.Find(type, "D", release)!.Schema;
        var shape = schema.ChildrenOf(Schema.Root);
        var children = schema.Positions.Slice(shape.First, shape.Count).ToArray();
        return [.. children.Where(p => p.Name == tag).Select(p => $"{p.Name} {p.Section}")];
    }
}
