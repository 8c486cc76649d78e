using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>What the decoders of both forms share: places are lines and columns.</summary>
internal abstract class FormDecoder : TextDecoder
{
    /// <inheritdoc/>
    public override Place PlaceOf(Tree tree, int node)
    {
        var (line, column) = LineOf(tree.Window, tree.Nodes[node].Start);
        return new Place(Math.Max(tree.Ordinal, 1), line, column) { Tag = tree.NameOf(node) };
    }

    /// <summary>Line and column of a byte, both from 1; columns count characters.</summary>
    public static (int Line, int Column) LineOf(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..Math.Clamp(offset, 0, text.Length)];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        var column = 1;
        foreach (var b in before[start..])
        {
            if ((b & 0xC0) != 0x80) column++;
        }

        return (line, column);
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
