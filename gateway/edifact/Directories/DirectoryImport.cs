using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Reads a UN/EDIFACT release as UNECE publishes it: an archive with archives inside, a folder, or single files.
/// </summary>
public static partial class DirectoryImport
{
    /// <summary>The largest archive of a release has 2 MB.</summary>
    private const int SourceBytesMax = 256 * 1024 * 1024;

    /// <summary>Files of a folder: a release has about 250.</summary>
    private const int FolderFilesMax = 10_000;

    /// <summary>A schema addresses 65,535 positions; GOVCBR, the largest message, has 13,000.</summary>
    private const long PositionsMax = 60_000;

    /// <summary>Reads a release.</summary>
    /// <param name="path">An archive, a folder, or a single file.</param>
    /// <returns>What could be read, and what is wrong with the rest.</returns>
    /// <exception cref="IOException">The path cannot be read, or holds more than any directory.</exception>
    public static DirectoryRelease Read(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!Directory.Exists(path)) return Read([(name, Bytes(path))], name);
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Take(FolderFilesMax + 1)
            .Where(file => IsWanted(file) || file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        if (files.Count > FolderFilesMax) throw new IOException($"{path} holds more files than a directory has.");
        return Read(files.Select(f => (Path.GetRelativePath(path, f), Bytes(f))), name);
    }

    /// <summary>Reads a release from files that are already in memory.</summary>
    /// <param name="files">Names and contents; archives among them are opened.</param>
    /// <param name="source">What they are, for people.</param>
    /// <returns>What could be read, and what is wrong with the rest.</returns>
    public static DirectoryRelease Read(IEnumerable<(string Name, byte[] Content)> files, string source = "")
    {
        var defects = new List<DirectoryDefect>();
        var archive = new DirectoryArchive(IsWanted, defects);
        var digests = new List<(string Name, Digest Digest)>();
        foreach (var (name, content) in files)
        {
            digests.Add((name, Documents.Digest.Of(content)));
            archive.Take(name, content);
        }

        // A file of another release may lie among them: what most files say counts.
        var release = archive.Files.Select(m => ReleaseOf(m.Path)).CountBy(r => r)
            .OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).FirstOrDefault().Key ?? "";
        var directory = new DirectoryRelease(release) { Source = source, Digest = DigestOf(digests) };
        directory.Defects.AddRange(defects);
        foreach (var (path, content) in archive.Files) Take(directory, path, content);
        foreach (var type in directory.Messages.Keys.Where(type => PositionsOf(directory, type) > PositionsMax).ToList())
        {
            directory.Messages.Remove(type);
            directory.Defects.Add(new DirectoryDefect(type, 0, $"{type} has more positions than any message; it is left out."));
        }

        if (directory.Files.Count == 0)
        {
            directory.Defects.Add(new DirectoryDefect(source, 0,
                "Nothing in it is named as a file of a directory: EDSD.16B, CUSCAR_D.16B, UNCL.16B and so on."));
        }

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

        var text = DirectoryText.Decode(content, out var characters);
        directory.Files.Add(new DirectoryFile(name.Value.TrimStart('/', '\\'), characters));
        switch (name.Groups["kind"].Value.ToUpperInvariant())
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
            case "":
                TakeMessage(directory, path, name.Groups["type"].Value.ToUpperInvariant(), text);
                break;
            default:
                CodeListReader.Read(text, path, directory.Codes, directory.Defects);
                break;
        }
    }

    private static void TakeMessage(DirectoryRelease directory, string path, string type, string text)
    {
        if (MessageTableReader.Read(type, text, path, directory.Defects) is not { } table) return;
        if (directory.Messages.TryAdd(type, table)) return;
        directory.Defects.Add(new DirectoryDefect(path, 0, $"{type} stands twice; the first one was taken."));
    }

    /// <summary>How many positions the schema of a message has at most.</summary>
    private static long PositionsOf(DirectoryRelease directory, string type)
    {
        var segments = new HashSet<string>(StringComparer.Ordinal);
        var count = Rows(directory.Messages[type].Rows);
        return count + directory.Composites.Values.Concat(directory.InteractiveComposites.Values).Sum(c => c.Parts.Length);

        long Rows(ImmutableArray<TableRow> rows)
        {
            long sum = 0;
            foreach (var row in rows)
            {
                // A group has the elements of its trigger for itself; segments share theirs.
                var tag = row.IsGroup ? row.Rows[0].Tag : row.Tag;
                if (row.IsGroup || segments.Add(tag)) sum += Parts(directory.Segments, tag) + Parts(directory.InteractiveSegments, tag);
                sum += 1 + Rows(row.Rows);
            }

            return sum;
        }
    }

    private static int Parts(Dictionary<string, DirectoryDefinition> segments, string tag)
        => segments.TryGetValue(tag, out var segment) ? segment.Parts.Length : 0;

    private static byte[] Bytes(string path)
        => new FileInfo(path).Length <= SourceBytesMax ? File.ReadAllBytes(path)
            : throw new IOException($"{path} is larger than any directory.");

    private static Digest DigestOf(List<(string Name, Digest Digest)> files)
    {
        if (files is [var (_, only)]) return only;
        var list = string.Concat(files.Select(file => $"{file.Digest.Hex} {file.Name.Replace('\\', '/')}\n"));
        return Documents.Digest.Of(Encoding.UTF8.GetBytes(list));
    }

    private static bool IsWanted(string path) => FileName().IsMatch(path);

    private static string ReleaseOf(string path) => FileName().Match(path).Groups["release"].Value.ToUpperInvariant();

    // EDMDI1.03B and its like are indexes, UNSL the lists of the service segments: none of them matches.
    [GeneratedRegex(@"(?:^|[/\\])(?:(?<kind>(?:ED|TR|ID)[SCE]D|UNCL(?:-[0-9])?)|(?<type>[A-Z]{6})_D)\.(?<release>[0-9]{2}[A-D])$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
