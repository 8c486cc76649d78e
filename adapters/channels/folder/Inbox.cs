using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>A file that may be taken.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsTooLarge">It is beyond the limit.</param>
internal readonly record struct ReadyFile(string Path, string Name, long Length, bool IsTooLarge);

/// <summary>Watches which files of a folder are whole. The poll is the truth; nothing here relies on being told of a
/// change.</summary>
internal sealed class Inbox(FolderOptions options, TimeProvider clock, Action<Finding> say)
{
    /// <summary>Entries looked at in one poll; the rest has its turn when these are gone.</summary>
    private const int EntriesMax = 20_000;

    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SkewEvery = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> told = [];
    private readonly Dictionary<string, DateTimeOffset> refused = [];
    private DateTimeOffset skewDueAt;
    private TimeSpan skew;
    private Dictionary<string, Sight> seen = [];

    /// <summary>Files seen and not whole, or not to be taken now.</summary>
    public int Waiting { get; private set; }

    /// <summary>What is whole now, oldest first.</summary>
    public List<ReadyFile> Ready(IReceiver receiver)
    {
        var now = clock.GetUtcNow();
        if (now >= skewDueAt) MeasureSkew(now);
        var current = new Dictionary<string, Sight>();
        var ready = new List<(DateTime WrittenAt, ReadyFile File)>();
        foreach (var entry in new DirectoryInfo(options.Folder).EnumerateFiles().Take(EntriesMax))
        {
            if (LookAt(entry, now, receiver) is not { } sight) continue;
            current[entry.Name] = sight;
            var isTooLarge = sight.Length > options.FileBytesMax;
            if ((isTooLarge || IsWhole(sight, now)) && !(refused.TryGetValue(entry.Name, out var until) && now < until))
            {
                ready.Add((sight.WrittenAt, new(entry.FullName, entry.Name, sight.Length, isTooLarge)));
            }
        }

        seen = current;
        Waiting = current.Count;
        foreach (var gone in refused.Keys.Where(name => !current.ContainsKey(name)).ToList()) refused.Remove(gone);
        return [.. ready.OrderBy(r => r.WrittenAt).ThenBy(r => r.File.Name, StringComparer.Ordinal).Select(r => r.File)
            .Take(options.FilesPerPollMax)];
    }

    /// <summary>Takes a file for us by renaming it; false when the sender took it back in the meantime, or it may not be
    /// touched.</summary>
    public bool Claim(ReadyFile file, string to)
    {
        try
        {
            if (!Native.Rename(file.Path, to)) Drop.Carry(file.Path, to);
            Waiting--;
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Not at every look: many such files must not use up the turns of all others.
            refused[file.Name] = clock.GetUtcNow() + RefusedPause;
            Tell(FolderFindings.NotMoved, file.Name, fault is UnauthorizedAccessException ? "permission denied" : fault.Message);
            return false;
        }
    }

    /// <summary>Says something about a file, once for each name, or a poll every second would fill the log.</summary>
    public void Tell(FindingCode code, string name, params ReadOnlySpan<string> what)
    {
        if (told.Count >= EntriesMax || !told.Add(code.Id + name)) return;
        say(new Finding(code, default, default, 0, [SafeText.Of(options.Name), SafeText.Of(name), .. what]));
    }

    /// <summary>Looks at one entry; null when it is none of ours, or went away while it was looked at.</summary>
    private Sight? LookAt(FileInfo entry, DateTimeOffset now, IReceiver receiver)
    {
        try
        {
            return IsCandidate(entry) ? Look(entry, now, receiver) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A stale handle or a bad block is about this file alone.
            Tell(FolderFindings.Unreadable, entry.Name, "the disk or share fails at it");
            return null;
        }
    }

    /// <summary>How far the clock of the folder's file system is from ours: a share has the clock of its server.</summary>
    private void MeasureSkew(DateTimeOffset now)
    {
        skewDueAt = now + SkewEvery;
        var path = Path.Combine(options.Folder, "work", ".clock");
        try
        {
            File.WriteAllBytes(path, [0]);
            var there = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            File.Delete(path);
            skew = there - clock.GetUtcNow();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Whoever cannot write there cannot take a file either, and says so then.
        }
    }

    private static bool IsCandidate(FileInfo entry)
        => !FileNames.IsUnfinished(entry.Name) && entry.LinkTarget is null;

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
            Tell(FolderFindings.Unreadable, entry.Name, "it is no regular file, or may not be read");
            return new Sight(length, writtenAt, now, ScanState.More, false);
        }

        return new Sight(length, writtenAt, now, length == 0 ? ScanState.More : receiver.Probe(file), true);
    }

    private bool IsWhole(Sight sight, DateTimeOffset now)
    {
        if (!sight.IsReadable) return false;
        // By the clock of its file system when it was there before us, else since we saw this state of it. A time in the future,
        // which a sender's clock may give, says nothing.
        var quiet = now - sight.Since;
        var age = now + skew - new DateTimeOffset(sight.WrittenAt, TimeSpan.Zero);
        if (age > quiet) quiet = age;
        return quiet >= (sight.State == ScanState.Complete ? options.Settled : options.Quiet);
    }

    private readonly record struct Sight(
        long Length, DateTime WrittenAt, DateTimeOffset Since, ScanState State, bool IsReadable);
}
