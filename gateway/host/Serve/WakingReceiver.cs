using Gateway.Contracts;
using Gateway.Stores;

namespace Gateway.Host.Serve;

/// <summary>Hands over to the pipeline, counts, and wakes a worker: an answer in seconds needs no busy
/// polling.</summary>
internal sealed class WakingReceiver(IReceiver inner, Action wake, DiskWatch disk, Counters counters, Log log) : IReceiver
{
    /// <inheritdoc/>
    public async ValueTask<Receipt> Receive(Arrival arrival, Stream body, CancellationToken stop)
    {
        var receipt = await Keep(arrival, body, stop);
        counters.Received(arrival.Channel, receipt);
        log.Info("receive", ("receipt", receipt.Id), ("channel", arrival.Channel), ("bytes", receipt.Bytes),
            ("interchanges", receipt.Interchanges.Count), ("repeat", receipt.IsRepeat));
        wake();
        return receipt;
    }

    private async ValueTask<Receipt> Keep(Arrival arrival, Stream body, CancellationToken stop)
    {
        try
        {
            return await inner.Receive(arrival, body, stop);
        }
        catch (StoreFailedException)
        {
            disk.Failed();
            throw;
        }
    }

    /// <inheritdoc/>
    public ScanState Probe(Stream body) => inner.Probe(body);
}
