using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Remembers from one call to the next which mappings this build has checked and found clean. Kept in the user's cache folder,
/// by content, as each is checked; deleting it costs one check.</summary>
internal sealed class CheckMemory : IDisposable
{
    private readonly string? file = FileOf();
    private StreamWriter? kept;
    private int count;
    private bool isBroken;

    /// <summary>Reads what is remembered.</summary>
    public CheckMemory()
    {
        Mappings = new CheckedMappings(file is not null && File.Exists(file) ? Lines(file) : [], Keep);
        count = Mappings.Count;
    }

    /// <summary>What is remembered.</summary>
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
        kept?.Dispose();
        // Some were taken back.
        if (kept is not null && !isBroken && Mappings.Count < count) Try(() => File.WriteAllLines(file!, Mappings.All));
    }

    // Other processes may add lines at the same time: each is written in one piece at the end.
    private void Keep(string mapping)
    {
        if (file is null || isBroken) return;
        count++;
        isBroken = !Try(() =>
        {
            if (kept is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                kept = new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
            }

            kept.Write(mapping + "\n");
        });
    }

    // Without a place to remember it is checked again.
    private static bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
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
