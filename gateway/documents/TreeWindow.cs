namespace Gateway.Documents;

public sealed partial class Tree
{
    private bool isBorrowed;

    /// <summary>Copies bytes into the window.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="rawStart">Where they stand in the part; -1 when they stand nowhere (a made value).</param>
    /// <returns>Where they stand in the window.</returns>
    public int Append(ReadOnlySpan<byte> bytes, long rawStart = -1)
    {
        var start = windowLength;
        bytes.CopyTo(Grow(bytes.Length));
        if (rawStart >= 0 || pieces.Count > 0) AddPiece(start, rawStart);
        return start;
    }

    /// <summary>Begins the window with that of another tree, without a copy; every byte keeps its place in the part. The other one
    /// is only read from now on, until it is reset.</summary>
    public void TakeWindow(Tree other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (windowLength > 0) throw new InvalidOperationException("The tree has a window.");
        (window, windowLength, isBorrowed, pieces) = (other.window, other.windowLength, other.isBorrowed, other.pieces);
        (other.isBorrowed, knownTo) = (true, 0);
    }

    /// <summary>Begins the window with bytes that nobody changes while the tree has them: no copy until others follow.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="rawStart">Where they stand in the part; -1 when they stand nowhere.</param>
    public void Borrow(byte[] bytes, long rawStart)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (window, windowLength, isBorrowed) = (bytes, bytes.Length, true);
        if (rawStart >= 0) AddPiece(0, rawStart);
    }

    /// <summary>Makes room at the end of the window and counts it as used.</summary>
    public Span<byte> Grow(int bytes)
    {
        var needed = windowLength + bytes;
        if (isBorrowed && bytes > 0) OwnWindow(needed);
        else if (needed > window.Length) Growing.For(ref window, windowLength, needed, 4096);
        var room = window.AsSpan(windowLength, bytes);
        windowLength = needed;
        return room;
    }

    /// <summary>Makes room for bytes that stand at that place in the part.</summary>
    public Span<byte> Grow(int bytes, long rawStart)
    {
        AddPiece(windowLength, rawStart);
        return Grow(bytes);
    }

    /// <summary>Replaces a byte in the value of a node by another.</summary>
    public void Replace(int node, byte from, byte to)
    {
        ref readonly var n = ref nodes[node];
        window.AsSpan(n.Start, n.Length).Replace(from, to);
    }

    /// <summary>Gives back what <see cref="Grow(int)"/> counted too much, from the end of the window.</summary>
    public void Shrink(int bytes) => windowLength -= bytes;

    // Little follows what was whole before.
    private void OwnWindow(int needed)
    {
        Growing.To(ref window, windowLength, needed + (needed / 16) + 4096);
        isBorrowed = false;
    }
}
