using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The service segments of the envelope, as ISO 9735 defines them in syntax 1 to 3 and in syntax 4.</summary>
internal static class ServiceSegments
{
    private const string Common =
        """
        UNT 0074!n..10 0062!an..14
        UNE 0060!n..6 0048!an..14
        UNZ 0036!n..6 0020!an..14
        """;

    private const string Syntax3 =
        """
        UNB S001!(0001!an4 0002!an1) S002!(0004!an..35 0007an..4 0008an..14) S003!(0010!an..35 0007an..4 0014an..14) S004!(0017!n6..8 0019!n4) 0020!an..14 S005(0022!an..14 0025an2) 0026an..14 0029a1 0031n1 0032an..35 0035n1
        UNG 0038!an..6 S006!(0040!an..35 0007an..4) S007!(0044!an..35 0007an..4) S004!(0017!n6..8 0019!n4) 0048!an..14 0051!an..3 S008!(0052!an..3 0054!an..3 0057an..6) 0058an..14
        UNH 0062!an..14 S009!(0065!an..6 0052!an..3 0054!an..3 0051!an..3 0057an..6) 0068an..35 S010(0070!n..2 0073a1)
        """;

    private const string Syntax4 =
        """
        UNB S001!(0001!an4 0002!an1 0080an..6 0133an..3 0076an..2) S002!(0004!an..35 0007an..4 0008an..35 0042an..35) S003!(0010!an..35 0007an..4 0014an..35 0046an..35) S004!(0017!n6..8 0019!n4) 0020!an..14 S005(0022!an..14 0025an2) 0026an..14 0029a1 0031n1 0032an..35 0035n1
        UNG 0038an..6 S006(0040!an..35 0007an..4) S007(0044!an..35 0007an..4) S004(0017!n6..8 0019!n4) 0048!an..14 0051an..3 S008(0052!an..3 0054!an..3 0057an..6) 0058an..14
        UNH 0062!an..14 S009!(0065!an..6 0052!an..3 0054!an..3 0051!an..3 0057an..6 0110an..6 0113an..6) 0068an..35 S010(0070!n..2 0073a1) S016(0115!an..14 0116an..3 0118an..3 0051an..3) S017(0121!an..14 0122an..3 0124an..3 0051an..3) S018(0127!an..14 0128an..3 0130an..3 0051an..3)
        """;

    private static readonly MessagePlan Old = MessagePlan.Of(Read(Syntax3 + "\n" + Common), false);
    private static readonly MessagePlan New = MessagePlan.Of(Read(Syntax4 + "\n" + Common), true);

    /// <summary>The plan for a syntax version; its steps are the service segments.</summary>
    public static MessagePlan Plan(int syntax) => syntax >= 4 ? New : Old;

    private static Schema Read(string text)
    {
        var builder = new SchemaBuilder();
        var segments = new List<Position>();
        foreach (var line in text.Split('\n'))
        {
            var shape = builder.Add(Parts(builder, line[4..].Trim()));
            segments.Add(new Position(line[..3], PositionKind.Segment, 0, 1, shape, null, PositionFlags.Service));
        }

        return builder.Build("service segments", new Position("", PositionKind.Root, 1, 1, builder.Add(segments)));
    }

    private static List<Position> Parts(SchemaBuilder builder, string text)
    {
        var parts = new List<Position>();
        while (text.Length > 0)
        {
            var end = text[0] == 'S' ? text.IndexOf(')', StringComparison.Ordinal) + 1 : text.IndexOf(' ', StringComparison.Ordinal);
            if (end <= 0) end = text.Length;
            var part = text[..end];
            text = text[end..].TrimStart();
            var min = part[4] == '!' ? 1 : 0;
            var rest = part[(4 + min)..];
            parts.Add(part[0] == 'S'
                ? new Position(part[..4], PositionKind.Composite, min, 1, builder.Add(Parts(builder, rest[1..^1])))
                : new Position(part[..4], PositionKind.Element, min, 1, -1, TypeOf(rest)));
        }

        return parts;
    }

    private static SimpleType TypeOf(string text)
    {
        var kind = text.StartsWith("an", StringComparison.Ordinal) ? ValueKind.Text
            : text[0] == 'a' ? ValueKind.Alphabetic : ValueKind.Number;
        var length = text.TrimStart('a', 'n');
        var dots = length.IndexOf("..", StringComparison.Ordinal);
        var max = length[(dots < 0 ? 0 : dots + 2)..];
        var min = dots < 0 ? max : dots == 0 ? "0" : length[..dots];
        return new SimpleType(kind, Number(min), Number(max));
    }

    private static int Number(string digits)
        => int.Parse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
}
