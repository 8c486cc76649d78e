using System.Collections.Immutable;
using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Makes the positions of a message or of the service segments at one release. Used once.</summary>
/// <param name="directory">Segments, composites and elements of the message.</param>
/// <param name="release">The release, in the order of <see cref="ReleaseOrder"/>.</param>
/// <param name="syntax">Whose service segments are meant, in the order of <see cref="DirectoryFiles.Syntax"/>;
/// <see cref="DirectoryFiles.AnySyntax"/> for all.</param>
/// <param name="begin">The release at which the table begins.</param>
/// <param name="isInteractive">The segments are those of the interactive directory.</param>
internal sealed class SchemaOfMessage(
    DirectoryFiles directory, int release, int syntax, int begin, bool isInteractive = false)
{
    // In the order in which they stand in an interchange, then those of CONTRL, of objects, of security.
    private const string ServiceTags = "UNB UNG UNH UNS UGH UGT UNT UNE UNZ TXT UIB UIH UIR UIT UIZ UNO UNP "
        + "UCI UCF UCM UCS UCD USH USA USC USR UST USB USX USY USD USU USE USF USL";

    private readonly SchemaBuilder builder = new();
    private readonly Dictionary<string, int> shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Position>> elements = new(StringComparer.Ordinal);

    /// <summary>The release from which on everything that was used has its present content.</summary>
    public int Begin { get; private set; } = begin;

    /// <summary>The same for people: <c>D.95B</c>, for CONTRL <c>D.4</c>.</summary>
    public string Release => "D." + (Begin < DirectoryFiles.AnySyntax
        ? (Begin / 10).ToString(CultureInfo.InvariantCulture)
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
    /// <param name="syntax">In the order of <see cref="DirectoryFiles.Syntax"/>.</param>
    public static Schema OfService(int syntax)
    {
        var all = new SchemaOfMessage(new DirectoryFiles(_ => null), syntax, syntax, 0);
        var positions = new List<Position>();
        foreach (var row in TableText.Rows(ServiceTags))
        {
            if (!IsDefined(row.Tag, syntax)) continue;
            var position = all.PositionOf(row);
            positions.Add(position with { Flags = position.Flags | PositionFlags.Service });
        }

        var root = new Position("", PositionKind.Root, 1, 1, all.builder.Add(positions), null, PositionFlags.Ordered);
        var name = string.Create(CultureInfo.InvariantCulture, $"ISO 9735 syntax {syntax / 10m:0.#}");
        return all.builder.Build(name, root);
    }

    /// <summary>Whether a syntax version has a service segment.</summary>
    private static bool IsDefined(string tag, int syntax)
    {
        var (from, content) = DirectoryFiles.Service.Find(tag)!.At(syntax);
        return from <= syntax && content.Length > 0;
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
            var isEnvelope = tag is "UNB" or "UNG" or "UNH" or "UNT" or "UIB" or "UIH" or "UIT";
            var flags = PositionFlags.Ordered | (isEnvelope ? PositionFlags.Service : 0);
            return new Position(tag, PositionKind.Segment, min, row.Max, SegmentShape(tag), null, flags)
            {
                Description = description,
            };
        }

        var content = new List<Position>(Elements(tag));
        foreach (var inner in row.Rows.AsSpan()[1..]) content.Add(PositionOf(inner));
        // Old tables let a trigger repeat inside its group; here each trigger begins the group again.
        var max = (int)Math.Min((long)row.Max * row.Rows[0].Max, int.MaxValue);
        return new Position(tag, PositionKind.Group, min, max, builder.Add(content), null,
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
        => IsService(tag) ? DirectoryFiles.Service.Find(tag) : directory.Segment(tag, isInteractive);

    // Syntax 1 and 2 have one service segment with another letter, TXT; a directory that has its own goes before.
    private bool IsService(string tag)
        => (tag[0] == 'U' || directory.Segment(tag, isInteractive) is null) && DirectoryFiles.Service.Find(tag) is not null;

    private List<Position> Parts(Definition definition, bool isService)
    {
        var positions = new List<Position>();
        var slot = 1;
        var content = At(definition, isService);
        foreach (var word in content.AsSpan().Split(' '))
        {
            if (content.AsSpan()[word] is not { IsEmpty: false } part || TableText.IsNote(part)) continue;
            var (number, min, max, repeats) = TableText.Part(part);
            var position = char.IsLetter(number[0]) ? Composite(number, isService) : Element(number, isService);
            var flags = position.Flags | (repeats ? PositionFlags.Repeats : 0);
            positions.Add(position with { Min = min, Max = max, Flags = flags, Slot = slot });
            slot += max;
        }

        return positions;
    }

    private Position Composite(string number, bool isService)
    {
        var definition = isService
            ? DirectoryFiles.Service.Find(number) : directory.Composite(number, isInteractive);
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
        var definition = isService ? DirectoryFiles.Service.Find(number) : directory.Element(number);
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
        if (representation.Length == 0) return SimpleType.Any;
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
