using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Walks a segment in which nothing needs a closer look: makes its node and one of each value. As soon as anything is unusual it
/// gives up and leaves no trace; <see cref="SegmentWalk"/>, which knows every fault, then walks the segment from its start.
/// </summary>
internal struct CleanWalk
{
    private byte separator;
    private byte componentSeparator;
    private byte decimalMark;

    /// <summary>Sets the service characters of the interchange.</summary>
    public void Use(in ServiceCharacters characters)
        => (separator, componentSeparator, decimalMark) = (characters.Element, characters.Component, characters.DecimalMark);

    /// <summary>Walks a segment.</summary>
    /// <param name="cut">The segment.</param>
    /// <param name="plan">Plan of the message.</param>
    /// <param name="step">The segment's place in it.</param>
    /// <param name="tree">Gets the nodes.</param>
    /// <param name="window">Where the segment begins in the tree's window.</param>
    /// <returns>False when it was not walked; the tree is then as before.</returns>
    public readonly bool Walk(in Cut cut, MessagePlan plan, in Step step, Tree tree, int window)
    {
        unchecked
        {
            var parts = cut.Last - cut.First;
            if (cut.End > cut.Suspicious || (uint)parts > Limits.SegmentPartsMax) return false;
            // The places and bytes are in the arrays: the source cut the segment out of them.
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(cut.Bytes);
            ref var places = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(cut.Places), cut.First);
            if (parts > 0 && Unsafe.Add(ref bytes, places) != separator) return false;
            var room = tree.Room((2 * parts) + 1);
            var nodes = new NodeWriter(room, window - cut.Start);
            nodes.Add(step.Position, cut.Start, cut.End, NodeFlags.None, room.Parent);
            if (!Elements(ref bytes, ref places, parts, plan.Elements, plan.Segments[step.Segment], ref nodes)) return false;
            nodes.Close(0, cut.End - cut.Start);
            tree.Take(nodes.Count);
            return true;
        }
    }

    private readonly bool Elements(
        ref byte bytes, ref int places, int parts, ElementPlan[] plans, in SegmentPlan segment, ref NodeWriter nodes)
    {
        unchecked
        {
            ref var element = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(plans), segment.First);
            var (d, place) = (0, 0);
            while (d < parts)
            {
                if (place == segment.Count) return false;
                ref readonly var plan = ref Unsafe.Add(ref element, place++);
                var start = Unsafe.Add(ref places, d) + 1;
                var end = Unsafe.Add(ref places, d + 1);
                if (d + 1 < parts && Unsafe.Add(ref bytes, end) != separator)
                {
                    if (!plan.IsComposite || !Components(ref bytes, ref places, ref d, parts, plans, plan, ref nodes)) return false;
                    continue;
                }

                d++;
                if (start == end)
                {
                    if (plan.IsMandatory) return false;
                }
                else if (!plan.IsComposite)
                {
                    if (!Fits(ref bytes, plan, start, end)) return false;
                    nodes.Add(plan.Position, start, end, NodeFlags.HasValue | NodeFlags.Plain, nodes.First);
                }
                else
                {
                    ref readonly var component = ref plans[plan.First];
                    if (plan.LastMandatory > 1 || !Fits(ref bytes, component, start, end)) return false;
                    var composite = nodes.Count;
                    nodes.Add(plan.Position, start, end, NodeFlags.None, nodes.First);
                    nodes.Add(component.Position, start, end, NodeFlags.HasValue | NodeFlags.Plain, nodes.First + composite);
                    nodes.Close(composite, end - start);
                }
            }

            return place >= segment.LastMandatory;
        }
    }

    /// <summary>A composite of which more than one component was sent.</summary>
    private readonly bool Components(
        ref byte bytes, ref int places, ref int d, int parts, ElementPlan[] plans, in ElementPlan plan, ref NodeWriter nodes)
    {
        unchecked
        {
            ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(plans), plan.First);
            var composite = nodes.Count;
            var parent = nodes.First + composite;
            var start = Unsafe.Add(ref places, d) + 1;
            nodes.Add(plan.Position, start, start, NodeFlags.None, nodes.First);
            for (var component = 0; ;)
            {
                if (component == plan.Count) return false;
                ref readonly var part = ref Unsafe.Add(ref first, component++);
                var from = Unsafe.Add(ref places, d) + 1;
                var until = Unsafe.Add(ref places, ++d);
                if (from < until)
                {
                    if (!Fits(ref bytes, part, from, until)) return false;
                    nodes.Add(part.Position, from, until, NodeFlags.HasValue | NodeFlags.Plain, parent);
                }
                else if (part.IsMandatory)
                {
                    return false;
                }

                var kind = Unsafe.Add(ref bytes, until);
                if (d < parts && kind == componentSeparator) continue;
                // Repetitions and composites of separators alone are looked at closely.
                if ((d < parts && kind != separator) || nodes.Count == composite + 1) return false;
                nodes.Close(composite, until - start);
                return component >= plan.LastMandatory;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Fits(ref byte bytes, in ElementPlan plan, int start, int end)
    {
        var length = unchecked(end - start);
        if (length > plan.MaxLength || length < plan.MinLength) return false;
        return plan.Kind == ValueKind.Text || HasKind(ref Unsafe.Add(ref bytes, start), length, plan);
    }

    /// <summary>Digits with at most one decimal mark between them, or letters and blanks.</summary>
    private readonly bool HasKind(ref byte value, int length, in ElementPlan plan)
    {
        unchecked
        {
            if (plan.Kind == ValueKind.Alphabetic)
            {
                for (var i = 0; i < length; i++)
                {
                    var letter = Unsafe.Add(ref value, i);
                    if ((uint)((letter | 0x20) - 'a') > 'z' - 'a' && letter != ' ') return false;
                }

                return true;
            }

            if (plan.Kind is not (ValueKind.Number or ValueKind.Integer)) return false;
            var marks = 0;
            for (var i = 0; i < length; i++)
            {
                var digit = Unsafe.Add(ref value, i);
                if ((uint)(digit - '0') <= 9) continue;
                var isMark = decimalMark == 0 ? digit is (byte)'.' or (byte)',' : digit == decimalMark;
                if (!isMark || i == 0 || i == length - 1 || ++marks > 1) return false;
            }

            return length - marks >= plan.MinLength;
        }
    }

    /// <summary>Writes nodes one after another into room that was made for all of them.</summary>
    private ref struct NodeWriter(TreeRoom room, int shift)
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
}
