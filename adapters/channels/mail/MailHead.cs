using System.Text;
using MimeKit;

namespace Gateway.Channels;

/// <summary>What a channel reads of a mail: its header, to know how to answer and what to call it. Everything else is read later, from
/// the kept bytes.</summary>
internal static class MailHead
{
    /// <summary>Bytes at the start of a mail in which its header is read; more of a header is not needed for an answer.</summary>
    public const int BytesMax = 256 * 1024;

    private static readonly string[] NobodyReads =
        ["mailer-daemon", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "nobody", "bounce", "bounces"];

    // The library looks for the character sets once, when it is first used.
    static MailHead() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads the start of a mail.</summary>
    /// <param name="head">The first bytes, at most <see cref="BytesMax"/>.</param>
    /// <param name="own">Addresses of the gateway itself.</param>
    public static ReplyAddress Read(ReadOnlyMemory<byte> head, IReadOnlyCollection<string> own)
    {
        var headers = Headers(head);
        var to = Address(headers, HeaderId.ReplyTo) ?? Address(headers, HeaderId.From);
        var id = headers[HeaderId.MessageId]?.Trim();
        return new ReplyAddress(
            to, id is not null && ReplyAddress.IsMessageId(id) ? id : null,
            ReplyAddress.MessageIds(headers[HeaderId.References] ?? headers[HeaderId.InReplyTo] ?? ""),
            OneLine(headers[HeaderId.Subject] ?? ""), Never(headers, to, own));
    }

    /// <summary>A name for the mail, for lists and reports: its subject, as far as it can be the name of a file.</summary>
    public static string NameOf(ReplyAddress reply)
        => (reply.Subject.Length == 0 ? "mail" : reply.Subject.Replace('/', '-').Replace('\\', '-')) + ".eml";

    private static HeaderList Headers(ReadOnlyMemory<byte> head)
    {
        var end = EndOfHeader(head.Span);
        using var bytes = new MemoryStream([.. head.Span[..end], .. "\r\n\r\n"u8]);
        try
        {
            return HeaderList.Load(bytes);
        }
        catch (Exception fault) when (fault is FormatException or IOException or ArgumentException)
        {
            return [];
        }
    }

    private static int EndOfHeader(ReadOnlySpan<byte> head)
    {
        var dos = head.IndexOf("\r\n\r\n"u8);
        var unix = head.IndexOf("\n\n"u8);
        if (dos < 0) return unix < 0 ? head.Length : unix;
        return unix < 0 ? dos : Math.Min(dos, unix);
    }

    private static string? Address(HeaderList headers, HeaderId id)
    {
        if (headers.IndexOf(id) is not (>= 0 and var at)) return null;
        if (!InternetAddressList.TryParse(headers[at].RawValue, out var addresses)) return null;
        var first = addresses.Mailboxes.FirstOrDefault()?.Address;
        return first is { Length: <= ReplyAddress.AddressMax } && IsAddress(first) ? first : null;
    }

    private static bool IsAddress(string text)
        => text.LastIndexOf('@') is > 0 and var at && at < text.Length - 1
            && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';');

    /// <summary>The subject as one line without anything that could end a header or a terminal line.</summary>
    private static string OneLine(string subject)
    {
        var line = new StringBuilder();
        foreach (var rune in subject.EnumerateRunes())
        {
            if (line.Length >= ReplyAddress.SubjectMax) break;
            var isShown = !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            line.Append(isShown ? rune.ToString() : " ");
        }

        return line.ToString().Trim();
    }

    /// <summary>Why a mail must not be answered: two programs would write to each other for ever (RFC 3834 §2).</summary>
    private static string? Never(HeaderList headers, string? to, IReadOnlyCollection<string> own)
    {
        if (headers[HeaderId.ReturnPath]?.Trim() is "<>") return "it is a report of a mail system (empty Return-Path)";
        if (headers[HeaderId.ContentType] is { } type
            && type.TrimStart().StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase))
        {
            return "it is a report of a mail system (multipart/report)";
        }

        if (headers[HeaderId.AutoSubmitted] is { } auto && !auto.TrimStart().StartsWith("no", StringComparison.OrdinalIgnoreCase))
        {
            return "it was sent by a program that wants no answer (Auto-Submitted)";
        }

        if (headers["X-Auto-Response-Suppress"] is { } suppress
            && suppress.Split(',').Any(s => s.Trim().ToLowerInvariant() is "all" or "autoreply"))
        {
            return "its sender wants no automatic answers (X-Auto-Response-Suppress)";
        }

        if (headers.Contains(HeaderId.ListId)) return "it came over a mailing list (List-Id)";
        var precedence = headers[HeaderId.Precedence]?.Trim().ToLowerInvariant();
        if (precedence is "bulk" or "list" or "junk") return "it was sent to many (Precedence)";
        if (to is null) return "it names no address to answer to";
        if (own.Contains(to, StringComparer.OrdinalIgnoreCase)) return "it comes from the gateway itself";
        var local = to[..to.LastIndexOf('@')].ToLowerInvariant();
        return NobodyReads.Any(name => local == name || local.StartsWith(name + "+", StringComparison.Ordinal)
            || local.StartsWith(name + "-", StringComparison.Ordinal)) ? "nobody reads what is sent to its address" : null;
    }
}
