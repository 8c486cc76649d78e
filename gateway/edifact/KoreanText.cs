using System.Text;

namespace Gateway.Edifact;

/// <summary>KS X 1001 in the form EUC-KR, which KECA names: two bytes from 0xA1 to 0xFE for each character that is not ASCII.</summary>
internal static class KoreanText
{
    // The table of 8,226 characters is the one that the platform has.
    private static readonly Encoding Encoding = CodePagesEncodingProvider.Instance.GetEncoding(
        51949, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"))!;

    /// <summary>Whether two bytes that form a character stand at the front.</summary>
    public static bool IsPair(ReadOnlySpan<byte> bytes)
        => bytes.Length > 1 && bytes[0] is >= 0xA1 and < 0xFF && bytes[1] is >= 0xA1 and < 0xFF
            && CharacterOf(bytes).Value != '\uFFFD';

    /// <summary>The character of the two bytes at the front.</summary>
    public static Rune CharacterOf(ReadOnlySpan<byte> bytes)
    {
        Span<char> character = stackalloc char[4];
        var count = Encoding.GetChars(bytes[..2], character);
        return count == 1 && Rune.TryCreate(character[0], out var rune) ? rune : Rune.ReplacementChar;
    }

    /// <summary>The two bytes of a character; 0 when the set does not have it.</summary>
    public static int Bytes(Rune rune, Span<byte> into)
    {
        Span<char> character = stackalloc char[2];
        Span<byte> bytes = stackalloc byte[4];
        if (!rune.IsBmp) return 0;
        rune.EncodeToUtf16(character);
        if (Encoding.GetBytes(character[..1], bytes) != 2) return 0;
        bytes[..2].CopyTo(into);
        return 2;
    }
}
