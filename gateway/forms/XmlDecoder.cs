using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Resolves what stands between the tags of a value: character set, entities, CDATA sections, comments, processing
/// instructions, line ends, and in documents of our own <c>_xHHHH_</c>. The reader has checked that it is well-formed and that only the
/// five entities of XML occur.</summary>
/// <param name="set">Character set of the window; null for UTF-8.</param>
/// <param name="undoesEscapes">Whether <c>_xHHHH_</c> stands for a character: our writer makes it, other programs mean
/// it literally.</param>
/// <param name="begin">Line and column in which the document begins.</param>
internal sealed class XmlDecoder(Encoding? set, bool undoesEscapes, (int Line, int Column) begin) : FormDecoder(begin)
{
    private static readonly XmlDecoder Own = new(null, true, (1, 1));
    private static readonly XmlDecoder Foreign = new(null, false, (1, 1));
    private readonly bool holdsAscii = CharacterSets.HoldsAscii(set);

    /// <summary>The decoder for a document.</summary>
    public static XmlDecoder For(Encoding? set, Schema schema, (int Line, int Column) begin)
    {
        var isOwn = schema[Schema.Root].Namespace is { } space && space.StartsWith("urn:gateway:", StringComparison.Ordinal);
        return set is not null || begin != (1, 1) ? new XmlDecoder(set, isOwn, begin) : isOwn ? Own : Foreign;
    }

    /// <summary>Whether bytes are their own text.</summary>
    public bool IsPlain(ReadOnlySpan<byte> raw)
        => raw.IndexOfAny((byte)'&', (byte)'<', (byte)'\r') < 0 && (!undoesEscapes || raw.IndexOf("_x"u8) < 0)
            && (set is null || (holdsAscii && Ascii.IsValid(raw)));

    // In UTF-8 nothing grows: the shortest escape of a character of four bytes is "&#x10000;". One byte of another set may be a
    // character of three in UTF-8.
    /// <inheritdoc/>
    public override int MaxLength(int bytes) => set is null ? bytes : 3 * bytes;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        if (set is not null) raw = CharacterSets.ToUtf8(set, raw);
        var length = Resolve(raw, utf8);
        return undoesEscapes ? Unescape(utf8[..length]) : length;
    }

    /// <inheritdoc/>
    public override int FirstLength(ReadOnlySpan<byte> raw)
    {
        if (holdsAscii) return MarkupLength(raw) is > 0 and var length ? length : base.FirstLength(raw);
        var width = set is UTF32Encoding ? 4 : 2;
        if (raw.Length < width || CharacterSets.ToUtf8(set!, raw[..width]) is not [(byte)'&' or (byte)'<' or (byte)'\r' or (byte)'_'])
        {
            return base.FirstLength(raw);
        }

        ReadOnlySpan<byte> utf8 = CharacterSets.ToUtf8(set!, raw);
        return MarkupLength(utf8) is > 0 and var bytes ? set!.GetByteCount(Encoding.UTF8.GetString(utf8[..bytes])) : width;
    }

    /// <summary>Bytes of the markup that a value begins with; 0 for a character as such.</summary>
    private int MarkupLength(ReadOnlySpan<byte> raw)
    {
        if (raw[0] == '&') return raw.IndexOf((byte)';') + 1;
        if (raw.StartsWith("<![CDATA["u8)) return raw.IndexOf("]]>"u8) + 3;
        if (raw.StartsWith("<!--"u8)) return raw.IndexOf("-->"u8) + 3;
        if (raw[0] == '<') return raw.IndexOf("?>"u8) + 2;
        if (raw.StartsWith("\r\n"u8)) return 2;
        return undoesEscapes && XmlText.IsEscape(raw) ? 7 : 0;
    }

    /// <inheritdoc/>
    protected override (int Line, int Column) LineOf(Tree tree, int node)
        => set is null ? base.LineOf(tree, node) : LineOf(tree, node, set);

    // /Invoice/InvoiceLine[2]/Item/Name, /Invoice/InvoiceLine[2]/Price/@currencyID
    /// <inheritdoc/>
    protected override string PathOf(Tree tree, int node)
    {
        var path = "";
        for (var at = node; at >= 0; at = tree.Parent(at))
        {
            var position = tree.Nodes[at].Position;
            var isAttribute = position > 0 && tree.Schema![position].Kind == PositionKind.Attribute;
            var number = isAttribute ? 0 : NumberOf(tree, at);
            var index = number == 0 ? "" : $"[{number.ToString(CultureInfo.InvariantCulture)}]";
            path = $"/{(isAttribute ? "@" : "")}{tree.NameOf(at)}{index}{path}";
        }

        return path;
    }

    private static int Resolve(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        var length = 0;
        var at = 0;
        while (at < raw.Length)
        {
            var rest = raw[at..];
            if (rest[0] == '&')
            {
                var end = rest.IndexOf((byte)';');
                length += Encode(Entity(rest[1..end]), utf8[length..]);
                at += end + 1;
            }
            else if (rest.StartsWith("<![CDATA["u8))
            {
                var end = rest.IndexOf("]]>"u8);
                length += Lines(rest[9..end], utf8[length..]);
                at += end + 3;
            }
            else if (rest[0] == '<')
            {
                at += rest.StartsWith("<!--"u8) ? rest.IndexOf("-->"u8) + 3 : rest.IndexOf("?>"u8) + 2;
            }
            else
            {
                var end = rest.IndexOfAny((byte)'&', (byte)'<') is var next and >= 0 ? next : rest.Length;
                length += Lines(rest[..end], utf8[length..]);
                at += end;
            }
        }

        return length;
    }

    /// <summary>Copies text with its line ends made one line feed each (XML 1.0 §2.11).</summary>
    private static int Lines(ReadOnlySpan<byte> text, Span<byte> utf8)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            utf8[length++] = text[i] == '\r' ? (byte)'\n' : text[i];
        }

        return length;
    }

    private static int Unescape(Span<byte> text)
    {
        var first = text.IndexOf("_x"u8);
        if (first < 0) return text.Length;
        var length = first;
        for (var at = first; at < text.Length;)
        {
            if (!XmlText.IsEscape(text[at..]))
            {
                text[length++] = text[at++];
                continue;
            }

            length += Encode(Hex(text.Slice(at + 2, 4)), text[length..]);
            at += 7;
        }

        return length;
    }

    private static int Entity(ReadOnlySpan<byte> name)
    {
        if (name[0] != '#')
        {
            return name[0] switch
            {
                (byte)'l' => '<',
                (byte)'g' => '>',
                (byte)'q' => '"',
                _ => name[1] == 'm' ? '&' : '\'',
            };
        }

        var isHex = name[1] == 'x';
        var digits = Encoding.ASCII.GetString(name[(isHex ? 2 : 1)..]);
        return int.TryParse(
            digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
    }
}
