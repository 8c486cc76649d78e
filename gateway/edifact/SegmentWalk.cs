using System.Runtime.CompilerServices;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>
/// Walks the data elements of the current segment: makes a node of each value and checks what the directory says. Runs for
/// every value of every message, so it allocates nothing and looks at each byte once.
/// </summary>
internal sealed class SegmentWalk(Reporter reporter, ValueCheck values)
{
    // Room for the nodes of a service segment, which nobody wants.
    private readonly Node[] scratchNodes = new Node[64];
    private readonly int[] scratchParents = new int[64];
    private Cut cut;
    private byte[] bytes = [];
    private int[] places = [];
    private byte separator;
    private byte componentSeparator;
    private byte decimalMark;
    private ElementPlan[] elements = [];
    private Tree? tree;
    private bool isService;
    private int suspicious;
    private int shift;

    /// <summary>The short way with the same characters.</summary>
    public CleanWalk Clean { get; private set; }

    /// <summary>Sets the service characters of the interchange.</summary>
    public void Use(in ServiceCharacters characters)
    {
        (separator, componentSeparator, decimalMark) = (characters.Element, characters.Component, characters.DecimalMark);
        Clean = new CleanWalk(characters);
    }

    /// <summary>Sets whose positions are walked, for findings about segments that took the short way.</summary>
    public void Name(Schema schema) => values.Schema = schema;

    /// <summary>Checks a segment that stands in no tree, if it can take the short way; false when it cannot.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="plan">Plan of the message.</param>
    /// <param name="number">The segment in it.</param>
    public bool Passes(in Cut segment, MessagePlan plan, int number)
    {
        var room = new TreeRoom(scratchNodes, scratchParents, 0, 0);
        if (!segment.IsPlain || !Clean.Check(segment, plan, plan.Segments[number], room)) return false;
        Name(plan.Schema);
        return true;
    }

    /// <summary>Walks a segment.</summary>
    /// <param name="segmentCut">The segment.</param>
    /// <param name="plan">Plan of the message.</param>
    /// <param name="segment">The segment in it.</param>
    /// <param name="into">Gets the nodes; null to check only.</param>
    /// <param name="window">Where the segment begins in the tree's window.</param>
    /// <param name="isServiceSegment">Faults are those of ISO 9735 and not of the directory.</param>
    public void Walk(in Cut segmentCut, MessagePlan plan, int segment, Tree? into, int window, bool isServiceSegment)
    {
        cut = segmentCut;
        (bytes, places, elements, tree) = (cut.Bytes, cut.Places, plan.Elements, into);
        (isService, shift) = (isServiceSegment, window - cut.Start);
        suspicious = cut.Suspicious;
        values.Schema = plan.Schema;
        ref readonly var s = ref plan.Segments[segment];
        var (d, last) = (cut.First, cut.Last);
        if (last - d > Limits.SegmentPartsMax)
        {
            reporter.Add(EdifactFindings.TooManyParts, cut.StartOffset, 3, s.Tag, Reporter.Text(Limits.SegmentPartsMax));
            return;
        }

        // Explicit nesting (ISO 9735 §9, syntax 1 to 3): counters behind the tag, one component a level.
        while (d < last && bytes[places[d]] != separator) d++;
        var place = 0;
        while (d < last)
        {
            if (place == s.Count)
            {
                TooManyElements(s, d, last);
                return;
            }

            ref readonly var e = ref elements[s.First + place++];
            var end = places[d + 1];
            if (d + 1 == last || bytes[end] == separator) Single(in e, place, places[d++] + 1, end);
            else d = Several(in e, place, d, last);
        }

        if (place < s.LastMandatory) MissingElements(s, place);
    }

    /// <summary>A data element with components or repetitions.</summary>
    /// <returns>Index of the separator after it.</returns>
    private int Several(in ElementPlan plan, int place, int d, int last)
    {
        var to = d + 1;
        var repetitions = 1;
        while (to < last && bytes[places[to]] != separator)
        {
            if (bytes[places[to]] != componentSeparator) repetitions++;
            to++;
        }

        if (repetitions == 1) Occurrence(in plan, place, 0, d, to);
        else Repetitions(in plan, place, repetitions, d, to);
        return to;
    }

    private void Single(in ElementPlan plan, int place, int start, int end)
    {
        if (start == end)
        {
            if (plan.IsMandatory) Missing(in plan, place, start);
            return;
        }

        if (!plan.IsComposite)
        {
            Value(in plan, place, 0, 0, start, end);
            return;
        }

        var node = tree?.Open(plan.Position, start + shift, end - start) ?? 0;
        Value(in elements[plan.First], place, 1, 0, start, end);
        if (plan.LastMandatory > 1) MissingComponents(in plan, place, 0, 1, end);
        tree?.Close(node);
    }

    private void Repetitions(in ElementPlan plan, int place, int count, int d, int to)
    {
        if (count > plan.MaxRepetitions)
        {
            var start = places[d] + 1;
            Report(EdifactFindings.TooManyRepetitions, start, places[to] - start, plan.Position, place, 0, 0,
                NameOf(plan), Reporter.Text(count), Reporter.Text(plan.MaxRepetitions));
        }

        var from = d;
        var repetition = 0;
        for (var i = d + 1; i <= to; i++)
        {
            if (i < to && bytes[places[i]] == componentSeparator) continue;
            Occurrence(in plan, place, ++repetition, from, i);
            from = i;
        }
    }

    /// <summary>One occurrence of an element that has several components or is repeated.</summary>
    private void Occurrence(in ElementPlan plan, int place, int repetition, int d, int to)
    {
        var start = places[d] + 1;
        var end = places[to];
        if (end - start == to - d - 1)
        {
            // Separators only: nothing was sent.
            if (plan.IsMandatory) Missing(in plan, place, start);
            return;
        }

        var known = plan.IsComposite ? plan.Count : 1;
        if (to - d > known) TooManyComponents(in plan, place, repetition, d, to, known);
        var node = plan.IsComposite ? tree?.Open(plan.Position, start + shift, end - start) ?? 0 : 0;
        var component = 0;
        for (var i = d; i < to && component < known; i++)
        {
            var from = places[i] + 1;
            var until = places[i + 1];
            ref readonly var c = ref plan.IsComposite ? ref elements[plan.First + component] : ref plan;
            component++;
            if (from < until) Value(in c, place, plan.IsComposite ? component : 0, repetition, from, until);
            else if (c.IsMandatory && plan.IsComposite) MissingComponent(in c, place, component, repetition, from);
        }

        if (!plan.IsComposite) return;
        if (component < plan.LastMandatory) MissingComponents(in plan, place, repetition, component, end);
        tree?.Close(node);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Value(in ElementPlan plan, int place, int component, int repetition, int start, int end)
    {
        var length = end - start;
        if (plan.Kind == ValueKind.Text && end <= suspicious && length <= plan.MaxLength && length >= plan.MinLength)
        {
            tree?.Add(plan.Position, start + shift, length, NodeFlags.HasValue | NodeFlags.Plain);
        }
        else
        {
            Checked(in plan, place, component, repetition, start, end);
        }
    }

    /// <summary>A value that is more than a plain text of right length.</summary>
    private void Checked(in ElementPlan plan, int place, int component, int repetition, int start, int end)
    {
        var length = end - start;
        var flags = NodeFlags.HasValue | NodeFlags.Plain;
        if (end > suspicious && values.IsSuspicious(bytes.AsSpan(start, length))
            && !Closer(start, length, plan.Position, place, component, repetition, out length))
        {
            flags = NodeFlags.HasValue;
        }

        if (plan.Kind != ValueKind.Text)
        {
            var fault = values.Check(bytes.AsSpan(start, end - start), plan.Kind, decimalMark, ref length);
            if (fault is not null)
            {
                Report(fault, start, end - start, plan.Position, place, component, repetition,
                    NameOf(plan), Reporter.Text(bytes.AsSpan(start, end - start)));
            }
        }

        if (length > plan.MaxLength || length < plan.MinLength)
        {
            var isLong = length > plan.MaxLength;
            Report(isLong ? EdifactFindings.TooLong : EdifactFindings.TooShort, start, end - start, plan.Position, place,
                component, repetition, NameOf(plan), Reporter.Text(length),
                Reporter.Text(isLong ? plan.MaxLength : plan.MinLength));
        }

        tree?.Add(plan.Position, start + shift, end - start, flags);
    }

    /// <summary>A value with bytes that need a closer look.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="position">Its position.</param>
    /// <param name="place">Its element.</param>
    /// <param name="component">Its component.</param>
    /// <param name="repetition">Its repetition.</param>
    /// <param name="characters">Its characters.</param>
    /// <returns>Whether its bytes are its text all the same.</returns>
    private bool Closer(int start, int length, int position, int place, int component, int repetition, out int characters)
    {
        var value = bytes.AsSpan(start, length);
        var isPlain = values.Characters(value, out characters);
        if (values.Fault(value, out var at) is { } fault)
        {
            Report(fault, start + at, 1, position, place, component, repetition,
                values.ArgumentsOf(fault, value, at));
        }

        return isPlain;
    }

    private void Missing(in ElementPlan plan, int place, int at)
        => Report(isService ? EdifactFindings.ServiceMissing : EdifactFindings.MissingElement, at, 0, plan.Position, place,
            0, 0, Reporter.TagText(cut.Tag), NameOf(plan));

    private void MissingComponent(in ElementPlan plan, int place, int component, int repetition, int at)
        => Report(isService ? EdifactFindings.ServiceMissing : EdifactFindings.MissingComponent, at, 0, plan.Position,
            place, component, repetition, Reporter.TagText(cut.Tag), NameOf(plan));

    private void MissingComponents(in ElementPlan plan, int place, int repetition, int given, int at)
    {
        for (var i = given; i < plan.Count; i++)
        {
            ref readonly var c = ref elements[plan.First + i];
            if (c.IsMandatory) MissingComponent(in c, place, i + 1, repetition, at);
        }
    }

    private void MissingElements(in SegmentPlan s, int given)
    {
        for (var i = given; i < s.LastMandatory; i++)
        {
            ref readonly var e = ref elements[s.First + i];
            if (e.IsMandatory) Missing(in e, i + 1, cut.End);
        }
    }

    private void TooManyElements(in SegmentPlan s, int d, int last)
    {
        var start = places[d] + 1;
        // Separators alone say nothing: an empty element at the end is no element.
        if (cut.End - start == last - d - 1) return;
        var count = s.Count;
        for (var i = d; i < last; i++)
        {
            if (bytes[places[i]] == separator) count++;
        }

        Report(EdifactFindings.TooManyElements, start, cut.End - start, 0, s.Count + 1, 0, 0,
            s.Tag, Reporter.Text(count), Reporter.Text(s.Count));
    }

    private void TooManyComponents(in ElementPlan plan, int place, int repetition, int d, int to, int known)
    {
        var start = places[d + known] + 1;
        var end = places[to];
        if (end - start == to - d - known - 1) return;
        Report(EdifactFindings.TooManyComponents, start, end - start, plan.Position, place, known + 1, repetition,
            NameOf(plan), Reporter.Text(to - d), Reporter.Text(known));
    }

    private string NameOf(in ElementPlan plan) => values.NameOf(plan.Position);

    // Position numbers belong to the schema of the tree; a segment that is only checked has none.
    private void Report(
        FindingCode code, int start, int length, int position, int place, int component, int repetition,
        params ReadOnlySpan<string> arguments)
        => reporter.Add(code, cut.Offset + start, length, tree is null ? 0 : position, place + 1, component,
            repetition, arguments);
}
