using Gateway.Contracts;

namespace Gateway.Channels;

/// <summary>A file that may be taken.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsTooLarge">It is beyond the limit.</param>
internal readonly record struct ReadyFile(string Path, string Name, long Length, bool IsTooLarge);

/// <summary>Watches which files of a folder are whole. The poll is the truth; nothing here relies on being told of a
/// change.</summary>
internal sealed class Inbox(FolderOptions options, TimeProvider clock, Action<string> say)
{
    /// <summary>Entries looked at in one poll; the rest has its turn when these are gone.</summary>
    private const int EntriesMax = 20_000;

    private readonly HashSet<string> told = [];
    private Dictionary<string, Sight> seen = [];

    /// <summary>What is whole now, oldest first.</summary>
    public List<ReadyFile> Ready(IReceiver receiver)
    {
        var now = clock.GetUtcNow();
        var current = new Dictionary<string, Sight>();
        var ready = new List<(DateTime WrittenAt, ReadyFile File)>();
        foreach (var entry in new DirectoryInfo(options.Folder).EnumerateFiles().Take(EntriesMax))
        {
            if (!IsCandidate(entry)) continue;
            var sight = Look(entry, now, receiver);
            current[entry.Name] = sight;
            var isTooLarge = sight.Length > options.FileBytesMax;
            if (isTooLarge || IsWhole(sight, now))
            {
                ready.Add((sight.WrittenAt, new(entry.FullName, entry.Name, sight.Length, isTooLarge)));
            }
        }

        seen = current;
        return [.. ready.OrderBy(r => r.WrittenAt).ThenBy(r => r.File.Name, StringComparer.Ordinal).Select(r => r.File)
            .Take(options.FilesPerPollMax)];
    }

    /// <summary>Renames; false when the sender took the file back in the meantime, or may not be touched.</summary>
    public bool Move(string from, string to)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Tell(Path.GetFileName(from), "cannot be moved: " + fault.GetType().Name);
            return false;
        }
    }

    private static bool IsCandidate(FileInfo entry)
        => !entry.Name.StartsWith('.') && !entry.Name.EndsWith(".part", StringComparison.OrdinalIgnoreCase)
            && entry.LinkTarget is null;

    private Sight Look(FileInfo entry, DateTimeOffset now, IReceiver receiver)
    {
        var (length, writtenAt) = (entry.Length, entry.LastWriteTimeUtc);
        var isSame = seen.TryGetValue(entry.Name, out var before) && before.Length == length
            && before.WrittenAt == writtenAt;
        // A file that did not change is probed once; one that is too large to be taken is not probed at all.
        if (isSame) return before;
        if (length > options.FileBytesMax) return new Sight(length, writtenAt, now, ScanState.More, true);
        using var file = OpenFile.Open(entry.FullName);
        if (file is null)
        {
            Tell(entry.Name, "is skipped: no regular file, or not readable");
            return new Sight(length, writtenAt, now, ScanState.More, false);
        }

        return new Sight(length, writtenAt, now, length == 0 ? ScanState.More : receiver.Probe(file), true);
    }

    private bool IsWhole(Sight sight, DateTimeOffset now)
    {
        if (!sight.IsReadable) return false;
        // Time of the file's own clock when it was there before us, else since we saw this state of it.
        var quiet = now - sight.Since;
        var age = now - new DateTimeOffset(sight.WrittenAt, TimeSpan.Zero);
        if (age > quiet) quiet = age;
        return quiet >= (sight.State == ScanState.Complete ? options.Settled : options.Quiet);
    }

    private void Tell(string name, string what)
    {
        // Once for each name, or a poll every second would fill the log.
        if (told.Count < EntriesMax && told.Add(name)) say($"{options.Name}: {name} {what}");
    }

    private readonly record struct Sight(
        long Length, DateTime WrittenAt, DateTimeOffset Since, ScanState State, bool IsReadable);
}
