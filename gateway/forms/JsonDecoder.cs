using System.Globalization;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Resolves the escapes of a JSON string (RFC 8259 §7); the reader has checked them.</summary>
/// <param name="begin">Line and column of the part in which the document begins.</param>
internal sealed class JsonDecoder((int Line, int Column) begin) : FormDecoder(begin)
{
    /// <summary>For a document at the begin of its part.</summary>
    public static JsonDecoder Instance { get; } = new((1, 1));

    // /lines/2/netMass/value: an entry of an array has its number, from 0.
    /// <inheritdoc/>
    protected override string PathOf(Tree tree, int node)
    {
        var path = "";
        for (var at = node; at > 0; at = tree.Parent(at))
        {
            var position = tree.Nodes[at].Position > 0 ? tree.Schema![tree.Nodes[at].Position] : null;
            var number = NumberOf(tree, at);
            // Names of our own documents differ from their tags, and whatever may repeat is an array there.
            var isEntry = number > 0 || (position is not null
                && ((position.Flags & PositionFlags.Repeats) != 0 || (position.JsonName is not null && position.Max > 1)));
            var index = isEntry ? $"/{Math.Max(number - 1, 0).ToString(CultureInfo.InvariantCulture)}" : "";
            var name = (position?.JsonName ?? tree.NameOf(at)).Replace("~", "~0", StringComparison.Ordinal)
                .Replace("/", "~1", StringComparison.Ordinal);
            path = $"/{name}{index}{path}";
        }

        return path;
    }

    // \u0800 are six bytes and become three; no escape grows.
    /// <inheritdoc/>
    public override int MaxLength(int bytes) => bytes;

    /// <inheritdoc/>
    public override int FirstLength(ReadOnlySpan<byte> raw)
    {
        if (raw[0] != '\\') return 1;
        var at = 1;
        if (raw[1] == 'u') CodePoint(raw, ref at);
        return at + 1;
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        var length = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                utf8[length++] = raw[at];
                continue;
            }

            at++;
            if (raw[at] == 'u') length += Encode(CodePoint(raw, ref at), utf8[length..]);
            else utf8[length++] = Simple(raw[at]);
        }

        return length;
    }

    private static int CodePoint(ReadOnlySpan<byte> raw, ref int at)
    {
        var unit = Hex(raw.Slice(at + 1, 4));
        at += 4;
        var isPair = unit is >= 0xD800 and < 0xDC00 && raw[(at + 1)..].StartsWith("\\u"u8);
        if (!isPair) return unit;
        var low = Hex(raw.Slice(at + 3, 4));
        if (low is < 0xDC00 or > 0xDFFF) return unit;
        at += 6;
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }

    private static byte Simple(byte escaped) => escaped switch
    {
        (byte)'b' => 8,
        (byte)'f' => 12,
        (byte)'n' => 10,
        (byte)'r' => 13,
        (byte)'t' => 9,
        _ => escaped,
    };
}
