using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Gateway.Tests.Real.Kill;
using Gateway.Tests.Real.Mail;
using Xunit.Abstractions;

namespace Gateway.Tests.Real.Storm;

/// <summary>A thousand inputs, a third of them hostile, over all channels at once, and the process killed in the middle: every sender has
/// one answer, and it is the right one.</summary>

[SupportedOSPlatform("linux")]
public sealed partial class StormTests(ITestOutputHelper output)
{
    private const int Inputs = 1000;
    private const int Kills = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [NeedsMailServers]
    public async Task A_thousand_inputs_over_all_channels_are_each_answered_once_and_rightly()
    {
        var made = StormItems.Make(20261123, Inputs);
        Assert.InRange(made.Count(item => item.IsHostile), (Inputs / 3) - 20, (Inputs / 3) + 20);
        await using var sink = await StormSink.Start();
        using var gateway = new GatewayProcess(sink.Address, quietSeconds: 2);
        using var stop = new CancellationTokenSource(Patience);
        StormChannel[] channels = [new StormHttp(), new StormFolder(), new StormSftp(), new StormMail()];
        try
        {
            foreach (var channel in channels) channel.Configure(gateway);
            var items = made.Select(item => ChannelOf(item, channels).As(item)).ToList();
            gateway.Start();
            // The first start of a new build checks all mappings.
            await gateway.Ready(seconds: 120);
            var clock = Stopwatch.StartNew();
            var answers = await Storm(gateway, channels, items, sink, stop.Token);
            await Delivered(items, answers, sink, stop.Token);
            output.WriteLine($"{items.Count} inputs, {answers.Count} answers, {sink.Count} documents in {clock.Elapsed.TotalSeconds:0} s");
            Judge(items, answers, sink, gateway);
        }
        finally
        {
            foreach (var channel in channels) channel.Dispose();
        }
    }

    /// <summary>Which way an input takes: what others repeat or contradict goes by the first.</summary>
    private static StormChannel ChannelOf(StormItem item, StormChannel[] channels)
        => channels[item.Way % channels.Length];

    private static async Task<List<(int Number, string Text)>> Storm(
        GatewayProcess gateway, StormChannel[] channels, List<StormItem> items, StormSink sink, CancellationToken stop)
    {
        // What others repeat or contradict comes first.
        await channels[0].Send([.. items.Where(item => item.IsEarly)], stop);
        var others = items.Where(item => !item.IsEarly).ToList();
        var sending = channels.Select(channel => channel.Send([.. others.Where(item => ChannelOf(item, channels) == channel)], stop)).ToList();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var some = sink.Count + (Inputs / (2 * (Kills + 1)));
            while (sink.Count < some) await Task.Delay(5, stop);
            gateway.Kill();
            gateway.Start();
            await gateway.Ready(seconds: 60);
        }

        await Task.WhenAll(sending);
        List<(int Number, string Text)> answers;
        do
        {
            await Task.Delay(500, CancellationToken.None);
            answers = [];
            foreach (var channel in channels) answers.AddRange(await channel.Answers());
        }
        while (answers.DistinctBy(answer => answer.Number).Count() < items.Count && !stop.IsCancellationRequested);

        // An answer too many would come now.
        await Task.Delay(2000, CancellationToken.None);
        answers = [];
        foreach (var channel in channels) answers.AddRange(await channel.Answers());
        return answers;
    }

    private static async Task Delivered(
        List<StormItem> items, List<(int Number, string Text)> answers, StormSink sink, CancellationToken stop)
    {
        var expected = items.Where(item => answers.Any(a => a.Number == item.Number)).DistinctBy(item => Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(item.Bytes))).Sum(item => item.Deliveries);
        while (sink.Count < expected && !stop.IsCancellationRequested) await Task.Delay(200, CancellationToken.None);
    }

    private static void Judge(
        List<StormItem> items, List<(int Number, string Text)> answers, StormSink sink, GatewayProcess gateway)
    {
        var faults = new List<string>();
        var byNumber = answers.ToLookup(answer => answer.Number, answer => answer.Text);
        var receipts = new HashSet<string>();
        foreach (var item in items)
        {
            var own = byNumber[item.Number].ToList();
            if (own is not [var text])
            {
                faults.Add($"{item.Name}: {own.Count} answers");
                continue;
            }

            var verdict = VerdictOf(text);
            if (verdict != item.Verdict) faults.Add($"{item.Name}: {verdict} instead of {item.Verdict}\n{text}");
            if (Receipt().Match(text) is not { Success: true, Groups: var groups }) continue;
            receipts.Add(groups[1].Value);
            if (sink.Of(groups[1].Value).Count is var count && count != item.Deliveries)
            {
                faults.Add($"{item.Name}: {count} documents delivered instead of {item.Deliveries}");
            }
        }

        faults.AddRange(sink.Receipts.Where(receipt => !receipts.Contains(receipt)).Select(receipt => $"{receipt} belongs to no input"));
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(30))}\n{gateway.Words}");
        Assert.Equal(items.Count, answers.Count);
    }

    private static StormVerdict VerdictOf(string text) => text.Split(':')[0] switch
    {
        "Accepted" => StormVerdict.Accepted,
        "Partly accepted" => StormVerdict.PartlyAccepted,
        "Held" => StormVerdict.Held,
        "Not accepted" => StormVerdict.NotAccepted,
        var other => throw new InvalidOperationException(other),
    };

    [GeneratedRegex("^  Receipt   ([0-9a-f]{32})$", RegexOptions.Multiline)]
    private static partial Regex Receipt();
}
