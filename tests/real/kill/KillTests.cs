using System.Diagnostics;
using System.Globalization;
using System.Net;
using Gateway.Host.Bench;

namespace Gateway.Tests.Real.Kill;

/// <summary>Acknowledged means durable and delivered once in effect, whatever instant the process dies at.</summary>
public sealed class KillTests
{
    private const int Interchanges = 2000;
    private const int Kills = 12;

    [Fact]
    public async Task Killed_at_random_moments_the_gateway_delivers_every_acknowledged_interchange_once()
    {
        await using var sink = await RiskSink.Start();
        using var gateway = new GatewayProcess(sink.Address);
        var clock = Stopwatch.StartNew();
        gateway.Start();
        await gateway.Ready();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));

        var posting = Enumerable.Range(0, 4).Select(sender => Post(gateway, sender, stop.Token)).ToArray();
        var dropping = Drop(gateway, stop.Token);
        var random = new Random(20261123);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(200, 2500), stop.Token);
            // What is interrupted five times is held, as a document that kills the gateway would be; on a busy machine a start and the
            // first documents take longer than a pause between two kills.
            if (kill % 3 == 2) await CameOldest(sink, stop.Token);
            gateway.Kill();
            gateway.Start();
            await gateway.Ready();
        }

        await Task.WhenAll([.. posting, dropping]);
        await Arrived(sink, stop.Token);

        var missing = Enumerable.Range(1, Interchanges).Select(Reference).Where(r => !sink.Got.ContainsKey(r)).ToList();
        Assert.True(missing.Count == 0,
            $"{missing.Count} acknowledged interchanges were not delivered in {clock.Elapsed.TotalSeconds:0} s, first {missing.FirstOrDefault()}:\n{gateway.Words}");
        var doubled = sink.Got.Where(g => g.Value.Count > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Value.Keys)}").ToList();
        Assert.True(doubled.Count == 0, $"{doubled.Count} interchanges came under several ids:\n{string.Join('\n', doubled.Take(5))}");
        Assert.Equal(Interchanges, sink.Got.Count);
    }

    private static async Task CameOldest(RiskSink sink, CancellationToken stop)
    {
        var oldest = Enumerable.Range(1, Interchanges).Select(Reference).Where(r => !sink.Got.ContainsKey(r)).Take(8).ToList();
        var since = Stopwatch.StartNew();
        while (!oldest.TrueForAll(sink.Got.ContainsKey) && since.Elapsed < TimeSpan.FromSeconds(40)) await Task.Delay(50, stop);
    }

    // However slow the machine is: as long as something comes, the rest may come.
    private static async Task Arrived(RiskSink sink, CancellationToken stop)
    {
        var (before, since) = (-1, Stopwatch.StartNew());
        while (sink.Got.Count < Interchanges && since.Elapsed < TimeSpan.FromSeconds(40))
        {
            if (sink.Got.Count > before) (before, since) = (sink.Got.Count, Stopwatch.StartNew());
            await Task.Delay(200, stop);
        }
    }

    private static string Reference(int number) => string.Create(CultureInfo.InvariantCulture, $"B{number:D8}");

    // Even numbers go by HTTP: each sender repeats the same bytes until it has a receipt, as a carrier's system does.
    private static async Task Post(GatewayProcess gateway, int sender, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        for (var number = 2 * (sender + 1); number <= Interchanges; number += 8)
        {
            var bytes = ManifestText.Interchange(number, 1000);
            while (!await Acknowledged(client, gateway, bytes, stop)) await Task.Delay(100, stop);
        }
    }

    private static async Task<bool> Acknowledged(HttpClient client, GatewayProcess gateway, byte[] bytes, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{gateway.Port}/v1/interchanges")
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Headers.Add("X-Api-Key", GatewayProcess.Key);
        try
        {
            using var reply = await client.SendAsync(request, stop);
            if (reply.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK) return true;
            if (reply.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            throw new InvalidOperationException($"{(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync(stop)}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    // Odd numbers go through the folder: a finished rename is the acknowledgement.
    private static async Task Drop(GatewayProcess gateway, CancellationToken stop)
    {
        for (var number = 1; number <= Interchanges; number += 2)
        {
            var part = Path.Combine(gateway.Inbox, Reference(number) + ".part");
            await File.WriteAllBytesAsync(part, ManifestText.Interchange(number, 1000), stop);
            File.Move(part, Path.Combine(gateway.Inbox, Reference(number) + ".edi"));
            if (number % 50 == 1) await Task.Delay(250, stop);
        }
    }
}
