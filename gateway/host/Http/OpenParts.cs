using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>The bytes of parts for those who look at them. Nothing unpacked is stored, so it is unpacked again: by one at a time, only as
/// far as is needed, and kept for the next look at the same receipt until another is looked at.</summary>
internal sealed class OpenParts(RunningGateway gateway) : IDisposable
{
    private readonly SemaphoreSlim unpacking = new(1);
    private readonly object gate = new();
    private Held? held;

    /// <summary>Opens parts of a receipt.</summary>
    /// <param name="viewer">Who looks; must be allowed to see the receipt.</param>
    /// <param name="receiptId">The receipt.</param>
    /// <param name="last">The highest number that is needed; 0 needs nothing unpacked.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Null where there is no such receipt, its bytes are gone, or it has no such part.</returns>
    public async ValueTask<PartsLook?> Open(Viewer viewer, string receiptId, int last, CancellationToken stop)
    {
        if (gateway.Store.Raw(receiptId) is not { } raw) return null;
        if (last <= 0) return new PartsLook(raw, null);
        var known = (await gateway.Store.Read(viewer, new PartsQuery(receiptId), stop)).Items;
        if (last >= known.Count) return null;
        await unpacking.WaitAsync(stop);
        try
        {
            lock (gate)
            {
                if (held is { } same && same.Id == receiptId && same.Last >= last) return new PartsLook(raw, same.Use());
            }

            var parts = Unpack(raw, known[0].Part, last);
            // What was thrown away at a limit stood in the way of what was wanted: only the whole tells.
            if (!IsSame(parts, known[last].Part))
            {
                parts.Dispose();
                parts = Unpack(raw, known[0].Part, last = int.MaxValue);
            }

            lock (gate)
            {
                held?.Release();
                held = new Held(receiptId, last, parts);
                return new PartsLook(raw, held.Use());
            }
        }
        finally
        {
            unpacking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) held?.Release();
        unpacking.Dispose();
    }

    private ReceiptParts Unpack(IRaw raw, ReceiptPart whole, int last)
        => ReceiptParts.Open(raw, whole.Name, whole.Reader, whole.Sha256, gateway.Readers, last);

    private static bool IsSame(ReceiptParts parts, ReceiptPart wanted)
        => wanted.Number < parts.All.Count && parts.All[wanted.Number].Sha256 == wanted.Sha256;
}

/// <summary>Unpacked parts in the hands of one or more.</summary>
internal sealed class Held(string id, int last, ReceiptParts parts)
{
    // The first is the one that holds it for the next look.
    private int users = 1;

    /// <summary>The receipt.</summary>
    public string Id => id;

    /// <summary>The highest number that is there for sure.</summary>
    public int Last => last;

    /// <summary>The parts.</summary>
    public ReceiptParts Parts => parts;

    /// <summary>One more user.</summary>
    public Held Use()
    {
        Interlocked.Increment(ref users);
        return this;
    }

    /// <summary>One user less; after the last the bytes are gone.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref users) == 0) parts.Dispose();
    }
}

/// <summary>One look at the bytes of a receipt's parts.</summary>
internal sealed class PartsLook(IRaw raw, Held? held) : IDisposable
{
    /// <summary>The bytes of a part; null when they are not at hand.</summary>
    public IRaw? Of(int part)
        => part == 0 ? raw : held is not null && part < held.Parts.All.Count ? held.Parts.Raw(part) : null;

    /// <inheritdoc/>
    public void Dispose() => held?.Release();
}
