using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>PDF files: embedded files (Factur-X, ZUGFeRD, Order-X and the like) are its documents; without any it is a paper.</summary>
public sealed class PdfContainer : IContainer
{
    // The file is read whole.
    private const int BytesMax = 32 * 1024 * 1024, HeadBytes = 256;

    // The same invoice is sometimes embedded in two editions: the first of these is taken. The second ZUGFeRD writes its name small.
    private static readonly string[] OneOf =
        ["factur-x.xml", "order-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml"];

    /// <inheritdoc/>
    public string Name => "pdf";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        if (head.StartsWith("%PDF-"u8)) return new(95, "It begins with %PDF.");
        return head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) > 0 ? new(50, "%PDF stands in it, after other bytes.")
            : new(0, "%PDF was not found.");
    }

    /// <inheritdoc/>
    public void Unpack(IRaw part, IUnpacking into, Findings findings)
    {
        var whole = new SourceSpan(part.Part, 0, 0);
        if (part.Length > BytesMax)
        {
            findings.Add(PdfFindings.TooLarge, whole, default, 0);
            return;
        }

        PdfFile file;
        IReadOnlyList<PdfAttachment> embedded;
        try
        {
            file = PdfFile.Open(BytesOf(part));
            embedded = file.IsEncrypted ? [] : PdfAttachments.Of(file);
        }
        catch (InvalidDataException)
        {
            findings.Add(PdfFindings.Broken, whole, default, 0);
            return;
        }

        if (file.IsEncrypted) findings.Add(PdfFindings.Encrypted, whole, default, 0);
        else Unpack(file, embedded, whole, into, findings);
    }

    private static void Unpack(
        PdfFile file, IReadOnlyList<PdfAttachment> embedded, SourceSpan whole, IUnpacking into, Findings findings)
    {
        var hasData = false;
        var invoice = OneOf.FirstOrDefault(name => embedded.Any(one => one.Name == name));
        foreach (var one in embedded)
        {
            using var content = PdfFilters.Open(one.Stream);
            if (content is null)
            {
                findings.Add(PdfFindings.Packed, whole, default, 0, SafeText.Of(one.Name));
                continue;
            }

            hasData |= IsData(one.Stream);
            var isOther = invoice is not null && one.Name != invoice && OneOf.Contains(one.Name);
            var facts = new PartFacts(one.Name.Length == 0 ? null : one.Name, one.MediaType, isOther ? PartUse.Note : PartUse.Document);
            if (!into.Add(facts, content)) return;
        }

        if (hasData) return;
        using var paper = new MemoryStream(Encoding.UTF8.GetBytes(PdfText.Of(file)));
        into.Add(new PartFacts(null, "text/plain; charset=utf-8", PartUse.Evidence), paper);
    }

    private static byte[] BytesOf(IRaw part)
    {
        var bytes = new byte[(int)part.Length];
        var length = 0;
        while (length < bytes.Length && part.Read(length, bytes.AsSpan(length)) is > 0 and var got) length += got;
        return bytes;
    }

    // Data for programs: pictures and further papers among the attachments do not make the paper one of data.
    private static bool IsData(PdfStream stream)
    {
        try
        {
            using var content = PdfFilters.Open(stream)!;
            var head = PdfFilters.Read(content, HeadBytes).AsSpan();
            head = head.TrimStart("\uFEFF \t\r\n"u8);
            return head.StartsWith("<"u8) || head.StartsWith("{"u8) || head.StartsWith("["u8) || head.StartsWith("UN"u8)
                // In two bytes a character, after the mark of their order.
                || head is [0xFE, 0xFF, 0, (byte)'<', ..] or [0xFF, 0xFE, (byte)'<', 0, ..];
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
