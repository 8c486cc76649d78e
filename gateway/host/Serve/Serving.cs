using Gateway.Documents;
using Gateway.Host.Http;
using Gateway.Host.Schedules;

namespace Gateway.Host.Serve;

/// <summary>Runs a gateway with its HTTP side from start to drained end.</summary>
internal static class Serving
{
    // Together below the five seconds within which a stop must be over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Serves until stopped.</summary>
    /// <param name="settings">What to serve.</param>
    /// <param name="log">The log.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="err">Takes the faults of the configuration.</param>
    /// <param name="isUp">Called once, when the port is open; it may go on until its token ends, and its end ends
    /// the serving when true.</param>
    /// <param name="stop">Ends it, also while it starts.</param>
    /// <returns>Exit code: 0, or 3 when the configuration or the machine does not allow it.</returns>
    public static async Task<int> Run(
        GatewaySettings settings, Log log, TimeProvider clock, TextWriter err,
        Func<RunningGateway, Uri, CancellationToken, Task<bool>> isUp, CancellationToken stop)
    {
        NativeMemory.GiveBack();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var findings = new Findings();
        try
        {
            var gateway = await RunningGateway.Open(settings, log, clock, findings, ending.Token);
            if (gateway is null)
            {
                Faulty.Write(err, findings);
                return 3;
            }

            await using (gateway)
            {
                RunningGateway.GiveBack();
                await Serve(gateway, isUp, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Stopped while it was starting: that is an end like any other.
        }

        log.Info("end");
        return 0;
    }

    private static async Task Serve(
        RunningGateway gateway, Func<RunningGateway, Uri, CancellationToken, Task<bool>> isUp,
            CancellationTokenSource ending)
    {
        await using var app = HttpHost.Build(gateway);
        await app.StartAsync(ending.Token);
        var address = HttpHost.AddressOf(app);
        AddressFile.Write(gateway.Settings.DataFolder, address);
        using var abort = new CancellationTokenSource();
        var (running, up) = (gateway.Run(ending.Token, abort.Token), Task.CompletedTask);
        try
        {
            await using var timetable = await Timetable.Start(gateway, ending.Token);
            gateway.Timetable = timetable;
            gateway.Log.Info("start", ("address", address), ("revision", gateway.Configuration.Active.Digest.Short(12)));
            up = Up(gateway, address, isUp, ending);
            await Task.Delay(Timeout.Infinite, ending.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        finally
        {
            // Whatever ends it: nothing may still be at work when the store is closed.
            gateway.Log.Info("drain");
            await ending.CancelAsync();
            abort.CancelAfter(Patience);
            // Whoever is being answered is answered; the receipt of who is not is in the store, and his repeat gets it.
            await Task.WhenAll(app.StopAsync(abort.Token), running, up);
            AddressFile.Delete(gateway.Settings.DataFolder);
        }
    }

    private static async Task Up(
        RunningGateway gateway, Uri address, Func<RunningGateway, Uri, CancellationToken, Task<bool>> isUp,
            CancellationTokenSource ending)
    {
        try
        {
            if (await isUp(gateway, address, ending.Token)) await ending.CancelAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Stopped while it was telling.
        }
    }
}
