using System.Text;

namespace Gateway.Edifact;

/// <summary>
/// ISO 2022 as UNOX uses it: <c>ESC - F</c> names the upper half of the bytes that follow, F as ISO 2375 registers it for the
/// parts of ISO 8859. Each value begins with ISO 8859-1. Sets of several bytes a character are not read.
/// </summary>
internal static class EscapedText
{
    /// <summary>Begins an escape sequence.</summary>
    public const byte Escape = 0x1B;

    /// <summary>What holds at the start of a value: ISO 8859-1.</summary>
    public const byte Initial = (byte)'A';

    /// <summary>Bytes of the sequence that ends a value.</summary>
    public const int ReturnLength = SequenceLength;

    private const int SequenceLength = 3;

    private static readonly (byte Final, char[] Table)[] Sets =
    [
        .. new (char, string)[]
        {
            ('A', CharacterTables.Latin1), ('B', CharacterTables.Latin2), ('C', CharacterTables.Latin3),
            ('D', CharacterTables.Latin4), ('L', CharacterTables.Cyrillic), ('G', CharacterTables.Arabic),
            ('F', CharacterTables.Greek), ('H', CharacterTables.Hebrew), ('M', CharacterTables.Latin5),
            ('b', CharacterTables.Latin9),
        }.Select(s => ((byte)s.Item1, CharacterTables.Parse(s.Item2))),
    ];

    /// <summary>Whether an escape sequence is one that is understood.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> bytes, out int length)
        => TableOf(bytes, out length) is not null || bytes[..length].SequenceEqual("\e(B"u8);

    /// <summary>The table that an escape sequence names; null when it names none.</summary>
    /// <param name="bytes">From the escape character on.</param>
    /// <param name="length">Bytes of the sequence: it ends at the first byte from 0x30 to 0x7E (ISO 2022 §13.2).</param>
    public static char[]? TableOf(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 1;
        while (length < bytes.Length && bytes[length] is >= 0x20 and < 0x30) length++;
        if (length < bytes.Length && bytes[length] is >= 0x30 and < 0x7F) length++;
        if (length != SequenceLength || bytes[1] != '-') return null;
        foreach (var (final, table) in Sets)
        {
            if (final == bytes[2]) return table;
        }

        return null;
    }

    /// <summary>The bytes of a character, with a sequence before it where another set is needed; 0 when no set has it.</summary>
    public static int Bytes(Rune rune, Span<byte> into, ref byte designated)
    {
        if (!rune.IsBmp) return 0;
        var now = designated;
        var at = IndexIn(Array.Find(Sets, s => s.Final == now).Table, rune);
        var count = 0;
        foreach (var (final, table) in Sets)
        {
            if (at >= 0) break;
            at = IndexIn(table, rune);
            if (at >= 0) count = Designate(designated = final, into);
        }

        if (at < 0) return 0;
        into[count] = (byte)at;
        return count + 1;
    }

    /// <summary>Names ISO 8859-1 again at the end of a value that left it.</summary>
    public static int Return(byte designated, Span<byte> into) => designated == Initial ? 0 : Designate(Initial, into);

    private static int IndexIn(char[] table, Rune rune)
    {
        var found = table.AsSpan(0xA0).IndexOf((char)rune.Value);
        return found < 0 ? -1 : found + 0xA0;
    }

    private static int Designate(byte final, Span<byte> into)
    {
        (into[0], into[1], into[2]) = (Escape, (byte)'-', final);
        return SequenceLength;
    }
}
