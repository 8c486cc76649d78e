using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The files inside a workbook (ECMA-376-2), bounded: what an archive says of itself is checked before anything is unpacked,
/// and counted while it is.</summary>
internal sealed class WorkbookPackage : IDisposable
{
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> files = new(StringComparer.OrdinalIgnoreCase);
    private long unpacked;

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    /// <exception cref="LimitException">It is larger than a workbook may be.</exception>
    public WorkbookPackage(IRaw part)
    {
        if (part.Length > Limits.DocumentBytesMax) throw new LimitException(part.Length, Limits.DocumentBytesMax, "bytes");
        archive = new ZipArchive(new RawStream(part), ZipArchiveMode.Read);
        if (archive.Entries.Count > Limits.WorkbookFilesMax)
        {
            throw new LimitException(archive.Entries.Count, Limits.WorkbookFilesMax, "files");
        }

        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName.Replace('\\', '/').TrimStart('/');
            if (!files.TryAdd(name, entry)) throw new InvalidDataException("it holds a file twice");
        }
    }

    /// <summary>Bytes that it says it unpacks to, never more than a workbook may have; its own length where it is no archive.</summary>
    public static long StatedLength(IRaw part)
    {
        try
        {
            using var package = new WorkbookPackage(part);
            long stated = 0;
            foreach (var entry in package.files.Values) stated = Math.Min(stated + entry.Length, Limits.WorkbookBytesMax);
            return Math.Max(stated, part.Length);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Reading it says what is wrong.
            return part.Length;
        }
    }

    /// <summary>Whether it has that file.</summary>
    public bool Has(string name) => files.ContainsKey(name);

    /// <summary>The only file whose name begins so; null when there is none.</summary>
    public string? First(string begin) => files.Keys.FirstOrDefault(name => name.StartsWith(begin, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a file as XML, without DTD and without going anywhere; null when there is none of that name.</summary>
    public XmlReader? Xml(string? name)
    {
        if (name is null || !files.TryGetValue(name, out var entry)) return null;
        // The archive may lie about it; then the count while unpacking ends it.
        if (unpacked + entry.Length > Limits.WorkbookBytesMax) throw TooLarge(unpacked + entry.Length);
        var stream = new CountedStream(entry.Open(), entry.Length, this);
        return XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
            CheckCharacters = false, CloseInput = true,
        });
    }

    /// <summary>The targets of a file's relationships by id, with their kind: the last word of its type.</summary>
    public Dictionary<string, (string Kind, string Target)> Relationships(string of)
    {
        var folder = of.Contains('/', StringComparison.Ordinal) ? of[..(of.LastIndexOf('/') + 1)] : "";
        var all = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        using var xml = Xml($"{folder}_rels/{of[folder.Length..]}.rels");
        while (xml?.ReadWithin() == true)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship") continue;
            // What stands outside of the workbook is never asked for.
            if (xml.GetAttribute("TargetMode") == "External") continue;
            var (id, type, target) = (xml.GetAttribute("Id"), xml.GetAttribute("Type"), xml.GetAttribute("Target"));
            if (id is null || type is null || target is null || all.Count > Limits.WorkbookFilesMax) continue;
            all[id] = (type[(type.LastIndexOf('/') + 1)..], Resolve(folder, target));
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/')) return target[1..];
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in target.Replace('\\', '/').Split('/'))
        {
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step is not ("." or "..")) steps.Add(step);
        }

        return string.Join('/', steps);
    }

    private static LimitException TooLarge(long bytes) => new(bytes, Limits.WorkbookBytesMax, "bytes when it is unpacked");

    /// <summary>Counts what is unpacked, and refuses tags and texts of a length that no workbook has: a reader of XML keeps them
    /// whole.</summary>
    private sealed class CountedStream(Stream inner, long stated, WorkbookPackage package) : ReadOnlyStream
    {
        private long sinceTag;
        private long own;

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            package.unpacked += count;
            own += count;
            // The memory that it may take was judged by what it said.
            if (own > stated) throw new InvalidDataException("a file in it is longer than it says");
            if (package.unpacked > Limits.WorkbookBytesMax) throw TooLarge(package.unpacked);
            // Within a tag no other begins, so the distance between them bounds tags as well as texts.
            var last = buffer[..count].LastIndexOf((byte)'<');
            sinceTag = last < 0 ? sinceTag + count : count - last;
            if (sinceTag > Limits.WorkbookTagBytesMax) throw new LimitException(sinceTag, Limits.WorkbookTagBytesMax, "bytes in one cell");
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A limit of a workbook was reached; ends as a finding where the workbook is read.</summary>
internal sealed class LimitException(long found, long most, string what)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{found} {what}"))
{
    /// <summary>What may be at most.</summary>
    public string Most { get; } = most.ToString(CultureInfo.InvariantCulture);
}
