using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Archives of PKWARE's APPNOTE: stored and deflated entries, zip64, names in UTF-8 or code page 437.</summary>
public sealed class ZipContainer : IContainer
{
    // The table of contents is read whole before anything can be counted.
    private const long EntriesMax = 20_000;
    private const int EndBytes = 22, EndSearchBytes = EndBytes + 65535, LocatorBytes = 20;

    private static readonly Encoding Names = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <inheritdoc/>
    public string Name => "zip";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        if (head.StartsWith("PK\x03\x04"u8)) return new(70, "It begins like a zip archive.");
        return head.StartsWith("PK\x05\x06"u8) ? new(70, "It is a zip archive without entries.")
            : head.StartsWith("PK\x07\x08"u8) ? new(60, "It is one piece of a zip archive in several pieces.")
            : new(0, "It does not begin with the mark of a zip archive.");
    }

    /// <inheritdoc/>
    public void Unpack(IRaw part, IUnpacking into, Findings findings)
    {
        var whole = new SourceSpan(part.Part, 0, 0);
        if (StatedEntries(part) is > EntriesMax and var stated)
        {
            findings.Add(ZipFindings.Contents, whole, default, 0, stated.ToString(CultureInfo.InvariantCulture));
            return;
        }

        try
        {
            using var archive = new ZipArchive(new RawStream(part), ZipArchiveMode.Read, leaveOpen: false, Names);
            if (Overlaps(archive, part.Length))
            {
                findings.Add(ZipFindings.Overlap, whole, default, 0);
                return;
            }

            foreach (var entry in archive.Entries)
            {
                if (!Add(entry, whole, into, findings)) return;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            findings.Add(ZipFindings.Damaged, whole, default, 0);
        }
    }

    // One stretch of packed bytes named many times unpacks to far more than the archive's size tells. An entry that says that it alone
    // is larger than the archive is merely wrong, and fails by itself.
    private static bool Overlaps(ZipArchive archive, long length)
    {
        long packed = 0;
        foreach (var entry in archive.Entries)
        {
            if (entry.CompressedLength >= 0 && entry.CompressedLength <= length) packed += entry.CompressedLength;
            if (packed > length) return true;
        }

        return false;
    }

    private static bool Add(ZipArchiveEntry entry, SourceSpan whole, IUnpacking into, Findings findings)
    {
        // A folder.
        if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\')) return true;
        if (entry.IsEncrypted)
        {
            findings.Add(ZipFindings.Encrypted, whole, default, 0, SafeText.Of(entry.FullName));
            return true;
        }

        Stream content;
        try
        {
            content = entry.Open();
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            findings.Add(ZipFindings.Method, whole, default, 0, SafeText.Of(entry.FullName));
            return true;
        }

        using (content)
        {
            return into.Add(new PartFacts(entry.FullName, null, PartUse.Document), new CheckedStream(content, entry.Crc32, entry.Length));
        }
    }

    /// <summary>Entries that the end of the archive states; 0 where it cannot be found.</summary>
    private static long StatedEntries(IRaw part)
    {
        var tail = new byte[(int)Math.Min(part.Length, EndSearchBytes)];
        var start = part.Length - tail.Length;
        var length = 0;
        while (length < tail.Length && part.Read(start + length, tail.AsSpan(length)) is > 0 and var got) length += got;
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + EndBytes > tail.Length) return 0;
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        if (entries != ushort.MaxValue || at < LocatorBytes || !tail.AsSpan(at - LocatorBytes).StartsWith("PK\x06\x07"u8)) return entries;
        Span<byte> end = stackalloc byte[40];
        var place = BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(at - LocatorBytes + 8));
        if (place > (ulong)part.Length || part.Read((long)place, end) < end.Length) return entries;
        return (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(end[32..]), long.MaxValue);
    }
}
