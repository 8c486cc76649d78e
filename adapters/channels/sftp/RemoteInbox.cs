namespace Gateway.Channels;

/// <summary>A file that is not taken yet.</summary>
/// <param name="file">As the last listings show it.</param>
/// <param name="since">When it was first seen like that, by our own clock.</param>
internal sealed class Sight(RemoteFile file, long since)
{
    public RemoteFile File => file;

    public long Since => since;

    /// <summary>Its marker is there, or none is asked for.</summary>
    public bool IsMarked { get; set; }

    /// <summary>It was read, and its last envelope is not closed: perhaps more comes.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>It is not taken as long as it stays as it is.</summary>
    public bool IsRefused { get; set; }
}

/// <summary>
/// Decides from listing to listing which remote files are whole. A file is whole when its length and time were the same for a while
/// by our own clock: the server's may be wrong. Whatever is changed after that shows another time, so it is another file.
/// </summary>
internal sealed class RemoteInbox(SftpOptions options, TakenFiles taken, TimeProvider clock)
{
    private Dictionary<string, Sight> seen = new(StringComparer.Ordinal);

    /// <summary>How many files are not taken yet.</summary>
    public int Waiting => seen.Count;

    /// <summary>Some file has only to be looked at again a little later.</summary>
    public bool IsUnsettled
        => seen.Values.Any(s => s is { IsMarked: true, IsRefused: false, IsIncomplete: false } && Age(s) < options.Stable);

    /// <summary>What is whole now, oldest first by the server's clock.</summary>
    public IReadOnlyList<Sight> Ready =>
    [
        .. seen.Values.Where(s => s is { IsMarked: true, IsRefused: false } && Age(s) >= (s.IsIncomplete ? options.Quiet : options.Stable))
            .OrderBy(s => s.File.WrittenAt).ThenBy(s => s.File.Name, StringComparer.Ordinal),
    ];

    /// <summary>Takes a new listing.</summary>
    /// <returns>Files that were taken and are still there.</returns>
    public IReadOnlyList<RemoteFile> See(RemoteListing listing)
    {
        var now = clock.GetTimestamp();
        var marks = options.Marker is null ? null : listing.Files.Where(f => f.Name.EndsWith(options.Marker, StringComparison.Ordinal))
            .ToDictionary(f => f.Name[..^options.Marker.Length], f => f.WrittenAt, StringComparer.Ordinal);
        var current = new Dictionary<string, Sight>(StringComparer.Ordinal);
        var remaining = new List<RemoteFile>();
        foreach (var file in listing.Files.Where(f => IsCandidate(f.Name)))
        {
            if (taken.Has(file))
            {
                remaining.Add(file);
                continue;
            }

            var sight = seen.TryGetValue(file.Name, out var before) && before.File == file ? before : new Sight(file, now);
            // A marker that is older than the file is that of an earlier file.
            sight.IsMarked = marks is null || (marks.TryGetValue(file.Name, out var markedAt) && markedAt >= file.WrittenAt);
            current[file.Name] = sight;
        }

        seen = current;
        return remaining;
    }

    /// <summary>A file is taken: it waits no longer.</summary>
    public void Took(Sight sight) => seen.Remove(sight.File.Name);

    private bool IsCandidate(string name)
        => !FileNames.IsUnfinished(name)
            && (options.Marker is null || !name.EndsWith(options.Marker, StringComparison.Ordinal))
            && (options.After != SftpAfter.Rename || !name.EndsWith(options.Suffix, StringComparison.Ordinal))
            && options.Matches(name);

    private TimeSpan Age(Sight sight) => clock.GetElapsedTime(sight.Since);
}
