using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Serve;

namespace Gateway.Host.Partners;

/// <summary>The configuration of a site as its files are now, without its store.</summary>
/// <param name="Settings">What gateway.yaml says.</param>
internal sealed record Site(GatewaySettings Settings)
{
    /// <summary>Folders of the configuration; a later one wins.</summary>
    public IReadOnlyList<string> Folders => Settings.Configuration;

    /// <summary>Folder with the files of the partners.</summary>
    public string PartnersFolder => Path.Combine(Settings.Root, "partners");

    /// <summary>Reads gateway.yaml.</summary>
    /// <returns>Null when it cannot be used; that was said, and the exit code is <see cref="ExitCode.Environment"/>.</returns>
    public static Site? Open(ServeOptions options, TextWriter error)
    {
        if (!File.Exists(options.ConfigFile))
        {
            error.WriteLine(
                $"There is no file {options.ConfigFile}. Name your gateway.yaml with --config, or start the demo once with ./run.");
            return null;
        }

        var findings = new Findings();
        if (GatewayFile.Read(options, findings) is { } settings) return new Site(settings);
        Terminal.Write(error, findings);
        return null;
    }

    /// <summary>Loads the configuration, with further files.</summary>
    /// <returns>Null when it has faults; they were said.</returns>
    public Revision? Load(TextWriter error, params ReadOnlySpan<(string Path, byte[] Bytes)> further)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(ConfigurationFolder.Read([.. Folders]), StringComparer.Ordinal);
        foreach (var (path, bytes) in further) files[path] = bytes;
        var findings = new Findings();
        var memory = new CheckMemory();
        var revision = Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, findings, memory.Mappings);
        if (revision is not null) return revision;
        error.WriteLine("The configuration has faults:");
        Terminal.Write(error, findings);
        return null;
    }
}
