using Gateway.Documents;
using Gateway.Edifact;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

public sealed class ServiceSegmentTests
{
    [Theory]
    [InlineData("1", "10000", 8)]
    [InlineData("2", "20000", 8)]
    [InlineData("3", "30000", 12)]
    [InlineData("4", "40000", 34)]
    [InlineData("4.1", "40100", 34)]
    public void Service_segments_are_those_of_the_stored_tables(string syntax, string table, int count)
    {
        var schema = EdifactDirectory.ServiceSegments(syntax);
        var segments = Read("SDSD", table);
        var composites = Read("SDCD", table);
        var elements = Read("SDED", table);
        foreach (var tag in segments.Keys)
        {
            var expected = Parts(segments[tag]).Select(s => Expand(s, composites, elements));
            Assert.Equal(string.Join(' ', expected), Notation.Elements(schema, schema.Child(Schema.Root, tag)));
        }

        Assert.Equal((count, count), (segments.Count, schema.ChildrenOf(Schema.Root).Count));
    }

    [Theory]
    [InlineData("3", "30000", "CONTRL")]
    [InlineData("4", "40000", "CONTRL AUTACK KEYMAN")]
    [InlineData("4", "40100", "CONTRL AUTACK KEYMAN")]
    public void Service_messages_are_those_of_the_stored_tables(string release, string table, string types)
    {
        var rows = Read("SDMD", table);
        foreach (var type in types.Split(' '))
        {
            var form = EdifactDirectory.BuiltIn.Find(type, "D", release)!;
            Assert.True(form.IsExact);
            Assert.Equal(Table(rows, type, ""), Notation.Table(form.Schema));
        }

        Assert.Equal(types.Split(' ').Order(StringComparer.Ordinal),
            rows.Keys.Select(k => k[..6]).Distinct().Order(StringComparer.Ordinal));
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
        Assert.Same(now, EdifactDirectory.ServiceSegments("4.1"));
    }

    [Fact]
    public void Dependency_notes_name_places_that_the_segment_has()
    {
        var schema = EdifactDirectory.ServiceSegments(4);
        var shape = schema.ChildrenOf(Schema.Root);
        var notes = 0;
        for (var p = shape.First; p < shape.First + shape.Count; p++)
        {
            var places = schema.ChildrenOf(p).Count;
            foreach (var note in EdifactDirectory.NotesOf(schema.NameOf(p), 4))
            {
                notes++;
                Assert.InRange(note.Places.Length, 2, places);
                Assert.All(note.Places, place => Assert.InRange(place, 1, places));
            }
        }

        Assert.True(notes > 15);
        Assert.Empty(EdifactDirectory.NotesOf("UCM", 3));
        Assert.Equal("D2(010,060,070)", Assert.Single(EdifactDirectory.NotesOf("UNG", 4)).ToString());
    }

    [Theory]
    [InlineData(Dependency.OneOnly, "010 100 001", "000 110 111")]
    [InlineData(Dependency.AllOrNone, "000 111", "100 011")]
    [InlineData(Dependency.OneOrMore, "001 110 111", "000")]
    [InlineData(Dependency.OneOrNone, "000 010", "011 111")]
    [InlineData(Dependency.IfFirstThenAll, "000 011 010 111", "100 101 110")]
    [InlineData(Dependency.IfFirstThenOneMore, "000 011 101 110", "100")]
    [InlineData(Dependency.IfFirstThenNone, "000 011 100", "110 101 111")]
    public void A_dependency_note_holds_or_not(Dependency kind, string good, string bad)
    {
        var note = new DependencyNote(kind, [1, 2, 3]);
        Assert.All(good.Split(' '), sent => Assert.True(note.Holds(place => sent[place - 1] == '1'), sent));
        Assert.All(bad.Split(' '), sent => Assert.False(note.Holds(place => sent[place - 1] == '1'), sent));
    }

    private static string Table(Dictionary<string, string[]> rows, string type, string group)
    {
        var cells = rows.Single(r => r.Key.StartsWith(type, StringComparison.Ordinal) && r.Key.EndsWith("::" + group, StringComparison.Ordinal)).Value[2..];
        return string.Join(' ', cells.Chunk(3).Select(c =>
        {
            var isGroup = c[0].StartsWith("SG", StringComparison.Ordinal);
            var head = c[0] + (c[1] == "M" ? "!" : "") + (isGroup || c[2] != "1" ? "*" + c[2] : "");
            return isGroup ? $"{head}({Table(rows, type, c[0])})" : head;
        }));
    }

    private static string Expand(
        (int Slot, string Number, bool IsMandatory, string Max) part, Dictionary<string, string[]> composites,
        Dictionary<string, string[]> elements)
    {
        var inner = part.Number[0] == 'S'
            ? $"({string.Join(' ', Parts(composites[part.Number]).Select(c => Expand(c, composites, elements)))})"
            : " " + elements[part.Number][1];
        var repeats = int.TryParse(part.Max, out var max) && max > 1 ? $"*{max}" : "";
        return $"{part.Slot}:{part.Number}{(part.IsMandatory ? "!" : "")}{repeats}{inner}";
    }

    // A place that repeats takes as many in syntax 1 to 3; the numbers of the places behind it count so.
    private static IEnumerable<(int Slot, string Number, bool IsMandatory, string Max)> Parts(string[] row)
    {
        var slot = 1;
        foreach (var cell in row[2..].Where(c => c.Length > 0).Chunk(4))
        {
            yield return (slot, cell[1], cell[2] == "M", cell[3]);
            slot += int.TryParse(cell[3], out var max) ? max : 1;
        }
    }

    private static Dictionary<string, string[]> Read(string kind, string table)
        => File.ReadLines(Path.Combine(Shared.Folder("directories/service-segments"), $"{kind}.{table}.csv"))
            .Select(l => Complete(l.Split(';'))).ToDictionary(c => c[0], StringComparer.Ordinal);

    // The stored tables lack S017 of UNH, as their SOURCES say, and in the same way 0543 of USC: no other segment
    // misses a place, and no other element of the table stands nowhere.
    private static string[] Complete(string[] row)
    {
        var (missing, at) = row[0] switch
        {
            "UNH" when row.Contains("S016") => ("S017", Array.IndexOf(row, "S018") - 1),
            "USC" => ("0543", Array.IndexOf(row, "0546") - 1),
            _ => ("", 0),
        };
        return missing.Length == 0 ? row : [.. row[..at], "060", missing, "C", "1", .. row[at..]];
    }
}
