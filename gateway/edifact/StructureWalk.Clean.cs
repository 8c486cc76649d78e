using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The short way through a message: segments that are where they belong and in which nothing needs a closer look.</summary>
internal sealed partial class StructureWalk
{
    /// <summary>What one call takes at most; so a document cannot grow far beyond its limit unnoticed.</summary>
    public const int CleanBytesMax = 64 * 1024;

    /// <summary>Takes all segments from the next one on that are clean, as far as the source has found delimiters.</summary>
    /// <param name="source">Gives the segments; the last one taken is its current one.</param>
    /// <param name="shift">What to add to a place in the source's buffer for that in the tree's window.</param>
    /// <returns>How many were taken; the next one is to be taken by <see cref="Take"/>.</returns>
    public int TakeClean(SegmentSource source, int shift)
    {
        if (plan is null) return TakeUndefined(source, shift);
        // A guide counts what comes, segment by segment.
        if (guide is not null) return 0;
        var clean = segments.Clean;
        var at = source.Cursor;
        var (lastTaken, limit) = (at, at.Position + CleanBytesMax);
        var suspicious = -1;
        var taken = 0;
        // The source proves that all places and ends are in their arrays.
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(source.Buffer);
        ref var places = ref MemoryMarshal.GetArrayDataReference(source.Places);
        unchecked
        {
            while (at.NextEnd < source.EndCount)
            {
                var last = source.Ends[at.NextEnd];
                var end = Unsafe.Add(ref places, last);
                var start = at.Position;
                if (Unsafe.Add(ref bytes, start) == '\r') start++;
                if (Unsafe.Add(ref bytes, start) == '\n') start++;
                // Service segments are told apart by the reader.
                if (Unsafe.Add(ref places, at.NextPlace) != start + 3 || Unsafe.Add(ref bytes, start) == 'U') break;
                if (suspicious < start) suspicious = source.SuspiciousFrom(start);
                if (end > suspicious || end > limit || end - start >= EnvelopeText.LongBytes) break;
                if (!TakeClean(clean, ref bytes, ref Unsafe.Add(ref places, at.NextPlace), last - at.NextPlace, start, end, shift)) break;
                lastTaken = at;
                at = new Cursor(end + 1, last + 1, at.NextEnd + 1);
                taken++;
            }
        }

        if (taken > 0) source.NextFrom(lastTaken);
        return taken;
    }

    /// <summary>The same in a message that no table describes: a node for each segment, whatever it holds.</summary>
    private int TakeUndefined(SegmentSource source, int shift)
    {
        var component = source.Characters.Component;
        var at = source.Cursor;
        var (lastTaken, limit, taken) = (at, at.Position + CleanBytesMax, 0);
        // The source proves that all places and ends are in their arrays.
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(source.Buffer);
        ref var places = ref MemoryMarshal.GetArrayDataReference(source.Places);
        unchecked
        {
            while (at.NextEnd < source.EndCount)
            {
                var last = source.Ends[at.NextEnd];
                var end = Unsafe.Add(ref places, last);
                var start = at.Position;
                if (Unsafe.Add(ref bytes, start) == '\r') start++;
                if (Unsafe.Add(ref bytes, start) == '\n') start++;
                var tagEnd = Unsafe.Add(ref places, at.NextPlace);
                if (tagEnd != start + 3 || end > limit || end - start >= EnvelopeText.LongBytes) break;
                ref var head = ref Unsafe.Add(ref bytes, start);
                // Service segments are told apart by the reader, and so are counters behind the tag.
                var (second, third) = (Unsafe.Add(ref head, 1), Unsafe.Add(ref head, 2));
                if (head == 'U' || Unsafe.Add(ref head, 3) == component || !Cut.IsTag(head, second, third)) break;
                NameUnknown(tree!.Add(0, start + shift, end - start, NodeFlags.None), (head << 16) | (second << 8) | third);
                lastTaken = at;
                at = new Cursor(end + 1, last + 1, at.NextEnd + 1);
                taken++;
            }
        }

        if (taken > 0) source.NextFrom(lastTaken);
        return taken;
    }

    /// <summary>Remembers the last segment of a run.</summary>
    public void Took(in Cut last) => faults.Took(last, last.Tag);

    /// <summary>Takes one segment, if it is clean.</summary>
    private bool TakeClean(in Cut cut, int window)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(cut.Bytes);
        ref var places = ref cut.Places[cut.First];
        var isTaken = TakeClean(
            segments.Clean, ref bytes, ref places, cut.Last - cut.First, cut.Start, cut.End, window - cut.Start);
        if (!isTaken) return false;
        Took(cut);
        segments.Name(plan!.Schema);
        return true;
    }

    private bool TakeClean(in CleanWalk clean, ref byte bytes, ref int places, int parts, int start, int end, int shift)
    {
        unchecked
        {
            ref var head = ref Unsafe.Add(ref bytes, start);
            var (f, i) = Find((head << 16) | (Unsafe.Add(ref head, 1) << 8) | Unsafe.Add(ref head, 2));
            if (f < 0) return false;
            ref readonly var step = ref steps[i];
            CloseTo(f, default);
            var room = tree!.Room((2 * parts) + 1);
            var nodes = new NodeWriter(room, shift);
            nodes.Add(step.Position, start, end, NodeFlags.None, room.Parent);
            if (!clean.Walk(ref bytes, ref places, parts, plan!.Elements, plan.Segments[step.Segment], ref nodes)) return false;
            if (step.Rules is { } rules && !clean.Keeps(rules, ref bytes, ref places, parts)) return false;
            nodes.Close(0, end - start);
            tree.Take(nodes.Count);
            Enter(f, i, step, room.First);
            return true;
        }
    }

    /// <summary>The segment of a step was taken.</summary>
    private void Enter(int f, int i, in Step step, int node)
    {
        ref var frame = ref frames[f];
        (frame.Count, frame.At) = (frame.At == i ? frame.Count + 1 : 1, i);
        if (!step.IsGroup || !HasRoom()) return;
        tree!.Reopen(node);
        frames[++depth] = new Frame(step.First + step.Count, step.First, 0, node, i);
    }
}
