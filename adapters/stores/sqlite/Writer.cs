using Gateway.Core;

namespace Gateway.Stores;

/// <summary>Who goes first when several wait: a sender waits for Keep, a worker for a result, a big body for its rows.</summary>
internal enum Urgency
{
    Intake,
    Result,
    Chunk,
}

/// <summary>What an operation sees of the running transaction.</summary>
internal sealed class Transaction(Database database, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<string, long> counted = new(StringComparer.Ordinal);
    private readonly List<(string Name, long By)> counting = [];

    public Database Database => database;

    /// <summary>For the next journal entry.</summary>
    public JournalLine Line { get; } = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public Statement Sql(string text) => database.Sql(text);

    /// <summary>Writes a journal entry.</summary>
    /// <returns>Its position; the one writer makes positions and commits in the same order, so none appears late.</returns>
    public long Journal(ReadOnlySpan<byte> bytes)
    {
        database.Sql("INSERT INTO journal(bytes) VALUES(?)").Set(bytes).Run();
        return database.LastRow;
    }

    /// <summary>Counts for status and metrics, so that no read ever counts a table.</summary>
    public void Count(string name, long by) => counting.Add((name, by));

    /// <summary>Ends one operation.</summary>
    public void Ended(bool isDone)
    {
        if (isDone)
        {
            foreach (var (name, by) in counting) counted[name] = counted.GetValueOrDefault(name) + by;
        }

        counting.Clear();
    }

    /// <summary>Writes the counts of the whole transaction once.</summary>
    public void WriteCounts()
    {
        foreach (var (name, by) in counted)
        {
            if (by == 0) continue;
            database.Sql("INSERT INTO tally VALUES(?,?) ON CONFLICT(name) DO UPDATE SET count=count+excluded.count")
                .Set(name).Set(by).Run();
        }

        counted.Clear();
    }

    public void Dispose() => Line.Dispose();

    /// <summary>Forgets everything: the transaction is lost.</summary>
    public void Clear()
    {
        counting.Clear();
        counted.Clear();
    }
}

/// <summary>An operation that waits for its commit.</summary>
internal abstract class Operation(string name)
{
    public string Name => name;

    public Exception? Failure { get; set; }

    public abstract void Run(Transaction transaction);

    /// <summary>Tells the caller: after the commit only.</summary>
    public abstract void End();
}

/// <inheritdoc/>
internal sealed class Operation<T>(string name, Func<Transaction, T> run) : Operation(name)
{
    private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Task => source.Task;

    public override void Run(Transaction transaction) => result = run(transaction);

    public override void End()
    {
        if (Failure is { } failure) source.SetException(failure);
        else source.SetResult(result);
    }
}

/// <summary>
/// The one thread that writes. It takes whatever waits, up to <see cref="BatchMax"/> operations, into one transaction, so that
/// many senders share one flush of the disk. When one of them fails, the others are run again in a new transaction with a
/// savepoint for each, so that a fault costs no neighbour; a savepoint for every operation would cost more than the operation.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int BatchMax = 256;

    // 512 KiB of a big body in one commit: small messages beside it wait a few milliseconds, not more.
    private const int ChunksMax = 2;

    // With nothing to write for so long, the pages that were read are given back.
    private const int RestAfterMilliseconds = 10_000;

    private readonly Database database;
    private readonly Transaction transaction;
    private readonly Queue<Operation>[] waiting = [new(), new(), new()];
    private readonly object gate = new();
    private readonly Thread thread;
    private long commits;
    private volatile bool isCheckpointDue;
    private bool isClosed;

    public Writer(Database database, TimeProvider clock)
    {
        this.database = database;
        transaction = new Transaction(database, clock);
        thread = new Thread(Loop) { Name = "store writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Transactions so far.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>The log has grown: copy its rest before the next transaction, so that it starts over.</summary>
    public void CheckpointNow() => isCheckpointDue = true;

    /// <summary>Enqueues an operation; the task ends after its commit.</summary>
    public Task<T> Run<T>(Urgency urgency, string name, Func<Transaction, T> run)
    {
        var operation = new Operation<T>(name, run);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            waiting[(int)urgency].Enqueue(operation);
            Monitor.Pulse(gate);
        }

        return operation.Task;
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
        transaction.Dispose();
        database.Dispose();
    }

    private void Loop()
    {
        var batch = new List<Operation>(BatchMax);
        while (Wait())
        {
            Commit(batch);
            foreach (var operation in batch) Finish(operation);
            batch.Clear();
            if (isCheckpointDue) Checkpoint();
        }
    }

    private bool Wait()
    {
        var isResting = false;
        lock (gate)
        {
            while (!IsAnyWaiting)
            {
                if (isClosed) return false;
                if (Monitor.Wait(gate, isResting ? Timeout.Infinite : RestAfterMilliseconds)) continue;
                isResting = true;
                database.Execute("PRAGMA shrink_memory");
            }

            return true;
        }
    }

    private bool IsAnyWaiting => waiting[0].Count + waiting[1].Count + waiting[2].Count > 0;

    private Operation? Take(ref int chunks)
    {
        lock (gate)
        {
            if (waiting[0].TryDequeue(out var operation) || waiting[1].TryDequeue(out operation)) return operation;
            return chunks < ChunksMax && waiting[2].TryDequeue(out operation) && chunks++ >= 0 ? operation : null;
        }
    }

    private void Commit(List<Operation> batch)
    {
        var chunks = 0;
        try
        {
            database.Sql("BEGIN IMMEDIATE").Run();
            while (batch.Count < BatchMax && Take(ref chunks) is { } operation)
            {
                batch.Add(operation);
                if (!Try(operation)) break;
            }

            if (batch is [.., { Failure: not null }]) Repeat(batch);
            transaction.WriteCounts();
            database.Reset();
            database.Sql("COMMIT").Run();
            Interlocked.Increment(ref commits);
        }
        catch (StoreFailedException failure)
        {
            Abandon(batch, failure);
        }
    }

    /// <summary>The last operation of a batch failed: runs those before it again, each with a savepoint.</summary>
    private void Repeat(List<Operation> batch)
    {
        transaction.Clear();
        database.Sql("ROLLBACK").Run();
        database.Sql("BEGIN IMMEDIATE").Run();
        foreach (var operation in batch)
        {
            if (operation.Failure is not null) continue;
            database.Sql("SAVEPOINT operation").Run();
            if (!Try(operation)) database.Sql("ROLLBACK TO operation").Run();
            database.Sql("RELEASE operation").Run();
        }
    }

    private bool Try(Operation operation)
    {
        try
        {
            operation.Run(transaction);
            Faults.At(operation.Name, "before-commit");
            database.Reset();
            transaction.Ended(isDone: true);
            return true;
        }
        catch (Exception failure)
        {
            // Decided here: this operation fails, its neighbours in the transaction go on, if there still is one.
            operation.Failure = failure;
            transaction.Ended(isDone: false);
            database.Reset();
            if (database.IsIdle) throw failure as StoreFailedException ?? new StoreFailedException(failure.Message, 0);
            return false;
        }
    }

    /// <summary>The commit failed: nothing of the batch is kept, everybody learns it, and the next batch tries anew.</summary>
    private void Abandon(List<Operation> batch, StoreFailedException failure)
    {
        transaction.Clear();
        database.Reset();
        if (!database.IsIdle) database.Execute("ROLLBACK");
        if (batch.Count == 0)
        {
            var chunks = 0;
            while (batch.Count < BatchMax && Take(ref chunks) is { } operation) batch.Add(operation);
        }

        foreach (var operation in batch) operation.Failure ??= new StoreFailedException(failure.Message, failure.Code);
    }

    private static void Finish(Operation operation)
    {
        if (operation.Failure is null && Faults.IsEnabled)
        {
            try
            {
                Faults.At(operation.Name, "after-commit");
            }
            catch (InjectedFaultException fault)
            {
                // Kept, but its caller does not learn it: the unknown outcome that a crash leaves.
                operation.Failure = fault;
            }
        }

        operation.End();
    }

    private void Checkpoint()
    {
        isCheckpointDue = false;
        try
        {
            database.Checkpoint(truncate: false);
        }
        catch (StoreFailedException)
        {
            // The log is the truth until it is copied: it grows and the next checkpoint tries again.
        }
    }
}
