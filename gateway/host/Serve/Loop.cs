namespace Gateway.Host.Serve;

/// <summary>One thing done over and over until the gateway stops; a failure is logged and tried again after a
/// pause.</summary>
/// <param name="name">For the log.</param>
/// <param name="once">Does one unit; says whether there may be more at once. Its token ends only when draining took
/// too long.</param>
/// <param name="idle">Pause when there was nothing to do.</param>
/// <param name="log">The log.</param>
internal sealed class Loop(string name, Func<CancellationToken, ValueTask<bool>> once, TimeSpan idle, Log log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Ends a pause early.</summary>
    public Wake Wake { get; } = new();

    /// <summary>Runs until <paramref name="stop"/>; the unit in hand is finished unless <paramref name="abort"/>
    /// comes.</summary>
    public async Task Run(CancellationToken stop, CancellationToken abort)
    {
        var pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var goesOn = await once(abort);
                pause = FirstPause;
                if (!goesOn) await Wake.Wait(idle, stop);
            }
            catch (OperationCanceledException) when (abort.IsCancellationRequested)
            {
                return;
            }
            // Whatever failed, everything is still in the store: the next round goes on from there.
            catch (Exception fault)
            {
                log.Warn(name, ("fault", fault.GetType().Name), ("at", Origin(fault)), ("again", pause));
                await Wake.Wait(pause, stop);
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }
    }

    // The text of an exception may hold values of a document; the place in our code does not.
    private static string Origin(Exception fault)
        => fault.TargetSite is { } method ? $"{method.DeclaringType?.FullName}.{method.Name}" : "";
}
