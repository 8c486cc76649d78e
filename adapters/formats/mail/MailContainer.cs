using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using MimeKit;

namespace Gateway.Formats;

/// <summary>
/// A mail (RFC 5322, MIME): every attachment, nested mail and inline file is a part of its own, whatever its media type claims; the
/// bodies are notes, unless they are documents themselves. Nothing is fetched, nothing is put together from several mails.
/// </summary>
public sealed class MailContainer : IContainer
{
    private static readonly string[] Marks =
        ["received", "message-id", "mime-version", "return-path", "delivered-to", "dkim-signature", "content-type", "from", "to",
            "subject", "date", "sender", "reply-to", "cc", "content-transfer-encoding", "content-disposition", "list-id"];

    // The library looks for the character sets once, when it is first used.
    static MailContainer() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <inheritdoc/>
    public string Name => "mail";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        var isNamed = nameHint is not null && (nameHint.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
            || nameHint.StartsWith("message/", StringComparison.OrdinalIgnoreCase));
        var marks = HeaderMarks(head, out var isHeader);
        return (isHeader, marks, isNamed) switch
        {
            (true, >= 3, _) or (true, >= 1, true) => new Recognition(96, "It begins with the header of a mail."),
            (true, 2, _) => new Recognition(60, "It begins with two lines as in the header of a mail."),
            _ => new Recognition(0, "It does not begin with the header of a mail."),
        };
    }

    /// <inheritdoc/>
    public void Unpack(IRaw part, IUnpacking into, Findings findings)
    {
        if (Scan(part, findings) is not { } scan) return;
        if (scan.IsCutOff) Say(findings, MailFindings.CutOff, part, part.Length);
        foreach (var entry in scan.Parts)
        {
            if (!new MailEntry(part, entry, into, findings).Add()) return;
        }
    }

    /// <inheritdoc/>
    public ClaimedSender? SenderOf(IRaw part, Findings findings)
        => Scan(part, findings) is { } scan ? MailSender.Of(part, scan.Headers, scan, findings)
            // Whose a mail is can be told although its parts cannot be.
            : MailSender.Of(part, MailSender.HeadersOf(part), null, findings);

    private static MailScan? Scan(IRaw part, Findings findings)
    {
        try
        {
            return MailScan.Of(part);
        }
        catch (MailRefusedException refused)
        {
            Say(findings, refused.Code, part, refused.At, refused.Argument);
            return null;
        }
    }

    private static void Say(Findings findings, FindingCode code, IRaw part, long at, params ReadOnlySpan<string> arguments)
        => findings.Add(code, new SourceSpan(part.Part, at, 0), default, 0, arguments);

    /// <summary>Counts the well-known names of header lines from the start on; a line of Unix mailboxes may stand before them.</summary>
    private static int HeaderMarks(ReadOnlySpan<byte> head, out bool isHeader)
    {
        isHeader = false;
        var found = 0;
        if (head.StartsWith("From "u8)) head = head[(head.IndexOf((byte)'\n') + 1)..];
        while (!head.IsEmpty)
        {
            var end = head.IndexOf((byte)'\n');
            var line = (end < 0 ? head : head[..end]).TrimEnd((byte)'\r');
            if (line.IsEmpty) break;
            if (line[0] is not ((byte)' ' or (byte)'\t'))
            {
                var colon = line.IndexOf((byte)':');
                if (colon < 1 && end >= 0) return found;
                if (colon > 76 || (colon > 0 && line[..colon].IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0)) return found;
                isHeader = true;
                if (colon > 0 && Marks.Contains(Encoding.ASCII.GetString(line[..colon]).ToLowerInvariant())) found++;
            }
            else if (!isHeader)
            {
                return 0;
            }

            if (end < 0) break;
            head = head[(end + 1)..];
        }

        return found;
    }
}
