using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>A group that is open; the message itself is the first.</summary>
/// <param name="End">Behind its last step.</param>
/// <param name="At">The step where reading stands.</param>
/// <param name="Count">How often that step came.</param>
/// <param name="Node">Its node.</param>
/// <param name="Step">Its own step; -1 for the message.</param>
internal record struct Frame(int End, int At, int Count, int Node, int Step);

/// <summary>
/// Finds the position of each segment in the message table: a greedy walk without going back, which is right for every table
/// since D.97A because no place has two continuations with the same tag.
/// </summary>
internal sealed partial class StructureWalk(Reporter reporter, SegmentWalk segments, SegmentCheck checks)
{
    // How many mandatory segments may be taken for missing before a segment is rather taken for misplaced.
    private const int MissingMax = 3;

    // Names of unknown segments are kept beside the tree; a hostile message has millions.
    private const int UnknownNamesMax = 10_000;

    private static readonly int Unt = Cut.TagOf("UNT"u8);
    private static readonly int Uns = Cut.TagOf("UNS"u8);
    private static readonly int Hyn = Cut.TagOf("HYN"u8);

    // Few messages have groups more than this deep; a small file is read faster than room for all is made.
    private Frame[] frames = new Frame[8];
    private readonly StructureFaults faults = new(reporter);
    private readonly Dictionary<int, string> names = [];
    private readonly (int Tag, string Name)[] recentNames = new (int, string)[64];
    private MessagePlan? plan;
    private GuideCounts? guide;
    private Step[] steps = [];
    private int[] tags = [];
    private Tree? tree;
    private int depth;
    private int unknownNames;

    /// <summary>Starts a message whose root node is open.</summary>
    public void Begin(MessagePlan? messagePlan, Tree into, int root)
    {
        (plan, tree, depth, unknownNames) = (messagePlan, into, 0, 0);
        (steps, tags) = (plan?.Steps ?? [], plan?.Tags ?? []);
        frames[0] = plan is null ? default : new Frame(plan.RootFirst + plan.RootCount, plan.RootFirst, 0, root, -1);
        faults.Begin(plan);
        guide = plan?.Guide;
        guide?.Open(-1, checks);
    }

    /// <summary>The schema whose positions are walked; null when the message has none.</summary>
    public Schema? Schema => plan?.Schema;

    /// <summary>Groups that are open, with their occurrences; null when none is.</summary>
    public string? GroupPath() => depth == 0 || plan is null ? null : StructureText.PathOf(plan, Open);

    /// <summary>Ends the message: what is still mandatory is missing.</summary>
    public void End(in Cut last)
    {
        if (plan is not null)
        {
            for (var f = depth; f >= 0; f--) ReportMissing(f, frames[f].End, last, 0);
        }

        CloseTo(0, last);
        guide?.Pass(-1, frames[0].At, int.MaxValue, checks, last, faults);
    }

    /// <summary>Takes the next segment.</summary>
    /// <param name="cut">The segment.</param>
    /// <param name="tag">Its tag; 0 when it has none.</param>
    /// <param name="window">Where it begins in the tree's window.</param>
    /// <param name="isService">Its elements were checked before.</param>
    public void Take(in Cut cut, int tag, int window, bool isService)
    {
        if (plan is null || tag == 0)
        {
            Unknown(cut, tag, window);
            return;
        }

        if (isService && guide is null && cut.IsPlain && TakeClean(cut, window)) return;
        var (f, i) = Find(tag);
        if (f >= 0) Enter(f, i, cut, window, isService);
        else Recover(cut, tag, window, isService);
    }

    /// <summary>The step that a segment takes where nothing is missing: frame and step; -1 for none.</summary>
    private (int Frame, int Step) Find(int tag)
    {
        for (var f = depth; f >= 0; f--)
        {
            ref readonly var frame = ref frames[f];
            if (frame.At == frame.End) continue;
            ref readonly var step = ref steps[frame.At];
            if (step.Tag == tag && frame.Count < step.Max) return (f, frame.At);
            if (frame.Count < step.Min) break;
            var next = Find(tag, frame.At + 1, step.Reach);
            if (next >= 0) return (f, next);
            // The choice ended at a mandatory step.
            if (step.Reach > frame.At + 1 && steps[step.Reach - 1].Min > 0) break;
        }

        return (-1, -1);
    }

    /// <summary>The first of some steps with that tag; -1 when none has it.</summary>
    private int Find(int tag, int first, int end)
    {
        ref var all = ref MemoryMarshal.GetArrayDataReference(tags);
        for (var i = first; i < end; i += Vector256<int>.Count)
        {
            var hits = Vector256.Equals(Vector256.LoadUnsafe(ref all, (nuint)i), Vector256.Create(tag)).ExtractMostSignificantBits();
            if (hits == 0) continue;
            var found = i + BitOperations.TrailingZeroCount(hits);
            return found < end ? found : -1;
        }

        return -1;
    }

    /// <summary>Whether the message table has the tag.</summary>
    public bool Knows(int tag) => plan is not null && plan.SegmentOf(tag) >= 0;

    /// <summary>Keeps a segment that may stand anywhere and that the table does not name: security, anti-collision.</summary>
    public void Keep(in Cut cut, int tag, int window) => Unknown(cut, tag, window);

    private Span<Frame> Open => frames.AsSpan(0, depth + 1);

    private void Enter(int f, int i, in Cut cut, int window, bool isService)
    {
        CloseTo(f, cut);
        ref var frame = ref frames[f];
        if (guide is not null && frame.At != i) guide.Pass(frame.Step, frame.At, i, checks, cut, faults);
        frame.Count = frame.At == i ? frame.Count + 1 : 1;
        frame.At = i;
        ref readonly var step = ref steps[i];
        var node = tree!.Open(step.Position, window, cut.End - cut.Start);
        var isGroup = step.IsGroup && HasRoom();
        if (isGroup)
        {
            // Open before its trigger is checked, so that faults of the trigger lie in the group.
            frames[++depth] = new Frame(step.First + step.Count, step.First, 0, node, i);
            guide?.Open(i, checks);
        }

        var wasSilent = reporter.IsSilent;
        reporter.IsSilent = wasSilent || isService;
        segments.Walk(cut, plan!, step.Segment, tree, window, false);
        if (step.Rules is not null && (!isService || guide is not null)) checks.Run(step.Rules, cut, true);
        reporter.IsSilent = wasSilent;
        faults.Took(cut, step.Tag);
        if (!isGroup) tree.Close(node);
    }

    /// <summary>Whether one more group can be opened.</summary>
    private bool HasRoom()
    {
        if (depth + 1 == frames.Length) Array.Resize(ref frames, Math.Min(2 * frames.Length, Limits.DepthMax));
        return depth + 1 < frames.Length;
    }

    private void CloseTo(int f, in Cut next)
    {
        for (; depth > f; depth--)
        {
            guide?.Pass(frames[depth].Step, frames[depth].At, int.MaxValue, checks, next, faults);
            tree!.Close(frames[depth].Node);
        }
    }

    /// <summary>The segment does not fit: the cheapest reading is taken, so that one fault does not make many.</summary>
    private void Recover(in Cut cut, int tag, int window, bool isService)
    {
        var (bestFrame, bestStep, bestCost) = (-1, -1, int.MaxValue);
        var left = 0;
        for (var f = depth; f >= 0; f--)
        {
            var (step, cost) = Candidate(f, tag);
            if (step >= 0 && left + cost < bestCost) (bestFrame, bestStep, bestCost) = (f, step, left + cost);
            left += MissingIn(f, frames[f].End);
        }

        if (bestStep < 0 || (bestCost > MissingMax && tag != Unt && tag != Uns && tag != Hyn))
        {
            Misplaced(cut, tag, window);
            return;
        }

        for (var f = depth; f > bestFrame; f--)
        {
            ReportMissing(f, frames[f].End, cut, tag);
            CloseTo(f - 1, cut);
        }

        ReportMissing(bestFrame, bestStep, cut, tag);
        if (IsFull(bestFrame, bestStep)) faults.TooMany(cut, steps[bestStep]);
        Enter(bestFrame, bestStep, cut, window, isService);
    }

    /// <summary>The first step of a frame from where it stands that has the tag, mandatory ones passed over.</summary>
    private (int Step, int Cost) Candidate(int f, int tag)
    {
        for (var i = frames[f].At; i < frames[f].End; i++)
        {
            if (steps[i].Tag != tag) continue;
            // A place that is full is taken only where no later one has the tag.
            if (!IsFull(f, i)) return (i, MissingIn(f, i));
            for (var k = i + 1; k < frames[f].End; k++)
            {
                if (steps[k].Tag == tag) return (k, MissingIn(f, k));
            }

            return (i, 1);
        }

        return (-1, 0);
    }

    private bool IsFull(int f, int i) => i == frames[f].At && frames[f].Count >= steps[i].Max;

    private int MissingIn(int f, int end)
    {
        var missing = 0;
        for (var i = frames[f].At; i < end; i++)
        {
            if ((i == frames[f].At ? frames[f].Count : 0) < steps[i].Min) missing++;
        }

        return missing;
    }

    private void ReportMissing(int f, int end, in Cut before, int tag)
    {
        for (var i = frames[f].At; i < end; i++)
        {
            // A missing UNT is told by the message reader, which knows what came instead.
            if (steps[i].Tag == Unt || (i == frames[f].At ? frames[f].Count : 0) >= steps[i].Min) continue;
            faults.Missing(steps[i], before, tag);
        }
    }

    private void Misplaced(in Cut cut, int tag, int window)
    {
        var segment = plan!.SegmentOf(tag);
        if (segment < 0)
        {
            faults.NotOfMessage(cut, tag, Open);
            Unknown(cut, tag, window);
            return;
        }

        faults.Misplaced(cut, tag, Open);
        var node = OpenUnknown(cut, tag, window);
        segments.Walk(cut, plan, segment, tree, window, false);
        if (plan.Segments[segment].Rules is { } rules) checks.Run(rules, cut, true);
        tree!.Close(node);
    }

    private void Unknown(in Cut cut, int tag, int window) => tree!.Close(OpenUnknown(cut, tag, window));

    private int OpenUnknown(in Cut cut, int tag, int window)
    {
        var node = tree!.Open(0, window, cut.End - cut.Start);
        NameUnknown(node, tag);
        return node;
    }

    private void NameUnknown(int node, int tag)
    {
        if (unknownNames++ < UnknownNamesMax) tree!.SetUnknownName(node, tag == 0 ? "" : NameOf(tag));
    }

    // A message of an unknown type has few tags and many segments.
    private string NameOf(int tag)
    {
        ref var recent = ref recentNames[(tag ^ (tag >> 5) ^ (tag >> 10)) & (recentNames.Length - 1)];
        if (recent.Tag != tag) recent = (tag, LastingName(tag));
        return recent.Name;
    }

    private string LastingName(int tag)
    {
        if (names.TryGetValue(tag, out var name)) return name;
        name = Reporter.TagText(tag);
        if (names.Count < UnknownNamesMax) names.Add(tag, name);
        return name;
    }
}
