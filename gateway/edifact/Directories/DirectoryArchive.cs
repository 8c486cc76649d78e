using System.IO.Compression;

namespace Gateway.Edifact;

/// <summary>
/// Takes the files that an import wants out of archives in archives. Nothing is written and no name is believed; what an
/// archive may cost is bounded, and each bound that is reached is a defect.
/// </summary>
/// <param name="wants">Whether a file of that path is read.</param>
/// <param name="defects">What is wrong with an archive is added here.</param>
internal sealed class DirectoryArchive(Func<string, bool> wants, List<DirectoryDefect> defects)
{
    /// <summary>An archive in an archive is all that was ever published; more is an attack.</summary>
    private const int DepthMax = 3;

    /// <summary>A release has about 250 files, and the archives about 300 entries.</summary>
    private const int EntriesMax = 10_000;

    /// <summary>The largest file of a release, its code list, has 2 MB.</summary>
    private const int FileBytesMax = 64 * 1024 * 1024;

    /// <summary>A release has 15 MB in all.</summary>
    private const long AllBytesMax = 256 * 1024 * 1024;

    /// <summary>Text of directories packs to a tenth, tables of codes to a thirtieth.</summary>
    private const int RatioMax = 200;

    private int entries;
    private long bytes;

    /// <summary>The files found so far, in the order of the archives.</summary>
    public List<(string Path, byte[] Content)> Files { get; } = [];

    /// <summary>Takes a file, or what is in it when it is an archive.</summary>
    public void Take(string path, byte[] content) => Take(path, content, 0);

    private void Take(string path, byte[] content, int depth)
    {
        if (wants(path)) Files.Add((path, content));
        else if (IsArchive(path) && depth <= DepthMax) Open(path, content, depth);
        else if (IsArchive(path)) Report(path, "Archives lie in it deeper than a directory has them.");
    }

    private void Open(string path, byte[] content, int depth)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, false), ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
            {
                if (++entries > EntriesMax)
                {
                    if (entries == EntriesMax + 1) Report(path, "There are more files than a directory has.");
                    return;
                }

                var inner = path + "/" + entry.FullName;
                if ((wants(inner) || IsArchive(inner)) && Content(entry, inner) is { } unpacked) Take(inner, unpacked, depth + 1);
            }
        }
        catch (InvalidDataException)
        {
            Report(path, "The archive cannot be opened.");
        }
    }

    private byte[]? Content(ZipArchiveEntry entry, string path)
    {
        var packed = Math.Max(entry.CompressedLength, 1);
        if (entry.Length > FileBytesMax || entry.Length / packed > RatioMax || bytes + entry.Length > AllBytesMax)
        {
            Report(path, "The file is larger than any file of a directory; it is left out.");
            return null;
        }

        bytes += entry.Length;
        try
        {
            // The declared length is a claim: one byte more than it is never taken.
            var content = new byte[entry.Length];
            using var stream = entry.Open();
            stream.ReadExactly(content);
            if (Crc32.Of(content) == entry.Crc32) return content;
            Report(path, "The file is damaged: its checksum is wrong. It is left out.");
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            Report(path, "The file is damaged, locked or packed in an unknown way. It is left out.");
        }

        return null;
    }

    private static bool IsArchive(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private void Report(string path, string text) => defects.Add(new DirectoryDefect(path, 0, text));
}
