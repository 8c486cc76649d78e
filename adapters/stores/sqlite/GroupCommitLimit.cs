using System.Diagnostics;
using System.Threading.Channels;

namespace Gateway.Stores;

/// <summary>
/// The most that a group-commit loop can take on this machine: it writes the rows and indexes that keeping an interchange
/// writes, and decides nothing. The measure that durable intake is compared with.
/// </summary>
public static class GroupCommitLimit
{
    private sealed record Waiting(long Number, TaskCompletionSource Done);

    /// <summary>Runs senders that each wait for their own commit.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="senders">How many wait at the same time.</param>
    /// <param name="bytes">One body.</param>
    /// <param name="length">How long to run.</param>
    /// <returns>Commits that were waited for, a second.</returns>
    public static async Task<double> Measure(string folder, int senders, ReadOnlyMemory<byte> bytes, TimeSpan length)
    {
        Directory.CreateDirectory(folder);
        using var database = Layout.Open(Path.Combine(folder, "limit.db"));
        var queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
        var writing = Task.Factory.StartNew(
            () => Write(database, queue.Reader, bytes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var clock = Stopwatch.StartNew();
        long number = 0, done = 0;
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < length)
            {
                var waiting = new Waiting(Interlocked.Increment(ref number), new(TaskCreationOptions.RunContinuationsAsynchronously));
                await queue.Writer.WriteAsync(waiting);
                await waiting.Done.Task;
                Interlocked.Increment(ref done);
            }
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        queue.Writer.Complete();
        await writing;
        return done / seconds;
    }

    private static void Write(Database database, ChannelReader<Waiting> queue, ReadOnlyMemory<byte> bytes)
    {
        var group = new List<Waiting>();
        while (queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < 256 && queue.TryRead(out var next)) group.Add(next);
            database.Execute("BEGIN IMMEDIATE");
            foreach (var waiting in group) Insert(database, waiting.Number, bytes.Span);
            database.Reset();
            database.Execute("COMMIT");
            foreach (var waiting in group) waiting.Done.SetResult();
            group.Clear();
        }
    }

    private static void Insert(Database database, long number, ReadOnlySpan<byte> bytes)
    {
        var digest = new byte[32];
        System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number), digest);
        var hex = Convert.ToHexStringLower(digest);
        database.Sql("INSERT INTO raw(id, bytes) VALUES(?,?)").Set(number << Layout.RowBits).Set(bytes).Run();
        database.Sql("INSERT INTO receipt(sequence, id, sha256, bytes, channel, scope, reply_to, arrived_at, partner, body, state, reason, "
            + "attempts, documents, accepted, next_document, fence, due_at, turn, interchanges) "
            + "VALUES(?,?,?,?,?,?,'',?,?,?,0,'',0,0,0,1,0,?,?,?)")
            .Set(number).Set(hex[..32]).Set(hex).Set(bytes.Length).Set("bench").Set("bench").Set(number).Set("bench").Set(number)
            .Set(number == 1 ? 0 : (long?)null).Set(number).Set(digest.AsSpan()).Run();
        database.Sql("INSERT OR REPLACE INTO interchange VALUES(?,?,?)").Set(digest.AsSpan(0, 16)).Set(digest.AsSpan()).Set(number).Run();
        database.Sql("INSERT INTO journal(bytes) VALUES(?)").Set(digest.AsSpan()).Run();
    }
}
