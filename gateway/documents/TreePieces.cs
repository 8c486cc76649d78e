using System.Runtime.InteropServices;

namespace Gateway.Documents;

public sealed partial class Tree
{
    // 12 bytes: each cell of a workbook has one.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Piece(int WindowStart, long RawStart);

    private const long NowhereShift = long.MinValue;
    private List<Piece> pieces = [];

    // The piece that was asked for last: from where to where in the window, and how far away in the part.
    private int knownFrom;
    private int knownTo;
    private long knownShift;

    /// <summary>Where a node stood in its part; (part, -1, 0) when it stood nowhere.</summary>
    public SourceSpan SpanOf(int node)
    {
        ref readonly var n = ref nodes[node];
        return SpanOf(n.Start, n.Length);
    }

    /// <summary>Where bytes of the window stood in their part.</summary>
    public SourceSpan SpanOf(int start, int length)
    {
        // A message with a line break after each segment has as many pieces, and is mostly read from its begin to its end.
        if (start < knownFrom || start >= knownTo) FindPiece(start);
        return knownShift == NowhereShift ? new SourceSpan(Part, -1, 0) : new SourceSpan(Part, start + knownShift, length);
    }

    private void FindPiece(int start)
    {
        var at = PieceOf(start);
        knownFrom = at < 0 ? 0 : pieces[at].WindowStart;
        knownTo = at + 1 < pieces.Count ? pieces[at + 1].WindowStart : int.MaxValue;
        knownShift = at < 0 || pieces[at].RawStart < 0 ? NowhereShift : pieces[at].RawStart - pieces[at].WindowStart;
    }

    /// <summary>The last piece that begins at or before a byte.</summary>
    private int PieceOf(int start)
    {
        var (low, high) = (0, pieces.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (start >= pieces[middle].WindowStart) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    private void AddPiece(int windowStart, long rawStart)
    {
        if (pieces.Count > 0)
        {
            var last = pieces[^1];
            var goesOn = last.RawStart < 0 ? rawStart < 0 : rawStart - last.RawStart == windowStart - last.WindowStart;
            if (goesOn) return;
        }

        pieces.Add(new Piece(windowStart, rawStart));
        knownTo = 0;
    }
}
