using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Resolves the text of a cell: its character set, and the doubled quotes of a quoted one (RFC 4180 §2).</summary>
/// <param name="set">Character set of the window; null for UTF-8.</param>
/// <param name="separator">What stands between cells.</param>
internal sealed class CsvDecoder(Encoding? set, byte separator) : FormDecoder((1, 1))
{
    private readonly bool holdsAscii = CharacterSets.HoldsAscii(set);

    /// <summary>Whether bytes are their own text; doubled quotes apart.</summary>
    public bool IsPlain(ReadOnlySpan<byte> raw) => set is null || (holdsAscii && Ascii.IsValid(raw));

    /// <inheritdoc/>
    public override int MaxLength(int bytes) => set is null ? bytes : 3 * bytes;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        if (set is not null) raw = CharacterSets.ToUtf8(set, raw);
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            utf8[length++] = raw[i];
            if (raw[i] == '"' && i + 1 < raw.Length && raw[i + 1] == '"') i++;
        }

        return length;
    }

    /// <inheritdoc/>
    public override int FirstLength(ReadOnlySpan<byte> raw) => holdsAscii && raw.StartsWith("\"\""u8) ? 2 : base.FirstLength(raw);

    /// <inheritdoc/>
    protected override (int Line, int Column) LineOf(Tree tree, int node)
        => set is null ? base.LineOf(tree, node) : LineOf(tree, node, set);

    // The address of a spreadsheet's cell, B7: rows and separators are counted from the start, outside of quotes.
    /// <inheritdoc/>
    protected override string PathOf(Tree tree, int node)
    {
        var before = tree.Window[..tree.Nodes[node].Start];
        ReadOnlySpan<byte> text = set is null ? before : CharacterSets.ToUtf8(set, before);
        var (row, column, isQuoted) = (1, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') isQuoted = !isQuoted;
            else if (isQuoted) continue;
            else if (text[i] == separator) column++;
            else if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) (row, column) = (row + 1, 0);
        }

        return new CellPlace(1, row, column + 1).Address;
    }
}
