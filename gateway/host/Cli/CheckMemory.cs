using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Remembers from one call to the next which mappings this build has checked and found clean. Kept in the user's cache folder,
/// by content, as each is checked; deleting it costs one check.</summary>
internal sealed class CheckMemory
{
    private const char TakenBack = '-';

    private readonly string? file = FileOf();

    /// <summary>Reads what is remembered.</summary>
    public CheckMemory()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in file is not null && File.Exists(file) ? Lines(file) : [])
        {
            if (line is [TakenBack, .. var key]) known.Remove(key);
            else known.Add(line);
        }

        Mappings = new CheckedMappings(known, (key, isClean) => Keep(isClean ? key : TakenBack + key));
    }

    /// <summary>What is remembered.</summary>
    public CheckedMappings Mappings { get; }

    /// <summary>Checks all of a revision, but for what was checked before.</summary>
    /// <returns>False when there is an error.</returns>
    public static bool Check(Revision revision, Findings findings) => revision.Check(findings, new CheckMemory().Mappings);

    private void Keep(string line)
    {
        if (file is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.AppendAllText(file, line + '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a place to remember it is checked again; so it is when another process writes just now.
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
