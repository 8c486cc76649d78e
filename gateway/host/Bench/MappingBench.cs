using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Edifact;
using Gateway.Forms;
using Gateway.Host.Serve;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Host.Bench;

/// <summary>What each step from EDIFACT to a WCO document takes, on one core, beside the validated read of the same file.</summary>
/// <remarks>Figures are by processor time. Each way does all that the one before it does and one step more.</remarks>
internal sealed class MappingBench(Revision revision, TextWriter progress) : IDisposable
{
    private const int LargeMessage = 1_000_000;
    private const int Rules = 500;

    // Each takes some 3 seconds for each way.
    private const int LargeRounds = 3;
    private static readonly TimeSpan WarmUpLength = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SampleLength = TimeSpan.FromMilliseconds(20);
    private static readonly DateTimeOffset At = new(2026, 11, 23, 9, 15, 0, TimeSpan.Zero);
    private static readonly Moment Moment = new(At);
    private static readonly DateOnly Day = DateOnly.FromDateTime(At.UtcDateTime);
    private static readonly Dictionary<string, string> NoConstants = [];
    private static readonly FindForm Built = EdifactDirectory.BuiltIn.Find;

    private static readonly Func<Tree, int, (string Wco, string Json)> Pointers =
        (document, node) => (WcoModel.Pointer(document, node), WcoModel.JsonPointer(document, node));

    private readonly EdifactReader reader = new((_, _) => 0, Built, new Findings());
    private readonly Tree source = new();
    private readonly Tree document = new();
    private readonly Findings findings = new();
    private readonly Additions additions = new(revision.CodeList);
    private readonly IReadOnlyList<IEnricher> enrichers = Enrichers.Of(revision);
    private readonly ArrayBufferWriter<byte> buffer = new(1024 * 1024);

    // Of the message before: making it is no part of mapping, and counted with what follows.
    private Digest digest;

    private enum Way
    {
        Read,
        Map,
        Judge,
        Json,
        Xml,
    }

    private sealed record Figures(double Seconds, long Allocated, int Messages);

    /// <summary>Measures files of one message of 10 KB and 1 MB, of 100 MB, of one to a million messages, and the loading of a
    /// mapping.</summary>
    public IEnumerable<Row> Run()
    {
        (string Name, Func<int, byte[]> Make)[] kinds =
            [("CUSCAR", bytes => ManifestText.Interchange(1, bytes)), ("INVOIC", bytes => InvoiceText.Interchange(1, bytes / 2, bytes))];
        foreach (var (name, make) in kinds)
        {
            var block = new BenchFile(make(LargeMessage));
            WarmUp(block);
            foreach (var row in Measure(name + " 10 KB", new BenchFile(make(10_000)), 30)) yield return row;
            foreach (var row in Measure(name + " 1 MB", block, 12)) yield return row;
            foreach (var row in Measure(name + " 100 MB", block.Repeated(100_000_000), LargeRounds)) yield return row;
        }

        foreach (var row in Flat()) yield return row;
        yield return Load();
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void WarmUp(BenchFile file)
    {
        progress.WriteLine($"  warming up for {WarmUpLength.TotalSeconds} seconds ...");
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < WarmUpLength)
        {
            foreach (var way in Enum.GetValues<Way>()) Once(file, way);
        }
    }

    private IEnumerable<Row> Measure(string name, BenchFile file, int rounds)
    {
        progress.WriteLine($"  {name} ...");
        var best = Best(file, rounds);
        var (read, megabytes) = (best[0].Seconds, file.Length / 1e6);
        double Step(Way way) => Math.Max(0, best[(int)way].Seconds - best[(int)(way == Way.Xml ? Way.Judge : way - 1)].Seconds);
        yield return new Row($"{name}: read, validated", megabytes / read, "MB/s");
        yield return new Row($"{name}: map alone", megabytes / Step(Way.Map), "MB/s", read / Step(Way.Map), "the read");
        yield return new Row(
            $"{name}: digest, check, rules and enrich alone", megabytes / Step(Way.Judge), "MB/s", read / Step(Way.Judge), "the read");
        foreach (var way in new[] { Way.Json, Way.Xml })
        {
            var (seconds, allocated, messages) = best[(int)way];
            var form = way == Way.Json ? "JSON" : "XML";
            var all = $"{name}: all of it to WCO {form}";
            yield return new Row(all, megabytes / seconds, "MB/s in", read / seconds, "the read");
            yield return new Row(all, messages / seconds, "messages/s");
            yield return new Row(all, allocated / (double)file.Length, "bytes/byte");
            yield return new Row($"{name}: map and write {form}", (Step(Way.Map) + Step(way)) / read, "reads");
        }
    }

    private Figures[] Best(BenchFile file, int rounds)
    {
        var ways = Enum.GetValues<Way>();
        var best = new Figures[ways.Length];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in ways)
            {
                var took = Once(file, way);
                if (round == 0 || took.Seconds < best[(int)way].Seconds) best[(int)way] = took;
            }
        }

        return best;
    }

    /// <summary>What a message costs, however many there are: one bill each.</summary>
    private IEnumerable<Row> Flat()
    {
        const int InBlock = 1000;
        var block = ManifestText.Interchange(1, 700 * InBlock, 800);
        var few = new BenchFile(ManifestText.Interchange(1, 800));
        var limit = 0.0;
        foreach (var file in new[] { few, new BenchFile(block), new BenchFile(block, 100), new BenchFile(block, 1000) })
        {
            progress.WriteLine($"  {file.Length / 1e6:0} MB of small messages ...");
            var figures = Once(file, Way.Json);
            for (var i = 0; i < (file.Times == 1 ? 30 : 0); i++)
            {
                var again = Once(file, Way.Json);
                if (again.Seconds < figures.Seconds) figures = again;
            }

            var cost = figures.Seconds / figures.Messages * 1e6;
            if (limit == 0) limit = cost;
            var name = string.Create(
                CultureInfo.InvariantCulture, $"{figures.Messages:N0} messages of {file.Length / figures.Messages} bytes to JSON");
            yield return new Row(name, cost, "µs each", cost / limit, "one message");
        }
    }

    /// <summary>A mapping of 500 rules, from its text to what runs.</summary>
    private Row Load()
    {
        progress.WriteLine("  loading a mapping ...");
        var text = Encoding.UTF8.GetBytes(LargeMapping());
        var form = Built("CUSCAR", "D", "95B")!.Schema;
        var best = double.MaxValue;
        for (var i = 0; i < 60; i++)
        {
            var faults = new Findings();
            var start = Environment.CpuUsage.TotalTime;
            var loaded = MappingText.Load("large", path => path == "large/mapping.yaml" ? text : null, Adapters.ReadYaml, faults);
            var mapping = loaded is null ? null : Mapping.Compile(
                loaded, [form], form, WcoModel.Root("CargoReport"), WcoModel.Class, _ => null, faults);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
            if (mapping is null) throw new InvalidOperationException(faults.All[0].Sentence);
            if (mapping.Rules.Count < Rules) throw new InvalidOperationException($"the mapping has {mapping.Rules.Count} rules only");
        }

        return new Row($"loading a mapping of {Rules} rules, warm", best, "ms");
    }

    private static string LargeMapping()
    {
        var text = new StringBuilder("""
            mapping: 1
            from: edifact CUSCAR D.95B
            to: wco CargoReport
            map:
              FunctionCode: BGM.1225 else '9'
              TypeCode: BGM.1001 !
              ID: BGM.1004 !
              AdditionalInformation:

            """);
        for (var i = 0; i < (Rules / 4) + 1; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - each: 'FTX+{i:X3}'\n").Append("      StatementTypeCode: .4451\n")
                .Append("      StatementCode: .4441 else .4453\n").Append("      StatementDescription: .4440 | join(' ')\n");
        }

        return text.ToString();
    }

    /// <summary>One sample: the way as often as needed to be long enough for the clock.</summary>
    private Figures Once(BenchFile file, Way way)
    {
        var (times, messages) = (0, 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        TimeSpan took;
        do
        {
            messages = Go(file, way);
            times++;
            took = Environment.CpuUsage.TotalTime - start;
        }
        while (took < SampleLength);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Figures(took.TotalSeconds / times, allocated / times, messages);
    }

    private int Go(BenchFile file, Way way)
    {
        var messages = 0;
        findings.Clear();
        reader.Open(file.Read, Built, findings);
        while (reader.Read(source, out var mark))
        {
            messages++;
            if (way == Way.Read) continue;
            var root = Map(mark);
            if (way == Way.Map) continue;
            digest = mark.DigestOf(source);
            Judge(root);
            if (way == Way.Judge) continue;
            buffer.ResetWrittenCount();
            if (way == Way.Json) JsonForm.Write(document, buffer);
            else XmlForm.Write(document, buffer);
        }

        return messages;
    }

    private string Map(MessageMark message)
    {
        var type = new DocumentType("edifact", message.Type, message.Release, message.Guide);
        var mark = new DocumentMark(message.Ordinal, message.Interchange, type, message.Reference, message.Span, message.FormRelease,
            digest, message.IsReadable);
        var mapping = revision.MappingFor(type, null, source, out var reason) ?? throw new InvalidOperationException(reason);
        var root = mapping.Text.Head.ToType;
        document.Reset(WcoModel.Root(root), null);
        document.KeepProvenance();
        var envelope = document.Open(Schema.Root);
        MetaData.Write(source, document, mark, "bench", Moment, mapping);
        mapping.Run(source, document, Moment, NoConstants, findings);
        document.Close(envelope);
        return root;
    }

    private void Judge(string root)
    {
        WcoModel.Check(document, revision.CodeList, Day, findings);
        revision.RulesFor(root)?.Run(document, Moment, Pointers, findings);
        additions.Begin(document);
        // Nothing is fetched from elsewhere: the work is done when it returns.
        foreach (var enricher in enrichers)
        {
            enricher.Enrich(document, Day, additions, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        additions.Merge();
    }
}
