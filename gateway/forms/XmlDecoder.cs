using System.Globalization;
using System.Text;

namespace Gateway.Forms;

/// <summary>Resolves what stands between the tags of a value: entities, CDATA sections, comments, processing instructions, line
/// ends and <c>_xHHHH_</c>. The reader has checked that it is well-formed and that only the five entities of XML occur.</summary>
internal sealed class XmlDecoder : FormDecoder
{
    /// <summary>The only one; it has no state.</summary>
    public static XmlDecoder Instance { get; } = new();

    /// <summary>Whether bytes are their own text.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> raw)
        => raw.IndexOfAny((byte)'&', (byte)'<', (byte)'\r') < 0 && raw.IndexOf("_x"u8) < 0;

    // The shortest escape, a character of four bytes, is "&#x10000;".
    /// <inheritdoc/>
    public override int MaxLength(int bytes) => bytes;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        var length = Resolve(raw, utf8);
        return Unescape(utf8[..length]);
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
