using System.Text;

namespace Gateway.Edifact;

/// <summary>Decodes the text files of the directories: ASCII, CP1252, CP437 box characters, and the last two mixed.</summary>
internal static class DirectoryText
{
    private const char Unprintable = ' ';

    // CP1252 0x80 to 0x9F; the rest of it equals ISO 8859-1.
    private const string Quotes = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    private static ReadOnlySpan<byte> TwoLines => [0xC4, 0xC4];

    /// <summary>Decodes a file. Box characters become <c>-</c>, <c>|</c> and (corners) <c>+</c>, as the later files print them.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        // In CP1252 the box bytes are letters (Ä, ³, ¿, Ù, Á); only two horizontal lines in a row show which is meant.
        var hasBoxes = bytes.IndexOf(TwoLines) >= 0;
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes) text.Append(hasBoxes && Box(b) is var box and not '\0' ? box : Plain(b));
        return text.ToString();
    }

    private static char Box(byte b) => b switch
    {
        0xC4 => '-',
        0xB3 => '|',
        0xBF or 0xD9 or 0xC1 or 0xB4 => '+',
        _ => '\0',
    };

    private static char Plain(byte b) => b switch
    {
        0x1A => Unprintable,
        >= 0x80 and <= 0x9F => Quotes[b - 0x80],
        _ => (char)b,
    };
}
