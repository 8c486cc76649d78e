using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>The verb <c>serve</c>.</summary>
internal static class ServeCommand
{
    /// <summary>Serves until <paramref name="stop"/>, SIGTERM or Ctrl-C.</summary>
    /// <returns>0 when it was stopped or runs already; 3 when the configuration or the machine does not allow
    /// it.</returns>
    public static async Task<int> Run(
        ServeOptions options, TextWriter output, TextWriter err, TimeProvider clock, CancellationToken stop)
    {
        if (!File.Exists(options.ConfigFile))
        {
            err.WriteLine($"There is no file {options.ConfigFile}.");
            return 3;
        }

        if (options.AllowFaults && Environment.GetEnvironmentVariable("GATEWAY_FAULTS") is { Length: > 0 } plan)
        {
            Faults.Enable(plan);
        }

        var findings = new Findings();
        if (GatewayFile.Read(options, findings) is not { } settings)
        {
            Faulty.Write(err, findings);
            return 3;
        }

        var log = new Log(err, settings.LogsJson, clock);
        foreach (var warning in findings.All)
        {
            log.Warn("configuration", ("code", warning.Code.Id), ("about", warning.Sentence), ("fix", warning.Fix));
        }

        return await Guarded(settings, output, err, () => Serving.Run(
            settings, log, clock, err,
            (_, address, _) =>
            {
                output.WriteLine($"The gateway is running at {address}");
                output.Flush();
                return Task.FromResult(false);
            },
            stop), stop);
    }

    /// <summary>Runs; when the data folder is in use says by whom, and turns failures of the machine into
    /// words.</summary>
    internal static async Task<int> Guarded(
        GatewaySettings settings, TextWriter output, TextWriter err, Func<Task<int>> run, CancellationToken stop)
    {
        try
        {
            return await run();
        }
        catch (StoreUnusableException fault)
        {
            if (await AddressFile.OfRunning(settings.DataFolder, stop) is { } address)
            {
                output.WriteLine($"The gateway is already running at {address}");
                return 0;
            }

            err.WriteLine(fault.Message);
            return 3;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            err.WriteLine(fault.Message);
            return 3;
        }
    }
}
