using System.Text;

namespace Gateway.Forms;

/// <summary>Character sets by the names that documents give (IANA), and how many bytes each character takes in them.</summary>
internal static class CharacterSets
{
    /// <summary>A character set that refuses bytes which do not follow it.</summary>
    /// <returns>Null when it is not known, or keeps a state between characters.</returns>
    public static Encoding? Find(string name)
    {
        try
        {
            var (encode, decode) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var found = CodePagesEncodingProvider.Instance.GetEncoding(name, encode, decode) ?? Encoding.GetEncoding(name, encode, decode);
            // ISO 2022 and its kind switch by escape sequences, so a character has no bytes of its own.
            return found.CodePage is 50220 or 50221 or 50222 or 50225 or 50227 or 52936 ? null : found;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether bytes below 0x80 that stand alone are ASCII in it.</summary>
    public static bool HoldsAscii(Encoding? set) => set is not (UnicodeEncoding or UTF32Encoding);

    /// <summary>The text of bytes as UTF-8.</summary>
    /// <returns>Null when the bytes do not follow the set.</returns>
    public static byte[]? ToUtf8(Encoding set, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Encoding.UTF8.GetBytes(set.GetString(bytes));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether every character of the text was written in the one way in which the set would write it again, so that its bytes
    /// can be counted.</summary>
    public static bool CanCount(Encoding set, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> utf8)
        => set.IsSingleByte || set is UnicodeEncoding || set.GetBytes(Encoding.UTF8.GetString(utf8)).AsSpan().SequenceEqual(bytes);
}

/// <summary>Goes from a place in UTF-8 text to the same place in the bytes that it was converted from. Backwards it starts over.</summary>
internal ref struct RawCursor(ReadOnlySpan<byte> utf8, Encoding? set)
{
    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private int from;
    private int to;

    /// <summary>The place in the converted bytes.</summary>
    public int MoveTo(int offset)
    {
        if (set is null) return offset;
        if (offset < from) (from, to) = (0, 0);
        Span<char> units = stackalloc char[2];
        while (from < offset && from < utf8.Length)
        {
            var b = utf8[from];
            if (b < 0x80 && set is not UnicodeEncoding)
            {
                from++;
                to++;
                continue;
            }

            Rune.DecodeFromUtf8(utf8[from..], out var rune, out var length);
            from += length;
            to += set.IsSingleByte ? 1 : set is UnicodeEncoding ? 2 * rune.Utf16SequenceLength
                : set.GetByteCount(units[..rune.EncodeToUtf16(units)]);
        }

        return to;
    }
}
