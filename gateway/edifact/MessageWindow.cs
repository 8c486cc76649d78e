using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Copies the bytes of a message into the tree's window: not each segment by itself but some thousand bytes ahead, and at the end
/// gives back what was too much.
/// </summary>
internal sealed class MessageWindow(SegmentSource source)
{
    private const int AheadBytesMax = 4096;

    private Tree? tree;
    private long shift;
    private long copiedTo;
    private long takenTo;

    /// <summary>Where the segments taken so far end in the window.</summary>
    public int End => (int)(takenTo - shift);

    /// <summary>Starts a message with the current segment.</summary>
    public void Begin(Tree into)
    {
        tree = into;
        BeginPiece(source.StartOffset);
    }

    /// <summary>Takes the current segment with the line break before it, so that the window is one piece.</summary>
    /// <returns>Where it begins in the window.</returns>
    public int Take()
    {
        if (source.GapStartOffset > takenTo)
        {
            // A segment or a long run of blanks was left out.
            Finish();
            BeginPiece(source.GapStartOffset);
        }

        takenTo = source.EndOffset;
        if (takenTo > copiedTo) CopyAhead();
        return (int)(source.StartOffset - shift);
    }

    /// <summary>Whether the next segment follows what was taken; else a new piece begins with it.</summary>
    public bool IsNext => source.NextOffset == takenTo;

    /// <summary>What to add to a place in the source's buffer for that in the window.</summary>
    public int Shift => (int)(source.BufferOffset - shift);

    /// <summary>Takes all bytes up to where the source stands.</summary>
    public void TakeAll()
    {
        takenTo = source.NextOffset;
        if (takenTo > copiedTo) CopyAhead();
    }

    /// <summary>Gives back what was copied beyond the last segment taken.</summary>
    public void Finish()
    {
        tree!.Shrink((int)(copiedTo - takenTo));
        copiedTo = takenTo;
    }

    private void CopyAhead()
    {
        var ahead = source.From(copiedTo);
        ahead = ahead[..(int)Math.Min(ahead.Length, takenTo - copiedTo + AheadBytesMax)];
        tree!.Append(ahead, copiedTo);
        copiedTo += ahead.Length;
    }

    private void BeginPiece(long from)
    {
        copiedTo = takenTo = from;
        shift = from - tree!.Window.Length;
    }
}
