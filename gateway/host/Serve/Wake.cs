namespace Gateway.Host.Serve;

/// <summary>Ends the waiting of one loop early. Waking is only a hint: every loop also looks by itself.</summary>
internal sealed class Wake
{
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>Wakes the loop, or lets its next wait end at once.</summary>
    public void Up()
    {
        try
        {
            if (signal.CurrentCount == 0) signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two woke at once; one waking is enough.
        }
    }

    /// <summary>Waits for a waking, at most for a time.</summary>
    public async ValueTask Wait(TimeSpan longest, CancellationToken stop)
    {
        try
        {
            await signal.WaitAsync(longest, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop looks at its token next.
        }
    }
}
