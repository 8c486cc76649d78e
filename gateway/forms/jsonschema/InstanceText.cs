using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Gateway.Forms;

/// <summary>Texts of JSON with their escapes (RFC 8259 §7), exactly: a lone surrogate is a character of its own, as in ECMA-262.</summary>
internal static class InstanceText
{
    private const int StackBytes = 512;

    /// <summary>The text for people.</summary>
    public static string Of(ReadOnlySpan<byte> raw, bool isEscaped)
        => isEscaped ? JsonTreeReader.TextOf(raw) : Encoding.UTF8.GetString(raw);

    /// <summary>The text for comparing: two of them are equal when the texts are.</summary>
    public static string Exact(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        if (!isEscaped) return Encoding.UTF8.GetString(raw);
        var units = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length;) AppendUnits(units, Next(raw, ref at));
        return units.ToString();
    }

    /// <summary>The bytes without escapes; a lone surrogate takes three bytes as if it were a character.</summary>
    public static byte[] Plain(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        if (!isEscaped) return raw.ToArray();
        var plain = new byte[raw.Length];
        return plain[..Decode(raw, plain)];
    }

    /// <summary>Whether a text has these bytes once its escapes are resolved.</summary>
    public static bool Is(ReadOnlySpan<byte> raw, bool isEscaped, ReadOnlySpan<byte> plain)
    {
        if (!isEscaped) return raw.SequenceEqual(plain);
        if (raw.Length < plain.Length) return false;
        var at = 0;
        Span<byte> character = stackalloc byte[4];
        while (at < raw.Length)
        {
            var length = Encode(Next(raw, ref at), character);
            if (!plain.StartsWith(character[..length])) return false;
            plain = plain[length..];
        }

        return plain.IsEmpty;
    }

    /// <summary>Characters, as JSON Schema counts them: code points.</summary>
    public static int Length(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        var length = 0;
        if (!isEscaped)
        {
            foreach (var b in raw) length += (b & 0xC0) == 0x80 ? 0 : 1;
            return length;
        }

        for (var at = 0; at < raw.Length; length++) Next(raw, ref at);
        return length;
    }

    /// <summary>A hash of a text that has no escapes; the same in every process.</summary>
    public static int Hash(ReadOnlySpan<byte> plain)
    {
        unchecked
        {
            var hash = (ulong)plain.Length * 0x9E3779B97F4A7C15;
            while (plain.Length >= 8)
            {
                hash = (BitOperations.RotateLeft(hash, 5) ^ BinaryPrimitives.ReadUInt64LittleEndian(plain)) * 0x517CC1B727220A95;
                plain = plain[8..];
            }

            var rest = 0UL;
            foreach (var b in plain) rest = (rest << 8) | b;
            hash = (BitOperations.RotateLeft(hash, 5) ^ rest) * 0x517CC1B727220A95;
            return (int)(hash ^ (hash >> 32));
        }
    }

    /// <summary>The hash that the text has without its escapes.</summary>
    public static int HashEscaped(ReadOnlySpan<byte> raw)
    {
        if (raw.Length <= StackBytes)
        {
            Span<byte> near = stackalloc byte[StackBytes];
            return Hash(near[..Decode(raw, near)]);
        }

        var pooled = ArrayPool<byte>.Shared.Rent(raw.Length);
        var hash = Hash(pooled.AsSpan(0, Decode(raw, pooled)));
        ArrayPool<byte>.Shared.Return(pooled);
        return hash;
    }

    /// <summary>Reads one character of a text: a code point, or a lone surrogate.</summary>
    public static int Next(ReadOnlySpan<byte> raw, ref int at)
    {
        var b = raw[at];
        if (b >= 0x80)
        {
            Rune.DecodeFromUtf8(raw[at..], out var rune, out var length);
            at += length;
            return rune.Value;
        }

        at++;
        if (b != '\\') return b;
        var escaped = raw[at++];
        if (escaped != 'u') return Simple(escaped);
        var unit = Hex(raw, ref at);
        if (unit is < 0xD800 or > 0xDBFF || !raw[at..].StartsWith("\\u"u8)) return unit;
        var behind = at + 2;
        var low = Hex(raw, ref behind);
        if (low is < 0xDC00 or > 0xDFFF) return unit;
        at = behind;
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }

    /// <summary>Writes a character as UTF-8, a lone surrogate likewise.</summary>
    public static int Encode(int character, Span<byte> into)
    {
        if (Rune.TryCreate(character, out var rune)) return rune.EncodeToUtf8(into);
        into[0] = (byte)(0xE0 | (character >> 12));
        into[1] = (byte)(0x80 | ((character >> 6) & 0x3F));
        into[2] = (byte)(0x80 | (character & 0x3F));
        return 3;
    }

    // No escape is shorter than the bytes of its character.
    private static int Decode(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        var length = 0;
        for (var at = 0; at < raw.Length;) length += Encode(Next(raw, ref at), into[length..]);
        return length;
    }

    private static void AppendUnits(StringBuilder units, int character)
    {
        if (character < 0x10000) units.Append((char)character);
        else units.Append(new Rune(character).ToString());
    }

    private static int Hex(ReadOnlySpan<byte> raw, ref int at)
    {
        var value = 0;
        for (var end = at + 4; at < end; at++)
        {
            var digit = raw[at];
            value = (value * 16) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
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
