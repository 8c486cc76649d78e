using System.Diagnostics;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// The trees on which the documents of one receipt are worked; the next receipt gets them again, because making them new
/// costs more than a small receipt's translation. One that large messages made large is kept for large ones as long as they come;
/// of others there may be some.
/// </summary>
internal sealed class Desk
{
    private const int SmallMax = 4;
    private const long SmallBytesMax = 1024 * 1024, LargeBytesMax = 24 * 1024 * 1024;

    // Making it anew takes a hundredth of that.
    private static readonly TimeSpan LargeRest = TimeSpan.FromSeconds(2);

    private static readonly Lock Door = new();
    private static readonly Stack<Desk> Small = [];
    private static Desk? large;
    private static long largeSince;

    private Desk()
    {
    }

    /// <summary>The sender's document.</summary>
    public Tree Source { get; } = new();

    /// <summary>The WCO document.</summary>
    public Tree Document { get; } = new();

    private long Capacity => Source.Capacity + Document.Capacity;

    /// <summary>A free one or a new one.</summary>
    /// <param name="documentBytes">How large the documents are likely to be.</param>
    public static Desk Take(long documentBytes)
    {
        lock (Door)
        {
            if (documentBytes * 8 > SmallBytesMax && large is { } desk)
            {
                large = null;
                return desk;
            }

            return Small.TryPop(out var small) ? small : new Desk();
        }
    }

    /// <summary>Forgets the one for large messages when nobody wanted it for a while.</summary>
    /// <returns>Whether it was forgotten.</returns>
    public static bool LetLargeGo()
    {
        if (Volatile.Read(ref large) is null) return false;
        lock (Door)
        {
            if (large is null || Stopwatch.GetElapsedTime(largeSince) < LargeRest) return false;
            large = null;
            return true;
        }
    }

    /// <summary>Forgets those that are free.</summary>
    public static void LetGo()
    {
        lock (Door)
        {
            large = null;
            Small.Clear();
        }
    }

    /// <summary>Gives it back; nobody may use its trees any more.</summary>
    public void Return()
    {
        var capacity = Capacity;
        if (capacity > LargeBytesMax)
        {
            Source.Release();
            Document.Release();
            return;
        }

        Source.Reset(null, null);
        Document.Reset(null, null);
        lock (Door)
        {
            if (capacity > SmallBytesMax) (large, largeSince) = (this, Stopwatch.GetTimestamp());
            else if (Small.Count < SmallMax) Small.Push(this);
        }
    }
}
