using System.Diagnostics;

namespace Gateway.Host.Bench;

/// <summary>
/// Peak memory of <c>translate</c> and <c>serve</c> as processes of their own: what files of any size need.
/// </summary>
internal sealed class MemoryBench(TextWriter progress)
{
    private const int SmallMessage = 2_000, LargeMessage = 1_000_000;

    /// <summary>Measures <c>translate</c> on files of 1, 10 and 100 MB, in small and in large messages, and <c>serve</c>.</summary>
    public Task<IReadOnlyList<Row>> Run(CancellationToken stop) => InFolder(async folder =>
        [.. await Translate(folder, stop), .. await new ServeMemory(progress, folder).Run(stop)]);

    /// <summary>Measures <c>serve</c> alone.</summary>
    public Task<IReadOnlyList<Row>> Serve(CancellationToken stop) => InFolder(folder => new ServeMemory(progress, folder).Run(stop));

    private static async Task<IReadOnlyList<Row>> InFolder(Func<string, Task<IReadOnlyList<Row>>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
        try
        {
            return await measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<List<Row>> Translate(string folder, CancellationToken stop)
    {
        var rows = new List<Row>();
        foreach (var (messages, bytes) in new[] { ("2 KB", SmallMessage), ("1 MB", LargeMessage) })
        {
            double first = 0;
            foreach (var megabytes in (int[])[1, 10, 100])
            {
                var name = $"translate {megabytes} MB, messages of {messages}";
                progress.WriteLine($"  {name} ...");
                var file = Path.Combine(folder, "manifests.edi");
                using (var to = File.Create(file)) ManifestText.Write(to, megabytes, megabytes * 1_000_000L, bytes);
                var start = Stopwatch.GetTimestamp();
                using var child = Child.Start(isLongRunning: false, "translate", file);
                var code = await child.End(stop);
                if (code > 1) throw new InvalidOperationException($"translate ended with {code}.");
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (first == 0) first = child.PeakMegabytes;
                rows.Add(new Row($"{name}: peak memory", child.PeakMegabytes, "MB", child.PeakMegabytes / first, "1 MB"));
                rows.Add(new Row($"{name}: time", seconds, "s"));
            }
        }

        return rows;
    }
}
