using System.Net;
using System.Text.Json;

namespace Gateway.Host.Bench;

/// <summary>
/// Memory of <c>serve</c> as a process of its own while 100 MB of manifests come in over HTTP: one near the largest body that is
/// taken, some of one large message each, and many small ones. The process works on them meanwhile, as it always does.
/// </summary>
internal sealed class ServeMemory(TextWriter progress, string folder)
{
    private const int Senders = 8, LargeBodies = 20, SmallBodies = 6_600;

    private int next;

    /// <summary>Measures idle and peak.</summary>
    public async Task<IReadOnlyList<Row>> Run(CancellationToken stop)
    {
        progress.WriteLine("  serve, 100 MB over HTTP ...");
        var file = BenchGateway.Write(Path.Combine(folder, "site"), Senders);
        var data = Path.Combine(folder, "site", "data");
        using var child = Child.Start(isLongRunning: true, "serve", "--config", file, "--data", data);
        using var client = new HttpClient { BaseAddress = await AddressOf(child, data, stop), Timeout = TimeSpan.FromMinutes(5) };
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        var idle = child.Megabytes;
        // What checking the configuration took at the start is not what is measured.
        child.ForgetPeak();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = child.Watch(ending.Token);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => Send(client, sender, stop), stop)));
        progress.WriteLine("  all of it is kept; waiting until it is worked on ...");
        while (await Open(client, stop) > 0) await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
        await ending.CancelAsync();
        await watching;
        return [
            new Row("serve, idle: memory", idle, "MB"),
            new Row("serve, 100 MB over HTTP: peak memory", child.PeakMegabytes, "MB", child.PeakMegabytes / idle, "idle"),
            new Row("serve, 100 MB over HTTP: more than idle", child.PeakMegabytes - idle, "MB"),
        ];
    }

    private static async Task<Uri> AddressOf(Child child, string data, CancellationToken stop)
    {
        while (true)
        {
            if (child.HasEnded) throw new InvalidOperationException("serve ended at its start.");
            if (await Serve.AddressFile.OfRunning(data, stop) is { } address) return address;
            await Task.Delay(TimeSpan.FromMilliseconds(50), stop);
        }
    }

    private async Task Send(HttpClient client, int sender, CancellationToken stop)
    {
        if (sender == 0) await Post(client, sender, ManifestText.Interchange(0, 60_000_000, 3_000), stop);
        for (var body = Interlocked.Increment(ref next); body <= LargeBodies + SmallBodies; body = Interlocked.Increment(ref next))
        {
            await Post(client, sender, ManifestText.Interchange(body, body <= LargeBodies ? 1_000_000 : 3_000), stop);
        }
    }

    private static async Task Post(HttpClient client, int sender, byte[] body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/interchanges") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Api-Key", BenchGateway.KeyOf(sender));
        using var answer = await client.SendAsync(request, stop);
        if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException($"The answer was {answer.StatusCode}.");
    }

    /// <summary>Receipts that are not worked on to their end.</summary>
    private static async Task<long> Open(HttpClient client, CancellationToken stop)
    {
        using var status = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1/status", UriKind.Relative), stop));
        var receipts = status.RootElement.GetProperty("receipts");
        return receipts.GetProperty("kept").GetInt64() + receipts.GetProperty("working").GetInt64();
    }
}
