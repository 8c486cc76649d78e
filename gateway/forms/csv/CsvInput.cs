using System.Text;

namespace Gateway.Forms;

/// <summary>A CSV file as it came and as UTF-8. Nothing in it says its character set, so it is told from the bytes.</summary>
/// <param name="Raw">As it came, without byte order mark.</param>
/// <param name="RawStart">Where that begins in what came; -1 when the places are lost.</param>
/// <param name="Utf8">The same as UTF-8.</param>
/// <param name="Set">Its character set; null for UTF-8.</param>
/// <param name="IsGuessed">Nothing proves the character set.</param>
internal readonly record struct CsvInput(ReadOnlyMemory<byte> Raw, long RawStart, ReadOnlyMemory<byte> Utf8, Encoding? Set, bool IsGuessed)
{
    /// <summary>Finds the character set and converts.</summary>
    /// <param name="csv">As it came.</param>
    /// <param name="told">Character set that the partner's file names; null to tell it from the bytes.</param>
    /// <param name="name">The character set, for the finding.</param>
    /// <returns>Null when the bytes do not follow it.</returns>
    public static CsvInput? Of(ReadOnlyMemory<byte> csv, string? told, out string name)
    {
        var (marked, mark) = Marked(csv.Span);
        csv = csv[mark..];
        var isUtf8 = marked is null or "utf-8" && FormInput.FirstNotUtf8(csv.Span) < 0;
        name = marked ?? told ?? (isUtf8 ? "utf-8" : LooksChinese(csv.Span) ? "gb18030" : "windows-1252");
        if (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return isUtf8 ? new CsvInput(csv, mark, csv, null, false) : null;
        if (CharacterSets.Find(name) is not { } set || CharacterSets.ToUtf8(set, csv.Span) is not { } utf8) return null;
        var isGuessed = marked is null && told is null;
        return CharacterSets.CanCount(set, csv.Span, utf8)
            ? new CsvInput(csv, mark, utf8, set, isGuessed)
            : new CsvInput(utf8, -1, utf8, null, isGuessed);
    }

    private static (string? Set, int Mark) Marked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return ("utf-8", 3);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return ("utf-16", 2);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return ("utf-16be", 2);
        // Without a mark UTF-16 shows by the zero beside each ASCII character.
        var head = bytes[..Math.Min(bytes.Length & ~1, 256)];
        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] != 0) continue;
            if ((i & 1) == 0) even++;
            else odd++;
        }

        // Every other byte zero is proof enough.
        if (Math.Max(even, odd) * 4 < head.Length || head.Length == 0 || Math.Min(even, odd) > 0) return (null, 0);
        return (even > odd ? "utf-16be" : "utf-16", 0);
    }

    /// <summary>Whether bytes above ASCII come in the pairs of common Chinese characters: in European text they mostly
    /// stand alone.</summary>
    private static bool LooksChinese(ReadOnlySpan<byte> bytes)
    {
        var (common, others) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            var trail = i + 1 < bytes.Length ? bytes[i + 1] : 0;
            if (trail >= 0xA1 && bytes[i] is >= 0xB0 and <= 0xF7 or >= 0xA1 and <= 0xA9)
            {
                common++;
                i++;
            }
            else
            {
                others++;
                if (bytes[i] is >= 0x81 and <= 0xFE && trail >= 0x40) i++;
            }
        }

        return common > 4 * others;
    }
}
