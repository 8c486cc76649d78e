using System.Diagnostics;
using Gateway.Core;
using Gateway.Host.Serve;

namespace Gateway.Host.Demo;

/// <summary>Feeds the samples, waits for what becomes of them, and tells it.</summary>
internal sealed class Tour(RunningGateway gateway, Uri address, DemoOptions options, string folder, TextWriter output)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> told = [];

    /// <summary>Tells everything.</summary>
    /// <returns>Whether the gateway may end now.</returns>
    public async Task<bool> Run(CancellationToken stop)
    {
        output.WriteLine($"The gateway is running. Open {address} to look inside.");
        output.WriteLine();
        var feed = new Feed(gateway, address, options, folder);
        var begun = Stopwatch.GetTimestamp();
        var fed = await feed.Send(stop);
        if (fed.Count > 0)
        {
            output.WriteLine($"{fed.Count} sample manifests go in, half of them through the watched folder, half over HTTP:");
            await TellReceipts(fed, stop);
            await TellDeliveries(stop);
            output.WriteLine($"All of it took {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s.");
        }
        else
        {
            output.WriteLine("The samples went in before; nothing is sent twice. (--reset starts over.)");
        }

        await TellPlaces(stop);
        if (options.Once) await WaitUntilQuiet(stop);
        else output.WriteLine("It stays up until you press Ctrl-C.");
        await output.FlushAsync(stop);
        return options.Once;
    }

    private async Task TellReceipts(IReadOnlyList<string> fed, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (told.Count < fed.Count && Stopwatch.GetElapsedTime(begun) < Patience)
        {
            foreach (var id in fed.Where(id => !told.Contains(id)))
            {
                var found = await gateway.Store.Read(Viewer.Operator, new ReceiptsQuery(id), stop);
                if (found.Items is not [var receipt] || receipt.State is ReceiptState.Kept or ReceiptState.Working)
                {
                    continue;
                }

                told.Add(id);
                output.WriteLine(await Story.Of(gateway.Store, receipt, stop));
            }

            await output.FlushAsync(stop);
            if (told.Count < fed.Count) await Task.Delay(Look, stop);
        }
    }

    private async Task TellDeliveries(CancellationToken stop)
    {
        output.WriteLine();
        var begun = Stopwatch.GetTimestamp();
        while (await Open("risk", stop) > 0 && Stopwatch.GetElapsedTime(begun) < Patience) await Task.Delay(Look, stop);
        var kept = Directory.GetFiles(RiskSystem.FolderIn(gateway.Settings.DataFolder), "*.json").Length;
        output.WriteLine($"The demo risk system has {kept} documents, each once, and said so for each.");
        if (await Open("archive", stop) is > 0 and var waiting)
        {
            output.WriteLine($"The folder {Shown("archive")} gets {waiting} of them as XML on its schedule, every 20 seconds.");
        }
    }

    private async Task TellPlaces(CancellationToken stop)
    {
        var counts = (await gateway.Store.Read(Viewer.Operator, new CountsQuery(), stop)).Items[0];
        var answered = counts.Entries.GetValueOrDefault(EntryState.Delivered);
        output.WriteLine();
        output.WriteLine($"In the store: {counts.Receipts.Values.Sum()} receipts, {counts.Documents} messages, "
            + $"{answered} deliveries and answers made.");
        output.WriteLine($"  drop your own files into    {Shown("inbox")}");
        output.WriteLine($"  what went on lies in        {Shown("inbox/done")}   with its answers beside it");
        output.WriteLine($"  what did not lies in        {Shown("inbox/failed")}");
        output.WriteLine($"  the risk system's documents {Shown("data/risk-system")}");
        output.WriteLine($"  or send over HTTP           curl -H 'X-Api-Key: {DemoCommand.Key}' --data-binary @FILE "
            + $"{address}v1/interchanges");
        output.WriteLine($"  the page                    {address}");
        output.WriteLine();
    }

    private async Task WaitUntilQuiet(CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Patience)
        {
            var counts = (await gateway.Store.Read(Viewer.Operator, new CountsQuery(), stop)).Items[0];
            var open = counts.Entries.GetValueOrDefault(EntryState.Waiting) + counts.Entries.GetValueOrDefault(
                EntryState.Sending)
                + counts.Receipts.GetValueOrDefault(ReceiptState.Kept) + counts.Receipts.GetValueOrDefault(
                    ReceiptState.Working);
            if (open == 0)
            {
                output.WriteLine("Everything is delivered and answered.");
                return;
            }

            await Task.Delay(Look, stop);
        }

        output.WriteLine("Some deliveries still wait; the page shows them.");
    }

    private async Task<int> Open(string destination, CancellationToken stop)
    {
        var open = 0;
        foreach (var state in (EntryState[])[EntryState.Waiting, EntryState.Sending])
        {
            var page = await gateway.Store.Read(
                Viewer.Operator, new EntriesQuery(Destination: destination, State: state, Max: 200), stop);
            open += page.Items.Count;
        }

        return open;
    }

    private string Shown(string below)
        => Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, below));
}
