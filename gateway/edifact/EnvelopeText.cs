using System.Buffers;

namespace Gateway.Edifact;

/// <summary>
/// Tells EDIFACT from other text between interchanges, and where one begins. The reader and the envelope scan both ask here,
/// so that they find the same interchanges.
/// </summary>
internal static class EnvelopeText
{
    /// <summary>So many bytes are looked at where an interchange may begin: UNA, a line break, and UNB up to its syntax version.</summary>
    public const int HeadBytes = 64;

    /// <summary>A segment from this length on is looked at for the head of another interchange in its first bytes.</summary>
    public const int LongBytes = 1024;

    private static readonly SearchValues<byte> Filling = SearchValues.Create(" \t\r\n\v\f\0\u001A"u8);

    /// <summary>Whether an interchange, or a part of one without beginning, starts here.</summary>
    public static bool IsStart(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 'U' || char.IsAsciiLetterOrDigit((char)head[3])) return false;
        return (head[1], head[2]) switch
        {
            ((byte)'N', (byte)'A') => head.Length >= ServiceCharacters.UnaLength,
            ((byte)'N', (byte)'B' or (byte)'H' or (byte)'G' or (byte)'Z' or (byte)'T' or (byte)'E' or (byte)'O' or (byte)'P') => true,
            ((byte)'I', (byte)'B' or (byte)'H' or (byte)'T' or (byte)'Z' or (byte)'R') => true,
            _ => false,
        };
    }

    /// <summary>Whether the segment that begins here is the head of an interchange: UNA, UNB or UIB, whatever its separators are.
    /// Inside an open interchange, that one has lost its end.</summary>
    /// <param name="head">The segment, or its first four bytes.</param>
    public static bool IsHead(ReadOnlySpan<byte> head)
    {
        if (head.Length < 3 || head[0] != 'U') return false;
        var isHead = head.StartsWith("UNA"u8) || head.StartsWith("UNB"u8) || head.StartsWith("UIB"u8);
        return isHead && (head.Length == 3 || !char.IsAsciiLetterOrDigit((char)head[3]));
    }

    /// <summary>Whether a UNB has separators that the UNA before it did not name: that one belongs to a file that was cut off.</summary>
    public static bool HasOwnSeparators(ReadOnlySpan<byte> head, in ServiceCharacters characters)
        => head.Length > 3 && IsHead(head) && head[2] == 'B' && head[3] is (byte)'+' or 0x1D && head[3] != characters.Element;

    /// <summary>Where the head of another interchange stands inside a segment: the one before was cut off in the middle of a
    /// segment, and files were put together. 0 when there is none.</summary>
    /// <remarks>Asked only where something is wrong already, for a text may speak of UNB.</remarks>
    public static int SwallowedHead(ReadOnlySpan<byte> segment)
    {
        var text = segment[..Math.Min(segment.Length, LongBytes)];
        for (var at = 1; at + 8 <= text.Length; at++)
        {
            var next = text[at..].IndexOf("UNB"u8);
            if (next < 0) break;
            at += next;
            var head = text[at..];
            if (!IsHead(head) || head.Length < 8 || !head[4..].StartsWith("UNO"u8)) continue;
            var una = text[..at].TrimEnd("\r\n"u8).Length - ServiceCharacters.UnaLength;
            return una > 0 && text[una..].StartsWith("UNA"u8) && head[3] == text[una + 4] ? una : at;
        }

        // A UNA of the same terminator ends the segment that swallowed it.
        var last = segment.Length - ServiceCharacters.UnaLength + 1;
        if (last <= 0 || !segment[last..].StartsWith("UNA"u8)) return 0;
        return HasLetters(segment[(last + 3)..]) ? 0 : last;
    }

    /// <summary>The service characters from here on.</summary>
    /// <param name="head">What <see cref="IsStart"/> found.</param>
    /// <param name="now">Those in force: an interchange without UNA may go on with the separators of the one before.</param>
    /// <param name="unaFault">UNA cannot be used.</param>
    public static ServiceCharacters CharactersAt(ReadOnlySpan<byte> head, in ServiceCharacters now, out bool unaFault)
    {
        unaFault = false;
        var isOwn = head.StartsWith("UNA"u8) || head[3] != now.Element || (head[3] == '+' && IsHead(head));
        if (isOwn) return ServiceCharacters.Read(head, out unaFault);
        var hasSyntax = head.StartsWith("UNB"u8) || head.StartsWith("UIB"u8);
        if (!hasSyntax) return now;
        if (ServiceCharacters.SyntaxOf(head, now) < 4) return now with { Repetition = 0 };
        return now.Repetition == 0 && !now.IsFromUna ? now with { Repetition = (byte)'*' } : now;
    }

    /// <summary>The tag of a segment if it is one of the envelope (its first letter is U); else 0.</summary>
    public static int ServiceTag(ReadOnlySpan<byte> segment, in ServiceCharacters characters)
    {
        if (segment.Length < 3 || segment[0] != 'U') return 0;
        // Lines of a fixed length may break right behind the tag.
        var rest = segment[3..].TrimStart("\r\n "u8);
        var ends = rest.IsEmpty || rest[0] == characters.Element || rest[0] == characters.Component
            || (rest[0] == characters.Repetition && characters.Repetition != 0);
        return ends ? Cut.TagOf(segment) : 0;
    }

    /// <summary>The character set that UNB names with 0001 and in syntax 4 with 0133; null for one that is not known.</summary>
    public static CharacterSet? SetOf(ReadOnlySpan<byte> unb, in ServiceCharacters characters, out string name, out string encoding)
    {
        name = Reporter.Text(ServiceText.Component(unb, 1, 1, characters));
        encoding = Reporter.Text(ServiceText.Component(unb, 1, 4, characters));
        return CharacterSet.Of(name, ServiceCharacters.SyntaxOf(unb, characters) >= 4 ? encoding : "");
    }

    /// <summary>Whether what follows UNB may hold escape sequences.</summary>
    public static bool HasEscapes(ReadOnlySpan<byte> unb, in ServiceCharacters characters)
        => SetOf(unb, characters, out _, out _) is { HasEscapes: true };

    /// <summary>What bytes are that hold no interchange, for the finding.</summary>
    public static string ForeignKind(ReadOnlySpan<byte> head)
    {
        if (IsWide(head)) return "it is written in UTF-16 or UCS-2, two bytes a character, which is not supported: use UNOW with UTF-8";
        if (IsWide(head.TrimStart((byte)0)) || head.StartsWith("U\0\0\0"u8))
        {
            return "it is written in UCS-4, four bytes a character, which is not supported: use UNOW with UTF-8";
        }

        if (head.StartsWith("ISA*"u8)) return "it is ANSI X12, another standard, which is not supported";
        return head.StartsWith((ReadOnlySpan<byte>)[0xE4, 0xD5])
            ? "it is written in EBCDIC, which is not supported: transfer it as text" : "no UNA or UNB was found";
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

    private static bool HasLetters(ReadOnlySpan<byte> bytes)
        => bytes.ContainsAnyInRange((byte)'0', (byte)'9') || bytes.ContainsAnyInRange((byte)'A', (byte)'Z')
            || bytes.ContainsAnyInRange((byte)'a', (byte)'z');

    private static bool IsWide(ReadOnlySpan<byte> head)
        => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || head.StartsWith("U\0N\0"u8) || head.StartsWith("U\0I\0"u8) || head.StartsWith("\0U\0N"u8);
}
