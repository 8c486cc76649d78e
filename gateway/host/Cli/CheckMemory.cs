using System.Text;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Remembers from one call to the next which mappings this build has checked and found clean. Kept in the user's cache folder,
/// by content, as each is checked; deleting it costs one check.</summary>
/// <remarks>A line holds one key, or takes one back. Whoever reads or writes has the file alone meanwhile, so that processes that check at
/// once lose no line of each other; a line that a crash cut off is passed over.</remarks>
internal sealed class CheckMemory
{
    private const char TakenBack = '-';
    private const int TriesMax = 40;
    private const int PauseMilliseconds = 5;
    private const int KeyLength = 64;

    private string? file;

    /// <summary>Reads what is remembered.</summary>
    /// <param name="isAnew">Whether everything is checked again, and remembered again.</param>
    public CheckMemory(bool isAnew = false)
        : this(FileOf(), isAnew)
    {
    }

    /// <summary>Reads what a file remembers; null for nothing.</summary>
    internal CheckMemory(string? file, bool isAnew)
    {
        this.file = file;
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in isAnew ? [] : Lines())
        {
            if (line is [TakenBack, .. var key]) known.Remove(key);
            else if (line.Length == KeyLength) known.Add(line);
        }

        Mappings = new CheckedMappings(known, (key, isClean) => Keep(isClean ? key : TakenBack + key));
    }

    /// <summary>What is remembered.</summary>
    public CheckedMappings Mappings { get; }

    /// <summary>Checks all of a revision, but for what was checked before.</summary>
    /// <returns>False when there is an error.</returns>
    public static bool Check(Revision revision, Findings findings) => revision.Check(findings, new CheckMemory().Mappings);

    // Without a place to remember it is checked again.
    private void Keep(string line) => Alone(FileMode.OpenOrCreate, FileAccess.ReadWrite, kept =>
    {
        var isCut = kept.Length > 0 && kept.Seek(-1, SeekOrigin.End) >= 0 && kept.ReadByte() != '\n';
        kept.Seek(0, SeekOrigin.End);
        kept.Write(Encoding.UTF8.GetBytes((isCut ? "\n" : "") + line + '\n'));
    });

    private List<string> Lines()
    {
        var lines = new List<string>();
        if (file is null || !File.Exists(file)) return lines;
        Alone(FileMode.Open, FileAccess.Read, kept =>
        {
            using var reader = new StreamReader(kept);
            while (reader.ReadLine() is { } line) lines.Add(line);
        });
        return lines;
    }

    // Another process has the file for a moment; what cannot be had for longer is not tried again.
    private void Alone(FileMode mode, FileAccess access, Action<FileStream> work)
    {
        for (var tries = 1; file is not null; tries++)
        {
            try
            {
                if (mode != FileMode.Open) Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using var kept = new FileStream(file, mode, access, FileShare.None);
                work(kept);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (tries == TriesMax || e is not IOException) file = null;
                else Thread.Sleep(PauseMilliseconds);
            }
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
