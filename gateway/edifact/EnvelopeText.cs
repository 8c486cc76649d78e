using System.Buffers;

namespace Gateway.Edifact;

/// <summary>Tells EDIFACT from other text between interchanges.</summary>
internal static class EnvelopeText
{
    private static readonly SearchValues<byte> Filling = SearchValues.Create(" \t\r\n\0\u001A"u8);

    /// <summary>Whether an interchange, or a message without one, begins here.</summary>
    public static bool IsStart(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 'U' || head[1] != 'N') return false;
        return head[2] switch
        {
            (byte)'A' => head.Length >= ServiceCharacters.UnaLength,
            (byte)'B' or (byte)'H' or (byte)'G' or (byte)'Z' or (byte)'T' or (byte)'E' => !char.IsAsciiLetterOrDigit((char)head[3]),
            _ => false,
        };
    }

    /// <summary>What bytes are that hold no interchange, for the finding.</summary>
    public static string ForeignKind(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || head.StartsWith("U\0N\0"u8) || head.StartsWith("\0U\0N"u8))
        {
            return "it is written in UTF-16, which UNB cannot name";
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0xE4, 0xD5])
            ? "it is written in EBCDIC" : "no UNA or UNB was found";
    }

    /// <summary>How many blanks, line breaks, and filling bytes of old systems (NUL, 0x1A) stand at the front.</summary>
    public static int BlanksAt(ReadOnlySpan<byte> head)
    {
        var count = head.IndexOfAnyExcept(Filling);
        return count < 0 ? head.Length : count;
    }

    /// <summary>How many bytes to pass over until something begins that may be an interchange; at least one.</summary>
    public static int NextStart(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            var next = text[at..].IndexOf((byte)'U');
            if (next < 0) return text.Length;
            at += next;
            if (text.Length - at < ServiceCharacters.UnaLength + 1 || IsStart(text[at..])) return at;
        }

        return text.Length;
    }
}
