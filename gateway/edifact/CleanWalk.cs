using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Walks the data elements of a segment in which nothing needs a closer look: makes a node of each value. As soon as anything is
/// unusual it gives up; <see cref="SegmentWalk"/>, which knows every fault, then walks the segment from its start.
/// </summary>
internal readonly struct CleanWalk(ServiceCharacters characters)
{
    private readonly ServiceCharacters characters = characters;
    private readonly byte separator = characters.Element;
    private readonly byte componentSeparator = characters.Component;
    private readonly byte decimalMark = characters.DecimalMark;

    /// <summary>Walks a segment.</summary>
    /// <param name="bytes">The first byte of the buffer.</param>
    /// <param name="places">The segment's first delimiter.</param>
    /// <param name="parts">How many delimiters follow it; the last is the terminator.</param>
    /// <param name="plans">All data elements of the message.</param>
    /// <param name="segment">The segment's.</param>
    /// <param name="into">Gets the nodes; it has the segment's own, and room for two for each part.</param>
    /// <returns>False when it gave up.</returns>
    public bool Walk(
        ref byte bytes, ref int places, int parts, ElementPlan[] plans, in SegmentPlan segment, ref NodeWriter into)
    {
        var nodes = into;
        if (!Elements(ref bytes, ref places, parts, plans, segment, ref nodes)) return false;
        into = nodes;
        return true;
    }

    /// <summary>Walks a segment that is plain; its nodes are not wanted.</summary>
    /// <param name="cut">The segment.</param>
    /// <param name="plan">Plan of the message.</param>
    /// <param name="segment">The segment in it.</param>
    /// <param name="room">Is written over.</param>
    /// <returns>False when it gave up.</returns>
    public bool Check(in Cut cut, MessagePlan plan, in SegmentPlan segment, in TreeRoom room)
    {
        var parts = cut.Last - cut.First;
        if ((2 * parts) + 1 > room.Nodes.Length) return false;
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(cut.Bytes);
        ref var places = ref cut.Places[cut.First];
        var nodes = new NodeWriter(room, 0);
        return Walk(ref bytes, ref places, parts, plan.Elements, segment, ref nodes)
            && (segment.Rules is null || Keeps(segment.Rules, ref bytes, ref places, parts));
    }

    /// <summary>Whether a segment that was walked keeps its rules for certain: dates, codes, dependencies.</summary>
    public bool Keeps(SegmentRule[] rules, ref byte bytes, ref int places, int parts)
    {
        var view = new SegmentView(ref bytes, ref places, parts, characters);
        foreach (var rule in rules)
        {
            if (!rule.Holds(view)) return false;
        }

        return true;
    }

    private bool Elements(
        ref byte bytes, ref int places, int parts, ElementPlan[] plans, in SegmentPlan segment, ref NodeWriter nodes)
    {
        unchecked
        {
            // Explicit nesting has counters behind the tag.
            if (parts > 0 && Unsafe.Add(ref bytes, places) != separator) return false;
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
    private bool Components(
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
    private bool Fits(ref byte bytes, in ElementPlan plan, int start, int end)
    {
        var length = unchecked(end - start);
        if (length > plan.MaxLength || length < plan.MinLength) return false;
        return plan.Kind == ValueKind.Text || HasKind(ref Unsafe.Add(ref bytes, start), length, plan);
    }

    /// <summary>Digits with at most one decimal mark between them, or letters and blanks.</summary>
    private bool HasKind(ref byte value, int length, in ElementPlan plan)
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
}
