using System.Diagnostics;
using System.Formats.Tar;
using Gateway.Core;
using Gateway.Host.Cli;

namespace Gateway.Host.Workshop;

/// <summary>One version of a mapping, with the configuration it stands in.</summary>
/// <param name="Whole">The configuration.</param>
/// <param name="Bench">The same without all other mappings.</param>
/// <param name="Mapping">Its name there.</param>
internal sealed record MappingVersion(Workbench Whole, Workbench Bench, string Mapping)
{
    /// <summary>Whether it reads tables, which are known by the layouts of all mappings.</summary>
    public bool ReadsTables => Bench.Revision.HeadOf(Mapping)?.FromFormat == "tabular";

    /// <summary>Whether it made a document.</summary>
    public bool Made(TranslatedDocument document) => document.Translation.Mapping?.Text.Name == Mapping;
}

/// <summary>Finds two versions of a mapping by what the command line calls them.</summary>
/// <param name="site">A site's own configuration folder; null for none.</param>
/// <param name="error">Gets what is wrong.</param>
internal sealed class MappingVersions(string? site, TextWriter error) : IDisposable
{
    private const int GitMilliseconds = 60_000;

    private readonly List<string> temporary = [];
    private Workbench? present;

    /// <summary>The earlier version.</summary>
    public MappingVersion? Old { get; private set; }

    /// <summary>The later version.</summary>
    public MappingVersion? New { get; private set; }

    /// <summary>What the program returns when they are not both found.</summary>
    public int Code { get; private set; } = ExitCode.Usage;

    /// <summary>Opens both.</summary>
    /// <returns>False when one of them cannot be had, which is then said.</returns>
    public bool Open(string old, string changed)
    {
        // A revision of git stands for the mapping that the other one names.
        New = IsRevision(changed) ? null : OfName(changed);
        if (New is null && !IsRevision(changed)) return false;
        Old = IsRevision(old) ? OfRevision(old, New?.Mapping) : OfName(old);
        if (Old is null) return false;
        New ??= OfRevision(changed, Old.Mapping);
        return New is not null;
    }

    public void Dispose() => temporary.ForEach(folder => Directory.Delete(folder, true));

    private string Home => site ?? Host.Home.Folder;

    private bool IsRevision(string name)
        => !Directory.Exists(name) && !File.Exists(name) && !name.Contains("..", StringComparison.Ordinal)
        && Present()?.Revision.Mappings.Any(m => m == name || m.EndsWith("/" + name, StringComparison.Ordinal)) == false
        && Git(null, "rev-parse", "--verify", "--quiet", name + "^{commit}") == 0;

    private Workbench? Present() => present ??= Workbench.Open(site, error);

    private MappingVersion? OfName(string name)
    {
        var file = Directory.Exists(name) ? Path.Combine(name, "mapping.yaml") : name;
        if (File.Exists(file)) return OfFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (Present() is not { } bench)
        {
            Code = ExitCode.Environment;
            return null;
        }

        return Of(bench, name);
    }

    private MappingVersion? Of(Workbench bench, string name)
        => bench.Find(name, error) is { } found && bench.Alone(found, error) is { } alone ? new MappingVersion(bench, alone, found) : null;

    /// <summary>A folder below <c>mappings/</c> brings what stands beside it, its fragments above all; another one only itself.</summary>
    private MappingVersion? OfFolder(string folder)
    {
        var mappings = folder;
        while (mappings is not null && Path.GetFileName(mappings) != "mappings") mappings = Path.GetDirectoryName(mappings);
        if (mappings is not null)
        {
            var below = Path.GetRelativePath(mappings, folder).Replace('\\', '/');
            return Of([.. Host.Home.Configuration, Path.GetDirectoryName(mappings)!], below);
        }

        var alone = Temporary();
        var name = "candidate/" + Path.GetFileName(folder);
        CopyFiles(folder, Path.Combine(alone, "mappings", name));
        return Of([.. Host.Home.Configuration, .. site is null ? Array.Empty<string>() : [site], alone], name);
    }

    private MappingVersion? OfRevision(string revision, string? mapping)
    {
        if (mapping is null)
        {
            error.WriteLine($"{revision} is a revision of git; name the mapping on the other side.");
            return null;
        }

        var folder = Temporary();
        var archive = Path.Combine(folder, "configuration.tar");
        if (Git(archive, "archive", "--format=tar", revision) != 0)
        {
            error.WriteLine($"git has no revision {revision} of {Home}.");
            return null;
        }

        TarFile.ExtractToDirectory(archive, folder, false);
        File.Delete(archive);
        return Of([folder], mapping);
    }

    private MappingVersion? Of(IReadOnlyList<string> folders, string mapping)
    {
        if (Workbench.Open(folders, error) is not { } bench)
        {
            Code = ExitCode.Environment;
            return null;
        }

        return Of(bench, mapping);
    }

    private string Temporary()
    {
        temporary.Add(Directory.CreateTempSubdirectory("gateway-diff-").FullName);
        return temporary[^1];
    }

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>Runs git in the configuration's folder.</summary>
    /// <param name="output">File for what it writes; null to forget it.</param>
    /// <param name="arguments">What to ask.</param>
    /// <returns>Its exit code; 127 when there is no git.</returns>
    private int Git(string? output, params string[] arguments)
    {
        if (output is not null) arguments = [.. arguments[..^1], "--output=" + output, arguments[^1]];
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Home, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var (said, failed) = (git.StandardOutput.ReadToEndAsync(), git.StandardError.ReadToEndAsync());
            if (!git.WaitForExit(GitMilliseconds)) git.Kill();
            git.WaitForExit();
            Task.WaitAll(said, failed);
            return git.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 127;
        }
    }
}
