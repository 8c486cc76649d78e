namespace Gateway.Edifact;

/// <summary>
/// The service characters of one interchange (ISO 9735-1 §5 and UNA): separators, decimal mark, release character and
/// terminator. Each is one byte; a byte 0 means that there is none.
/// </summary>
/// <param name="Component">Between components of a composite.</param>
/// <param name="Element">Between data elements.</param>
/// <param name="DecimalMark">As UNA names it; 0 where no UNA was sent: comma or point.</param>
/// <param name="Release">Makes the next character literal; 0 for none.</param>
/// <param name="Repetition">Between repetitions, syntax 4 only; 0 for none.</param>
/// <param name="Terminator">Ends a segment.</param>
public readonly record struct ServiceCharacters(
    byte Component, byte Element, byte DecimalMark, byte Release, byte Repetition, byte Terminator)
{
    /// <summary>Bytes of a UNA with its tag.</summary>
    public const int UnaLength = 9;

    /// <summary>What holds without UNA in syntax 1 to 3.</summary>
    public static ServiceCharacters Default { get; } = new((byte)':', (byte)'+', 0, (byte)'?', 0, (byte)'\'');

    /// <summary>What level B of syntax 1 formally uses: IS1, IS3 and IS4.</summary>
    public static ServiceCharacters InformationSeparators { get; } = new(0x1F, 0x1D, 0, 0, 0, 0x1C);

    /// <summary>Whether a UNA was sent.</summary>
    public bool IsFromUna => DecimalMark != 0;

    /// <summary>Reads the characters from the start of an interchange.</summary>
    /// <param name="head">Bytes from UNA or UNB on: 32 are enough.</param>
    /// <param name="unaFault">The UNA gives one character two roles, or uses a letter, digit or control character.</param>
    public static ServiceCharacters Read(ReadOnlySpan<byte> head, out bool unaFault)
    {
        unaFault = false;
        var characters = Default;
        var unb = head;
        if (head.StartsWith("UNA"u8) && head.Length >= UnaLength)
        {
            unb = head[UnaBytes(head)..].TrimStart("\r\n \t"u8);
            var una = new ServiceCharacters(head[3], head[4], head[5], NotSpace(head[6]), NotSpace(head[7]), head[8]);
            unaFault = !una.IsUsable;
            if (!unaFault) characters = una;
        }
        else if (head.Length > 3 && head[3] == InformationSeparators.Element)
        {
            characters = InformationSeparators;
        }

        // Repetition is a separator in syntax 4 only; an interchange of syntax 3 may name '*' in UNA and mean nothing by it.
        if (SyntaxOf(unb, characters) < 4) return characters with { Repetition = 0 };
        if (!characters.IsFromUna) return characters with { Repetition = (byte)'*' };
        if (characters.Repetition == 0 || characters.IsRepetitionUsable) return characters;
        unaFault = true;
        return characters with { Repetition = 0 };
    }

    /// <summary>Whether a byte has a role, so that it needs a release character in data.</summary>
    public bool IsService(byte value)
        => value != 0 && (value == Component || value == Element || value == Release || value == Repetition || value == Terminator);

    /// <summary>How many bytes UNA takes: where it is too short, up to the segment after it, for no letter is a service
    /// character.</summary>
    /// <param name="head">From UNA on, at least <see cref="UnaLength"/> bytes.</param>
    internal static int UnaBytes(ReadOnlySpan<byte> head)
    {
        var next = head[3..UnaLength].IndexOf((byte)'U');
        return next < 0 ? UnaLength : 3 + next;
    }

    /// <summary>The syntax version as UNB 0002 names it; 0 when it names none.</summary>
    public static int SyntaxOf(ReadOnlySpan<byte> unb, in ServiceCharacters characters)
    {
        if (!unb.StartsWith("UNB"u8) && !unb.StartsWith("UIB"u8)) return 0;
        // Lines of a fixed length may break right behind the tag.
        var rest = unb[3..].TrimStart("\r\n "u8);
        if (rest.Length < 3 || rest[0] != characters.Element) return 0;
        rest = rest[1..Math.Min(rest.Length, 29)];
        var at = rest.IndexOf(characters.Component);
        if (at < 0 || at + 1 >= rest.Length || rest[..at].Contains(characters.Element)) return 0;
        return rest[at + 1] is >= (byte)'1' and <= (byte)'9' ? rest[at + 1] - '0' : 0;
    }

    private bool IsUsable
    {
        get
        {
            // Two roles for one character cannot be told apart; comma or point may stand twice as decimal mark.
            Span<byte> all = [Component, Element, Terminator, Release];
            for (var i = 0; i < all.Length; i++)
            {
                if (!CanServe(all[i]) || (i < 3 && all[i] is 0 or (byte)' ')) return false;
                // What is passed over between segments can end one, but separate nothing in it.
                if (i != 2 && all[i] is (>= (byte)'\t' and <= (byte)'\r') or 0x1A) return false;
                if (all[i] != 0 && all[..i].Contains(all[i])) return false;
            }

            return CanServe(DecimalMark);
        }
    }

    private bool IsRepetitionUsable
        => CanServe(Repetition) && Repetition != Component && Repetition != Element && Repetition != Release && Repetition != Terminator;

    private static bool CanServe(byte value) => !char.IsAsciiLetterOrDigit((char)value) && value <= 0x7E;

    private static byte NotSpace(byte value) => value == (byte)' ' ? (byte)0 : value;
}
