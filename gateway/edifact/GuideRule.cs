using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>One line of a guide: how it narrows a segment, a group or a data element.</summary>
/// <param name="Path">Groups, segment, qualifier and data element: <c>CNI/RFF/NAD+CZ.3039</c>.</param>
public sealed record GuideRule(string Path)
{
    /// <summary>How often it must come in its group; 0 where it need not.</summary>
    public int Min { get; init; }

    /// <summary>How often it may come; 0 where it is not used, null as in the directory.</summary>
    public int? Max { get; init; }

    /// <summary>Characters at least; null as in the directory.</summary>
    public int? MinLength { get; init; }

    /// <summary>Characters at most; null as in the directory.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Codes that are allowed; empty where the guide says nothing.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>What a violation weighs.</summary>
    public Severity Severity { get; init; } = Severity.Warning;

    /// <summary>Why the guide says so, for the sender; null to say it in general words.</summary>
    public string? Why { get; init; }

    /// <summary>Name of the guide.</summary>
    public string Guide { get; init; } = "";

    /// <summary>A code with this rule's weight and reason.</summary>
    internal FindingCode Code(FindingCode code) => code with { Default = Severity, Cause = Why ?? code.Cause };
}

/// <summary>Values that the first data elements must have: <c>CZ</c> in <c>NAD+CZ</c>, <c>WT</c> and <c>G</c> in <c>MEA+WT+G</c>.</summary>
internal sealed class GuideQualifier
{
    private readonly byte[][][] wanted;

    /// <param name="text">What stands behind the tag: <c>CZ</c>, <c>WT;AAE+G</c>; empty for none.</param>
    public GuideQualifier(string text)
        => wanted = text.Length == 0
            ? [] : [.. text.Split('+').Select(e => e.Split(';').Select(System.Text.Encoding.Latin1.GetBytes).ToArray())];

    /// <summary>Whether a segment has them.</summary>
    public bool Fits(in SegmentView view)
    {
        for (var e = 0; e < wanted.Length; e++)
        {
            var value = view.Find(e + 1, 1, 1, out _);
            var fits = wanted[e] is [{ Length: 0 }];
            foreach (var code in wanted[e]) fits |= value.SequenceEqual(code);
            if (!fits) return false;
        }

        return true;
    }
}

/// <summary>Counts a segment or group in the group that holds it.</summary>
internal sealed class GuideCount(GuideRule rule, GuideQualifier qualifier, string name, int group, int step, int position,
    bool isGroup, int slot)
    : SegmentRule
{
    /// <summary>The line of the guide.</summary>
    public GuideRule Rule => rule;

    /// <summary>Tag and qualifier, for sentences.</summary>
    public string Name => name;

    /// <summary>Step of the group that holds it; -1 for the message.</summary>
    public int Group => group;

    /// <summary>Its own step.</summary>
    public int Step => step;

    /// <summary>Its position.</summary>
    public int Position => position;

    /// <summary>Its counter.</summary>
    public int Slot => slot;

    /// <inheritdoc/>
    public override void Check(in SegmentView view, SegmentCheck check)
    {
        if (!qualifier.Fits(view)) return;
        var count = ++check.Counter(slot);
        if (rule.Max is not { } max || count <= max) return;
        if (max == 0) check.Report(rule.Code(EdifactFindings.GuideUnused), position, name, rule.Guide);
        else
        {
            var code = isGroup ? EdifactFindings.GuideTooManyGroups : EdifactFindings.GuideTooManySegments;
            check.Report(rule.Code(code), position, name, rule.Guide, Reporter.Text(max));
        }
    }
}

/// <summary>One place of a data element or component.</summary>
/// <param name="Element">Its element, the first after the tag = 1.</param>
/// <param name="Component">Its component; 0 for an element as a whole.</param>
/// <param name="Position">Its position.</param>
internal readonly record struct GuidePlace(int Element, int Component, int Position);

/// <summary>Narrows a data element or component of a segment.</summary>
internal sealed class GuideElement(GuideRule rule, GuideQualifier qualifier, GuidePlace[] places) : SegmentRule
{
    private readonly byte[][] codes = [.. rule.Codes.Select(System.Text.Encoding.Latin1.GetBytes)];

    /// <inheritdoc/>
    public override void Check(in SegmentView view, SegmentCheck check)
    {
        if (!qualifier.Fits(view)) return;
        var count = 0;
        foreach (var place in places)
        {
            for (var r = 1; r <= view.Repetitions(place.Element); r++)
            {
                var raw = view.Find(place.Element, place.Component, r, out var start);
                if (raw.IsEmpty || (place.Component == 0 && view.IsEmpty(raw))) continue;
                count++;
                Value(raw, start, place, view.Repetitions(place.Element) > 1 ? r : 0, count, check);
            }
        }

        if (count >= rule.Min) return;
        var first = places[0];
        view.Find(first.Element, first.Component, 1, out var at);
        check.Report(rule.Code(EdifactFindings.GuideElementMissing), at, 0, first.Position, (first.Element, first.Component, 0),
            check.NameOf(first.Position), rule.Guide, Reporter.TagText(view.Cut.Tag));
    }

    private void Value(ReadOnlySpan<byte> raw, int start, GuidePlace place, int repetition, int count, SegmentCheck check)
    {
        var at = (place.Element, place.Component, repetition);
        var name = check.NameOf(place.Position);
        if (rule.Max is { } max && count > max)
        {
            check.Report(rule.Code(EdifactFindings.GuideElementUnused), start, raw.Length, place.Position, at, name, rule.Guide,
                max == 0 ? "not used" : "used " + Reporter.Text(max) + " times at most");
            return;
        }

        if (codes.Length > 0 && !IsAllowed(raw))
        {
            check.Report(rule.Code(EdifactFindings.GuideCode), start, raw.Length, place.Position, at, name, Reporter.Text(raw),
                rule.Guide, string.Join(", ", rule.Codes));
        }

        var length = check.LengthOf(raw, place.Position);
        if (length > rule.MaxLength || length < rule.MinLength)
        {
            var isLong = length > rule.MaxLength;
            check.Report(rule.Code(isLong ? EdifactFindings.GuideTooLong : EdifactFindings.GuideTooShort), start, raw.Length,
                place.Position, at, name, Reporter.Text(length), rule.Guide,
                Reporter.Text((isLong ? rule.MaxLength : rule.MinLength) ?? 0));
        }
    }

    private bool IsAllowed(ReadOnlySpan<byte> raw)
    {
        foreach (var code in codes)
        {
            if (raw.SequenceEqual(code)) return true;
        }

        return false;
    }
}
