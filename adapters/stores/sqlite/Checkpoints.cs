namespace Gateway.Stores;

/// <summary>
/// Copies the log into the file beside the writer, on its own connection: senders never wait for it. Only when the log
/// still grows is the writer asked to copy the small rest itself, because only then the log starts over.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    private const int TickMilliseconds = 200;

    // A second without a commit: nobody is hurt by emptying the log.
    private const int IdleTicks = 5;

    // Recovery after a crash reads at most this.
    private const int LogBytesMax = 64 * 1024 * 1024;

    // What the writer may be left to copy itself: some milliseconds.
    private const int RestBytesMax = 4 * 1024 * 1024;

    // A disk on which copying is slower than writing does not get to so little.
    private const int PassesMax = 8;

    private readonly string log;
    private readonly Database database;
    private readonly Func<long> commits;
    private readonly Action checkpointNow;
    private readonly ManualResetEventSlim stop = new();
    private readonly Thread thread;

    /// <summary>Starts looking at the log.</summary>
    /// <param name="path">The store file.</param>
    /// <param name="commits">How many commits there were so far.</param>
    /// <param name="checkpointNow">Asks the writer to copy the rest of the log itself before its next transaction.</param>
    public Checkpoints(string path, Func<long> commits, Action checkpointNow)
    {
        log = path + "-wal";
        (this.commits, this.checkpointNow) = (commits, checkpointNow);
        database = Database.Open(path);
        database.Execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-256");
        // Emptying the log holds the writer off: a reader that is in the way is tried again later, not waited for.
        database.Execute("PRAGMA busy_timeout=20");
        thread = new Thread(Loop) { Name = "store checkpoints", IsBackground = true };
        thread.Start();
    }

    public void Dispose()
    {
        stop.Set();
        thread.Join();
        stop.Dispose();
        database.Dispose();
    }

    private void Loop()
    {
        var (seen, idle) = (-1L, 0);
        while (!stop.Wait(TickMilliseconds))
        {
            var now = commits();
            idle = now == seen ? idle + 1 : 0;
            seen = now;
            try
            {
                if (idle > 0 && idle % IdleTicks == 0) Truncate();
                else if (idle == 0) Copy();
            }
            catch (StoreFailedException)
            {
                // Nothing is lost: the log keeps what could not be copied, and the next tick tries again.
                idle = 0;
            }
        }
    }

    // While it copies, more is written. A long log is therefore copied again and again, each time only what is new, until so little is
    // new that the writer can copy it while all senders wait.
    private void Copy()
    {
        var (log, copied) = database.Checkpoint(truncate: false);
        if (log <= LogBytesMax / database.PageBytes) return;
        var rest = RestBytesMax / database.PageBytes;
        for (var (pass, fresh) = (1, int.MaxValue); pass < PassesMax && fresh > rest && copied == log; pass++)
        {
            var before = copied;
            (log, copied) = database.Checkpoint(truncate: false);
            fresh = log - before;
        }

        checkpointNow();
    }

    private void Truncate()
    {
        if (File.Exists(log) && new FileInfo(log).Length > 0) database.Checkpoint(truncate: true);
    }
}
