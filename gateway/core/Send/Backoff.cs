using System.Globalization;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>When a failed sending is tried again: the wait doubles with each attempt, and each entry waits a little differently,
/// so that a destination that comes back is not met by all at once. The difference is derived from the entry: nothing is random.</summary>
internal static class Backoff
{
    /// <summary>First wait of an answer: its channel is the one that the sender uses, so it is seldom away for long.</summary>
    public const int ReplySeconds = 5;

    private const int WaitSecondsMax = 15 * 60;

    /// <summary>The wait after an attempt.</summary>
    /// <param name="entry">Id of the entry.</param>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    /// <param name="firstSeconds">The destination's first wait.</param>
    public static TimeSpan After(string entry, int attempt, int firstSeconds)
    {
        var doublings = Math.Min(attempt - 1, 20);
        var seconds = Math.Min((double)firstSeconds * (1 << doublings), WaitSecondsMax);
        var digits = Digest.Of("wait", entry, attempt.ToString(CultureInfo.InvariantCulture)).Short(4);
        var share = int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 65536.0;
        return TimeSpan.FromSeconds(seconds * (1 + (share / 4)));
    }
}
