using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>PDF files: embedded files (Factur-X, ZUGFeRD, Order-X and the like) are its documents; without any it is a paper.</summary>
public sealed class PdfContainer : IContainer
{
    // The library reads a file whole and builds objects of it.
    private const int BytesMax = 32 * 1024 * 1024;

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

        var bytes = new byte[(int)part.Length];
        var length = 0;
        while (length < bytes.Length && part.Read(length, bytes.AsSpan(length)) is > 0 and var got) length += got;
        var contents = PdfProcess.Read(bytes);
        if (contents is not { Code: PdfCode.Read, Embedded: var embedded, Text: var text })
        {
            var code = contents.Code switch
            {
                PdfCode.Encrypted => PdfFindings.Encrypted,
                PdfCode.Broken => PdfFindings.Broken,
                _ => PdfFindings.GivenUp,
            };
            findings.Add(code, whole, default, 0);
            return;
        }

        var hasData = false;
        foreach (var file in embedded)
        {
            hasData |= PdfContents.IsData(file.Bytes);
            using var content = new MemoryStream(file.Bytes);
            if (!into.Add(new PartFacts(file.Name, null, PartUse.Document), content)) return;
        }

        if (hasData) return;
        using var paper = new MemoryStream(Encoding.UTF8.GetBytes(text));
        into.Add(new PartFacts(null, "text/plain; charset=utf-8", PartUse.Evidence), paper);
    }
}
