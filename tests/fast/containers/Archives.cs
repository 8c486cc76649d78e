using System.IO.Compression;

namespace Gateway.Tests.Fast.Containers;

/// <summary>Archives made by the test.</summary>
internal static class Archives
{
    public static byte[] Zip(params IReadOnlyList<(string Name, byte[] Bytes)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return stream.ToArray();
    }

    /// <summary>A PDF with one page of text and, if given, an embedded file; offsets are left to the lenient reader.</summary>
    public static byte[] Pdf(string text, (string Name, byte[] Bytes)? embedded = null)
    {
        var (stream, offsets) = (new MemoryStream(), new List<long>());
        var page = $"BT /F1 12 Tf 72 700 Td ({text}) Tj ET";
        Write("%PDF-1.7\n");
        var names = embedded is { } file ? $" /Names << /EmbeddedFiles << /Names [({file.Name}) 6 0 R] >> >>" : "";
        Object($"<< /Type /Catalog /Pages 2 0 R{names} >>");
        Object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>");
        Object($"<< /Length {page.Length} >>\nstream\n{page}\nendstream");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        if (embedded is { } held)
        {
            Object($"<< /Type /Filespec /F ({held.Name}) /UF ({held.Name}) /EF << /F 7 0 R >> >>");
            Object($"<< /Type /EmbeddedFile /Length {held.Bytes.Length} >>\nstream\n{System.Text.Encoding.Latin1.GetString(held.Bytes)}\nendstream");
        }

        var table = stream.Position;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) Write($"{offset:D10} 00000 n \n");
        Write($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return stream.ToArray();

        void Object(string body)
        {
            offsets.Add(stream.Position);
            Write($"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }

        void Write(string line) => stream.Write(System.Text.Encoding.Latin1.GetBytes(line));
    }
}
