using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What the decoders of the forms share: places are lines and columns.</summary>
/// <param name="begin">Line and column of the part in which the document begins.</param>
internal abstract class FormDecoder((int Line, int Column) begin) : TextDecoder
{
    /// <inheritdoc/>
    public override Place PlaceOf(Tree tree, int node)
    {
        var (line, column) = LineOf(tree, node);
        if (line == 1) column += begin.Column - 1;
        line += begin.Line - 1;
        return new Place(Math.Max(tree.Ordinal, 1), line, column) { IsText = true, Tag = tree.NameOf(node), Path = PathOf(tree, node) };
    }

    /// <summary>Line and column of a node.</summary>
    protected virtual (int Line, int Column) LineOf(Tree tree, int node) => LineOf(tree.Window, tree.Nodes[node].Start);

    /// <summary>Line and column where the window is of another character set than UTF-8.</summary>
    protected static (int Line, int Column) LineOf(Tree tree, int node, Encoding set)
    {
        ReadOnlySpan<byte> before = CharacterSets.ToUtf8(set, tree.Window[..tree.Nodes[node].Start]);
        return LineOf(before, before.Length);
    }

    /// <summary>Path of a node in its document as people of the format write it; null when there is none.</summary>
    protected abstract string? PathOf(Tree tree, int node);

    /// <summary>Which of the siblings of one name a node is, from 1; 0 when it is the only one.</summary>
    protected static int NumberOf(Tree tree, int node)
    {
        var parent = tree.Parent(node);
        if (parent < 0) return 0;
        var (number, count) = (0, 0);
        for (var child = parent + 1; child < tree.Nodes[parent].Next; child = tree.Nodes[child].Next)
        {
            if (tree.Nodes[child].Position != tree.Nodes[node].Position || tree.NameOf(child) != tree.NameOf(node)) continue;
            count++;
            if (child == node) number = count;
        }

        return count > 1 ? number : 0;
    }

    /// <summary>Line and column of a byte, both from 1; columns count characters.</summary>
    public static (int Line, int Column) LineOf(ReadOnlySpan<byte> text, int offset)
        => LineAfter((1, 1), text[..Math.Clamp(offset, 0, text.Length)]);

    /// <summary>Line and column behind a text that begins at a line and column.</summary>
    public static (int Line, int Column) LineAfter((int Line, int Column) begin, ReadOnlySpan<byte> text)
    {
        var lines = text.Count((byte)'\n');
        var column = lines == 0 ? begin.Column : 1;
        foreach (var b in text[(text.LastIndexOf((byte)'\n') + 1)..])
        {
            if ((b & 0xC0) != 0x80) column++;
        }

        return (begin.Line + lines, column);
    }

    /// <summary>Writes a code point as UTF-8; what is none (a lone surrogate) as U+FFFD.</summary>
    protected static int Encode(int codePoint, Span<byte> utf8)
        => (Rune.TryCreate(codePoint, out var rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(utf8);

    /// <summary>Reads hexadecimal digits that were checked before.</summary>
    protected static int Hex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits) value = (value * 16) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return value;
    }
}
