using System.Collections.Immutable;
using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Makes the positions of a message or of the service segments at one release. Used once.</summary>
/// <param name="directory">Segments, composites and elements of the message.</param>
/// <param name="release">The release, in the order of <see cref="ReleaseOrder"/>.</param>
/// <param name="syntax">The syntax version whose service segments are meant; <see cref="DirectoryFiles.AnySyntax"/>
/// for all.</param>
/// <param name="begin">The release at which the table begins.</param>
internal sealed class SchemaOfMessage(DirectoryFiles directory, int release, int syntax, int begin)
{
    private readonly SchemaBuilder builder = new();
    private readonly Dictionary<string, int> shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Position>> elements = new(StringComparer.Ordinal);

    /// <summary>The release from which on everything that was used has its present content.</summary>
    public int Begin { get; private set; } = begin;

    /// <summary>The same for people: <c>D.95B</c>, for CONTRL <c>D.4</c>.</summary>
    public string Release => "D." + (Begin < DirectoryFiles.AnySyntax
        ? Begin.ToString(CultureInfo.InvariantCulture)
        : ReleaseOrder.Name(Begin));

    /// <summary>Builds the schema.</summary>
    /// <param name="type">Message type, the name of position 1.</param>
    /// <param name="rows">What stands on level 0.</param>
    public Schema Build(string type, ImmutableArray<TableRow> rows)
    {
        var content = builder.Add(Sections(rows));
        var root = new Position(type, PositionKind.Root, 1, 1, content, null, PositionFlags.Ordered);
        return builder.Build($"{type} {Release}", root);
    }

    /// <summary>The service segments of a syntax version, as segments of level 0.</summary>
    public static Schema OfService(int syntax)
    {
        var rows = TableText.Rows(syntax < 4 ? "UNB UNG UNH UNS UNT UNE UNZ" : "UNB UNG UNH UNS UGH UGT UNT UNE UNZ");
        var all = new SchemaOfMessage(new DirectoryFiles(_ => null), syntax, syntax, 0);
        var positions = new List<Position>();
        foreach (var row in rows)
        {
            var position = all.PositionOf(row);
            positions.Add(position with { Flags = position.Flags | PositionFlags.Service });
        }

        var root = new Position("", PositionKind.Root, 1, 1, all.builder.Add(positions), null, PositionFlags.Ordered);
        return all.builder.Build($"ISO 9735 syntax {syntax}", root);
    }

    /// <summary>
    /// Level 0, with the section named where one tag stands in several (MAPPING: <c>UNH/</c>, <c>UNS/</c>,
    /// <c>UNS+S/</c>).
    /// </summary>
    private List<Position> Sections(ImmutableArray<TableRow> rows)
    {
        var positions = new List<Position>();
        var section = "UNH";
        foreach (var row in rows)
        {
            if (row.Tag == "UNS") section = section == "UNH" ? "UNS" : "UNS+S";
            if (row.Tag == "HYN") section = "HYN";
            positions.Add(PositionOf(row) with { Section = section });
        }

        return positions.ConvertAll(p => p with { Section = IsAmbiguous(positions, p) ? p.Section : null });
    }

    private static bool IsAmbiguous(List<Position> positions, Position position)
        => positions.Exists(other => other.Name == position.Name && other.Section != position.Section);

    private Position PositionOf(TableRow row)
    {
        var (tag, min) = (row.IsGroup ? row.Rows[0].Tag : row.Tag, row.IsMandatory ? 1 : 0);
        var description = SegmentOf(tag)?.Name;
        if (!row.IsGroup)
        {
            var flags = PositionFlags.Ordered | (tag is "UNB" or "UNG" or "UNH" or "UNT" ? PositionFlags.Service : 0);
            return new Position(tag, PositionKind.Segment, min, row.Max, SegmentShape(tag), null, flags)
            {
                Description = description,
            };
        }

        var content = new List<Position>(Elements(tag));
        foreach (var inner in row.Rows.AsSpan()[1..]) content.Add(PositionOf(inner));
        return new Position(tag, PositionKind.Group, min, row.Max, builder.Add(content), null,
            PositionFlags.Ordered | PositionFlags.Trigger) { Description = description };
    }

    private int SegmentShape(string tag)
    {
        if (!shapes.TryGetValue(tag, out var shape)) shapes.Add(tag, shape = builder.Add(Elements(tag)));
        return shape;
    }

    private List<Position> Elements(string tag)
    {
        if (elements.TryGetValue(tag, out var found)) return found;
        found = SegmentOf(tag) is { } segment ? Parts(segment, IsService(tag)) : [];
        elements.Add(tag, found);
        return found;
    }

    private Definition? SegmentOf(string tag)
        => IsService(tag) ? DirectoryFiles.Service.Find(tag) : directory.Segments.Find(tag);

    private static bool IsService(string tag) => tag[0] == 'U' && DirectoryFiles.Service.Find(tag) is not null;

    private List<Position> Parts(Definition definition, bool isService)
    {
        var positions = new List<Position>();
        var slot = 1;
        var content = At(definition, isService);
        foreach (var word in content.AsSpan().Split(' '))
        {
            var (number, min, max, repeats) = TableText.Part(content.AsSpan()[word]);
            var position = char.IsLetter(number[0]) ? Composite(number, isService) : Element(number, isService);
            var flags = position.Flags | (repeats ? PositionFlags.Repeats : 0);
            positions.Add(position with { Min = min, Max = max, Flags = flags, Slot = slot });
            slot += max;
        }

        return positions;
    }

    private Position Composite(string number, bool isService)
    {
        var definition = (isService ? DirectoryFiles.Service : directory.Composites).Find(number);
        if (!shapes.TryGetValue(number, out var shape))
        {
            shapes.Add(number, shape = builder.Add(definition is null ? [] : Parts(definition, isService)));
        }

        const PositionFlags Flags = PositionFlags.Transparent | PositionFlags.Ordered;
        return new Position(number, PositionKind.Composite, 0, 1, shape, null, Flags)
        {
            Description = definition?.Name,
        };
    }

    private Position Element(string number, bool isService)
    {
        var definition = (isService ? DirectoryFiles.Service : directory.Elements).Find(number);
        var type = definition is null ? SimpleType.Any : TypeOf(At(definition, isService));
        return new Position(number, PositionKind.Element, 0, 1, -1, type)
        {
            Tded = int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture),
            Description = definition?.Name,
        };
    }

    private string At(Definition definition, bool isService)
    {
        var (from, content) = definition.At(isService ? syntax : release);
        if (!isService) Begin = Math.Max(Begin, from);
        return content;
    }

    /// <summary>The type of a representation: <c>an..35</c>, <c>n6</c>, <c>n6..8</c>.</summary>
    private static SimpleType TypeOf(string representation)
    {
        var text = representation.AsSpan();
        var kind = text.StartsWith("an") ? ValueKind.Text
            : text.StartsWith("a") ? ValueKind.Alphabetic : ValueKind.Number;
        text = text[(kind == ValueKind.Text ? 2 : 1)..];
        var dots = text.IndexOf("..");
        var max = Length(dots < 0 ? text : text[(dots + 2)..]);
        return new SimpleType(kind, dots < 0 ? max : Length(text[..dots]), max);
    }

    private static int Length(ReadOnlySpan<char> digits)
        => digits.IsEmpty ? 0 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
