using System.Globalization;
using System.Text;
using CsCheck;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Forms;

/// <summary>Documents over any schema: every position in turn, present or not, once or several times.</summary>
internal static class RandomDocuments
{
    private static readonly string[] Moments =
        ["2026-03-01", "2026-03-01T08:30", "2026-02-28T23:59:59+08:00", "2026-03", "2024-02-29T00:00Z"];

    /// <summary>Documents whose values fit their types; code lists are not looked at.</summary>
    public static Gen<Tree> Valid(Schema schema) => Gen.UInt.Select(seed => Build(schema, new Choice(seed), false));

    /// <summary>Documents with any text in any value, also what a mapping should never make.</summary>
    public static Gen<Tree> Wild(Schema schema) => Gen.UInt.Select(seed => Build(schema, new Choice(seed), true));

    private static Tree Build(Schema schema, Choice choice, bool isWild)
    {
        var tree = new Tree();
        tree.Reset(schema, null);
        Fill(tree, Schema.Root, choice, isWild, 0);
        return tree;
    }

    private static void Fill(Tree tree, int position, Choice choice, bool isWild, int depth)
    {
        var schema = tree.Schema!;
        var type = schema[position].Type;
        var text = type is null ? [] : Encoding.UTF8.GetBytes(isWild && choice.Of(3) == 0 ? Wild(choice) : Valid(type, choice));
        var node = tree.Open(
            position, tree.Append(text), text.Length, type is null ? NodeFlags.None : NodeFlags.HasValue | NodeFlags.Plain);
        var shape = schema.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            var p = schema[child];
            // Deep classes are rarer, or every document would be the whole model.
            var isWanted = p.Min > 0 || choice.Of(p.Kind == PositionKind.Class ? 3 + (depth * 3) : 2) == 0;
            var times = !isWanted ? 0 : p.Max > 1 ? 1 + choice.Of(3) : 1;
            for (var i = 0; i < times; i++) Fill(tree, child, choice, isWild, depth + 1);
        }

        tree.Close(node);
    }

    private static string Valid(SimpleType type, Choice choice) => type.Kind switch
    {
        ValueKind.Integer => choice.Of(100_000).ToString(CultureInfo.InvariantCulture)[..Math.Min(type.MaxLength, 1)],
        ValueKind.Number => (choice.Of(100_000) - 20_000).ToString(CultureInfo.InvariantCulture)
            + (choice.Of(2) == 0 ? "" : "." + choice.Of(1000).ToString("000", CultureInfo.InvariantCulture)),
        ValueKind.Moment => Moments[choice.Of(Moments.Length)],
        ValueKind.Boolean => choice.Of(2) == 0 ? "true" : "false",
        ValueKind.Alphabetic => new string('A', Math.Max(type.MinLength, 1)),
        _ => Text(type, choice),
    };

    private static string Text(SimpleType type, Choice choice)
    {
        string[] texts = ["MSCU", "Ä & Ö <b>", "\"quoted\" \\ back", "船舶", "a\tb\nc", " blanks ", "]]>", "'", "x_y", "😀"];
        var text = texts[choice.Of(texts.Length)];
        var runes = text.EnumerateRunes().Take(type.MaxLength == 0 ? int.MaxValue : type.MaxLength);
        return string.Concat(runes).PadRight(type.MinLength, 'X');
    }

    private static string Wild(Choice choice)
    {
        string[] texts =
        [
            "", "007", "-", "1,5", "1e5", "\u0000", "\u0001\u001F", "\r\n", "\uFFFE\uFFFF",
            "_x0000_", "_x005F_x", "x_x0041_y", "null", "\u0085\u2028", "&amp;", "<!-- -->"
        ];
        return texts[choice.Of(texts.Length)] + (choice.Of(2) == 0 ? "" : texts[choice.Of(texts.Length)]);
    }

    /// <summary>A small generator, so that one number makes a document and a failing one can be repeated.</summary>
    private sealed class Choice(uint seed)
    {
        private ulong state = seed * 2654435769UL;

        public int Of(int count)
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return (int)((state >> 33) % (uint)count);
        }
    }
}
