namespace Gateway.Host.Serve;

/// <summary>Gives memory back to the system once after each time of work. What is kept for the next message, and what the collector lets
/// lie, would else stay over a night without any.</summary>
/// <param name="counters">Tells whether anything happens.</param>
/// <param name="giveBack">Takes some hundredths of a second in which nothing else goes on: nobody waits for anything then.</param>
internal sealed class Quiet(Counters counters, Action giveBack)
{
    /// <summary>Without a step for so long it is quiet.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    private long seen;
    private bool isOwed;

    /// <summary>To be called every <see cref="After"/>.</summary>
    /// <returns>False: there is never more to do at once.</returns>
    public ValueTask<bool> Look()
    {
        var steps = counters.Steps;
        if (steps == seen && isOwed)
        {
            isOwed = false;
            giveBack();
        }
        else if (steps != seen)
        {
            (seen, isOwed) = (steps, true);
        }

        return ValueTask.FromResult(false);
    }
}
