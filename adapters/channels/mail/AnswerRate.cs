namespace Gateway.Channels;

/// <summary>Counts what was sent to each address, so that two programs that answer each other, or somebody who writes in another's name,
/// cannot make the gateway flood a mailbox.</summary>
/// <param name="max">Answers to one address in a span of time.</param>
/// <param name="span">The span.</param>
/// <param name="clock">The only clock.</param>
internal sealed class AnswerRate(int max, TimeSpan span, TimeProvider clock)
{
    private const int AddressesMax = 20_000;

    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> sent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes leave to send one more to an address now.</summary>
    public bool Take(string address)
    {
        lock (sent)
        {
            var now = clock.GetUtcNow();
            if (sent.Count >= AddressesMax) Forget(now);
            var isOver = !sent.TryGetValue(address, out var at) || now - at.Since >= span;
            if (!isOver && at.Count >= max) return false;
            sent[address] = isOver ? (now, 1) : (at.Since, at.Count + 1);
            return true;
        }
    }

    /// <summary>Gives it back: nothing was sent.</summary>
    public void GiveBack(string address)
    {
        lock (sent)
        {
            if (sent.TryGetValue(address, out var at)) sent[address] = (at.Since, at.Count - 1);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, at) in sent.ToList())
        {
            if (now - at.Since >= span) sent.Remove(address);
        }

        // More addresses than that within the span are an attack: the oldest counts go.
        foreach (var (address, _) in sent.OrderBy(s => s.Value.Since).Take(sent.Count - (AddressesMax / 2)).ToList()) sent.Remove(address);
    }
}
