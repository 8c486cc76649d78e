using System.Buffers;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Forms;

/// <summary>Text as XML 1.0 writes it (§2.2, §2.4, §2.11), with <c>_xHHHH_</c> for characters that XML cannot hold.</summary>
internal static class XmlText
{
    private static readonly SearchValues<byte> Special = SpecialBytes.Where(b => b >= 0x80 || IsEscaped(b));

    // 0xEF begins U+FFFE and U+FFFF; the rest of its block is copied by the slow way.
    private static readonly SearchValues<byte> Escaped = SpecialBytes.Where(b => b == 0xEF || IsEscaped(b));

    /// <summary>Writes text that is looked through and copied at once, as most values can be.</summary>
    /// <param name="window">Has the text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="output">Takes it.</param>
    /// <returns>False, without having written anything, for a text that is too long or has anything special in it.</returns>
    public static bool WriteShort(ReadOnlySpan<byte> window, int start, int length, ref ByteOutput output)
    {
        if (length > Vector128<byte>.Count || start > window.Length - Vector128<byte>.Count) return false;
        var text = Vector128.LoadUnsafe(in window[start]);
        // As signed numbers bytes beyond ASCII are less than zero; < and > differ in one bit.
        var special = Vector128.LessThan(text.AsSByte(), Vector128.Create((sbyte)0x20)).AsByte()
            | Vector128.Equals(text & Vector128.Create((byte)0xFD), Vector128.Create((byte)'<'))
            | Vector128.Equals(text, Vector128.Create((byte)'&')) | Vector128.Equals(text, Vector128.Create((byte)'"'))
            | Vector128.Equals(text, Vector128.Create((byte)'_'));
        if ((special.ExtractMostSignificantBits() & ((1u << length) - 1)) != 0) return false;
        output.Write(text, length);
        return true;
    }

    /// <summary>Writes the text of an element or attribute.</summary>
    public static void Write(scoped ReadOnlySpan<byte> text, bool isAttribute, ref ByteOutput output)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            output.Write(text);
            return;
        }

        if (!Utf8.IsValid(text))
        {
            Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)), isAttribute, ref output);
            return;
        }

        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0) break;
            output.Write(text[..plain]);
            text = text[(plain + WriteEscaped(text[plain..], isAttribute, ref output))..];
        }

        output.Write(text);
    }

    /// <summary>Whether <c>_xHHHH_</c> stands at the beginning.</summary>
    public static bool IsEscape(ReadOnlySpan<byte> text)
        => text.Length >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' && IsHex(text[2]) && IsHex(text[3])
            && IsHex(text[4]) && IsHex(text[5]);

    private static bool IsHex(byte value) => char.IsAsciiHexDigit((char)value);

    private static bool IsEscaped(int b) => b is < 0x20 or '<' or '>' or '&' or '"' or '_';

    private static int WriteEscaped(scoped ReadOnlySpan<byte> text, bool isAttribute, ref ByteOutput output)
    {
        var value = text[0];
        switch (value)
        {
            case (byte)'<': output.Write("&lt;"u8); break;
            case (byte)'>': output.Write("&gt;"u8); break;
            case (byte)'&': output.Write("&amp;"u8); break;
            case (byte)'"' when isAttribute: output.Write("&quot;"u8); break;
            case (byte)'\r': output.Write("&#xD;"u8); break;
            case (byte)'\n' when isAttribute: output.Write("&#xA;"u8); break;
            case (byte)'\t' when isAttribute: output.Write("&#x9;"u8); break;
            case (byte)'"' or (byte)'\n' or (byte)'\t': output.Write(value); break;
            case (byte)'_' when IsEscape(text): output.Write("_x005F_"u8); break;
            case (byte)'_': output.Write(value); break;
            case 0xEF: return WriteNoncharacter(text, ref output);
            default:
                output.Write(value < 16 ? "_x000"u8 : "_x001"u8);
                output.Write("0123456789ABCDEF"u8[value & 15]);
                output.Write((byte)'_');
                break;
        }

        return 1;
    }

    private static int WriteNoncharacter(scoped ReadOnlySpan<byte> text, ref ByteOutput output)
    {
        if (text[1] == 0xBF && text[2] >= 0xBE) output.Write(text[2] == 0xBE ? "_xFFFE_"u8 : "_xFFFF_"u8);
        else output.Write(text[..3]);
        return 3;
    }
}
