using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Gateway.Tests.Fast.Containers;

/// <summary>Writes PDF files object by object, plain or in object streams, as programs of several ages do.</summary>
internal sealed class PdfMaker
{
    private readonly List<(int Number, string Dictionary, byte[]? Stream)> objects = [];

    public int Add(string value)
    {
        objects.Add((objects.Count + 1, value, null));
        return objects.Count;
    }

    /// <param name="dictionary">Its entries besides length and filter.</param>
    /// <param name="bytes">Unpacked.</param>
    /// <param name="isPacked">Deflated.</param>
    public int AddStream(string dictionary, byte[] bytes, bool isPacked = true)
    {
        var stream = isPacked ? Deflate(bytes) : bytes;
        var filter = isPacked ? " /Filter /FlateDecode" : "";
        objects.Add((objects.Count + 1, $"<< {dictionary}{filter} /Length {stream.Length} >>", stream));
        return objects.Count;
    }

    /// <summary>Adds an embedded file and its specification.</summary>
    /// <returns>Number of the specification.</returns>
    public int Embed(string name, byte[] bytes, bool isPacked = true)
    {
        var stream = AddStream("/Type /EmbeddedFile /Subtype /text#2Fxml", bytes, isPacked);
        return Add($"<< /Type /Filespec /F ({name}) /UF {Unicode(name)} /AFRelationship /Data /EF << /F {stream} 0 R /UF {stream} 0 R >> >>");
    }

    /// <summary>The file; object 1 must be the catalogue.</summary>
    public byte[] Plain(string trailer = "")
    {
        using var file = Begin();
        foreach (var one in objects) Write(file, one);
        Write(file, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R {trailer}>>\nstartxref\n0\n%%EOF\n");
        return file.ToArray();
    }

    /// <summary>The file with all objects that have no stream in an object stream, and without a plain trailer.</summary>
    public byte[] Compressed()
    {
        using var file = Begin();
        var (table, values) = (new StringBuilder(), new StringBuilder());
        foreach (var (number, dictionary, stream) in objects)
        {
            if (stream is not null) continue;
            table.Append(CultureInfo.InvariantCulture, $"{number} {values.Length} ");
            values.Append(dictionary).Append('\n');
        }

        foreach (var one in objects.Where(one => one.Stream is not null)) Write(file, one);
        var (packed, next) = (Deflate(Encoding.Latin1.GetBytes(table.ToString() + values)), objects.Count + 1);
        var count = objects.Count(one => one.Stream is null);
        Write(file, (next, $"<< /Type /ObjStm /N {count} /First {table.Length} /Filter /FlateDecode /Length {packed.Length} >>", packed));
        Write(file, (next + 1, "<< /Type /XRef /Root 1 0 R /W [1 2 1] /Size 9 /Length 4 >>", [0, 0, 0, 0]));
        return file.ToArray();
    }

    public static string Unicode(string text)
        => "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)) + ">";

    public static byte[] Deflate(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(bytes);
        return stream.ToArray();
    }

    private static MemoryStream Begin()
    {
        var file = new MemoryStream();
        Write(file, "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        return file;
    }

    private static void Write(MemoryStream file, (int Number, string Dictionary, byte[]? Stream) one)
    {
        Write(file, string.Create(CultureInfo.InvariantCulture, $"{one.Number} 0 obj\n{one.Dictionary}\n"));
        if (one.Stream is not null)
        {
            Write(file, "stream\r\n");
            file.Write(one.Stream);
            Write(file, "\nendstream\n");
        }

        Write(file, "endobj\n");
    }

    private static void Write(MemoryStream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
