using System.Globalization;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>Counts what was sent to each address, so that two programs that answer each other, or somebody who writes in another's name,
/// cannot make the gateway flood a mailbox. The counts outlive the process: a program that is started again and again keeps to them
/// too.</summary>
internal sealed class AnswerRate
{
    private const int AddressesMax = 20_000;
    private const int NeedlessLinesMax = 5_000;
    private const int KeyLength = 32;

    private readonly int max;
    private readonly TimeSpan span;
    private readonly TimeProvider clock;
    private readonly string path;

    // By the digest of the address: the file need not say who writes to the gateway.
    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> sent = new(StringComparer.Ordinal);
    private int lines;

    /// <summary>Takes up the counts of before.</summary>
    /// <param name="max">Answers to one address in a span of time.</param>
    /// <param name="span">The span.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="path">The file that remembers the counts.</param>
    public AnswerRate(int max, TimeSpan span, TimeProvider clock, string path)
    {
        (this.max, this.span, this.clock, this.path) = (max, span, clock, path);
        if (!File.Exists(path)) return;
        foreach (var line in File.ReadLines(path))
        {
            lines++;
            // The last line may be half of one.
            if (line.Split(' ') is [var ticks, var count, { Length: KeyLength } key]
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
                && since <= DateTimeOffset.MaxValue.Ticks
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times))
            {
                sent[key] = (new DateTimeOffset(since, TimeSpan.Zero), times);
            }
        }

        Forget(clock.GetUtcNow());
    }

    /// <summary>The file that remembers counts.</summary>
    /// <param name="folder">Local folder of the channel.</param>
    /// <param name="name">Name of the mailbox or destination.</param>
    /// <param name="what">What is counted.</param>
    public static string PathOf(string folder, string name, string what)
        => Path.Combine(folder, $"{FileNames.Plain(name, "place")}-{Digest.Of("mail", name).Short(12)}.{what}");

    /// <summary>Takes leave to send one more to an address now.</summary>
    public bool Take(string address)
    {
        lock (sent)
        {
            var (now, key) = (clock.GetUtcNow(), KeyOf(address));
            if (sent.Count >= AddressesMax) Forget(now);
            var isOver = !sent.TryGetValue(key, out var at) || now - at.Since >= span;
            if (!isOver && at.Count >= max) return false;
            Count(key, isOver ? now : at.Since, isOver ? 1 : at.Count + 1);
            return true;
        }
    }

    /// <summary>Gives it back: nothing was sent.</summary>
    public void GiveBack(string address)
    {
        lock (sent)
        {
            var key = KeyOf(address);
            if (sent.TryGetValue(key, out var at)) Count(key, at.Since, Math.Max(0, at.Count - 1));
        }
    }

    private static string KeyOf(string address) => Digest.Of("address", address.ToLowerInvariant()).Short(KeyLength);

    private void Count(string key, DateTimeOffset since, int count)
    {
        sent[key] = (since, count);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (lines++ < (2 * sent.Count) + NeedlessLinesMax) File.AppendAllText(path, Line(key, since, count));
            else Rewrite();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The disk is full or not ours: the count goes on in memory, and the store says what is wrong with the disk.
        }
    }

    private void Rewrite()
    {
        var next = path + ".part";
        File.WriteAllLines(next, sent.Select(one => Line(one.Key, one.Value.Since, one.Value.Count).TrimEnd('\n')));
        File.Move(next, path, overwrite: true);
        lines = sent.Count;
    }

    private static string Line(string key, DateTimeOffset since, int count)
        => string.Create(CultureInfo.InvariantCulture, $"{since.UtcTicks} {count} {key}\n");

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, at) in sent.ToList())
        {
            if (now - at.Since >= span) sent.Remove(address);
        }

        if (sent.Count < AddressesMax) return;
        // More addresses than that within the span are an attack: the oldest counts go.
        foreach (var (address, _) in sent.OrderBy(s => s.Value.Since).Take(sent.Count - (AddressesMax / 2)).ToList()) sent.Remove(address);
    }
}
