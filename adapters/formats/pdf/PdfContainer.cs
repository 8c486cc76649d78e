using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using UglyToad.PdfPig;

namespace Gateway.Formats;

/// <summary>PDF files: embedded files (Factur-X, ZUGFeRD, Order-X and the like) are its documents; without any it is a paper.</summary>
public sealed class PdfContainer : IContainer
{
    // The library reads a file whole and builds objects of it.
    private const int BytesMax = 32 * 1024 * 1024, PagesMax = 300, TextMax = 1024 * 1024;

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
        IReadOnlyList<(string Name, byte[] Bytes)> embedded;
        string text;
        try
        {
            using var document = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true });
            embedded = EmbeddedIn(document);
            text = embedded.Any(IsData) ? "" : TextOf(document);
        }
        catch (UglyToad.PdfPig.Exceptions.PdfDocumentEncryptedException)
        {
            findings.Add(PdfFindings.Encrypted, whole, default, 0);
            return;
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or IOException))
        {
            // The library throws whatever a damaged file leads it to.
            findings.Add(PdfFindings.Broken, whole, default, 0);
            return;
        }

        var hasData = false;
        foreach (var file in embedded)
        {
            hasData |= IsData(file);
            using var content = new MemoryStream(file.Bytes);
            if (!into.Add(new PartFacts(file.Name, null, PartUse.Document), content)) return;
        }

        if (hasData) return;
        using var paper = new MemoryStream(Encoding.UTF8.GetBytes(text));
        into.Add(new PartFacts(null, "text/plain; charset=utf-8", PartUse.Evidence), paper);
    }

    private static List<(string Name, byte[] Bytes)> EmbeddedIn(PdfDocument document)
    {
        if (!document.Advanced.TryGetEmbeddedFiles(out var files)) return [];
        return [.. files.Select(file => (file.Name, file.Memory.ToArray()))];
    }

    // Data for programs: pictures and further papers among the attachments do not make the paper one of data.
    private static bool IsData((string Name, byte[] Bytes) file)
    {
        var start = file.Bytes.AsSpan().TrimStart("\uFEFF \t\r\n"u8);
        return start.StartsWith("<"u8) || start.StartsWith("{"u8) || start.StartsWith("UN"u8);
    }

    private static string TextOf(PdfDocument document)
    {
        var text = new StringBuilder();
        for (var page = 1; page <= Math.Min(document.NumberOfPages, PagesMax) && text.Length < TextMax; page++)
        {
            foreach (var word in document.GetPage(page).GetWords()) text.Append(word.Text).Append(' ');
        }

        return text.ToString();
    }
}
