using Gateway.Documents;
using Gateway.Edifact;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

public sealed partial class ServiceSegmentTests
{
    [Theory]
    [InlineData(1, "10000")]
    [InlineData(2, "20000")]
    [InlineData(3, "30000")]
    [InlineData(4, "40100")]
    public void Service_segments_are_those_of_the_stored_tables(int syntax, string table)
    {
        var schema = EdifactDirectory.ServiceSegments(syntax);
        var segments = Read("SDSD", table);
        var composites = Read("SDCD", table);
        var elements = Read("SDED", table);
        var compared = 0;
        foreach (var tag in segments.Keys.Where(t => schema.Child(Schema.Root, t) != 0))
        {
            var expected = Parts(segments[tag], 2, 4).Select(s => Expand(s, composites, elements));
            var printed = Notation.Elements(schema, schema.Child(Schema.Root, tag));

            // The stored table lacks S017 of UNH, as its SOURCES say.
            printed = syntax == 4 && tag == "UNH" ? S017().Replace(printed, "6:S018") : printed;
            Assert.Equal(string.Join(' ', expected), printed);
            compared++;
        }

        Assert.Equal(syntax == 4 ? 9 : 7, compared);
    }

    [Fact]
    public void Syntax_4_has_an_eight_digit_date_and_a_group_header_of_options()
    {
        var (old, now) = (EdifactDirectory.ServiceSegments(3), EdifactDirectory.ServiceSegments(4));
        Assert.Equal(6, old[Notation.Position(old, "UNB", "S004", "0017")].Type!.MaxLength);
        Assert.Equal(8, now[Notation.Position(now, "UNB", "S004", "0017")].Type!.MinLength);
        Assert.Equal((1, 0),
            (old[Notation.Position(old, "UNG", "0038")].Min, now[Notation.Position(now, "UNG", "0038")].Min));
        Assert.Same(now, EdifactDirectory.ServiceSegments(9));
    }

    private static string Expand(
        (int Slot, string Number, bool IsMandatory) part, Dictionary<string, string[]> composites,
        Dictionary<string, string[]> elements)
    {
        var inner = part.Number[0] == 'S'
            ? $"({string.Join(' ', Parts(composites[part.Number], 2, 4).Select(c => Expand(c, composites, elements)))})"
            : " " + elements[part.Number][1];
        return $"{part.Slot}:{part.Number}{(part.IsMandatory ? "!" : "")}{inner}";
    }

    private static IEnumerable<(int Slot, string Number, bool IsMandatory)> Parts(string[] row, int from, int width)
        => row[from..].Where(c => c.Length > 0).Chunk(width).Select((c, i) => (i + 1, c[1], c[2] == "M"));

    private static Dictionary<string, string[]> Read(string kind, string table)
        => File.ReadLines(Path.Combine(Shared.Folder("directories/service-segments"), $"{kind}.{table}.csv"))
            .Select(l => l.Split(';')).ToDictionary(c => c[0], StringComparer.Ordinal);

    [System.Text.RegularExpressions.GeneratedRegex(@"6:S017\([^)]*\) 7:S018")]
    private static partial System.Text.RegularExpressions.Regex S017();
}
