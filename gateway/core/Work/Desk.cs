using System.Collections.Concurrent;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// The trees on which the documents of one receipt are worked; the next receipt gets them again, because making them new
/// costs more than a small receipt's translation. What a huge message made large is given up.
/// </summary>
internal sealed class Desk
{
    private const int FreeMax = 4;
    private const long BytesMax = 32 * 1024 * 1024;

    private static readonly ConcurrentBag<Desk> Free = [];

    private Desk()
    {
    }

    /// <summary>The sender's document.</summary>
    public Tree Source { get; } = new();

    /// <summary>The WCO document.</summary>
    public Tree Document { get; } = new();

    /// <summary>A free one or a new one.</summary>
    public static Desk Take() => Free.TryTake(out var desk) ? desk : new Desk();

    /// <summary>Gives it back; nobody may use its trees any more.</summary>
    public void Return()
    {
        if (Source.Capacity + Document.Capacity > BytesMax || Free.Count >= FreeMax) return;
        Source.Reset(null, null);
        Document.Reset(null, null);
        Free.Add(this);
    }
}
