namespace Gateway.Forms;

/// <summary>Resolves the escapes of a JSON string (RFC 8259 §7); the reader has checked them.</summary>
internal sealed class JsonDecoder : FormDecoder
{
    /// <summary>The only one; it has no state.</summary>
    public static JsonDecoder Instance { get; } = new();

    // \u0800 are six bytes and become three; no escape grows.
    /// <inheritdoc/>
    public override int MaxLength(int bytes) => bytes;

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
