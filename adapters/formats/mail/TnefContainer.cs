using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using MimeKit;
using MimeKit.Tnef;

namespace Gateway.Formats;

/// <summary>winmail.dat (TNEF): the file in which Outlook sends the attachments of a rich-text mail.</summary>
public sealed class TnefContainer : IContainer
{
    // The library looks for the character sets once, when it is first used.
    static TnefContainer() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <inheritdoc/>
    public string Name => "tnef";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
        => head.StartsWith((ReadOnlySpan<byte>)[0x78, 0x9F, 0x3E, 0x22])
            ? new Recognition(100, "It begins with the signature of TNEF (winmail.dat).")
            : new Recognition(0, "It does not begin with the signature of TNEF.");

    /// <inheritdoc/>
    public void Unpack(IRaw part, IUnpacking into, Findings findings)
    {
        if (part.Length > MailLimits.SignedBytesMax)
        {
            Say(findings, part);
            return;
        }

        // The library may give an attachment of a broken file twice.
        foreach (var entity in Attachments(part, findings).Distinct())
        {
            if (!Add(entity, into)) return;
        }
    }

    private static bool Add(MimeEntity entity, IUnpacking into)
    {
        using (entity)
        {
            if (entity is not MimePart { Content: { } content } file) return true;
            // A mail within is packed as another winmail.dat; the bodies of the mail come as text.
            var isBody = file is TextPart && !file.IsAttachment && file.FileName is null;
            if (isBody && file.ContentType.MimeType is "text/rtf") return true;
            using var decoded = content.Open();
            return into.Add(
                new PartFacts(file.FileName, file.ContentType.MimeType, isBody ? PartUse.Note : PartUse.Document), decoded);
        }
    }

    private static List<MimeEntity> Attachments(IRaw part, Findings findings)
    {
        var found = new List<MimeEntity>();
        try
        {
            using var packed = new TnefPart { Content = new MimeContent(new MailBytes(part, 0, part.Length)) };
            foreach (var entity in packed.ExtractAttachments())
            {
                found.Add(entity);
                if (found.Count > MailLimits.PartsMax) break;
            }
        }
        catch (Exception fault) when (fault is TnefException or IOException or FormatException or ArgumentException
            or InvalidOperationException or OverflowException or IndexOutOfRangeException or NotSupportedException)
        {
            // What came before the fault is whole.
            Say(findings, part);
        }

        return found;
    }

    private static void Say(Findings findings, IRaw part)
        => findings.Add(MailFindings.BrokenTnef, new SourceSpan(part.Part, 0, 0), default, 0);
}
