using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Edifact;

/// <summary>
/// A character set of UNB 0001: which bytes it allows and how they become text. Bytes outside it are reported and still
/// decoded, so that nothing is lost.
/// </summary>
public sealed class CharacterSet
{
    private static readonly CharacterSet[] All =
    [
        new("UNOA", 20127, Repertoire.LevelA), new("UNOB", 20127, Repertoire.Ascii), new("UNOC", 28591), new("UNOD", 28592),
        new("UNOE", 28595), new("UNOF", 28597), new("UNOG", 28593), new("UNOH", 28594), new("UNOI", 28596),
        new("UNOJ", 28598), new("UNOK", 28599), new("UNOL", 28605), new("UNOW", 65001), new("UNOX", 65001),
        new("UNOY", 65001), new("ANSI", 1252), new("WINDOWS-1251", 1251), new("WINDOWS-1252", 1252), new("CP850", 850),
        new("UTF-8", 65001), new("ISO-8859-1", 28591),
    ];

    private readonly char[] table;
    private readonly bool[] allowed = new bool[256];

    private enum Repertoire
    {
        LevelA,
        Ascii,
        Table,
    }

    private CharacterSet(string name, int codePage, Repertoire repertoire = Repertoire.Table)
    {
        Name = name;
        IsUtf8 = codePage == 65001;
        IsAscii = codePage == 20127;
        table = TableOf(codePage);
        for (var i = 0x20; i < 0x7F; i++) allowed[i] = repertoire != Repertoire.LevelA || IsLevelA((byte)i);
        for (var i = 0x80; i < 0x100; i++)
        {
            allowed[i] = IsUtf8 || (!IsAscii && table[i] != '\uFFFD' && !char.IsControl(table[i]));
        }
    }

    /// <summary>As UNB 0001 names it, or as a partner's file does: <c>WINDOWS-1251</c>.</summary>
    public string Name { get; }

    /// <summary>Whether its bytes are UTF-8.</summary>
    public bool IsUtf8 { get; }

    /// <summary>Whether it has ASCII characters only; bytes beyond are then taken for UTF-8, else for ISO 8859-1.</summary>
    public bool IsAscii { get; }

    /// <summary>What is used when UNB names none that is known.</summary>
    public static CharacterSet Fallback { get; } = Find("UNOC")!;

    /// <summary>Finds a character set by name; null when there is none.</summary>
    public static CharacterSet? Find(ReadOnlySpan<char> name)
    {
        foreach (var set in All)
        {
            if (name.Equals(set.Name, StringComparison.OrdinalIgnoreCase)) return set;
        }

        return null;
    }

    /// <summary>Whether a byte belongs to the repertoire; for UTF-8 every byte from 0x80 does.</summary>
    public bool Allows(byte value) => allowed[value];

    /// <summary>Every byte that a value cannot hold and still be taken as it stands: release character, bytes that need
    /// decoding, and bytes outside the repertoire.</summary>
    internal SearchValues<byte> Suspicious(byte release)
    {
        Span<byte> bytes = stackalloc byte[256];
        var count = 0;
        for (var i = 0; i < 256; i++)
        {
            if (i == release || i >= 0x80 || !allowed[i]) bytes[count++] = (byte)i;
        }

        return SearchValues.Create(bytes[..count]);
    }

    /// <summary>Writes a value as UTF-8 with release characters resolved.</summary>
    /// <param name="raw">The bytes as sent.</param>
    /// <param name="release">The release character; 0 for none.</param>
    /// <param name="utf8">At least three times as long as <paramref name="raw"/>.</param>
    /// <returns>Bytes written.</returns>
    public int Decode(ReadOnlySpan<byte> raw, byte release, Span<byte> utf8)
    {
        var isUtf8 = (IsUtf8 || IsAscii) && Utf8.IsValid(raw);
        var written = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var value = raw[i];
            if (release != 0 && value == release && i + 1 < raw.Length) value = raw[++i];
            if (value < 0x80 || isUtf8)
            {
                utf8[written++] = value;
            }
            else
            {
                written += new Rune(table[value]).EncodeToUtf8(utf8[written..]);
            }
        }

        return written;
    }

    /// <summary>How many characters a value has, release characters not counted.</summary>
    public int CharacterCount(ReadOnlySpan<byte> raw, byte release)
    {
        var isUtf8 = (IsUtf8 || IsAscii) && Utf8.IsValid(raw);
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (release != 0 && raw[i] == release && i + 1 < raw.Length) i++;
            if (!isUtf8 || (raw[i] & 0xC0) != 0x80) count++;
        }

        return count;
    }

    // ISO 9735-1 annex A, level A; the service characters stand in it for released use.
    private static bool IsLevelA(byte value)
        => value is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')
            || " .,-()/='+:?!\"%&*;<>"u8.Contains(value);

    private static char[] TableOf(int codePage)
    {
        var table = new char[256];
        for (var i = 0; i < 256; i++) table[i] = (char)i;
        if (codePage is 20127 or 28591 or 65001) return table;
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        Span<byte> one = stackalloc byte[1];
        for (var i = 0x80; i < 0x100; i++)
        {
            one[0] = (byte)i;
            if (encoding.GetString(one) is [var c] && c != '\uFFFD') table[i] = c;
        }

        return table;
    }
}
