using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gateway.Host.Bench;
using Gateway.Tests.Real.Serve;

namespace Gateway.Tests.Real.Kill;

/// <summary>An archive that is worked on when the process dies: every document of it is delivered once, and it is answered once.</summary>
public sealed class ArchiveKillTests
{
    private const int Archives = 3, Entries = 300, Kills = 5;

    [Fact]
    public async Task Killed_in_the_midst_of_archives_the_gateway_delivers_every_document_of_them_once()
    {
        await using var sink = await RiskSink.Start();
        using var gateway = new GatewayProcess(sink.Address);
        var clock = Stopwatch.StartNew();
        gateway.Start();
        await gateway.Ready(60);
        var receipts = new List<string>();
        for (var archive = 0; archive < Archives; archive++) receipts.Add(await Post(gateway, archive));

        // Each time some more were delivered, so the work is somewhere within an archive.
        for (var kill = 1; kill <= Kills; kill++)
        {
            var enough = kill * Archives * Entries / (Kills + 2);
            while (sink.Got.Count < enough && clock.Elapsed < TimeSpan.FromSeconds(150)) await Task.Delay(20);
            gateway.Kill();
            gateway.Start();
            await gateway.Ready(60);
        }

        foreach (var receipt in receipts)
        {
            var state = await Answered(gateway, receipt, clock);
            Assert.Equal(("accepted", Entries), (state.GetProperty("state").GetString(), state.GetProperty("accepted").GetInt32()));
            var answers = state.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("fileName").GetString()!).ToList();
            Assert.Single(answers, name => name.EndsWith(".report.txt", StringComparison.Ordinal));
            Assert.Equal(answers.Count, answers.Distinct().Count());
        }

        while (sink.Got.Count < Archives * Entries && clock.Elapsed < TimeSpan.FromSeconds(220)) await Task.Delay(100);
        Assert.Equal(Archives * Entries, sink.Got.Count);
        Assert.All(sink.Got, got => Assert.True(got.Value.Count == 1, $"{got.Key} came as {string.Join(", ", got.Value.Keys)}"));
    }

    private static async Task<string> Post(GatewayProcess gateway, int archive)
    {
        var zip = ArchiveTests.Zip([.. Enumerable.Range(0, Entries).Select(i => (
            string.Create(CultureInfo.InvariantCulture, $"day/{i}.edi"), ManifestText.Interchange((archive * Entries) + i + 1, 1000)))]);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{gateway.Port}/v1/interchanges")
        {
            Content = new ByteArrayContent(zip),
        };
        request.Headers.Add("X-Api-Key", GatewayProcess.Key);
        using var reply = await client.SendAsync(request);
        using var body = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("receipt").GetString()!;
    }

    private static async Task<JsonElement> Answered(GatewayProcess gateway, string receipt, Stopwatch clock)
    {
        using var client = new HttpClient();
        while (true)
        {
            using var reply = await client.GetAsync(new Uri($"http://127.0.0.1:{gateway.Port}/v1/interchanges/{receipt}"));
            using var body = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            if (body.RootElement.GetProperty("answers").GetArrayLength() > 0) return body.RootElement.Clone();
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(200), $"{receipt} is not answered:\n{gateway.Words}");
            await Task.Delay(200);
        }
    }
}
