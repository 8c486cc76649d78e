using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <summary>
/// The store in one file, <c>gateway.db</c> in the data folder, without a server. One thread writes and lets all who wait share
/// a flush; every task ends after the commit is on the disk. Reads go through connections of their own.
/// </summary>
/// <remarks>
/// One process has the data folder. Every lease found when it is opened therefore belongs to a dead process and is taken back
/// at once, with the attempt counted. Failures of the disk come as <see cref="IOException"/>; the same call may succeed later.
/// </remarks>
public sealed partial class SqliteStore : IStore
{
    private readonly string path;
    private readonly TimeProvider clock;
    private readonly FolderLock folderLock;
    private readonly Writer writer;
    private readonly Checkpoints checkpoints;
    private readonly ConcurrentBag<Database> readers = [];
    private long lastBody;
    private volatile bool isClosed;

    private SqliteStore(string path, TimeProvider clock, FolderLock folderLock, Database database)
    {
        (this.path, this.clock, this.folderLock) = (path, clock, folderLock);
        var unsealed = TakeBack(database);
        lastBody = (database.Sql("SELECT max(id) FROM raw").Number() ?? 0) >> Layout.RowBits;
        database.Reset();
        writer = new Writer(database, clock);
        checkpoints = new Checkpoints(path, () => writer.Commits, writer.CheckpointNow);
        foreach (var body in unsealed) Sweep(body);
    }

    /// <summary>Opens the store of a data folder; makes it when there is none.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="clock">The only clock, for leases.</param>
    /// <exception cref="StoreUnusableException">Another process has the folder, a newer version wrote it, or it cannot be used.</exception>
    public static SqliteStore Open(string folder, TimeProvider clock)
    {
        var folderLock = FolderLock.Take(folder);
        try
        {
            var path = Path.Combine(folder, "gateway.db");
            return new SqliteStore(path, clock, folderLock, Layout.Open(path));
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IBody Begin() => new Body(this, Interlocked.Increment(ref lastBody));

    /// <inheritdoc/>
    public async ValueTask<bool> TakeSlot(string schedule, DateTimeOffset planned, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return await writer.Run(Urgency.Result, "take-slot", t =>
            t.Sql("INSERT OR IGNORE INTO slot(schedule, planned, taken_at) VALUES(?,?,?)")
                .Set(schedule).Set(planned.UtcTicks).Set(t.Now.UtcTicks).Run() == 1);
    }

    /// <inheritdoc/>
    public async ValueTask<Digest> KeepFile(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var digest = Digest.Of(bytes.Span);
        return await writer.Run(Urgency.Result, "keep-file", t =>
        {
            t.Sql("INSERT OR IGNORE INTO file(digest, bytes) VALUES(?,?)").Set(digest.Hex).Set(bytes.Span).Run();
            return digest;
        });
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadFile(Digest digest, CancellationToken stop)
        => ValueTask.FromResult<ReadOnlyMemory<byte>>(Look(db =>
        {
            var found = db.Sql("SELECT bytes FROM file WHERE digest=?").Set(digest.Hex);
            return found.Step() ? found.Blob(0).ToArray() : [];
        }, stop));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalEntry>> Journal(long after, int max, CancellationToken stop)
        => ValueTask.FromResult(Look<IReadOnlyList<JournalEntry>>(db =>
        {
            var entries = new List<JournalEntry>();
            var rows = db.Sql("SELECT position, bytes FROM journal WHERE position>? ORDER BY position LIMIT ?")
                .Set(after).Set(Math.Clamp(max, 1, Limits.PageItemsMax));
            while (rows.Step()) entries.Add(new JournalEntry(rows.Long(0), rows.Blob(1).ToArray()));
            return entries;
        }, stop));

    /// <inheritdoc/>
    public IRaw? Raw(string receiptId) => Look<IRaw?>(db =>
    {
        var found = db.Sql("SELECT body, bytes FROM receipt WHERE id=? AND body IS NOT NULL").Set(receiptId);
        return found.Step() ? new RawBytes(this, found.Long(0), found.Long(1)) : null;
    }, CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (isClosed) return ValueTask.CompletedTask;
        isClosed = true;
        checkpoints.Dispose();
        writer.Dispose();
        while (readers.TryTake(out var reader)) reader.Dispose();
        folderLock.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads with a connection of the pool; what is read is out of the database when this returns.</summary>
    internal T Look<T>(Func<Database, T> read, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(isClosed, this);
        var database = readers.TryTake(out var pooled) ? pooled : Database.Open(path, isReader: true);
        try
        {
            return read(database);
        }
        finally
        {
            database.Reset();
            readers.Add(database);
        }
    }

    /// <summary>Gives everything that was in work or being sent to the next who asks.</summary>
    /// <returns>Bodies that were never sealed.</returns>
    private static List<long> TakeBack(Database database)
    {
        database.Execute("BEGIN IMMEDIATE");
        var receipts = database.Sql("UPDATE receipt SET state=0, due_at=0 WHERE due_at IS NOT NULL AND state=1").Run();
        var entries = database.Sql("UPDATE entry SET state=0, due_at=not_before WHERE due_at IS NOT NULL AND state=1").Run();
        foreach (var (from, to, by) in new[] { ("receipt.1", "receipt.0", receipts), ("entry.1", "entry.0", entries) })
        {
            if (by == 0) continue;
            database.Sql("UPDATE tally SET count=count-? WHERE name=?").Set(by).Set(from).Run();
            database.Sql("INSERT INTO tally VALUES(?,?) ON CONFLICT(name) DO UPDATE SET count=count+excluded.count")
                .Set(to).Set(by).Run();
        }

        var unsealed = new List<long>();
        var rows = database.Sql("SELECT body FROM unsealed");
        while (rows.Step()) unsealed.Add(rows.Long(0));
        database.Reset();
        database.Execute("COMMIT");
        return unsealed;
    }
}
