using Gateway.Contracts;
using MimeKit;
using MimeKit.Text;

namespace Gateway.Channels;

/// <summary>Puts one answer into one mail: the report is its text, every other file is attached.</summary>
internal static class AnswerMail
{
    // The library looks for the character sets once, when it is first used.
    static AnswerMail() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    /// <summary>Makes the mail. The same answer always has the same Message-ID, so a repeated sending is known as one.</summary>
    /// <param name="id">Id of the outgoing report.</param>
    /// <param name="reply">To whom, and in which thread.</param>
    /// <param name="from">Address of the gateway.</param>
    /// <param name="report">The text.</param>
    /// <param name="others">What is attached.</param>
    /// <param name="now">The date.</param>
    public static MimeMessage Make(
        string id, ReplyAddress reply, string from, AnswerFile report, IEnumerable<AnswerFile> others, DateTimeOffset now)
    {
        var mail = Empty(id, from, reply.To!, now);
        mail.Subject = SubjectOf(reply);
        // RFC 3834 §5: other programs know by this that they must not answer.
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        if (reply.MessageId is { } answered)
        {
            mail.Headers.Add(HeaderId.InReplyTo, answered);
            mail.Headers.Add(HeaderId.References, string.Join("\r\n ", [.. reply.References.Where(r => r != answered), answered]));
        }

        var text = new TextPart(TextFormat.Plain) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        text.SetText(System.Text.Encoding.UTF8, System.Text.Encoding.UTF8.GetString(report.Bytes.Span));
        var attachments = others.Select(Attachment).ToList();
        mail.Body = attachments.Count == 0 ? text : Mixed(id, text, attachments);
        return mail;
    }

    /// <summary>A mail without text. The same id always has the same Message-ID.</summary>
    public static MimeMessage Empty(string id, string from, string to, DateTimeOffset now)
    {
        var mail = new MimeMessage { MessageId = $"{id}@{from[(from.LastIndexOf('@') + 1)..]}", Date = now };
        mail.From.Add(new MailboxAddress(null, from));
        mail.To.Add(new MailboxAddress(null, to));
        return mail;
    }

    private static string SubjectOf(ReplyAddress reply) => reply.Subject.Length == 0 ? "Re: your mail"
        : reply.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? reply.Subject : "Re: " + reply.Subject;

    /// <summary>Text and files together.</summary>
    public static Multipart Mixed(string id, TextPart text, List<MimePart> attachments)
    {
        // The library would take a random one.
        var mixed = new Multipart("mixed") { Boundary = "=_" + id };
        mixed.Add(text);
        foreach (var attachment in attachments) mixed.Add(attachment);
        return mixed;
    }

    /// <summary>A file as an attachment.</summary>
    public static MimePart Attachment(AnswerFile file)
    {
        var name = FileNames.Plain(file.Name, "answer");
        var type = ContentType.TryParse(file.MediaType, out var read) ? read : new ContentType("application", "octet-stream");
        type.Name = name;
        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(file.Bytes.ToArray(), writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
    }
}
