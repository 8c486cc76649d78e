using System.Text;

namespace Gateway.Edifact;

/// <summary>
/// Decodes the text files of the directories: ASCII, CP1252, CP437 box characters, and the last two mixed.
/// </summary>
internal static class DirectoryText
{
    private const char EndOfFile = '\u001A';

    // Lines have 80 characters; a few notes have 200. What is longer is no text of a directory and would only cost time.
    private const int LineMax = 1000;

    // CP1252 0x80 to 0x9F; the rest of it equals ISO 8859-1.
    private const string Quotes = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    // CP437 lines and corners, and what the later files print in their place.
    private const string Boxes = "\u00C4\u00B3\u00BF\u00D9\u00C1\u00B4";
    private const string Printed = "-|++++";

    private static ReadOnlySpan<byte> TwoLines => [0xC4, 0xC4];

    private static ReadOnlySpan<byte> Replacement => [0xEF, 0xBF, 0xBD];

    /// <summary>
    /// Decodes a file. Box characters become <c>-</c>, <c>|</c> and (corners) <c>+</c>, as the later files print
    /// them.
    /// </summary>
    /// <param name="bytes">The file.</param>
    /// <param name="characters">What its bytes are besides ASCII.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out DirectoryCharacters characters)
    {
        characters = DirectoryCharacters.Ascii;
        var text = Cut(Encoding.Latin1.GetString(bytes).Replace(EndOfFile, ' '));
        if (!text.AsSpan().ContainsAnyInRange('\u0080', '\u00FF')) return text;

        // In CP1252 the box bytes are letters (Ä, ³, ¿, Ù, Á); only two horizontal lines in a row show which is meant.
        if (bytes.IndexOf(TwoLines) >= 0)
        {
            characters |= DirectoryCharacters.Boxes;
            for (var i = 0; i < Boxes.Length; i++) text = text.Replace(Boxes[i], Printed[i]);
        }

        if (bytes.IndexOf(Replacement) >= 0)
        {
            characters |= DirectoryCharacters.Lost;
            text = text.Replace("\u00EF\u00BF\u00BD", "\uFFFD", StringComparison.Ordinal);
        }

        if (!text.AsSpan().ContainsAnyInRange('\u0080', '\u00FF')) return text;
        characters |= DirectoryCharacters.Quotes;
        for (var i = 0; i < Quotes.Length; i++) text = text.Replace((char)(0x80 + i), Quotes[i]);
        return text;
    }

    /// <summary>The text without what goes beyond the longest line.</summary>
    private static string Cut(string text)
    {
        var isLong = false;
        foreach (var line in text.AsSpan().EnumerateLines()) isLong |= line.Length > LineMax;
        if (!isLong) return text;
        var cut = new StringBuilder();
        foreach (var line in text.AsSpan().EnumerateLines()) cut.Append(line[..Math.Min(line.Length, LineMax)]).Append('\n');
        return cut.ToString();
    }
}
