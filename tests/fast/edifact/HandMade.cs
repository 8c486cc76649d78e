using System.Text;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>A small message made by hand, and short ways to read texts.</summary>
internal static class HandMade
{
    public static readonly Schema Cuscar = MakeCuscar();

    public static readonly FindForm Find = (type, version, release) => type == "CUSCAR"
        ? new MessageForm(type, "D.95B", version == "D" && release == "95B", Cuscar) : null;

    public static ReadRaw Raw(byte[] bytes, int chunk = int.MaxValue) => (offset, into) =>
    {
        if (offset >= bytes.Length) return 0;
        var count = Math.Min(Math.Min(into.Length, chunk), bytes.Length - (int)offset);
        bytes.AsSpan((int)offset, count).CopyTo(into);
        return count;
    };

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Wraps segments of a CUSCAR into an envelope with right counts.</summary>
    public static string Message(string body, string una = "UNA:+.? '", string level = "UNOC:3")
    {
        var count = body.Count(c => c == '\'') + 2;
        return $"{una}UNB+{level}+SENDER+RECIPIENT+260101:1200+REF1'UNH+M1+CUSCAR:D:95B:UN'{body}UNT+{count}+M1'UNZ+1+REF1'";
    }

    /// <summary>Reads everything; the tree of the last message stays.</summary>
    public static (Findings Findings, Tree Tree, List<MessageMark> Marks, ReadCounts Counts) Read(
        byte[] bytes, FindForm? find = null, CharacterSetRule? characterSet = null, int chunk = int.MaxValue, int fromMessage = 1)
    {
        var findings = new Findings();
        var tree = new Tree();
        var marks = new List<MessageMark>();
        using var reader = new EdifactReader(Raw(bytes, chunk), find ?? Find, findings, 0, characterSet, fromMessage);
        while (reader.Read(tree, out var mark)) marks.Add(mark);
        return (findings, tree, marks, reader.Counts);
    }

    public static (Findings Findings, Tree Tree, List<MessageMark> Marks, ReadCounts Counts) Read(string text)
        => Read(Bytes(text));

    public static (Findings Findings, Tree Tree, List<MessageMark> Marks, ReadCounts Counts) Read(byte[] bytes, CharacterSetRule rule)
        => Read(bytes, characterSet: rule);

    public static string Codes(Findings findings) => string.Join(' ', findings.All.Select(f => f.Code.Id[4..]));

    /// <summary>A tree as text: names, and values in quotes.</summary>
    public static string Show(Tree tree)
    {
        var text = new StringBuilder();
        Show(tree, 0, tree.Nodes[0].Next, text);
        return text.ToString();
    }

    private static void Show(Tree tree, int node, int end, StringBuilder text)
    {
        for (; node < end; node = tree.Nodes[node].Next)
        {
            if (text.Length > 0 && text[^1] != '(') text.Append(' ');
            text.Append(tree.NameOf(node));
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) text.Append('=').Append(tree.Text(node));
            if (tree.Nodes[node].Next == node + 1) continue;
            text.Append('(');
            Show(tree, node + 1, tree.Nodes[node].Next, text);
            text.Append(')');
        }
    }

    private static Schema MakeCuscar()
    {
        var builder = new SchemaBuilder();
        Position An(string name, int max, int min = 0) => Element(name, ValueKind.Text, max, min);
        Position Element(string name, ValueKind kind, int max, int min = 0)
            => new(name, PositionKind.Element, min, 1, -1, new SimpleType(kind, 0, max));
        Position Composite(string name, int min, params Position[] parts)
            => new(name, PositionKind.Composite, min, 1, builder.Add(parts), null, PositionFlags.Transparent | PositionFlags.Ordered);
        Position Segment(string tag, int min, int max, params Position[] parts)
            => new(tag, PositionKind.Segment, min, max, builder.Add(parts), null, PositionFlags.Ordered);
        Position Group(string tag, int min, int max, params Position[] parts)
            => new(tag, PositionKind.Group, min, max, builder.Add(parts), null, PositionFlags.Trigger | PositionFlags.Ordered);
        Position Ftx(int max) => Segment("FTX", 0, max, An("4451", 3, 1), An("4453", 3),
            Composite("C107", 0, An("4441", 17, 1)), Composite("C108", 0, An("4440", 70, 1), An("4440", 70) with { Max = 4 }));
        Position Rff() => Composite("C506", 1, An("1153", 3, 1), An("1154", 35));
        var service = PositionFlags.Ordered | PositionFlags.Service;
        var gid = Group("GID", 1, 9999, Element("1496", ValueKind.Number, 5),
            Composite("C213", 0, Element("7224", ValueKind.Number, 8), An("7065", 7)), Ftx(99),
            Segment("MEA", 0, 99, An("6311", 3, 1), Composite("C502", 0, An("6313", 3)),
                Composite("C174", 0, An("6411", 3, 1), Element("6314", ValueKind.Number, 18))));
        var rff = Group("RFF", 0, 9999, Rff(), Segment("LOC", 0, 99, An("3227", 3, 1), Composite("C517", 0, An("3225", 25))), gid);
        var cni = Group("CNI", 0, 9999, Element("1490", ValueKind.Number, 4), rff);
        Position[] root =
        [
            Segment("UNB", 0, 1, Composite("S001", 1, An("0001", 4, 1), An("0002", 1, 1)), Composite("S002", 1, An("0004", 35, 1)),
                Composite("S003", 1, An("0010", 35, 1)), Composite("S004", 1, An("0017", 8, 1), An("0019", 4, 1)),
                An("0020", 14, 1)) with { Flags = service },
            Segment("UNG", 0, 1, An("0038", 6)) with { Flags = service },
            Segment("UNH", 1, 1, An("0062", 14, 1), Composite("S009", 1, An("0065", 6, 1), An("0052", 3, 1), An("0054", 3, 1),
                An("0051", 2, 1), An("0057", 6))) with { Flags = service },
            Segment("BGM", 1, 1, Composite("C002", 0, An("1001", 3)), An("1004", 35), An("1225", 3)),
            Segment("DTM", 0, 9, Composite("C507", 1, An("2005", 3, 1), An("2380", 35), An("2379", 3))),
            Segment("RFF", 0, 9, Rff()),
            Segment("NAD", 0, 9, An("3035", 3, 1), Composite("C082", 0, An("3039", 17, 1))),
            Group("TDT", 0, 9, An("8051", 3, 1), An("8028", 17)),
            cni,
            Segment("UNT", 1, 1, Element("0074", ValueKind.Number, 6, 1), An("0062", 14, 1)) with { Flags = service },
        ];
        return builder.Build("CUSCAR D.95B",
            new Position("CUSCAR", PositionKind.Root, 1, 1, builder.Add(root), null, PositionFlags.Ordered));
    }
}
