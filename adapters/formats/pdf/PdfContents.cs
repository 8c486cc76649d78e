using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Gateway.Formats;

/// <summary>How the reading of a PDF ended.</summary>
internal enum PdfCode : byte
{
    /// <summary>The reader did not come to an end.</summary>
    GivenUp,

    /// <summary>It was read.</summary>
    Read,

    /// <summary>It has a password.</summary>
    Encrypted,

    /// <summary>It is damaged.</summary>
    Broken,
}

/// <summary>What a PDF holds.</summary>
/// <param name="Code">How reading it ended; the rest is empty unless it was read.</param>
/// <param name="Embedded">Embedded files.</param>
/// <param name="Text">Text of the pages; empty where an embedded file is data.</param>
internal sealed record PdfContents(PdfCode Code, IReadOnlyList<(string Name, byte[] Bytes)> Embedded, string Text)
{
    private const int PagesMax = 300, TextMax = 1024 * 1024;

    /// <summary>Whether a file is data for programs: pictures and further papers among the attachments do not make the paper one of
    /// data.</summary>
    public static bool IsData(ReadOnlySpan<byte> file)
    {
        var start = file.TrimStart("\uFEFF \t\r\n"u8);
        return start.StartsWith("<"u8) || start.StartsWith("{"u8) || start.StartsWith("UN"u8);
    }

    /// <summary>Nothing, for a reason.</summary>
    public static PdfContents None(PdfCode code) => new(code, [], "");

    /// <summary>Reads a PDF, in a process of its own: what the library does at hostile bytes cannot be bounded, and not always
    /// caught.</summary>
    public static PdfContents Of(byte[] pdf)
    {
        try
        {
            using var document = PdfDocument.Open(pdf, new ParsingOptions { UseLenientParsing = true });
            IReadOnlyList<(string Name, byte[] Bytes)> embedded = document.Advanced.TryGetEmbeddedFiles(out var files)
                ? [.. files.Select(file => (file.Name, file.Memory.ToArray()))] : [];
            return new PdfContents(PdfCode.Read, embedded, embedded.Any(file => IsData(file.Bytes)) ? "" : TextOf(document));
        }
        catch (PdfDocumentEncryptedException)
        {
            return None(PdfCode.Encrypted);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The library throws whatever a damaged file leads it to.
            return None(PdfCode.Broken);
        }
    }

    /// <summary>Writes it for another process; the code comes last, so that what broke off is no result.</summary>
    public void Write(Stream to)
    {
        using var writer = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        writer.Write(Embedded.Count);
        foreach (var (name, bytes) in Embedded)
        {
            writer.Write(name);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }

        writer.Write(Text);
        writer.Write((byte)Code);
    }

    /// <summary>Reads what another process wrote.</summary>
    /// <exception cref="EndOfStreamException">It broke off.</exception>
    public static PdfContents From(byte[] written)
    {
        using var reader = new BinaryReader(new MemoryStream(written), Encoding.UTF8);
        var embedded = new (string, byte[])[Math.Min(reader.ReadInt32(), written.Length)];
        for (var i = 0; i < embedded.Length; i++) embedded[i] = (reader.ReadString(), reader.ReadBytes(reader.ReadInt32()));
        var text = reader.ReadString();
        return new PdfContents((PdfCode)reader.ReadByte(), embedded, text);
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
