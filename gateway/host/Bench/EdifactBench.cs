using System.Diagnostics;
using System.Globalization;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Host.Bench;

/// <summary>The EDIFACT engine on one core, beside <see cref="StructuralIndex"/> over the same bytes.</summary>
/// <remarks>Figures are by processor time: on a shared machine the time on the wall says more about the neighbours.</remarks>
internal sealed class EdifactBench(TextWriter progress) : IDisposable
{
    private const int SmallFiles = 10_000;
    private const int SmallBytes = 3_000;
    private const int SmallTrees = 100;
    private static readonly FindForm NoForm = (_, _, _) => null;
    private static readonly FindForm Built = EdifactDirectory.BuiltIn.Find;
    private static readonly TimeSpan WarmUpLength = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan SampleLength = TimeSpan.FromMilliseconds(20);

    private readonly Tree tree = new();
    private readonly Findings findings = new();
    // As the gateway does it: one reader after another file.
    private readonly SegmentReader segments = new((_, _) => 0);
    private readonly EdifactReader messages = new((_, _) => 0, NoForm, new Findings());
    private readonly uint[] places = new uint[BlockBytes + BlockBytes / 4];
    private long checksum;

    /// <summary>A longer file repeats a block of one interchange with one message of about this size: it is never whole in
    /// memory.</summary>
    private const int BlockBytes = 1_000_000;

    private sealed record Kind(string Name, Func<int, int, byte[]> Make);

    /// <summary>A way of going through bytes, and how many messages it found.</summary>
    private sealed record Work(string Name, Func<BenchFile, int> Run);

    private sealed record Figures(double Seconds, long Allocated, int Messages);

    /// <summary>Measures files of 10 KB to 1 GB and many small ones.</summary>
    public IEnumerable<Row> Run()
    {
        Kind[] kinds =
        [
            new("CUSCAR", (number, bytes) => ManifestText.Interchange(number, bytes)),
            // One message, also where it comes out a little smaller than asked for.
            new("INVOIC", (number, bytes) => InvoiceText.Interchange(number, bytes / 2, bytes)),
        ];
        var blocks = kinds.Select(k => new BenchFile(k.Make(1, BlockBytes))).ToArray();
        WarmUp(blocks);
        for (var i = 0; i < kinds.Length; i++)
        {
            var name = kinds[i].Name;
            foreach (var row in Measure(name + " 10 KB", new BenchFile(kinds[i].Make(2, 10_000)), 40)) yield return row;
            foreach (var row in Measure(name + " 1 MB", blocks[i], 40)) yield return row;
            foreach (var row in Measure(name + " 100 MB", blocks[i].Repeated(100_000_000), 2)) yield return row;
            yield return PeakMemory("100 MB of " + name);
            foreach (var row in Measure(name + " 1 GB", blocks[i].Repeated(1_000_000_000), 1)) yield return row;
            yield return PeakMemory("1 GB of " + name);
        }

        foreach (var kind in kinds)
        {
            progress.WriteLine($"  making {SmallFiles} {kind.Name} files ...");
            var files = Enumerable.Range(1, SmallFiles).Select(n => new BenchFile(kind.Make(n, SmallBytes))).ToArray();
            var name = string.Create(CultureInfo.InvariantCulture, $"{kind.Name} {SmallFiles:N0} files of 3 KB");
            var works = Works();
            foreach (var row in MeasureAll(name, files, works[..^1], 15)) yield return row;
            // All trees at once would need more memory than anything that is measured: some are written, as often as needed.
            foreach (var row in MeasureAll(name, files[..SmallTrees], [works[0], works[^1]], 10).Skip(1)) yield return row;
            yield return PeakMemory(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        segments.Dispose();
        messages.Dispose();
    }

    private Work[] Works()
        =>
        [
            new("scan", Scan), new("tokenise", Tokenise), new("into the tree, no directory", s => Read(s, NoForm)),
            new("into the tree, validated", s => Read(s, Built)), new("write", Write),
        ];

    // Tiered compilation needs calls and a moment to finish.
    private void WarmUp(BenchFile[] sources)
    {
        progress.WriteLine($"  warming up for {WarmUpLength.TotalSeconds} seconds ...");
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < WarmUpLength)
        {
            foreach (var work in Works())
            {
                foreach (var source in sources) work.Run(source);
            }
        }
    }

    private IEnumerable<Row> Measure(string name, BenchFile source, int rounds) => MeasureAll(name, [source], Works(), rounds);

    private IEnumerable<Row> MeasureAll(string name, BenchFile[] sources, Work[] works, int rounds)
    {
        progress.WriteLine($"  {name} ...");
        var best = new Figures?[works.Length];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                var took = Once(works[i], sources);
                if (best[i] is null || took.Seconds < best[i]!.Seconds) best[i] = took;
            }
        }

        if (findings.Count > 0) throw new InvalidOperationException("what is measured has faults: " + findings.All[0].Sentence);
        var bytes = sources.Sum(s => s.Length);
        var limit = best[0]!.Seconds;
        for (var i = 0; i < works.Length; i++)
        {
            var (seconds, allocated, messages) = best[i]!;
            var row = $"{name}: {works[i].Name}";
            if (i == 0)
            {
                yield return new Row(row, bytes / seconds / 1e6, "MB/s");
                continue;
            }

            yield return new Row(row, bytes / seconds / 1e6, "MB/s", limit / seconds, "the scan");
            if (messages > 0) yield return new Row(row, messages / seconds, "messages/s");
            yield return new Row(row, allocated / (bytes / 1e6), "bytes allocated/MB");
        }
    }

    /// <summary>One sample: the work as often as needed to be long enough for the clock.</summary>
    private static Figures Once(Work work, BenchFile[] sources)
    {
        var (times, messages) = (0, 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        TimeSpan took;
        do
        {
            messages = 0;
            foreach (var source in sources) messages += work.Run(source);
            times++;
            took = Environment.CpuUsage.TotalTime - start;
        }
        while (took < SampleLength);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Figures(took.TotalSeconds / times, allocated / times, messages);
    }

    /// <summary>The limit is taken in memory, without the copy that reading a file costs.</summary>
    private int Scan(BenchFile source)
    {
        for (var i = 0; i < source.Times; i++) checksum += StructuralIndex.Build(source.Block, places);
        return 0;
    }

    private int Tokenise(BenchFile source)
    {
        segments.Open(source.Read);
        while (segments.Read())
        {
            foreach (var value in segments.Values) checksum += value.Raw.Length + value.Element;
        }

        return 0;
    }

    private int Read(BenchFile source, FindForm find)
    {
        var count = 0;
        messages.Open(source.Read, find, findings);
        while (messages.Read(tree, out var mark))
        {
            count++;
            if (!mark.IsReadable) findings.Clear();
        }

        checksum += tree.Nodes.Length;
        return count;
    }

    /// <summary>Writes the message of the block as often as it stands in the file.</summary>
    private static int Write(BenchFile source)
    {
        using var writer = new EdifactWriter(Stream.Null);
        for (var i = 0; i < source.Times; i++) writer.Write(source.Message);
        writer.Complete();
        return source.Times;
    }

    private static Row PeakMemory(string after)
        => new("peak memory of this process after " + after, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB");
}
