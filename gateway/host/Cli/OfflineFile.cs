using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;
using Gateway.Host.Workshop;

namespace Gateway.Host.Cli;

/// <summary>A file of the command line with the product's own configuration: no store, no network.</summary>
internal sealed class OfflineFile : IRaw, IDisposable
{
    private readonly FileStream stream;

    private OfflineFile(string name, FileStream stream, Revision revision)
    {
        (Name, this.stream, Revision) = (name, stream, revision);
        Length = stream.Length;
    }

    /// <summary>As it was named on the command line.</summary>
    public string Name { get; }

    /// <summary>The configuration.</summary>
    public Revision Revision { get; }

    /// <summary>Name of the guide that holds for all messages of its type; null for none.</summary>
    private string? Guide { get; init; }

    /// <summary>Whose file it is; null to find that by the sender.</summary>
    private Partner? Sender { get; init; }

    /// <summary>The further documents that are handed over with it; null for none.</summary>
    public FurtherFiles? Further { get; set; }

    /// <inheritdoc/>
    public int Part => 0;

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>Opens a file as a partner sends it, or with a guide that is not yet in the configuration, and loads the
    /// configuration.</summary>
    /// <param name="name">The file.</param>
    /// <param name="mapping">Name of a mapping that must be there; null for any.</param>
    /// <param name="partner">Name of the partner; null to find it by the sender.</param>
    /// <param name="guide">File of a guide that holds for all messages of its type; null for none.</param>
    /// <param name="folders">Folders of the configuration; a later one wins.</param>
    /// <param name="error">Gets what is wrong.</param>
    /// <returns>Null when either cannot be had; the exit code is then <see cref="ExitCode.Environment"/>.</returns>
    public static OfflineFile? Open(
        string name, string? mapping, string? partner, string? guide, IReadOnlyList<string> folders, TextWriter error)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{name} cannot be read: {e.Message}");
            return null;
        }

        if (!stream.CanSeek)
        {
            error.WriteLine($"{name} is a pipe; a document is read at several places. Save it to a file first.");
            stream.Dispose();
            return null;
        }

        var findings = new Findings();
        var files = ConfigurationFolder.Read([.. folders]);
        if ((guide is null ? files : WithGuide(files, guide, error)) is not { } all)
        {
            stream.Dispose();
            return null;
        }

        var memory = new CheckMemory();
        var revision = Revision.Load(all, Adapters.Formats(), Adapters.ReadYaml, findings, memory.Mappings);
        if (revision is null)
        {
            error.WriteLine("The configuration has faults:");
            Terminal.Write(error, findings);
            stream.Dispose();
            return null;
        }

        if (mapping is not null && !revision.Mappings.Contains(mapping))
        {
            error.WriteLine($"There is no mapping {mapping}. There are: {string.Join(", ", revision.Mappings)}.");
            stream.Dispose();
            return null;
        }

        if (partner is not null && !revision.Partners.ContainsKey(partner))
        {
            var known = string.Join(", ", revision.Partners.Keys.Order(StringComparer.Ordinal));
            error.WriteLine($"There is no partner {partner}. There are: {known}.");
            stream.Dispose();
            return null;
        }

        return new OfflineFile(name, stream, revision)
        {
            Guide = guide is null ? null : Path.GetFileNameWithoutExtension(guide),
            Sender = partner is null ? null : revision.Partners[partner],
        };
    }

    private static Dictionary<string, ReadOnlyMemory<byte>>? WithGuide(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string guide, TextWriter error)
    {
        try
        {
            return new(files, StringComparer.Ordinal)
            {
                [$"guides/{Path.GetFileNameWithoutExtension(guide)}.yaml"] = File.ReadAllBytes(guide),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{guide} cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Starts the way of a message.</summary>
    /// <param name="mapping">Use this mapping for whatever documents come; null to choose as production does.</param>
    public OfflineTranslation Translate(string? mapping)
    {
        // Choosing a mapping is what a partner's file does, so the choice is handed over as such.
        var partner = Sender;
        if (mapping is not null || Guide is not null) partner ??= new("command-line", "command line");
        if (mapping is not null)
        {
            partner = partner! with { Mappings = Revision.HeadOf(mapping)!.FromTypes.Distinct().ToDictionary(type => type, _ => mapping) };
        }

        if (Guide is not null) partner = partner! with { Guides = [Guide] };
        var at = new DateTimeOffset(File.GetLastWriteTimeUtc(Name), TimeSpan.Zero);
        var arrival = new Arrival("file", Sender?.Id ?? "command line", Path.GetFileName(Name), null, "", at);
        var translation = OfflineTranslation.Open(this, arrival, Revision, Adapters.Formats(), partner, containers: Adapters.Containers());
        translation.Further = Further is null ? null : Further.Find;
        return translation;
    }

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> into) => RandomAccess.Read(stream.SafeFileHandle, into, offset);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
