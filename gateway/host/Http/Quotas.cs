using System.Collections.Concurrent;
using Gateway.Core;

namespace Gateway.Host.Http;

/// <summary>How much each partner has sent, against the limits of its file. Counted since the start of the process: a restart
/// forgives.</summary>
internal sealed class Quotas(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Quota> byPartner = new(StringComparer.Ordinal);

    /// <summary>Lets one request of a partner in, or says why not.</summary>
    public Problem? Enter(Partner partner, out Quota quota)
    {
        quota = byPartner.GetOrAdd(partner.Id, _ => new Quota(clock));
        return quota.Enter(partner.Limits);
    }
}

/// <summary>What one partner has used. Thread-safe.</summary>
internal sealed class Quota(TimeProvider clock)
{
    private readonly Lock gate = new();
    private long minute;
    private long day;
    private int requests;
    private long bytes;
    private int bodies;
    private PartnerLimits limits = PartnerLimits.Default;

    /// <summary>Counts a request; it is in until <see cref="Leave"/> when this gives null.</summary>
    public Problem? Enter(PartnerLimits allowed)
    {
        lock (gate)
        {
            var now = Turn();
            limits = allowed;
            if (bodies >= allowed.Concurrent)
            {
                return Problem.Quota($"{allowed.Concurrent} bodies are being taken from you at this moment.", 1);
            }

            if (requests >= allowed.RequestsPerMinute)
            {
                return Problem.Quota($"{allowed.RequestsPerMinute} requests a minute were agreed.", 60 - now.Second);
            }

            if (IsUsedUp) return DayIsUsedUp(now);
            requests++;
            bodies++;
            return null;
        }
    }

    /// <summary>Counts bytes of a body.</summary>
    /// <exception cref="RefusedException">They are more than the day allows.</exception>
    public void Count(int count)
    {
        lock (gate)
        {
            var now = Turn();
            bytes += count;
            if (IsUsedUp) throw new RefusedException(DayIsUsedUp(now));
        }
    }

    /// <summary>The request has ended.</summary>
    public void Leave()
    {
        lock (gate) bodies--;
    }

    private bool IsUsedUp => limits.MegabytesPerDay is { } most && bytes > most * 1024L * 1024;

    private Problem DayIsUsedUp(DateTime now) => Problem.Quota(
        $"{limits.MegabytesPerDay} MiB a day were agreed.", (int)Math.Ceiling((now.Date.AddDays(1) - now).TotalSeconds));

    private DateTime Turn()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now.Ticks / TimeSpan.TicksPerMinute is var thisMinute && thisMinute != minute) (minute, requests) = (thisMinute, 0);
        if (now.Ticks / TimeSpan.TicksPerDay is var today && today != day) (day, bytes) = (today, 0);
        return now;
    }
}
