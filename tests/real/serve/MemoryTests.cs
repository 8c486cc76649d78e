using System.Net;
using System.Text.Json;
using Gateway.Host.Bench;
using Gateway.Tests.Real.Kill;
using Xunit.Abstractions;

namespace Gateway.Tests.Real.Serve;

/// <summary>The memory of a gateway that works, so that it does not grow unseen. <c>./run bench serve</c> measures with more.</summary>
[Collection("alone")]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int LargeBodies = 6, SmallBodies = 400, Senders = 8;

    // What it takes here, and a half more for machines whose threads take turns in another way.
    private const long MoreThanIdleMegabytes = 150;

    [Fact]
    public async Task Work_on_large_and_many_messages_takes_little_more_than_idling()
    {
        await using var sink = await RiskSink.Start();
        using var gateway = new GatewayProcess(sink.Address);
        gateway.Start();
        await gateway.Ready(seconds: 120);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.Port}") };
        client.DefaultRequestHeaders.Add("X-Api-Key", GatewayProcess.Key);
        gateway.ForgetPeak();
        var idle = gateway.ResidentMegabytes;
        await Post(client, ManifestText.Interchange(0, 8_000_000, 3_000));
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            for (var body = Interlocked.Increment(ref next); body <= LargeBodies + SmallBodies; body = Interlocked.Increment(ref next))
            {
                await Post(client, ManifestText.Interchange(body, body <= LargeBodies ? 1_000_000 : 3_000));
            }
        })));
        while (await Open(client) > 0) await Task.Delay(50);
        output.WriteLine($"{idle} MB idle, {gateway.PeakMegabytes} MB at most, {gateway.ResidentMegabytes} MB after it.");
        Assert.True(gateway.PeakMegabytes < idle + MoreThanIdleMegabytes, $"{gateway.PeakMegabytes} MB at most, {idle} MB idle.");
    }

    private static async Task Post(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await client.PostAsync(new Uri("/v1/interchanges", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static async Task<long> Open(HttpClient client)
    {
        using var status = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1/status", UriKind.Relative)));
        var receipts = status.RootElement.GetProperty("receipts");
        return receipts.GetProperty("kept").GetInt64() + receipts.GetProperty("working").GetInt64();
    }
}
