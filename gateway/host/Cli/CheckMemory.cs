using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Remembers from one call to the next which mappings this build has checked and found clean. Kept in the user's cache folder,
/// by content; deleting it costs one check.</summary>
internal sealed class CheckMemory : IDisposable
{
    private readonly string? file = FileOf();
    private readonly int before;

    /// <summary>Reads what is remembered.</summary>
    public CheckMemory()
    {
        Mappings = new CheckedMappings(file is not null && File.Exists(file) ? Lines(file) : []);
        before = Mappings.Count;
    }

    /// <summary>What is remembered; what is added is kept when this is disposed.</summary>
    public CheckedMappings Mappings { get; }

    /// <summary>Checks all of a revision, but for what was checked before.</summary>
    /// <returns>False when there is an error.</returns>
    public static bool Check(Revision revision, Findings findings)
    {
        using var memory = new CheckMemory();
        return revision.Check(findings, memory.Mappings);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (file is null || Mappings.Count == before) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, Mappings.All);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a place to remember it is checked again.
        }
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? FileOf()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) && Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
        {
            cache = Path.Combine(home, ".cache");
        }

        var build = typeof(Revision).Module.ModuleVersionId.ToString("N");
        return string.IsNullOrEmpty(cache) ? null : Path.Combine(cache, "gateway", "checked", build);
    }
}
