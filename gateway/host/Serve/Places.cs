using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>The places that are looked at again and again: each has a loop of its own, so that one that is down, slow or flooded holds
/// up no other.</summary>
internal sealed class Places(RunningGateway gateway)
{
    private readonly ConcurrentDictionary<string, IChannel> channels = new(StringComparer.Ordinal);

    /// <summary>All of them and the destinations that say how they stand, in order of their names.</summary>
    public IReadOnlyList<IChannel> Channels
        => [.. channels.Values.Concat(gateway.Senders.Deliveries).Where(c => c.State is not null)
            .OrderBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>Adds a place, and lets it answer.</summary>
    /// <param name="channel">The channel; it is disposed of with the senders.</param>
    /// <param name="every">Longest time between two looks.</param>
    /// <returns>The loop to run.</returns>
    public Loop Add(IChannel channel, TimeSpan every)
    {
        channels[channel.Name] = channel;
        gateway.Senders.AddReply(channel);
        return new Loop("collect", stop => CollectOnce(channel, stop), every, gateway.Log);
    }

    /// <summary>Logs what an operator of a place should know.</summary>
    public void Say(string place, Finding finding) => gateway.Log.Warn(
        "collect", ("place", place), ("code", finding.Code.Id), ("about", finding.Sentence), ("fix", finding.Fix));

    private async ValueTask<bool> CollectOnce(IChannel channel, CancellationToken stop)
    {
        if (!gateway.Disk.HasRoom) return false;
        var before = channel.State?.Fault;
        await channel.Collect(gateway.Receiver, stop);
        if (before is not null && channel.State?.Fault is null)
        {
            gateway.Log.Info("collect", ("place", channel.Name), ("over", before.Code.Id));
        }

        return false;
    }
}
