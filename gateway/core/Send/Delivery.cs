using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>One attempt at sending.</summary>
internal static class Delivery
{
    /// <summary>Sends an entry. Whatever goes wrong outside is a result.</summary>
    public static async ValueTask<SendResult> Try(IChannel channel, Attempt attempt, Destination? destination, CancellationToken stop)
    {
        var entry = attempt.Entry;
        var outgoing = new Outgoing(
            entry.Id, entry.Destination, destination?.Address ?? entry.Address, entry.FileName, entry.MediaType, entry.Bytes,
            attempt.Number);
        try
        {
            return await channel.Send(outgoing, stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // A channel that throws has a fault; the entry must not wait for the end of its lease because of it.
            return new SendResult(SendOutcome.Retry, $"the channel failed: {fault.GetType().Name}");
        }
    }
}
