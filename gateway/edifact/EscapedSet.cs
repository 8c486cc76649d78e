using System.Text;

namespace Gateway.Edifact;

/// <summary>A set of characters that an escape sequence of ISO 2022 names.</summary>
/// <param name="name">As finding and docs name it.</param>
/// <param name="sequence">What designates it where a text is written, without the escape character.</param>
/// <param name="table">The upper half of a part of ISO 8859; null for another kind.</param>
/// <param name="codePage">The platform's table of a set of two bytes a character, in its EUC form; 0 for another kind.</param>
internal sealed class EscapedSet(string name, string sequence, char[]? table = null, int codePage = 0)
{
    private const char FirstKana = '\uFF61';
    private const char LastKana = '\uFF9F';
    private const byte FirstByte = 0x21;

    private readonly Encoding? encoding = codePage == 0 ? null : CodePagesEncodingProvider.Instance.GetEncoding(
        codePage, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"));

    /// <summary>ISO 646, which holds at the start of a value.</summary>
    public static EscapedSet Ascii { get; } = new("ISO 646", "(B");

    /// <summary>JIS X 0201, Roman: ISO 646 but for two signs.</summary>
    public static EscapedSet Roman { get; } = new("JIS X 0201 Roman", "(J");

    /// <summary>JIS X 0201, katakana of half width.</summary>
    public static EscapedSet Kana { get; } = new("JIS X 0201 katakana", "(I");

    /// <summary>JIS X 0208.</summary>
    public static EscapedSet Japanese { get; } = new("JIS X 0208", "$B", codePage: 51932);

    /// <summary>KS X 1001 (KS C 5601).</summary>
    public static EscapedSet Korean { get; } = new("KS X 1001", "$(C", codePage: 51949);

    /// <summary>GB 2312.</summary>
    public static EscapedSet Chinese { get; } = new("GB 2312", "$A", codePage: 936);

    /// <summary>As findings and docs name it.</summary>
    public string Name => name;

    /// <summary>What designates it where a text is written, without the escape character.</summary>
    public string Sequence => sequence;

    /// <summary>Whether it has two bytes a character.</summary>
    public bool IsDouble => encoding is not null;

    /// <summary>Whether its bytes, where it is G0, are other characters than those of ISO 646: none of them separates.</summary>
    public bool IsShielding => IsDouble || ReferenceEquals(this, Kana);

    /// <summary>Whether it is the upper half of a part of ISO 8859.</summary>
    public bool IsUpper => table is not null;

    /// <summary>The character of a byte of a set of one byte a character; the replacement character for none.</summary>
    public Rune Character(byte value)
    {
        if (table is not null) return new Rune(table[value | 0x80]);
        if (!ReferenceEquals(this, Kana)) return ReferenceEquals(this, Roman) ? RomanOf(value) : new Rune((char)value);
        var character = (value & 0x7F) - FirstByte + FirstKana;
        return character is >= FirstKana and <= LastKana ? new Rune(character) : Rune.ReplacementChar;
    }

    /// <summary>The character of two bytes; the replacement character for none.</summary>
    public Rune Character(byte first, byte second)
    {
        Span<char> character = stackalloc char[4];
        var count = encoding!.GetChars([(byte)(first | 0x80), (byte)(second | 0x80)], character);
        return count == 1 && Rune.TryCreate(character[0], out var rune) ? rune : Rune.ReplacementChar;
    }

    /// <summary>The bytes of a character: from 0xA0 in an upper half, below 0x80 else; 0 when the set does not have it.</summary>
    public int Bytes(Rune rune, Span<byte> into)
    {
        if (!rune.IsBmp) return 0;
        var character = (char)rune.Value;
        if (IsDouble) return Pair(character, into);
        var found = table is not null ? table.AsSpan(0xA0).IndexOf(character) is >= 0 and var at ? at + 0xA0 : 0
            : ReferenceEquals(this, Kana) ? character is >= FirstKana and <= LastKana ? character - FirstKana + FirstByte : 0
            : rune.IsAscii ? character : 0;
        into[0] = (byte)found;
        return found == 0 ? 0 : 1;
    }

    private int Pair(char character, Span<byte> into)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (encoding!.GetBytes([character], bytes) != 2 || bytes[0] < 0xA1 || bytes[1] < 0xA1) return 0;
        (into[0], into[1]) = ((byte)(bytes[0] & 0x7F), (byte)(bytes[1] & 0x7F));
        // The platform's tables give a likeness for what they do not have.
        return Character(into[0], into[1]).Value == character ? 2 : 0;
    }

    private static Rune RomanOf(byte value) => new(value switch { (byte)'\\' => '\u00A5', (byte)'~' => '\u203E', _ => (char)value });
}
