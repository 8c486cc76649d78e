using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>
/// The whole way of a message, READ FIRST: three durable hand-offs joined only by the store. Killed at any line, the next
/// call goes on.
/// </summary>
public sealed class Pipeline : IReceiver
{
    /// <summary>Makes the pipeline.</summary>
    /// <param name="store">Where everything is kept.</param>
    /// <param name="formats">The formats, for the envelope scan.</param>
    /// <param name="configuration">Gives the active revision; a receipt pins it at its first claim.</param>
    /// <param name="clock">The only clock.</param>
    public Pipeline(IStore store, IReadOnlyList<IFormat> formats, Configuration configuration, TimeProvider clock)
        => _ = (store, formats, configuration, clock);

    /// <inheritdoc/>
    public ValueTask<Receipt> Receive(Arrival arrival, Stream body, CancellationToken stop) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ScanState Probe(Stream body) => throw new NotImplementedException();

    /// <summary>Works on one receipt: claim; each document: parse, map, validate, enrich, form; settle in batches.</summary>
    /// <returns>False when nothing was due.</returns>
    public ValueTask<bool> Work(string node, CancellationToken stop) => throw new NotImplementedException();

    /// <summary>Sends what is due at one destination: take, send, record.</summary>
    /// <returns>How many were sent or tried.</returns>
    public ValueTask<int> Send(IChannel channel, string destination, string node, CancellationToken stop) => throw new NotImplementedException();
}
