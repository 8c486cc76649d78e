using System.Diagnostics;
using System.Threading.Channels;

namespace Gateway.Stores;

/// <summary>
/// The most that a group-commit loop can take on this machine: it writes the rows and indexes that keeping an interchange
/// writes, with the same checkpoints beside it, and decides nothing. The measure that durable intake is compared with.
/// </summary>
public sealed class GroupCommitLimit : IDisposable
{
    private const int GroupMax = 256;

    private readonly Database database;
    private readonly Checkpoints checkpoints;
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly Thread thread;
    private long number;
    private long commits;
    private volatile bool isCheckpointDue;

    private GroupCommitLimit(string path, ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        database = Layout.Open(path);
        checkpoints = new Checkpoints(path, () => Interlocked.Read(ref commits), () => isCheckpointDue = true);
        thread = new Thread(Write) { Name = "group-commit loop", IsBackground = true };
        thread.Start();
    }

    private sealed record Waiting(long Number, TaskCompletionSource Done);

    /// <summary>Makes a store file in a folder.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="bytes">The body that every commit holds.</param>
    public static GroupCommitLimit Open(string folder, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(folder);
        return new GroupCommitLimit(Path.Combine(folder, "limit.db"), bytes);
    }

    /// <summary>Runs senders that each wait for their own commit.</summary>
    /// <param name="senders">How many wait at the same time.</param>
    /// <param name="length">How long to run.</param>
    /// <returns>Commits that were waited for, a second, and how long each wait was, in milliseconds.</returns>
    public async Task<(double PerSecond, IReadOnlyList<double> Waits)> Run(int senders, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (clock.Elapsed < length)
            {
                var start = Stopwatch.GetTimestamp();
                var waiting = new Waiting(Interlocked.Increment(ref number), new(TaskCreationOptions.RunContinuationsAsynchronously));
                await queue.Writer.WriteAsync(waiting);
                await waiting.Done.Task;
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return own;
        })));
        return (waits.Sum(own => own.Count) / clock.Elapsed.TotalSeconds, [.. waits.SelectMany(own => own)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        checkpoints.Dispose();
        queue.Writer.Complete();
        thread.Join();
        database.Dispose();
    }

    private void Write()
    {
        var group = new List<Waiting>();
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            database.Execute("BEGIN IMMEDIATE");
            while (group.Count < GroupMax && queue.Reader.TryRead(out var next))
            {
                group.Add(next);
                Insert(next.Number);
            }

            database.Reset();
            database.Execute("COMMIT");
            Interlocked.Increment(ref commits);
            foreach (var waiting in group) waiting.Done.SetResult();
            group.Clear();
            if (!isCheckpointDue) continue;
            isCheckpointDue = false;
            database.Checkpoint(truncate: false);
        }
    }

    private void Insert(long sequence)
    {
        var digest = new byte[32];
        System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(sequence), digest);
        var hex = Convert.ToHexStringLower(digest);
        database.Sql("INSERT INTO raw(id, bytes) VALUES(?,?)").Set(sequence << Layout.RowBits).Set(bytes.Span).Run();
        database.Sql("INSERT INTO receipt(sequence, id, sha256, bytes, channel, scope, reply_to, arrived_at, partner, body, state, reason, "
            + "attempts, documents, accepted, next_document, fence, due_at, turn, interchanges) "
            + "VALUES(?,?,?,?,?,?,'',?,?,?,0,'',0,0,0,1,0,?,?,?)")
            .Set(sequence).Set(hex[..32]).Set(hex).Set(bytes.Length).Set("bench").Set("bench").Set(sequence).Set("bench").Set(sequence)
            .Set(sequence == 1 ? 0 : (long?)null).Set(sequence).Set(digest.AsSpan()).Run();
        database.Sql("INSERT OR REPLACE INTO interchange VALUES(?,?,?)")
            .Set(digest.AsSpan(0, 16)).Set(digest.AsSpan()).Set(sequence).Run();
        database.Sql("INSERT INTO journal(bytes) VALUES(?)").Set(digest.AsSpan()).Run();
    }
}
