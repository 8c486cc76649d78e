using System.Globalization;

namespace Gateway.Channels;

/// <summary>A remote file that is kept.</summary>
/// <param name="File">As it was when it was read.</param>
/// <param name="Sha256">Digest of its bytes.</param>
/// <param name="OwesAnswer">Its bytes were kept before under another name: it still has to get the answers of then.</param>
internal sealed record TakenFile(RemoteFile File, string Sha256, bool OwesAnswer);

/// <summary>
/// Remembers over restarts which files of a remote folder were taken, by name, length, time and digest. A line that a crash swallowed
/// costs nothing but a second reading: the store knows the bytes and gives the receipt they had.
/// </summary>
internal sealed class TakenFiles
{
    private const int NeedlessLinesMax = 5000;

    private readonly string path;
    private readonly Dictionary<string, TakenFile> files = new(StringComparer.Ordinal);
    private int lines;

    public TakenFiles(string path)
    {
        this.path = path;
        if (!File.Exists(path)) return;
        foreach (var line in File.ReadLines(path))
        {
            lines++;
            // The last line may be half of one.
            if (Read(line) is { } file) files[file.File.Name] = file;
        }
    }

    /// <summary>Those that still have to be answered.</summary>
    public IReadOnlyList<TakenFile> Owed => [.. files.Values.Where(file => file.OwesAnswer)];

    /// <summary>The file as it was taken under this name; null when none was.</summary>
    public TakenFile? Find(string name) => files.GetValueOrDefault(name);

    /// <summary>Whether exactly this file was taken.</summary>
    public bool Has(RemoteFile file) => files.TryGetValue(file.Name, out var taken) && taken.File == file;

    /// <summary>Remembers a file, instead of what its name had before.</summary>
    public void Add(TakenFile file)
    {
        files[file.File.Name] = file;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.AppendAllText(path, Line(file));
        lines++;
    }

    /// <summary>Forgets what is not in the folder any more and owes nothing, as soon as it is worth the writing.</summary>
    public void Keep(IReadOnlySet<string> present)
    {
        foreach (var gone in files.Values.Where(f => !f.OwesAnswer && !present.Contains(f.File.Name)).ToList())
        {
            files.Remove(gone.File.Name);
        }

        if (lines < files.Count + NeedlessLinesMax) return;
        var next = path + ".next";
        File.WriteAllText(next, string.Concat(files.Values.Select(Line)));
        File.Move(next, path, overwrite: true);
        lines = files.Count;
    }

    private static string Line(TakenFile file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(file.OwesAnswer ? "owes" : "done")} {file.File.Length} {file.File.WrittenAt} {file.Sha256} "
        + $"{Uri.EscapeDataString(file.File.Name)}\n");

    private static TakenFile? Read(string line)
    {
        var parts = line.Split(' ');
        return parts is [("owes" or "done") and var state, var length, var time, { Length: 64 } sha256, { Length: > 0 } name]
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var writtenAt)
            ? new TakenFile(new RemoteFile(Uri.UnescapeDataString(name), bytes, writtenAt), sha256, state == "owes")
            : null;
    }
}
