namespace Gateway.Host.Serve;

/// <summary>Asks the operating system to say when something happens in a folder, so that the next look comes
/// sooner.</summary>
internal static class FolderHint
{
    /// <summary>Watches until <paramref name="stop"/>. Where watching is not possible, polling alone does the
    /// work.</summary>
    public static void Watch(string folder, Action changed, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var watcher = new FileSystemWatcher(
                folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite };
            watcher.Created += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Changed += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            stop.Register(watcher.Dispose);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No watch is left on this machine, or the folder is away: the channel says so at its first look.
        }
    }
}
