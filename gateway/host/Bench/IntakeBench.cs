using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Gateway.Stores;

namespace Gateway.Host.Bench;

/// <summary>
/// Durable intake, in process and over HTTP, beside a group-commit loop that writes the same rows. The flush time of a disk
/// changes from second to second, so the three take turns in short rounds, and a ratio is the median of the rounds' ratios.
/// </summary>
internal sealed class IntakeBench(TextWriter progress)
{
    private const int BodyBytes = 3000;
    private const int WarmUps = 3, Rounds = 7;
    private const int LargeSenders = 8, LargeBodies = 6, LargeBytes = 1_000_000;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(700);

    /// <summary>Measures 8 and 64 senders.</summary>
    public async Task<IReadOnlyList<Row>> Run(CancellationToken stop)
    {
        var rows = new List<Row>();
        foreach (var senders in (int[])[8, 64])
        {
            progress.WriteLine($"  intake, {senders} senders ...");
            var folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
            try
            {
                rows.AddRange(await Measure(folder, senders, stop));
                rows.AddRange(await MeasureBusy(Path.Combine(folder, "busy"), senders, stop));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return rows;
    }

    private static async Task<IEnumerable<Row>> Measure(string folder, int senders, CancellationToken stop)
    {
        using var limit = GroupCommitLimit.Open(Path.Combine(folder, "limit"), ManifestText.Interchange(1, BodyBytes));
        await using var site = await BenchGateway.Open(BenchGateway.Write(Path.Combine(folder, "site"), senders), stop);
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = site.Address };
        var all = Enumerable.Range(0, senders).Select(number => new Sender(number, senders, site, client)).ToArray();
        var (loops, waits) = (new List<double>(), new List<double>());
        var (inProcess, overHttp) = (new Taken("receive in process"), new Taken("receive over HTTP"));
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            // The first rounds count for nothing: the compiler is still at work.
            if (round == WarmUps) (loops, waits, inProcess, overHttp) = ([], [], inProcess.Again(), overHttp.Again());
            var loop = await limit.Run(senders, Length);
            loops.Add(loop.PerSecond);
            waits.AddRange(loop.Waits);
            await inProcess.Round(all, sender => sender.Keep(stop), Length);
            await overHttp.Round(all, sender => sender.Post(stop), Length);
        }

        return [
            new Row($"group-commit loop, {senders} senders", Median(loops), "commits/s"), .. Waits("group-commit loop", senders, waits),
            .. inProcess.Rows(senders, loops), .. overHttp.Rows(senders, loops),
        ];
    }

    /// <summary>Over HTTP, while the workers work on what came and on large messages that came before.</summary>
    private static async Task<IEnumerable<Row>> MeasureBusy(string folder, int senders, CancellationToken stop)
    {
        await using var site = await BenchGateway.Open(BenchGateway.Write(folder, senders + LargeSenders), stop);
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = site.Address };
        var all = Enumerable.Range(0, senders).Select(number => new Sender(number, senders, site, client)).ToArray();
        for (var i = 0; i < LargeSenders * LargeBodies; i++)
        {
            // A partner's receipts are worked on one after another, so there are several.
            await site.Keep(senders + (i % LargeSenders), ManifestText.Interchange(i, LargeBytes), stop);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = site.Gateway.Run(ending.Token, ending.Token);
        var busy = new Taken("receive over HTTP while it works");
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            if (round == WarmUps) busy = busy.Again();
            await busy.Round(all, sender => sender.Post(stop), Length);
        }

        await ending.CancelAsync();
        await running;
        return busy.Rows(senders, []);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static IEnumerable<Row> Waits(string name, int senders, List<double> waits)
    {
        var sorted = waits.Order().ToArray();
        yield return new Row($"{name}, {senders} senders: p50", sorted[sorted.Length / 2], "ms");
        yield return new Row($"{name}, {senders} senders: p99", sorted[(int)(sorted.Length * 0.99)], "ms");
    }

    /// <summary>What one way of taking in did in its rounds.</summary>
    private sealed class Taken(string name)
    {
        private readonly List<double> perSecond = [];
        private readonly List<double> waits = [];

        public Taken Again() => new(name);

        /// <summary>Every sender sends one after another; each waits for its acknowledgement.</summary>
        public async Task Round(Sender[] senders, Func<Sender, Task> send, TimeSpan length)
        {
            var clock = Stopwatch.StartNew();
            var all = await Task.WhenAll(senders.Select(sender => Task.Run(async () =>
            {
                var own = new List<double>();
                while (clock.Elapsed < length)
                {
                    sender.Prepare();
                    var start = Stopwatch.GetTimestamp();
                    await send(sender);
                    own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                return own;
            })));
            var seconds = clock.Elapsed.TotalSeconds;
            perSecond.Add(all.Sum(own => own.Count) / seconds);
            foreach (var own in all) waits.AddRange(own);
        }

        public IEnumerable<Row> Rows(int senders, List<double> loops)
        {
            var first = new Row($"{name}, {senders} senders", Median(perSecond), "messages/s");
            yield return loops.Count == 0 ? first : first with
            {
                Ratio = Median(perSecond.Zip(loops, (own, loop) => own / loop)), To = "the group-commit loop",
            };
            foreach (var row in Waits(name, senders, waits)) yield return row;
        }
    }

    /// <summary>One partner with its interchanges: the same goods under a new reference each time.</summary>
    private sealed class Sender
    {
        private readonly int number;
        private readonly int step;
        private readonly BenchGateway site;
        private readonly HttpClient client;
        private readonly byte[] body;
        private readonly int[] places;
        private int next;

        public Sender(int number, int step, BenchGateway site, HttpClient client)
        {
            (this.number, this.step, this.site, this.client, next) = (number, step, site, client, number);
            body = ManifestText.Interchange(number, BodyBytes);
            var reference = Encoding.ASCII.GetBytes($"+B{number:D8}'");
            places = [body.AsSpan().IndexOf(reference) + 2, body.AsSpan().LastIndexOf(reference) + 2];
        }

        /// <summary>Writes the next reference into UNB and UNZ; not part of what is measured.</summary>
        public void Prepare()
        {
            next += step;
            foreach (var place in places) next.TryFormat(body.AsSpan(place, 8), out _, "D8", CultureInfo.InvariantCulture);
        }

        public Task Keep(CancellationToken stop) => site.Keep(number, body, stop);

        public async Task Post(CancellationToken stop)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/interchanges") { Content = new ByteArrayContent(body) };
            request.Headers.Add("X-Api-Key", BenchGateway.KeyOf(number));
            using var answer = await client.SendAsync(request, stop);
            if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException($"The answer was {answer.StatusCode}.");
        }
    }
}
