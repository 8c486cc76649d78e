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

    /// <summary>A PDF with one page of text and, if given, an embedded file.</summary>
    public static byte[] Pdf(string text, (string Name, byte[] Bytes)? embedded = null)
    {
        var maker = new PdfMaker();
        maker.Add($"<< /Type /Catalog /Pages 2 0 R {(embedded is null ? "" : "/AF [7 0 R]")} >>");
        maker.Add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        maker.Add("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>");
        maker.AddStream("", System.Text.Encoding.Latin1.GetBytes($"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"), isPacked: false);
        maker.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        if (embedded is { } file) maker.Embed(file.Name, file.Bytes, isPacked: false);
        return maker.Plain();
    }

    /// <summary>One entry of a zip archive as it is written by hand; what is not given is true.</summary>
    public sealed record Entry(byte[] Name, byte[] Bytes)
    {
        public int Flags { get; init; }

        public int Method { get; init; } = 8;

        public bool HasDescriptor { get; init; }

        public bool IsZip64 { get; init; }

        public uint? LyingSize { get; init; }

        public uint? LyingPackedSize { get; init; }

        public uint? LyingCrc { get; init; }

        /// <summary>The table of contents points at the entry of this number instead.</summary>
        public int? SameAs { get; init; }
    }

    /// <summary>A zip archive with everything that APPNOTE 4.3 allows and does not allow.</summary>
    public static byte[] Raw(params IReadOnlyList<Entry> entries)
    {
        using var file = new MemoryStream();
        using var table = new MemoryStream();
        var places = new List<(long At, uint Crc, uint Packed, uint Size)>();
        foreach (var one in entries)
        {
            var packed = one.Method == 8 ? PdfMaker.Deflate(one.Bytes)[2..^4] : one.Bytes;
            var crc = one.LyingCrc ?? Crc(one.Bytes);
            var (size, packedSize) = (one.LyingSize ?? (uint)one.Bytes.Length, one.LyingPackedSize ?? (uint)packed.Length);
            var flags = one.Flags | (one.HasDescriptor ? 8 : 0);
            byte[] extra = one.IsZip64 ? [1, 0, 16, 0, .. BitConverter.GetBytes((ulong)size), .. BitConverter.GetBytes((ulong)packedSize)] : [];
            var (shownSize, shownPacked) = one.IsZip64 ? (uint.MaxValue, uint.MaxValue) : (size, packedSize);
            places.Add((file.Position, crc, shownPacked, shownSize));
            var shown = places[one.SameAs ?? places.Count - 1];
            var isLater = one.HasDescriptor;
            Write(file, 0x04034b50u, (ushort)45, (ushort)flags, (ushort)one.Method, 0u, isLater ? 0u : crc, isLater ? 0u : shownPacked,
                isLater ? 0u : shownSize, (ushort)one.Name.Length, (ushort)(isLater ? 0 : extra.Length), one.Name, isLater ? [] : extra, packed);
            if (isLater) Write(file, 0x08074b50u, crc, packedSize, size);
            Write(table, 0x02014b50u, (ushort)45, (ushort)45, (ushort)flags, (ushort)one.Method, 0u, shown.Crc, shown.Packed,
                shown.Size, (ushort)one.Name.Length, (ushort)extra.Length, (ushort)0, (ushort)0, (ushort)0, 0u, (uint)shown.At, one.Name, extra);
        }

        var at = (uint)file.Position;
        file.Write(table.ToArray());
        Write(file, 0x06054b50u, (ushort)0, (ushort)0, (ushort)entries.Count, (ushort)entries.Count, (uint)table.Length, at, (ushort)0);
        return file.ToArray();
    }

    public static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static void Write(MemoryStream to, params object[] fields)
    {
        foreach (var field in fields)
        {
            to.Write(field switch
            {
                uint number => BitConverter.GetBytes(number),
                ushort number => BitConverter.GetBytes(number),
                byte[] bytes => bytes,
                _ => throw new ArgumentException($"A field is a {field.GetType()}.", nameof(fields)),
            });
        }
    }
}
