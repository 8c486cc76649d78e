using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Edifact;

/// <summary>
/// A character set of UNB 0001: which bytes it allows, how they become text and how text becomes bytes. Bytes outside it are
/// reported and still decoded, so that nothing is lost.
/// </summary>
/// <remarks>ISO 9735-1 annex A and code lists 0001 and 0133; IATA, IATB, ANSI and the Windows sets are met in practice.</remarks>
public sealed class CharacterSet
{
    private static readonly CharacterSet[] All =
    [
        new("UNOA", CharacterForm.LevelA), new("UNOB", CharacterForm.Ascii), new("UNOC", CharacterTables.Latin1),
        new("UNOD", CharacterTables.Latin2), new("UNOE", CharacterTables.Cyrillic), new("UNOF", CharacterTables.Greek),
        new("UNOG", CharacterTables.Latin3), new("UNOH", CharacterTables.Latin4), new("UNOI", CharacterTables.Arabic),
        new("UNOJ", CharacterTables.Hebrew), new("UNOK", CharacterTables.Latin5), new("UNOL", CharacterTables.Latin9),
        new("UNOW", CharacterForm.Utf8), new("UNOX", CharacterForm.Escaped), new("UNOY", CharacterForm.Utf8),
        new("KECA", CharacterForm.Korean), new("IATA", CharacterForm.LevelA), new("IATB", CharacterForm.Ascii),
        new("ANSI", CharacterTables.Windows1252), new("ASCII", CharacterForm.Ascii), new("UTF-8", CharacterForm.Utf8),
        new("WINDOWS-1251", CharacterTables.Windows1251), new("WINDOWS-1252", CharacterTables.Windows1252),
        new("CP850", CharacterTables.CodePage850), new("CP500", CharacterTables.CodePage500),
        new("ISO-8859-1", CharacterTables.Latin1), new("ISO-8859-2", CharacterTables.Latin2),
        new("ISO-8859-3", CharacterTables.Latin3), new("ISO-8859-4", CharacterTables.Latin4),
        new("ISO-8859-5", CharacterTables.Cyrillic), new("ISO-8859-6", CharacterTables.Arabic),
        new("ISO-8859-7", CharacterTables.Greek), new("ISO-8859-8", CharacterTables.Hebrew),
        new("ISO-8859-9", CharacterTables.Latin5), new("ISO-8859-15", CharacterTables.Latin9),
        new("EUC-KR", CharacterForm.Korean),
    ];

    private readonly CharacterForm form;
    private readonly string differences;
    private char[] table = [];
    private bool[] allowed = [];

    private CharacterSet(string name, string differences)
        : this(name, CharacterForm.SingleByte, differences)
    {
    }

    private CharacterSet(string name, CharacterForm form, string differences = CharacterTables.Latin1)
        => (Name, this.form, this.differences) = (name, form, differences);

    /// <summary>As UNB 0001 names it, or as a partner's file does: <c>WINDOWS-1251</c>.</summary>
    public string Name { get; }

    /// <summary>Names of all character sets.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>Whether its bytes are UTF-8.</summary>
    public bool IsUtf8 => form == CharacterForm.Utf8;

    /// <summary>Whether it has ASCII characters only; bytes beyond are then taken for UTF-8, else for ISO 8859-1.</summary>
    public bool IsAscii => form is CharacterForm.Ascii or CharacterForm.LevelA;

    /// <summary>Whether the bytes of ASCII are its characters.</summary>
    internal bool HasAscii { get; private set; }

    /// <summary>Whether escape sequences (ISO 2022) may stand in it.</summary>
    public bool HasEscapes => form == CharacterForm.Escaped;

    /// <summary>What is used when UNB names none that is known.</summary>
    public static CharacterSet Fallback { get; } = Find("UNOC")!;

    /// <summary>Finds a character set by name; null when there is none.</summary>
    public static CharacterSet? Find(ReadOnlySpan<char> name)
    {
        foreach (var set in All)
        {
            if (name.Equals(set.Name, StringComparison.OrdinalIgnoreCase)) return set.WithTables();
        }

        return null;
    }

    // A process meets one or two sets; the tables of all others are not made for nothing. Two threads make the same.
    private CharacterSet WithTables()
    {
        if (Volatile.Read(ref allowed).Length > 0) return this;
        var characters = CharacterTables.Parse(differences);
        var repertoire = new bool[256];
        for (var i = 0; i < 256; i++)
        {
            repertoire[i] = form switch
            {
                CharacterForm.LevelA => IsLevelA((byte)i),
                CharacterForm.SingleByte => characters[i] != CharacterTables.Unused && !char.IsControl(characters[i]),
                CharacterForm.Ascii => i is >= 0x20 and < 0x7F,
                _ => i >= 0x20 && i != 0x7F,
            };
        }

        table = characters;
        HasAscii = Enumerable.Range(' ', '~' - ' ' + 1).All(i => characters[i] == i);
        Volatile.Write(ref allowed, repertoire);
        return this;
    }

    /// <summary>Finds the character set of an interchange.</summary>
    /// <param name="identifier">UNB 0001.</param>
    /// <param name="encoding">UNB 0133 (syntax 4); empty for none. It decides over the identifier where it names a code
    /// that has single-byte separators: 3 code page 850, 7 UTF-8.</param>
    public static CharacterSet? Of(ReadOnlySpan<char> identifier, ReadOnlySpan<char> encoding) => encoding switch
    {
        "3" => Find("CP850"),
        "4" => Find("CP500"),
        "7" => Find("UNOW"),
        _ => Find(identifier),
    };

    /// <summary>Whether a byte belongs to the repertoire; in UTF-8, ISO 2022 and KECA every byte from 0x80 may.</summary>
    public bool Allows(byte value) => allowed[value];

    /// <summary>The first byte of a value that the set does not have; -1 when there is none.</summary>
    /// <param name="value">The bytes as sent.</param>
    /// <param name="release">The release character, which UNA may choose outside the set; 0 for none.</param>
    public int FirstForeign(ReadOnlySpan<byte> value, byte release = 0)
    {
        if (IsUtf8) return FirstInvalid(value);
        if (HasEscapes && EscapedText.IsIn(value)) return EscapedFaultAt(value, release).At;
        for (var at = 0; at < value.Length; at++)
        {
            if (form == CharacterForm.Korean && value[at] >= 0x80)
            {
                if (!KoreanText.IsPair(value[at..])) return at;
                at++;
            }
            else if (!allowed[value[at]] && (release == 0 || value[at] != release))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>What is wrong with the escape sequences of a value, or with what they name.</summary>
    internal static (EscapedFault Fault, int At) EscapedFaultAt(ReadOnlySpan<byte> value, byte release)
    {
        var text = ArrayPool<byte>.Shared.Rent(value.Length * 3);
        EscapedText.Decode(value, release, text, out var fault, out var at);
        ArrayPool<byte>.Shared.Return(text);
        return (fault, at);
    }

    /// <summary>What a byte that does not belong to the set looks like, as a clause for a sentence.</summary>
    /// <param name="value">The value that it stands in.</param>
    /// <param name="at">Its place there.</param>
    public string Likeness(ReadOnlySpan<byte> value, int at)
    {
        var found = value[at];
        if (HasEscapes && found == EscapedText.Escape) return EscapedText.Clause(value[at..]);
        if (HasEscapes && EscapedText.IsIn(value)) return "it begins no character of the set that the escape sequence before it names";
        if (found < 0x80) return IsAscii && found >= 0x20 ? $"in UNOB it would be {(char)found}" : "it is no character of any set";
        var isWhole = Rune.DecodeFromUtf8(value[at..], out var rune, out var used) == OperationStatus.Done;
        if (isWhole && !IsUtf8)
        {
            var bytes = Convert.ToHexString(value.Slice(at, used));
            var spaced = string.Join(' ', Enumerable.Range(0, used).Select(i => bytes.Substring(2 * i, 2)));
            return $"the bytes {spaced} look like UTF-8 for {rune}";
        }

        var like = Find(found >= 0xA0 ? "UNOC" : "WINDOWS-1252")!;
        return like.allowed[found] ? $"in {like.Name} it would be {like.table[found]}" : "it is no character of any set";
    }

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
        if (HasEscapes && EscapedText.IsIn(raw)) return EscapedText.Decode(raw, release, utf8, out _, out _);
        var isUtf8 = IsTakenAsUtf8(raw);
        var written = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var value = raw[i];
            if (release != 0 && value == release && i + 1 < raw.Length) value = raw[++i];
            if (isUtf8)
            {
                utf8[written++] = value;
            }
            else if (form == CharacterForm.Korean && KoreanText.IsPair(raw[i..]))
            {
                written += KoreanText.CharacterOf(raw[i++..]).EncodeToUtf8(utf8[written..]);
            }
            else
            {
                written += new Rune(table[value]).EncodeToUtf8(utf8[written..]);
            }
        }

        return written;
    }

    /// <summary>How many bytes <see cref="Encode"/> writes at most.</summary>
    /// <param name="utf8Bytes">Bytes of the text as UTF-8.</param>
    public static int EncodedLengthMax(int utf8Bytes) => checked((4 * utf8Bytes) + EscapedText.ReturnLength);

    /// <summary>Writes a text as a value: in the bytes of this set, with release characters where they are needed.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="characters">The service characters. Where there is no release character, they cannot be carried.</param>
    /// <param name="into">Room for <see cref="EncodedLengthMax"/> bytes.</param>
    /// <param name="lost">Gets every character that cannot be carried; a point is written in its place. Null to ignore.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(ReadOnlySpan<byte> utf8, in ServiceCharacters characters, Span<byte> into, ICollection<Rune>? lost = null)
    {
        var written = 0;
        var escaped = new EscapedText.State();
        while (!utf8.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf8(utf8, out var rune, out var used) == OperationStatus.Done;
            var count = isValid ? Bytes(rune, utf8[..used], into[written..], ref escaped, out var sequence) : sequence = 0;
            utf8 = utf8[used..];
            written += sequence;
            if (count == 1 && characters.IsService(into[written]) && !escaped.G0.IsShielding)
            {
                (count, into[written + 1]) = (characters.Release == 0 ? 0 : 2, into[written]);
                into[written] = characters.Release;
            }

            if (count == 0)
            {
                lost?.Add(rune);
                var instead = characters.IsService((byte)'.') ? " "u8 : "."u8;
                count = Bytes(new Rune((char)instead[0]), instead, into[written..], ref escaped, out sequence);
                written += sequence;
            }

            written += count;
        }

        return form == CharacterForm.Escaped ? written + EscapedText.Return(escaped, into[written..]) : written;
    }

    /// <summary>How many characters a value has, release characters not counted.</summary>
    public int CharacterCount(ReadOnlySpan<byte> raw, byte release)
    {
        if (form is CharacterForm.Korean or CharacterForm.Escaped)
        {
            var text = ArrayPool<byte>.Shared.Rent(raw.Length * 3);
            var length = Decode(raw, release, text);
            var characters = 0;
            foreach (var b in text.AsSpan(0, length)) characters += (b & 0xC0) == 0x80 ? 0 : 1;
            ArrayPool<byte>.Shared.Return(text);
            return characters;
        }

        var isUtf8 = IsTakenAsUtf8(raw);
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (release != 0 && raw[i] == release && i + 1 < raw.Length) i++;
            if (!isUtf8 || (raw[i] & 0xC0) != 0x80) count++;
        }

        return count;
    }

    private bool IsTakenAsUtf8(ReadOnlySpan<byte> raw) => form switch
    {
        CharacterForm.SingleByte or CharacterForm.Korean => false,
        _ => Utf8.IsValid(raw),
    };

    /// <summary>The bytes of one character; 0 when the set does not have it.</summary>
    private int Bytes(Rune rune, ReadOnlySpan<byte> utf8, Span<byte> into, ref EscapedText.State escaped, out int sequence)
    {
        sequence = 0;
        if (Rune.IsControl(rune)) return 0;
        switch (form)
        {
            case CharacterForm.Utf8:
                utf8.CopyTo(into);
                return utf8.Length;
            case CharacterForm.Korean when !rune.IsAscii:
                return KoreanText.Bytes(rune, into);
            case CharacterForm.Escaped:
                sequence = EscapedText.Encode(rune, into, ref escaped, out var own) - own;
                return own;
            default:
                var found = rune.IsBmp ? table.AsSpan().IndexOf((char)rune.Value) : -1;
                if (found < 0 || !allowed[found]) return 0;
                into[0] = (byte)found;
                return 1;
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> value)
    {
        if (Utf8.IsValid(value)) return -1;
        var at = 0;
        while (Rune.DecodeFromUtf8(value[at..], out _, out var used) == OperationStatus.Done) at += used;
        return at;
    }

    // ISO 9735-1 annex A, level A; the service characters stand in it for released use.
    private static bool IsLevelA(byte value)
        => value is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')
            || " .,-()/='+:?!\"%&*;<>"u8.Contains(value);
}

/// <summary>How the bytes of a character set are made.</summary>
internal enum CharacterForm
{
    /// <summary>One byte a character, by a table.</summary>
    SingleByte,

    /// <summary>Level A of ISO 9735: capitals, digits and some signs.</summary>
    LevelA,

    /// <summary>All of ISO 646.</summary>
    Ascii,

    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>ISO 2022: escape sequences name the sets.</summary>
    Escaped,

    /// <summary>KS X 1001 as EUC-KR: two bytes for what is not ASCII.</summary>
    Korean,
}
