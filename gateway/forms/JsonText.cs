using System.Buffers;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Forms;

/// <summary>Text as JSON writes it (RFC 8259 §6, §7).</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Special = SpecialBytes.Where(b => b is < 0x20 or '"' or '\\' or >= 0x80);

    private static readonly SearchValues<byte> Escaped = SpecialBytes.Where(b => b is < 0x20 or '"' or '\\');

    /// <summary>Whether the text is a JSON number without exponent: what a decimal verbatim may be.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
        at += whole;
        if (at == text.Length) return true;
        if (text[at] != '.') return false;
        var fraction = Digits(text, at + 1);
        return fraction > 0 && at + 1 + fraction == text.Length;
    }

    /// <summary>Whether the text is <c>true</c> or <c>false</c>.</summary>
    public static bool IsBoolean(ReadOnlySpan<byte> text) => text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8);

    /// <summary>Where an escape stands that is half of a pair of surrogates without the other half (RFC 8259 §8.2).</summary>
    /// <param name="raw">A string whose escapes were checked.</param>
    /// <returns>-1 when there is none.</returns>
    public static int HalfPair(ReadOnlySpan<byte> raw)
    {
        for (var at = 0; raw[at..].IndexOf((byte)'\\') is var next and >= 0; at += 2)
        {
            at += next;
            if (raw[at + 1] != 'u') continue;
            var isFirst = IsSurrogate(raw, at, 'b');
            if (!isFirst && !IsSurrogate(raw, at, 'f')) at += 4;
            else if (isFirst && IsSurrogate(raw, at + 6, 'f') && !IsSurrogate(raw, at + 6, 'b')) at += 10;
            else return at;
        }

        return -1;
    }

    // D800 to DBFF are first halves, DC00 to DFFF second ones.
    private static bool IsSurrogate(ReadOnlySpan<byte> raw, int at, char last)
        => at + 6 <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u' && (raw[at + 2] | 0x20) == 'd'
            && ((raw[at + 3] | 0x20) is >= 'a' and var letter ? letter <= last : raw[at + 3] >= '8');

    /// <summary>Writes text in its quotes.</summary>
    public static void WriteQuoted(scoped ReadOnlySpan<byte> text, ref ByteOutput output)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            output.WriteBetween((byte)'"', text);
            return;
        }

        output.Write((byte)'"');
        Write(text, ref output);
        output.Write((byte)'"');
    }

    /// <summary>Writes text in its quotes that is looked through and copied at once, as most values can be.</summary>
    /// <param name="window">Has the text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="output">Takes it.</param>
    /// <returns>False, without having written anything, for a text that is too long or has anything special in it.</returns>
    public static bool WriteShort(ReadOnlySpan<byte> window, int start, int length, ref ByteOutput output)
    {
        if (length > Vector128<byte>.Count || start > window.Length - Vector128<byte>.Count) return false;
        var text = Vector128.LoadUnsafe(in window[start]);
        // As signed numbers bytes beyond ASCII are less than zero.
        var special = Vector128.LessThan(text.AsSByte(), Vector128.Create((sbyte)0x20)).AsByte()
            | Vector128.Equals(text, Vector128.Create((byte)'"')) | Vector128.Equals(text, Vector128.Create((byte)'\\'));
        if ((special.ExtractMostSignificantBits() & ((1u << length) - 1)) != 0) return false;
        output.WriteBetween((byte)'"', text, length);
        return true;
    }

    /// <summary>Writes text without its quotes.</summary>
    public static void Write(scoped ReadOnlySpan<byte> text, ref ByteOutput output)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            output.Write(text);
            return;
        }

        if (!Utf8.IsValid(text))
        {
            Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)), ref output);
            return;
        }

        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0) break;
            output.Write(text[..plain]);
            WriteEscaped(text[plain], ref output);
            text = text[(plain + 1)..];
        }

        output.Write(text);
    }

    private static void WriteEscaped(byte value, ref ByteOutput output)
    {
        switch (value)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            default:
                output.Write("\\u00"u8);
                output.Write(Hex(value >> 4));
                output.Write(Hex(value & 15));
                break;
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at - from;
    }
}
