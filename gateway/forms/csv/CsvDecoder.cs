using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Resolves the text of a cell: its character set, and the doubled quotes of a quoted one (RFC 4180 §2).</summary>
/// <param name="set">Character set of the window; null for UTF-8.</param>
internal sealed class CsvDecoder(Encoding? set) : FormDecoder
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
    public override Place PlaceOf(Tree tree, int node)
    {
        if (set is null) return base.PlaceOf(tree, node);
        ReadOnlySpan<byte> before = CharacterSets.ToUtf8(set, tree.Window[..tree.Nodes[node].Start]);
        var (line, column) = LineOf(before, before.Length);
        return new Place(Math.Max(tree.Ordinal, 1), line, column) { Tag = tree.NameOf(node) };
    }
}
