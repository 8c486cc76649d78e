using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gateway.Documents;

public sealed partial class Tree
{
    /// <summary>Adds a plain value of another document with its rule below the innermost open node; its origins follow.</summary>
    /// <param name="from">The other document.</param>
    /// <param name="node">The value there.</param>
    /// <param name="position">Its position here.</param>
    /// <param name="rule">The rule that made it.</param>
    public void AddPlain(Tree from, int node, int position, int rule)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (count == nodes.Length) Reserve(1);
        ref readonly var n = ref from.nodes[node];
        var (at, start, length) = (count, windowLength, n.Length);
        if (length > Vector128<byte>.Count || !IsCopiedAtOnce(from, n.Start)) from.window.AsSpan(n.Start, length).CopyTo(Grow(length));
        unchecked
        {
            nodes[at] = new Node((ushort)position, NodeFlags.HasValue | NodeFlags.Plain, start, length, at + 1);
            parents[at] = openCount == 0 ? -1 : open[openCount - 1];
            windowLength = start + length;
            count = at + 1;
        }

        if (rules.Length == 0) return;
        rules[at] = checked((ushort)rule);
        firstOrigin[at] = originCount;
    }

    /// <summary>Adds bytes of another document as a source to the newest node, unless they stand nowhere in its part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddOrigin(Tree from, int start, int length, OriginRole role)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (start < from.knownFrom || start >= from.knownTo) from.FindPiece(start);
        if (from.knownShift == NowhereShift) return;
        if (originCount == origins.Length) Growing.For(ref origins, originCount, 0, 256);
        origins[originCount] = new Origin(new SourceSpan(from.Part, unchecked(start + from.knownShift), length), role);
        originCount = unchecked(originCount + 1);
    }

    // Most values are shorter than what a processor copies at once; what is behind them in both windows is room, or is written later.
    private bool IsCopiedAtOnce(Tree from, int start)
    {
        var (theirs, ours) = (from.window, window);
        if (isBorrowed || start > theirs.Length - Vector128<byte>.Count || windowLength > ours.Length - Vector128<byte>.Count) return false;
        Vector128.LoadUnsafe(ref theirs[start]).StoreUnsafe(ref ours[windowLength]);
        return true;
    }
}
