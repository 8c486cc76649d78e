using System.Threading.Channels;

namespace Gateway.Host.Serve;

/// <summary>Ends the waiting of one loop early. Waking is only a hint: every loop also looks by itself.</summary>
internal sealed class Wake
{
    private readonly Channel<bool> signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the loop, or lets its next wait end at once.</summary>
    public void Up() => signal.Writer.TryWrite(true);

    /// <summary>Waits for a waking, at most for a time.</summary>
    public async ValueTask Wait(TimeSpan longest, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(longest);
        try
        {
            await signal.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // Time is over, or the loop looks at its token next.
        }
    }
}
