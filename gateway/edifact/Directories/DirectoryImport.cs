using System.IO.Compression;
using System.Text.RegularExpressions;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Reads a UN/EDIFACT release as UNECE publishes it: an archive with archives inside, a folder, or single files.
/// </summary>
public static partial class DirectoryImport
{
    /// <summary>An archive in an archive is all that was ever published; more is an attack.</summary>
    private const int DepthMax = 3;

    /// <summary>A release has about 250 files.</summary>
    private const int MembersMax = 10_000;

    /// <summary>Reads a release.</summary>
    /// <param name="path">An archive, a folder, or a single file.</param>
    /// <returns>What could be read, and what is wrong with the rest.</returns>
    /// <exception cref="IOException">The path cannot be read.</exception>
    public static DirectoryRelease Read(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (!Directory.Exists(path)) return Read([(name, File.ReadAllBytes(path))]);
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return Read(files.Select(f => (Path.GetRelativePath(path, f), File.ReadAllBytes(f))));
    }

    /// <summary>Reads a release from files that are already in memory.</summary>
    /// <param name="files">Names and contents; archives among them are opened.</param>
    /// <returns>What could be read, and what is wrong with the rest.</returns>
    public static DirectoryRelease Read(IEnumerable<(string Name, byte[] Content)> files)
    {
        var members = new List<(string Path, byte[] Content)>();
        var defects = new List<DirectoryDefect>();
        foreach (var (name, content) in files) Unpack(name, content, 0, members, defects);
        var release = members.Select(m => ReleaseOf(m.Path)).FirstOrDefault(r => r.Length > 0) ?? "";
        var directory = new DirectoryRelease(release);
        directory.Defects.AddRange(defects);
        foreach (var (path, content) in members) Take(directory, path, content);
        if (directory.Messages.Count == 0) directory.Defects.Add(new DirectoryDefect("", 0, "No message was found."));
        return directory;
    }

    private static void Take(DirectoryRelease directory, string path, byte[] content)
    {
        var name = FileName().Match(path);
        if (ReleaseOf(path) is var release && release != directory.Release)
        {
            directory.Defects.Add(new DirectoryDefect(path, 0, $"The file is of release {release}."));
            return;
        }

        var (kind, text) = (name.Groups["kind"].Value.ToUpperInvariant(), DirectoryText.Decode(content));
        switch (kind)
        {
            case "EDSD" or "TRSD":
                DefinitionReader.Read(text, path, directory.Segments, directory.Defects);
                break;
            case "EDCD" or "TRCD":
                DefinitionReader.Read(text, path, directory.Composites, directory.Defects);
                break;
            case "IDSD":
                DefinitionReader.Read(text, path, directory.InteractiveSegments, directory.Defects);
                break;
            case "IDCD":
                DefinitionReader.Read(text, path, directory.InteractiveComposites, directory.Defects);
                break;
            case "EDED" or "TRED":
                DefinitionReader.ReadElements(text, path, directory.Elements, directory.Defects);
                break;
            default:
                TakeMessage(directory, path, name.Groups["type"].Value.ToUpperInvariant(), text);
                break;
        }
    }

    private static void TakeMessage(DirectoryRelease directory, string path, string type, string text)
    {
        if (MessageTableReader.Read(type, text, path, directory.Defects) is not { } table) return;
        if (directory.Messages.TryAdd(type, table)) return;
        directory.Defects.Add(new DirectoryDefect(path, 0, $"{type} stands twice; the first one was taken."));
    }

    private static void Unpack(
        string path, byte[] content, int depth, List<(string Path, byte[] Content)> members,
        List<DirectoryDefect> defects)
    {
        if (members.Count >= MembersMax || depth > DepthMax) return;
        if (FileName().IsMatch(path)) members.Add((path, content));
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
            {
                var inner = path + "/" + entry.FullName;
                if (!FileName().IsMatch(inner) && !inner.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) continue;
                if (Content(entry, inner, defects) is { } bytes) Unpack(inner, bytes, depth + 1, members, defects);
            }
        }
        catch (InvalidDataException)
        {
            defects.Add(new DirectoryDefect(path, 0, "The archive cannot be opened."));
        }
    }

    private static byte[]? Content(ZipArchiveEntry entry, string path, List<DirectoryDefect> defects)
    {
        if (entry.Length > Limits.DocumentBytesMax)
        {
            defects.Add(new DirectoryDefect(path, 0, "The member is too large for a directory."));
            return null;
        }

        try
        {
            // The declared length is a claim: one byte more than it is never taken.
            var bytes = new byte[entry.Length];
            using var stream = entry.Open();
            stream.ReadExactly(bytes);
            if (Crc32.Of(bytes) == entry.Crc32) return bytes;
            defects.Add(new DirectoryDefect(path, 0, "The member is damaged: its checksum is wrong."));
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            defects.Add(new DirectoryDefect(path, 0, "The member is damaged and cannot be unpacked."));
        }

        return null;
    }

    private static string ReleaseOf(string path) => FileName().Match(path).Groups["release"].Value.ToUpperInvariant();

    // EDMDI1.03B and its like are indexes, UNCL-1.95B code lists: neither matches.
    [GeneratedRegex(@"(?:^|[/\\])(?:(?<kind>(?:ED|TR|ID)[SCE]D)|(?<type>[A-Z]{6})_D)\.(?<release>[0-9]{2}[A-D])$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
