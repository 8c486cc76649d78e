using System.Diagnostics;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;
using Gateway.Stores;

namespace Gateway.Host.Bench;

/// <summary>Durable intake in process, beside a group-commit loop that writes the same rows.</summary>
internal sealed class IntakeBench(TextWriter progress)
{
    private const int BodyBytes = 3000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    /// <summary>Measures 8 and 64 senders.</summary>
    public async Task<IReadOnlyList<Row>> Run(CancellationToken stop)
    {
        var rows = new List<Row>();
        var folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
        try
        {
            foreach (var senders in (int[])[8, 64])
            {
                progress.WriteLine($"  {senders} senders ...");
                var limit = await GroupCommitLimit.Measure(
                    Path.Combine(folder, $"limit-{senders}"), senders, ManifestText.Interchange(1, BodyBytes), Length);
                rows.Add(new Row($"group-commit loop, {senders} senders", limit, "commits/s"));
                var (kept, p50, p99) = await Keep(Path.Combine(folder, $"keep-{senders}"), senders, stop);
                rows.Add(new Row($"receive in process, {senders} senders", kept, "kept/s", kept / limit, "the group-commit loop"));
                rows.Add(new Row($"receive in process, {senders} senders: p50", p50, "ms"));
                rows.Add(new Row($"receive in process, {senders} senders: p99", p99, "ms"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return rows;
    }

    private static async Task<(double PerSecond, double P50, double P99)> Keep(string folder, int senders, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        await using var store = SqliteStore.Open(folder, TimeProvider.System);
        var formats = Adapters.Formats();
        var files = ConfigurationFolder.Read([.. Home.Configuration]);
        var configuration = new Configuration(store, formats, Adapters.ReadYaml, () => files, TimeProvider.System);
        await configuration.Reload("bench", new Findings(), stop);
        var pipeline = new Pipeline(store, formats, configuration, TimeProvider.System);
        var number = 0;
        var waits = new List<double>[senders];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            waits[sender] = [];
            while (clock.Elapsed < Length)
            {
                var bytes = ManifestText.Interchange(Interlocked.Increment(ref number), BodyBytes);
                var arrival = new Arrival("bench", $"sender-{sender}", null, null, "", TimeProvider.System.GetUtcNow());
                var start = Stopwatch.GetTimestamp();
                await pipeline.Receive(arrival, new MemoryStream(bytes), stop);
                waits[sender].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }, stop)));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = waits.SelectMany(w => w).Order().ToArray();
        return (all.Length / seconds, all[all.Length / 2], all[(int)(all.Length * 0.99)]);
    }
}
