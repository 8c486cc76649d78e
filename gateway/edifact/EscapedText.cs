using System.Text;

namespace Gateway.Edifact;

/// <summary>What is wrong with a text with escape sequences.</summary>
internal enum EscapedFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A control character.</summary>
    Control,

    /// <summary>A sequence for a set that is not read, or bytes that are no character of their set.</summary>
    Foreign,

    /// <summary>It ends in a set whose bytes are not those of ISO 646.</summary>
    Open,
}

/// <summary>
/// ISO 2022 as UNOX uses it. Escape sequences name a set for the bytes that follow: the upper half of a part of ISO 8859
/// (<c>ESC - F</c>), or a set of East Asia with one or two bytes a character, as ISO-2022-JP, ISO-2022-KR and GB 2312 write it.
/// Each value begins with ISO 646 and ISO 8859-1.
/// </summary>
/// <remarks>Where such a set is G0, its bytes may be those of separators. They separate nothing, provided that the sender went back
/// to ISO 646 behind them: of a run without end nobody knows how far it goes, and its separators hold.</remarks>
internal static class EscapedText
{
    /// <summary>Begins an escape sequence.</summary>
    public const byte Escape = 0x1B;

    /// <summary>Makes G1 what bytes below 0x80 are, until <see cref="ShiftIn"/>.</summary>
    public const byte ShiftOut = 0x0E;

    /// <summary>Bytes of the sequences that end a value.</summary>
    public const int ReturnLength = 6;

    /// <summary>A longer run shields nothing: the longest data element has 512 characters.</summary>
    public const int ShieldBytesMax = 4096;

    private const byte ShiftIn = 0x0F;
    private const int SequenceBytesMax = 4;

    private static readonly EscapedSet[] Parts =
    [
        Part("-A", CharacterTables.Latin1), Part("-B", CharacterTables.Latin2), Part("-C", CharacterTables.Latin3),
        Part("-D", CharacterTables.Latin4), Part("-L", CharacterTables.Cyrillic), Part("-G", CharacterTables.Arabic),
        Part("-F", CharacterTables.Greek), Part("-H", CharacterTables.Hebrew), Part("-M", CharacterTables.Latin5),
        Part("-b", CharacterTables.Latin9),
    ];

    // Tried in this order where a text is written.
    private static readonly EscapedSet[] Others = [EscapedSet.Japanese, EscapedSet.Kana, EscapedSet.Korean, EscapedSet.Chinese];

    private static readonly Sequence[] Sequences =
    [
        .. Parts.Select(part => new Sequence(part.Sequence, part, IsG1: true)),
        new("(B", EscapedSet.Ascii), new("(J", EscapedSet.Roman), new("(I", EscapedSet.Kana), new(")I", EscapedSet.Kana, true),
        new("$B", EscapedSet.Japanese), new("$@", EscapedSet.Japanese), new("$(B", EscapedSet.Japanese),
        new("$(@", EscapedSet.Japanese), new("$)B", EscapedSet.Japanese, true), new("$)@", EscapedSet.Japanese, true),
        new("$A", EscapedSet.Chinese), new("$(A", EscapedSet.Chinese), new("$)A", EscapedSet.Chinese, true),
        new("$(C", EscapedSet.Korean), new("$)C", EscapedSet.Korean, true),
        // Says which edition of JIS X 0208 the next sequence means.
        new("&@", null),
    ];

    /// <summary>An escape sequence: what follows the escape character, and the set that becomes G0 or G1.</summary>
    private sealed record Sequence(string Text, EscapedSet? Set, bool IsG1 = false);

    /// <summary>The sets in force.</summary>
    public struct State()
    {
        /// <summary>What bytes below 0x80 are.</summary>
        public EscapedSet G0 = EscapedSet.Ascii;

        /// <summary>What bytes from 0xA0 are, and those below while it is shifted in.</summary>
        public EscapedSet G1 = Parts[0];

        /// <summary>Whether G1 is shifted in.</summary>
        public bool IsShifted;

        /// <summary>What bytes below 0x80 are now.</summary>
        public readonly EscapedSet Left => IsShifted ? G1 : G0;
    }

    /// <summary>Whether bytes hold anything of ISO 2022.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Escape, ShiftOut) >= 0;

    /// <summary>Whether a byte may begin a shielded run.</summary>
    public static bool Begins(byte value) => value is Escape or ShiftOut;

    /// <summary>How many bytes from here on separate nothing, the sequences at both ends included; 0 for none, -1 when more bytes are
    /// needed to know.</summary>
    /// <param name="bytes">From an escape character or a shift on.</param>
    /// <param name="isAll">No more bytes follow.</param>
    public static int Shielded(ReadOnlySpan<byte> bytes, bool isAll)
    {
        if (bytes[0] == ShiftOut) return Shifted(bytes, isAll);
        var set = Read(bytes, out var at) is { IsG1: false, Set: { } first } ? first : null;
        if (at == 0 && !isAll) return -1;
        if (set is not { IsShielding: true }) return 0;
        while (at < ShieldBytesMax)
        {
            if (at >= bytes.Length) return isAll ? 0 : -1;
            var value = bytes[at];
            if (value == Escape)
            {
                var sequence = Read(bytes[at..], out var length);
                if (length == 0 && !isAll) return -1;
                // Who names a set again that is in force had lost the end before.
                if (sequence is null || (!sequence.IsG1 && ReferenceEquals(sequence.Set, set))) return 0;
                at += length;
                if (sequence.IsG1 || sequence.Set is null) continue;
                set = sequence.Set;
                if (!set.IsShielding) return at;
            }
            else if (value is >= 0x21 and < 0x7F)
            {
                if (set.IsDouble && at + 1 >= bytes.Length) return isAll ? 0 : -1;
                if (set.IsDouble && bytes[at + 1] is < 0x21 or >= 0x7F) return 0;
                at += set.IsDouble ? 2 : 1;
            }
            else if (value is 0x20 or >= 0xA0)
            {
                at++;
            }
            else
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>Writes a text as UTF-8 with release characters resolved, and finds the first fault.</summary>
    /// <param name="raw">The bytes as sent.</param>
    /// <param name="release">The release character; 0 for none.</param>
    /// <param name="utf8">Three times as long.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="faultAt">Where.</param>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> raw, byte release, Span<byte> utf8, out EscapedFault fault, out int faultAt)
    {
        var state = new State();
        var (written, shieldedTo, designatedAt) = (0, 0, 0);
        (fault, faultAt) = (EscapedFault.None, -1);
        for (var at = 0; at < raw.Length;)
        {
            if (raw[at] is Escape or ShiftOut or ShiftIn)
            {
                if (at >= shieldedTo && Begins(raw[at])) shieldedTo = at + Shielded(raw[at..], true);
                var isKnown = Apply(raw[at..], ref state, out var length);
                if (isKnown) designatedAt = at;
                else Note(raw[at] == Escape ? EscapedFault.Foreign : EscapedFault.Control, at, ref fault, ref faultAt);
                at += length;
                continue;
            }

            var start = at;
            var rune = Next(raw, at < shieldedTo ? (byte)0 : release, state, ref at);
            if (rune.Value is < 0x20 or 0x7F) Note(EscapedFault.Control, start, ref fault, ref faultAt);
            else if (rune == Rune.ReplacementChar) Note(EscapedFault.Foreign, start, ref fault, ref faultAt);
            written += rune.EncodeToUtf8(utf8[written..]);
        }

        // Bytes that are no character there follow from it.
        if (state.Left.IsShielding) (fault, faultAt) = (EscapedFault.Open, designatedAt);
        return written;
    }

    /// <summary>What an escape sequence names, as a clause for a sentence.</summary>
    public static string Clause(ReadOnlySpan<byte> bytes)
    {
        var sequence = Read(bytes, out var length);
        var name = string.Join(' ', bytes.Slice(1, Math.Max(length, 1) - 1).ToArray().Select(b => (char)b));
        return sequence?.Set is { } set ? $"{set.Name} (ESC {name})"
            : $"the escape sequence ESC {name} names a set that is not read: those of ISO 8859, ISO-2022-JP, KS X 1001 and GB 2312 are";
    }

    /// <summary>Writes the sequence that a character needs before it, and its bytes.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="into">Room for eight bytes.</param>
    /// <param name="state">The sets in force, before and after.</param>
    /// <param name="bytes">How many of the last bytes are the character's own; 0 when no set has it.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(Rune rune, Span<byte> into, ref State state, out int bytes)
    {
        var count = 0;
        if ((bytes = state.G0.IsShielding && !rune.IsAscii ? state.G0.Bytes(rune, into) : 0) > 0) return bytes;
        var isUpper = !rune.IsAscii && state.G1.Bytes(rune, into) > 0;
        var set = rune.IsAscii ? EscapedSet.Ascii : isUpper ? state.G1 : SetOf(rune, Parts) ?? SetOf(rune, Others);
        if (set is null || rune == Rune.ReplacementChar) return 0;
        // The upper half stands beside ISO 646.
        var g0 = set.IsUpper ? EscapedSet.Ascii : set;
        if (!ReferenceEquals(g0, state.G0)) count += Designate(state.G0 = g0, into);
        if (set.IsUpper && !ReferenceEquals(set, state.G1)) count += Designate(state.G1 = set, into[count..]);
        bytes = set.Bytes(rune, into[count..]);
        return count + bytes;
    }

    private static EscapedSet? SetOf(Rune rune, EscapedSet[] sets) => Array.Find(sets, set => set.Bytes(rune, stackalloc byte[4]) > 0);

    /// <summary>Names ISO 646 and ISO 8859-1 again at the end of a value that left them.</summary>
    public static int Return(in State state, Span<byte> into)
    {
        var count = ReferenceEquals(state.G0, EscapedSet.Ascii) ? 0 : Designate(EscapedSet.Ascii, into);
        return ReferenceEquals(state.G1, Parts[0]) ? count : count + Designate(Parts[0], into[count..]);
    }

    /// <summary>A run between the two shifts: pairs, or katakana.</summary>
    private static int Shifted(ReadOnlySpan<byte> bytes, bool isAll)
    {
        var run = bytes[1..Math.Min(bytes.Length, ShieldBytesMax)];
        var end = run.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        if (end < 0) return isAll || bytes.Length >= ShieldBytesMax ? 0 : -1;
        return run[end] == ShiftIn ? end + 2 : 0;
    }

    private static Rune Next(ReadOnlySpan<byte> raw, byte release, in State state, ref int at)
    {
        var first = Literal(raw, release, ref at);
        var set = first < 0x80 ? state.Left : state.G1;
        if (!set.IsDouble) return first is < 0x20 or 0x7F ? new Rune((char)first) : set.Character(first);
        if ((first & 0x7F) is < 0x21 or 0x7F) return first < 0x80 ? new Rune((char)first) : Rune.ReplacementChar;
        var next = at;
        if (at >= raw.Length || raw[at] is Escape or ShiftOut or ShiftIn) return Rune.ReplacementChar;
        var second = Literal(raw, release, ref next);
        if ((first ^ second) >= 0x80 || (second & 0x7F) is < 0x21 or 0x7F) return Rune.ReplacementChar;
        at = next;
        return set.Character(first, second);
    }

    private static byte Literal(ReadOnlySpan<byte> raw, byte release, ref int at)
    {
        var value = raw[at++];
        return release != 0 && value == release && at < raw.Length ? raw[at++] : value;
    }

    /// <summary>Puts a sequence or shift into force.</summary>
    private static bool Apply(ReadOnlySpan<byte> bytes, ref State state, out int length)
    {
        length = 1;
        if (bytes[0] != Escape)
        {
            var isShift = bytes[0] == ShiftOut ? state.G1.IsShielding : state.IsShifted;
            if (isShift) state.IsShifted = bytes[0] == ShiftOut;
            return isShift;
        }

        var sequence = Read(bytes, out length);
        length = Math.Max(length, 1);
        if (sequence is null) return false;
        if (sequence.IsG1) state.G1 = sequence.Set!;
        else if (sequence.Set is { } set) state.G0 = set;
        return true;
    }

    /// <summary>The sequence at the front; null for one that is not known.</summary>
    /// <param name="bytes">From the escape character on.</param>
    /// <param name="length">Its bytes: it ends at the first byte from 0x30 to 0x7E (ISO 2022 §13.2); 0 when it is not whole.</param>
    private static Sequence? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 1;
        while (length < bytes.Length && length < SequenceBytesMax && bytes[length] is >= 0x20 and < 0x30) length++;
        if (length == bytes.Length)
        {
            length = 0;
            return null;
        }

        if (bytes[length] is >= 0x30 and < 0x7F) length++;
        var text = bytes[1..length];
        foreach (var sequence in Sequences)
        {
            if (Ascii.Equals(text, sequence.Text)) return sequence;
        }

        return null;
    }

    private static void Note(EscapedFault kind, int at, ref EscapedFault fault, ref int faultAt)
    {
        if (fault == EscapedFault.None) (fault, faultAt) = (kind, at);
    }

    private static EscapedSet Part(string sequence, string differences)
        => new("ISO 8859", sequence, CharacterTables.Parse(differences));

    private static int Designate(EscapedSet set, Span<byte> into)
    {
        into[0] = Escape;
        return 1 + Encoding.ASCII.GetBytes(set.Sequence, into[1..]);
    }
}
