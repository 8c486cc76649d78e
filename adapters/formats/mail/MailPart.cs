using MimeKit;
using MimeKit.Utils;

namespace Gateway.Formats;

/// <summary>One part of a mail as its header describes it; multiparts, too.</summary>
/// <param name="type">Content-Type, or what stands for it.</param>
/// <param name="parent">The multipart that holds it; null for the mail's own body.</param>
/// <param name="start">Where its header begins.</param>
internal sealed class MailPart(ContentType type, MailPart? parent, long start)
{
    private ContentDisposition? disposition;

    /// <summary>The multipart that holds it.</summary>
    public MailPart? Parent => parent;

    /// <summary>Where its header begins; of the mail's own body that is the header of the mail.</summary>
    public long Start => start;

    /// <summary>Where its content begins, the header being over.</summary>
    public long ContentStart { get; set; }

    /// <summary>Where its content ends.</summary>
    public long End { get; set; }

    /// <summary>Parts directly in it.</summary>
    public int Children { get; set; }

    /// <summary>It is a multipart and its closing line was there.</summary>
    public bool IsClosed { get; set; }

    /// <summary>It is a multipart.</summary>
    public bool IsMultipart { get; init; }

    /// <summary>How the content is coded.</summary>
    public ContentEncoding Encoding { get; private set; }

    /// <summary>Media type in lower case without parameters.</summary>
    public string MediaType { get; } = type.MimeType.ToLowerInvariant();

    /// <summary>Content-Type.</summary>
    public ContentType Type => type;

    /// <summary>The sender's mail program calls it a file: it has a name, or says that it is attached.</summary>
    public bool IsFile => Name is not null || disposition is { IsAttachment: true };

    /// <summary>Name as the sender gave it, decoded after RFC 2231 or RFC 2047; null without one.</summary>
    public string? Name => Named(disposition?.FileName) ?? Named(type.Name);

    /// <summary>A name for sentences.</summary>
    public string Title => Name ?? $"a part without name ({MediaType})";

    /// <summary>The part lies in one of this type.</summary>
    public bool IsWithin(string mediaType)
    {
        for (var at = parent; at is not null; at = at.Parent)
        {
            if (at.MediaType == mediaType) return true;
        }

        return false;
    }

    /// <summary>Takes what is needed of the header.</summary>
    public MailPart Take(IEnumerable<Header> headers)
    {
        foreach (var header in headers)
        {
            if (header.Id == HeaderId.ContentDisposition && disposition is null)
            {
                disposition = ContentDisposition.TryParse(MailScan.Lenient, header.RawValue, out var read) ? read : null;
            }
            else if (header.Id == HeaderId.ContentTransferEncoding && Encoding == ContentEncoding.Default)
            {
                Encoding = MimeUtils.TryParse(header.Value, out ContentEncoding coded) ? coded : ContentEncoding.Default;
            }
        }

        return this;
    }

    private static string? Named(string? text)
    {
        var name = text?.Trim();
        return string.IsNullOrEmpty(name) ? null : name;
    }
}
