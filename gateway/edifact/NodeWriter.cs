using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Writes nodes one after another into room that was made for all of them.</summary>
internal ref struct NodeWriter(TreeRoom room, int shift)
{
    // A node is written as two numbers of eight bytes: put together from its members first, it would be read back from
    // the stack before it got there.
    private readonly ref long halves = ref Unsafe.As<Node, long>(ref MemoryMarshal.GetReference(room.Nodes));
    private readonly ref int parents = ref MemoryMarshal.GetReference(room.Parents);
    private readonly int shift = shift;

    /// <summary>Index of the first node in the tree.</summary>
    public readonly int First = room.First;

    /// <summary>Nodes written.</summary>
    public int Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ushort position, int start, int end, NodeFlags flags, int parent)
    {
        unchecked
        {
            ref var half = ref Unsafe.Add(ref halves, 2 * Count);
            half = position | ((long)flags << 16) | ((long)(start + shift) << 32);
            Unsafe.Add(ref half, 1) = (uint)(end - start) | ((long)(First + Count + 1) << 32);
            Unsafe.Add(ref parents, Count) = parent;
            Count++;
        }
    }

    /// <summary>All nodes since that one are below it, and it ends there.</summary>
    public readonly void Close(int node, int length)
        => Unsafe.Add(ref halves, (2 * node) + 1) = unchecked((uint)length | ((long)(First + Count) << 32));
}
