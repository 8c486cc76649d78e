using System.Text;
using Gateway.Contracts;
using MimeKit;
using MimeKit.Encodings;

namespace Gateway.Formats;

/// <summary>
/// The text of a mail. It is a note, but many senders paste the document itself: text that begins as EDIFACT, XML or JSON is a
/// document, and so is an interchange between a greeting and a signature, and every file that is uuencoded in the text.
/// </summary>
/// <param name="raw">The mail.</param>
/// <param name="part">The part with the text.</param>
/// <param name="into">Takes what is found.</param>
internal sealed class MailBody(IRaw raw, MailPart part, IUnpacking into)
{
    /// <summary>Hands over the documents in the text, then the text.</summary>
    /// <param name="open">Opens the content.</param>
    /// <returns>False when a limit is reached.</returns>
    public bool Add(Func<Stream> open)
    {
        var isPlain = part.MediaType is "text/plain" || part.IsMultipart;
        if (!isPlain || raw.Length > MailLimits.BodyBytesMax)
        {
            using var content = open();
            return AddLong(content, isPlain);
        }

        byte[] text;
        using (var content = open()) text = SignedContent.ReadBounded(content) ?? [];
        if (IsBlank(text)) return true;
        if (IsDocument(text)) return AddDocument(Unwrapped(text), null);
        foreach (var (name, bytes) in Uuencoded(text))
        {
            if (!AddDocument(bytes, name)) return false;
        }

        if (Pasted(text) is { } pasted && !AddDocument(Unwrapped(text[pasted]), null)) return false;
        return AddNote(text);
    }

    private bool AddLong(Stream content, bool isPlain)
    {
        var head = new byte[512];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var use = isPlain && IsDocument(head.AsSpan(0, length)) ? PartUse.Document : PartUse.Note;
        return into.Add(new PartFacts(null, part.MediaType, use), new HeadedStream(head.AsMemory(0, length), content));
    }

    private bool AddDocument(ReadOnlyMemory<byte> bytes, string? name)
        => into.Add(new PartFacts(name, null, PartUse.Document), new MemoryStream(bytes.ToArray(), writable: false));

    private bool AddNote(byte[] text)
    {
        var charset = part.Type.CharsetEncoding;
        var utf8 = charset is null or UTF8Encoding ? text : Encoding.UTF8.GetBytes(charset.GetString(text));
        return into.Add(new PartFacts(null, "text/plain; charset=utf-8", PartUse.Note), new MemoryStream(utf8, writable: false));
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;

    private static bool IsDocument(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("UNA"u8) || IsInterchange(text)) return true;
        if (text.StartsWith("<?xml"u8)) return true;
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[')) return false;
        // A note may begin with a word in brackets; JSON goes on with one of its own signs.
        var next = text[1..].TrimStart(" \t\r\n"u8);
        return !next.IsEmpty && (next[0] == '"' || (text[0] == '[' && next[0] is (byte)'{' or (byte)'['));
    }

    private static bool IsInterchange(ReadOnlySpan<byte> text)
        => text.Length > 7 && text.StartsWith("UNB"u8) && !char.IsAsciiLetterOrDigit((char)text[3]) && text[4..].StartsWith("UNO"u8);

    /// <summary>From the first line that begins an interchange to the end of the last one.</summary>
    private static Range? Pasted(ReadOnlySpan<byte> text)
    {
        var start = -1;
        for (var at = 0; at < text.Length && start < 0; at = NextLine(text, at))
        {
            var line = text[at..];
            var isAdvised = line.StartsWith("UNA"u8) && line.Length > 12 && IsInterchange(line[9..].TrimStart("\r\n"u8));
            if (isAdvised || IsInterchange(line)) start = at;
        }

        if (start < 0) return null;
        var last = text[start..].LastIndexOf("UNZ"u8);
        var terminator = text[start..].StartsWith("UNA"u8) ? text[start + 8] : (byte)'\'';
        var end = last < 0 ? -1 : text[(start + last)..].IndexOf(terminator);
        return end < 0 ? start..text.Length : start..(start + last + end + 1);
    }

    private static int NextLine(ReadOnlySpan<byte> text, int at)
    {
        var end = text[at..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : at + end + 1;
    }

    /// <summary>Takes back the line breaks that a mail program put into flowed text (RFC 3676): they may lie within a value.</summary>
    private byte[] Unwrapped(byte[] text)
    {
        if (!string.Equals(part.Type.Format, "flowed", StringComparison.OrdinalIgnoreCase)) return text;
        var keepsBlank = !string.Equals(part.Type.Parameters["delsp"], "yes", StringComparison.OrdinalIgnoreCase);
        var joined = new MemoryStream(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var next = NextLine(text, at);
            var line = text.AsSpan(at, next - at);
            var content = line.TrimEnd("\r\n"u8);
            if (content.Length > 0 && content[^1] == ' ' && content.Length < line.Length) line = keepsBlank ? content : content[..^1];
            joined.Write(line);
            at = next;
        }

        return joined.ToArray();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Uuencoded(byte[] text)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = NextLine(text, at);
            if (NameOfUuencoded(text.AsSpan(at, next - at)) is not { } name)
            {
                at = next;
                continue;
            }

            var end = EndOfUuencoded(text, next);
            var decoder = new UUDecoder(true);
            var decoded = new byte[decoder.EstimateOutputLength(end - next)];
            var length = decoder.Decode(text, next, end - next, decoded);
            yield return (name, decoded[..length]);
            at = end;
        }
    }

    private static int EndOfUuencoded(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            var next = NextLine(text, at);
            if (text[at..next].TrimEnd(" \r\n"u8).SequenceEqual("end"u8)) return at;
            at = next;
        }

        return text.Length;
    }

    /// <summary>The name in <c>begin 644 NAME</c>; null for another line.</summary>
    private static string? NameOfUuencoded(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n"u8);
        if (!line.StartsWith("begin "u8) || line.Length is < 11 or > 1000) return null;
        var mode = line[6..];
        var blank = mode.IndexOf((byte)' ');
        if (blank is not (3 or 4) || mode[..blank].IndexOfAnyExceptInRange((byte)'0', (byte)'7') >= 0) return null;
        return Encoding.UTF8.GetString(mode[(blank + 1)..]).Trim();
    }
}
