using System.Globalization;
using CsCheck;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Workshop;

public sealed class TextDifferenceTests
{
    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Equal("", Of("a\nb\nc", "a\nb\nc"));

    [Fact]
    public void Changed_removed_and_added_lines_are_shown_each_at_its_place()
    {
        Assert.Equal("  line 2  \n    - b\n    + B\n  line 4  \n    - d\n", Of("a\nb\nc\nd\ne", "a\nB\nc\ne"));
        Assert.Equal("  line 2  \n    + x\n", Of("a\nb", "a\nx\nb"));
    }

    [Fact]
    public void The_way_to_a_line_of_JSON_leaves_out_its_neighbours()
    {
        var said = Of("{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 2\n  }\n}", "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 3\n  }\n}");

        Assert.StartsWith("  line 4  b\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_what_has_a_minus_and_adding_what_has_a_plus_makes_the_other_text()
    {
        var text = Gen.Select(Gen.Char['a', 'd'].Array[0, 12], Gen.Char['a', 'd'].Array[0, 12]);
        text.Sample((one, other) =>
        {
            var lines = Of(string.Join('\n', one), string.Join('\n', other)).Split('\n');
            var removed = lines.Where(l => l.StartsWith("    - ", StringComparison.Ordinal)).Select(l => l[6..]).ToList();
            var added = lines.Where(l => l.StartsWith("    + ", StringComparison.Ordinal)).Select(l => l[6..]).ToList();
            var left = one.Select(c => c.ToString()).ToList();
            foreach (var line in removed) Assert.True(line.Length == 0 || left.Remove(line));
            left.AddRange(added.Where(line => line.Length > 0));
            Assert.Equal(other.Select(c => c.ToString()).Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
        });
    }

    private static string Of(string expected, string received)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        TextDifference.Write(expected, received, 100, said);
        return said.ToString();
    }
}
