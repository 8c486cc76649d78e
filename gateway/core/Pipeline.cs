using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>
/// The whole way of a message, READ FIRST: three durable hand-offs joined only by the store. Killed at any line, the next
/// call goes on. Each step's detail lies in the folder of its name.
/// </summary>
public sealed class Pipeline : IReceiver
{
    /// <summary>Entries of one destination sent side by side; they are of different lanes, so no order is lost.</summary>
    private const int SentTogetherMax = 16;

    private readonly IStore store;
    private readonly Readers readers;
    private readonly Configuration configuration;
    private readonly TimeProvider clock;
    private readonly OwedWrites owed = new();
    private readonly Legends legends = new();
    private readonly FindKnown? known;

    /// <summary>Makes the pipeline.</summary>
    /// <param name="store">Where everything is kept.</param>
    /// <param name="formats">The formats.</param>
    /// <param name="configuration">Gives the active revision; a receipt pins it at its first claim.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="containers">The containers; null for none.</param>
    /// <param name="known">Finds receipts and documents by a reference, for papers; null where nothing is indexed.</param>
    public Pipeline(
        IStore store, IReadOnlyList<IFormat> formats, Configuration configuration, TimeProvider clock,
        IReadOnlyList<IContainer>? containers = null, FindKnown? known = null)
        => (this.store, readers, this.configuration, this.clock, this.known)
            = (store, new Readers(formats, containers ?? []), configuration, clock, known);

    /// <inheritdoc/>
    public async ValueTask<Receipt> Receive(Arrival arrival, Stream body, CancellationToken stop)
    {
        await using var kept = store.Begin();
        using var detection = new Detection(readers, arrival.FileName ?? arrival.MediaType);
        await Intake.Copy(body, kept, detection, stop);                     // the envelopes are scanned on the way
        var envelope = Intake.EnvelopeOf(arrival, detection, configuration.Active);
        Faults.At("receive.before-keep");
        return await store.Keep(kept, arrival, envelope, stop);             // durable when it returns; unknown bytes too
    }

    /// <inheritdoc/>
    public ScanState Probe(Stream body)
    {
        using var detection = new Detection(readers, null);
        Intake.Feed(body, detection);
        return detection.State;
    }

    /// <summary>Works on one receipt: claim; each document: parse, map, validate, enrich, form; settle in batches.</summary>
    /// <returns>False when nothing was due.</returns>
    /// <remarks>After an exception the receipt is due again at once and its attempt is counted: the caller waits before the
    /// next call, longer each time. The last attempt that the limits allow holds the receipt for an operator.</remarks>
    public async ValueTask<bool> Work(string node, CancellationToken stop)
    {
        await MemoryGate.GiveBack();                                        // what a giant document left
        await owed.Repeat();                                                // what a full disk did not take
        var active = configuration.Active.Digest.Hex;
        if (await store.Claim(node, active, stop) is not { } work) return false;   // attempt counted before it is tried
        using var receipt = new ReceiptWork(work, store, legends);
        try
        {
            var revision = await configuration.Get(work.Revision, stop);    // the one of the first claim
            await receipt.Open(readers, revision, known, stop);             // goes on where the last settle ended
            while (await receipt.Next(stop) is { } document)                // parse, map, validate, enrich: one of many
            {
                receipt.Add(document);                                      // form: bytes before anyone is told "accepted"
                if (receipt.IsFull && !await receipt.Settle(stop)) return true;   // false: somebody else has it now
            }

            await receipt.Finish(stop);                                     // last results and the answer: one transaction
            return true;
        }
        catch (Exception)
        {
            await receipt.GiveBack(owed);                                   // stopping or failing: the next claim goes on
            throw;
        }
    }

    /// <summary>Sends what is due at one destination: take, send, record.</summary>
    /// <returns>How many were sent or tried; 0 when nothing is due.</returns>
    /// <remarks>
    /// A destination without schedule, and every <c>reply:CHANNEL</c>, is called again and again. A destination with a schedule is
    /// called only in its runs: the caller takes the planned time with <see cref="IStore.TakeSlot"/> and then calls until this
    /// gives 0. Entries wait in the outbox between runs like any other, so a run that a crash cut short loses nothing:
    /// after a restart the caller gives the last slot back (<c>release-slot</c>) when entries older than it still wait, and
    /// takes it again.
    /// </remarks>
    public async ValueTask<int> Send(IChannel channel, string destination, string node, CancellationToken stop)
    {
        await owed.Repeat();
        var due = await store.TakeDue(destination, SentTogetherMax, node, stop);   // attempt counted before it is tried
        await Task.WhenAll(due.Select(attempt => Deliver(channel, destination, attempt, stop)));
        return due.Count;
    }

    /// <summary>Gives back what is kept for the next documents, for a time when none are likely to come: a pause for everything.</summary>
    public static void GiveBackAll() => MemoryGate.GiveBackAll();

    private async Task Deliver(IChannel channel, string destination, Attempt attempt, CancellationToken stop)
    {
        configuration.Active.Destinations.TryGetValue(destination, out var file);   // none for replies
        var result = await Delivery.Try(channel, attempt, file, stop);
        Faults.At("send.after-send");
        var wait = Backoff.After(attempt.Entry.Id, attempt.Number, file?.RetrySeconds ?? Backoff.ReplySeconds);
        var next = clock.GetUtcNow() + wait;
        await owed.Write(() => store.Record(attempt, result, next, stop));
    }
}
