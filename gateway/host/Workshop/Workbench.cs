using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Serve;

namespace Gateway.Host.Workshop;

/// <summary>What a mapping author works with: the configuration, and documents read with it. No store, no network.</summary>
internal sealed class Workbench
{
    private readonly IReadOnlyList<IFormat> formats = Adapters.Formats();

    private Workbench(Revision revision, IReadOnlyList<string> folders) => (Revision, Folders) = (revision, folders);

    /// <summary>When the documents of samples and corpora are said to have arrived: the same moment always, as output has it.</summary>
    public static DateTimeOffset ArrivedAt { get; } = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The configuration.</summary>
    public Revision Revision { get; }

    /// <summary>The folders it was read from; a later one wins.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Loads the gateway's own configuration and a site's own on top.</summary>
    /// <returns>Null when it has faults, which are then said; the exit code is <see cref="ExitCode.Environment"/>.</returns>
    public static Workbench? Open(string? folder, TextWriter error)
        => Open(folder is null ? [.. Home.Configuration] : [.. Home.Configuration, folder], error);

    /// <summary>Loads the configuration of some folders.</summary>
    public static Workbench? Open(IReadOnlyList<string> folders, TextWriter error)
        => Open(ConfigurationFolder.Read(folders), folders, error);

    /// <summary>The same configuration with one mapping alone: whatever that can read is read by it, also a table that the layout of
    /// another mapping would fit better.</summary>
    public Workbench? Alone(string mapping, TextWriter error)
        => Open(CheckMappingCommand.Only(ConfigurationFolder.Read(Folders), mapping), Folders, error);

    private static Workbench? Open(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, IReadOnlyList<string> folders, TextWriter error)
    {
        var findings = new Findings();
        var revision = Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, findings);
        if (revision is not null && CheckMemory.Check(revision, findings)) return new Workbench(revision, folders);
        error.WriteLine("The configuration has faults:");
        Terminal.Write(error, findings);
        return null;
    }

    /// <summary>With a configuration that is loaded and checked.</summary>
    public static Workbench Of(Revision revision, IReadOnlyList<string> folders) => new(revision, folders);

    /// <summary>A mapping by its name, by the end of its name where that is enough, or by its folder.</summary>
    /// <returns>Null when there is none or there are several, which is then said.</returns>
    public string? Find(string asked, TextWriter error)
    {
        var name = asked.Replace('\\', '/').TrimEnd('/');
        if (Revision.Mappings.Contains(name)) return name;
        if (Folders.Select(folder => Path.GetRelativePath(Path.Combine(folder, "mappings"), name).Replace('\\', '/'))
            .FirstOrDefault(below => Revision.Mappings.Contains(below)) is { } found) return found;
        var near = Revision.Mappings.Where(mapping => mapping.EndsWith("/" + name, StringComparison.Ordinal)).ToList();
        if (near.Count == 1) return near[0];
        error.WriteLine(near.Count > 1
            ? $"{asked} may be {string.Join(" or ", near)}."
            : $"There is no mapping {asked}. There are: {string.Join(", ", Revision.Mappings)}.");
        return null;
    }

    /// <summary>Reads and translates a file as if it had arrived just then.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="mapping">The mapping to use for the document types that it reads; null to choose as production does.</param>
    public OfflineTranslation Translate(FilePart file, string? mapping)
        => Translate(file, Path.GetFileName(file.Name), mapping);

    /// <inheritdoc cref="Translate(FilePart, string?)"/>
    public OfflineTranslation Translate(IRaw raw, string name, string? mapping)
    {
        var arrival = new Arrival("file", "test", name, null, "", ArrivedAt);
        return OfflineTranslation.Open(raw, arrival, Revision, formats, mapping is null ? null : SenderFor(mapping),
            containers: Adapters.Containers());
    }

    // Choosing a mapping is what a partner's file does, so the choice is handed over as such.
    private Partner SenderFor(string mapping) => new("command-line", "command line")
    {
        Mappings = Revision.HeadOf(mapping)!.FromTypes.Distinct().ToDictionary(type => type, _ => mapping),
    };
}

/// <summary>A file as a part of what arrived.</summary>
/// <param name="name">The file.</param>
/// <param name="part">Number of the part; a file that arrived alone is part 0.</param>
internal sealed class FilePart(string name, int part = 0) : IRaw, IDisposable
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle handle
        = File.OpenHandle(name, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);

    /// <summary>As it was named.</summary>
    public string Name => name;

    /// <inheritdoc/>
    public int Part => part;

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> into) => RandomAccess.Read(handle, into, offset);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
