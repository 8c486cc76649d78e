using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Words the faults of structure: what is missing and where it belongs, what stands where it may not.</summary>
internal sealed class StructureFaults(Reporter reporter)
{
    // A hostile message misses one segment a million times; only the first ones may turn out to stand too late.
    private const int MissedMax = 100;

    private readonly List<(int Tag, FindingCode Code, int Position, SourceSpan After, string AfterName)> missed = [];
    private MessagePlan? plan;
    private long lastEnd;
    private int lastTag;
    private int lastSegment;

    /// <summary>Starts a message.</summary>
    public void Begin(MessagePlan? messagePlan)
    {
        (plan, lastEnd, lastTag, lastSegment) = (messagePlan, 0, 0, 0);
        missed.Clear();
    }

    /// <summary>Remembers the last segment that found its place.</summary>
    public void Took(in Cut cut, int tag) => (lastEnd, lastTag, lastSegment) = (cut.Offset + cut.End, tag, reporter.Segment);

    /// <summary>A mandatory segment or group is missing.</summary>
    /// <param name="step">Which.</param>
    /// <param name="before">Where that was noticed.</param>
    /// <param name="tag">What stands there; 0 for the end of the message.</param>
    public void Missing(in Step step, in Cut before, int tag)
    {
        var name = plan!.Schema.NameOf(step.Position);
        var code = step.IsGroup ? EdifactFindings.MissingGroup : EdifactFindings.MissingSegment;
        if (missed.Count < MissedMax) missed.Add((step.Tag, code, step.Position, After, AfterName));
        Missing(code, step.Position, before, tag, name);
    }

    /// <summary>Something that must be there is missing.</summary>
    /// <param name="code">What kind.</param>
    /// <param name="position">Its position.</param>
    /// <param name="before">Where that was noticed.</param>
    /// <param name="tag">What stands there; 0 for the end of the message.</param>
    /// <param name="name">Its name.</param>
    /// <param name="more">More arguments, behind name, what stands there, and what it belongs after.</param>
    public void Missing(
        FindingCode code, int position, in Cut before, int tag, string name, params ReadOnlySpan<string> more)
    {
        string[] arguments = [name, tag == 0 ? "the message ends there" : Reporter.TagText(tag) + " stands there", AfterName, .. more];
        reporter.Add(code, before.StartOffset, tag == 0 ? 0 : Math.Min(3, before.End - before.Start), position, default,
            (After, name + " belongs after this"), null, arguments);
    }

    /// <summary>A segment or group came too often; it is read all the same.</summary>
    public void TooMany(in Cut cut, in Step step)
        => reporter.Add(step.IsGroup ? EdifactFindings.TooManyGroups : EdifactFindings.TooManySegments, cut.StartOffset,
            cut.End - cut.Start, step.Position, 0, 0, 0, Reporter.TagText(step.Tag), Reporter.Text(step.Max));

    /// <summary>A segment of the message stands where it may not.</summary>
    public void Misplaced(in Cut cut, int tag, ReadOnlySpan<Frame> open)
    {
        var (name, expected) = (Reporter.TagText(tag), StructureText.Expected(plan!, open));
        var late = missed.FindLastIndex(m => m.Tag == tag);
        if (late >= 0)
        {
            // It is not missing: it stands too late. One mistake is told once.
            var (_, code, position, after, afterName) = missed[late];
            missed.RemoveAt(late);
            reporter.Withdraw(code, position);
            reporter.Add(EdifactFindings.TooLate, cut.StartOffset, cut.End - cut.Start, 0, default,
                (after, name + " belongs after this"), expected, name, "after " + afterName);
            return;
        }

        reporter.Add(EdifactFindings.Misplaced, cut.StartOffset, cut.End - cut.Start, 0, default, null, expected, name,
            StructureText.HomesOf(plan!, tag));
    }

    /// <summary>A segment that the message does not have.</summary>
    public void NotOfMessage(in Cut cut, int tag, ReadOnlySpan<Frame> open)
    {
        var name = Reporter.TagText(tag);
        var expected = StructureText.Expected(plan!, open);
        var message = plan!.Schema.Name;
        if (StructureText.IsKnown(name))
        {
            reporter.Add(EdifactFindings.UnknownSegment, cut.StartOffset, cut.End - cut.Start, 0, default, null, expected, name, message);
            return;
        }

        var meant = StructureText.Nearest(plan, name, open) is { } nearest ? $"Perhaps {nearest} was meant." : "Correct the tag.";
        reporter.Add(EdifactFindings.UnknownTag, cut.StartOffset, cut.End - cut.Start, 0, default, null, expected, name, message, meant);
    }

    // The terminator of the last segment that found its place.
    private SourceSpan After => reporter.SpanOf(lastEnd, 1);

    private string AfterName => lastSegment == 0 ? "the beginning"
        : string.Create(CultureInfo.InvariantCulture, $"{Reporter.TagText(lastTag)} (segment {lastSegment})");
}
