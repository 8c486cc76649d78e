using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Documents;
using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Gateway.Formats;

/// <summary>Hands over one part of a mail.</summary>
/// <param name="raw">The mail.</param>
/// <param name="part">The part.</param>
/// <param name="into">Takes it.</param>
/// <param name="findings">Faults of its coding.</param>
internal sealed class MailEntry(IRaw raw, MailPart part, IUnpacking into, Findings findings)
{
    private const int HeadBytes = 512;

    // The logo below a letter; a scan that was pasted into one is larger.
    private const int DecorationBytesMax = 64 * 1024;

    /// <summary>Hands it over as what it is.</summary>
    /// <returns>False when a limit is reached.</returns>
    public bool Add()
    {
        if (part.IsMultipart) Say(MailFindings.NoBoundary);
        if (part.MediaType is "multipart/encrypted" || part.IsWithin("multipart/encrypted")) return AddEncrypted("PGP/MIME");
        // What a report of a mail system encloses is what we sent, not what somebody declares.
        if (part.IsWithin("multipart/report")) return AddAs(part.MediaType.StartsWith("text/", StringComparison.Ordinal)
            || part.MediaType.StartsWith("message/", StringComparison.Ordinal) ? PartUse.Note : PartUse.Evidence);
        return part.MediaType switch
        {
            "message/partial" => Say(MailFindings.Partial) && AddAs(PartUse.Evidence),
            "message/external-body" => Say(MailFindings.External, part.Title) && AddAs(PartUse.Note),
            "message/rfc822" or "message/global" or "message/news" => AddAs(PartUse.Document, "message/rfc822"),
            "application/pkcs7-mime" or "application/x-pkcs7-mime" => AddCms(),
            "application/pkcs7-signature" or "application/x-pkcs7-signature" or "application/pgp-signature" or "application/pgp-keys"
                or "text/calendar" or "text/vcard" or "text/x-vcard" or "application/applefile" => AddAs(PartUse.Note),
            _ when !part.IsFile && (part.IsMultipart || part.MediaType is "text/plain" or "text/html" or "text/enriched" or "text/rtf")
                => new MailBody(raw, part, into).Add(Open),
            _ => AddFile(),
        };
    }

    /// <summary>The content with its transfer encoding undone, faults of which are told when it was read.</summary>
    private Stream Open()
    {
        var bytes = new MailBytes(raw, part.ContentStart, part.End - part.ContentStart);
        if (part.Encoding is not (ContentEncoding.Base64 or ContentEncoding.QuotedPrintable or ContentEncoding.UUEncode)) return bytes;
        var decoded = new FilteredStream(new CodedBytes(bytes, part.Encoding, Tell));
        decoded.Add(DecoderFilter.Create(part.Encoding));
        return decoded;
    }

    private bool AddAs(PartUse use, string? mediaType = null)
    {
        using var content = Open();
        return into.Add(new PartFacts(part.Name, mediaType ?? part.MediaType, use), content);
    }

    private bool AddFile()
    {
        using var content = Open();
        var head = new byte[HeadBytes];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var use = !IsPicture(head.AsSpan(0, length)) ? PartUse.Document
            : part.IsWithin("multipart/related") && part.End - part.ContentStart < DecorationBytesMax ? PartUse.Note : PartUse.Evidence;
        var facts = new PartFacts(part.Name, part.MediaType, use);
        return into.Add(facts, new HeadedStream(head.AsMemory(0, length), content));
    }

    /// <summary>Told by its bytes, because manifests come as image/jpeg, too.</summary>
    private static bool IsPicture(ReadOnlySpan<byte> head)
        => head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith("GIF8"u8)
            || head.StartsWith((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', (byte)'*', 0])
            || head.StartsWith((ReadOnlySpan<byte>)[(byte)'M', (byte)'M', 0, (byte)'*'])
            || (head.StartsWith("RIFF"u8) && head.Length > 12 && head[8..].StartsWith("WEBP"u8))
            || (head.Length > 12 && head[4..].StartsWith("ftyp"u8));

    private bool AddEncrypted(string how)
    {
        // The first of its two parts is a version number.
        if (part.MediaType != "application/pgp-encrypted") Say(MailFindings.Encrypted, part.Name ?? "The mail", how);
        return AddAs(PartUse.Evidence);
    }

    /// <summary>Signed content is taken out of its wrapping; encrypted content stays as it is.</summary>
    private bool AddCms()
    {
        byte[]? bytes;
        using (var content = Open()) bytes = SignedContent.ReadBounded(content);
        switch (bytes is null ? null : SignedContent.KindOf(bytes))
        {
            case SignedContent.Signed:
                break;
            case SignedContent.Enveloped or SignedContent.AuthEnveloped:
                return AddEncrypted("S/MIME");
            default:
                if (part.Type.Parameters["smime-type"] is "enveloped-data" or "authEnveloped-data") return AddEncrypted("S/MIME");
                Say(MailFindings.BrokenSignedPart, part.Title);
                return AddAs(PartUse.Evidence);
        }

        try
        {
            var inner = SignedContent.ContentOf(bytes!);
            // invoice.xml.p7m is a file that was signed; smime.p7m is a part of a mail with a header of its own.
            var name = part.Name is { } file && file.EndsWith(".p7m", StringComparison.OrdinalIgnoreCase) ? file[..^4] : part.Name;
            var isFile = name is not null && name.Contains('.', StringComparison.Ordinal);
            var facts = new PartFacts(isFile ? name : null, isFile ? null : "message/rfc822", PartUse.Document);
            return into.Add(facts, new MemoryStream(inner, writable: false));
        }
        catch (CryptographicException)
        {
            Say(MailFindings.BrokenSignedPart, part.Title);
            return AddAs(PartUse.Evidence);
        }
    }

    private void Tell(ContentEncoding encoding, long faults, bool isShort)
    {
        if (encoding == ContentEncoding.QuotedPrintable)
        {
            if (faults > 0) Say(MailFindings.FaultyQuotedPrintable, part.Title, $"{faults}");
        }
        else if (faults > 0 || isShort)
        {
            Say(MailFindings.FaultyBase64, part.Title,
                faults > 0 ? $"{faults} characters do not belong there" : "it ends in the middle of a group of four");
        }
    }

    private bool Say(FindingCode code, params ReadOnlySpan<string> arguments)
    {
        var length = (int)Math.Min(part.End - part.Start, int.MaxValue);
        findings.Add(code, new SourceSpan(raw.Part, part.Start, length), default, 0, arguments);
        return true;
    }
}
