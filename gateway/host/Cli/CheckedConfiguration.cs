using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Remembers which configurations this build has checked and found clean: checking every mapping for every structural form
/// takes longer than translating a small file. Kept in the user's cache folder, by content; deleting it costs one check.</summary>
internal static class CheckedConfiguration
{
    /// <summary>Checks a configuration unless that was done before.</summary>
    /// <returns>False when there is an error.</returns>
    public static bool Check(Revision revision, Findings findings)
    {
        var mark = MarkOf(revision.Digest);
        if (mark is not null && File.Exists(mark)) return true;
        if (!revision.Check(findings)) return false;
        if (mark is not null) Remember(mark);
        return true;
    }

    private static void Remember(string mark)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
            File.WriteAllBytes(mark, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a place to remember it is checked again.
        }
    }

    private static string? MarkOf(Digest configuration)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) && Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
        {
            cache = Path.Combine(home, ".cache");
        }

        var build = typeof(Revision).Module.ModuleVersionId.ToString("N");
        return string.IsNullOrEmpty(cache) ? null : Path.Combine(cache, "gateway", "checked", $"{configuration.Hex}-{build}");
    }
}
