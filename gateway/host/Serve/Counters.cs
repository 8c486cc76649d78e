using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gateway.Contracts;

namespace Gateway.Host.Serve;

/// <summary>Counts since the start of the process, for /metrics.</summary>
internal sealed class Counters
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);
    private long steps;

    /// <summary>How often something was received, worked on or sent.</summary>
    public long Steps => Interlocked.Read(ref steps);

    /// <summary>Bytes were kept.</summary>
    public void Received(string channel, Receipt receipt)
    {
        Interlocked.Increment(ref steps);
        Add($"gateway_received_total{{channel=\"{Label(channel)}\",repeat=\"{(receipt.IsRepeat ? "yes" : "no")}\"}}",
            1);
        if (!receipt.IsRepeat) Add($"gateway_received_bytes_total{{channel=\"{Label(channel)}\"}}", receipt.Bytes);
    }

    /// <summary>A receipt was worked on.</summary>
    public void Worked()
    {
        Interlocked.Increment(ref steps);
        Add("gateway_worked_total", 1);
    }

    /// <summary>Entries were sent or tried.</summary>
    public void Sent(string destination, int count)
    {
        if (count == 0) return;
        Interlocked.Increment(ref steps);
        Add($"gateway_send_attempts_total{{destination=\"{Label(destination)}\"}}", count);
    }

    /// <summary>A request was answered.</summary>
    public void Answered(string route, int status)
        => Add($"gateway_http_requests_total{{route=\"{Label(route)}\",status=\"{status}\"}}", 1);

    /// <summary>Writes all as Prometheus text.</summary>
    public void Write(StringBuilder to)
    {
        foreach (var family in counts.OrderBy(c => c.Key, StringComparer.Ordinal).GroupBy(c => c.Key.Split('{')[0]))
        {
            to.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} counter\n");
            foreach (var (name, value) in family) to.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }
    }

    private void Add(string name, long count) => counts.AddOrUpdate(name, count, (_, before) => before + count);

    private static string Label(string text)
        => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal);
}
