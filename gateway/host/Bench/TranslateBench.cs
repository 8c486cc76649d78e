using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Host.Serve;

namespace Gateway.Host.Bench;

/// <summary>Parse, map, validate, enrich and write, in memory, on one core, beside SHA-256 over the same bytes.</summary>
internal sealed class TranslateBench(Revision revision, TextWriter progress)
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 9, 15, 0, TimeSpan.Zero);
    private readonly ArrayBufferWriter<byte> buffer = new(1024 * 1024);

    /// <summary>Measures files of one message of 1 MB, of many messages of 3 KB, and one of 100 MB.</summary>
    public IEnumerable<Row> Run()
    {
        foreach (var (name, bytes) in Files())
        {
            progress.WriteLine($"  {name} ...");
            var limit = Best(() => Hash(bytes), 5);
            WarmUp(bytes);
            var runs = bytes.Length > 50_000_000 ? 1 : 15;
            var json = Best(() => Translate(bytes, isXml: false), runs);
            var xml = Best(() => Translate(bytes, isXml: true), runs);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var messages = Translate(bytes, isXml: false);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var megabytes = bytes.Length / 1e6;
            yield return new Row($"{name}: SHA-256 of the same bytes", megabytes / limit, "MB/s");
            yield return new Row($"{name}: to WCO JSON", megabytes / json, "MB/s in", limit / json, "SHA-256");
            yield return new Row($"{name}: to WCO XML", megabytes / xml, "MB/s in", limit / xml, "SHA-256");
            yield return new Row($"{name}: messages", messages / json, "messages/s");
            yield return new Row($"{name}: allocated", allocated / (double)bytes.Length, "bytes/byte");
        }

        yield return new Row("peak memory of this process", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB");
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        yield return ("CUSCAR 1 MB, one message", ManifestText.Interchange(1, 1_000_000));
        yield return ("CUSCAR 1 MB, messages of 3 KB", ManifestText.Interchange(2, 1_000_000, 3_000));
        yield return ("CUSCAR 100 MB, messages of 1 MB", ManifestText.Interchange(3, 100_000_000, 1_000_000));
    }

    // Tiered compilation needs calls and a moment to finish: about three seconds of the real work on at most 1 MB.
    private void WarmUp(byte[] bytes)
    {
        var some = bytes.Length > 50_000_000 ? ManifestText.Interchange(4, 1_000_000) : bytes;
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 3000)
        {
            Translate(some, isXml: false);
            Translate(some, isXml: true);
        }
    }

    private static double Hash(byte[] bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        return SHA256.HashData(bytes, digest);
    }

    private int Translate(byte[] bytes, bool isXml)
    {
        var raw = new MemoryRaw(bytes);
        var arrival = new Arrival("bench", "bench", null, null, "", At);
        using var translation = OfflineTranslation.Open(raw, arrival, revision, Adapters.Formats());
        translation.KeepsReports = false;
        var messages = 0;
        while (Next(translation) is { } document)
        {
            messages++;
            if (document.Translation.Document is not { } tree) throw new InvalidOperationException(document.Translation.Reason);
            buffer.ResetWrittenCount();
            if (isXml) XmlForm.Write(tree, buffer);
            else JsonForm.Write(tree, buffer);
        }

        return messages;
    }

    // Reading from memory never waits: the task is done when it returns.
    private static TranslatedDocument? Next(OfflineTranslation translation)
    {
        var next = translation.Next(CancellationToken.None);
        return next.IsCompleted ? next.GetAwaiter().GetResult() : next.AsTask().GetAwaiter().GetResult();
    }

    private static double Best(Func<double> work, int runs)
    {
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static double Best(Func<int> work, int runs) => Best(() => (double)work(), runs);

    private sealed class MemoryRaw(byte[] bytes) : IRaw
    {
        public int Part => 0;

        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> into)
        {
            var count = (int)Math.Min(into.Length, bytes.Length - offset);
            if (count <= 0) return 0;
            bytes.AsSpan((int)offset, count).CopyTo(into);
            return count;
        }
    }
}
