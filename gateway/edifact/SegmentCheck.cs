using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Runs the rules of segments and words what they find. One for each reader.</summary>
internal sealed class SegmentCheck(Reporter reporter, ValueCheck values, SegmentSource source)
{
    private const int DateMax = 64;

    private Cut cut;
    private int[] counters = [];
    private bool hasPositions;

    /// <summary>Runs rules on the segment that is read.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="isInTree">Whether it stands in the tree: then findings name its positions.</param>
    public void Run(SegmentRule[] rules, in Cut segment, bool isInTree)
    {
        (cut, hasPositions) = (segment, isInTree);
        var view = new SegmentView(segment, source.Characters);
        foreach (var rule in rules) rule.Check(view, this);
    }

    /// <summary>A counter of the guide of the message.</summary>
    public ref int Counter(int slot)
    {
        if (slot >= counters.Length) Array.Resize(ref counters, slot + 16);
        return ref counters[slot];
    }

    /// <summary>Number and short name of a position.</summary>
    public string NameOf(int position) => values.NameOf(position);

    /// <summary>Length of a value as directories count it.</summary>
    public int LengthOf(ReadOnlySpan<byte> raw, int position)
    {
        values.Characters(raw, out var length);
        if (values.Schema?[position].Type is { } type) values.Check(raw, type.Kind, 0, ref length);
        return length;
    }

    /// <summary>Checks a date.</summary>
    public void Date(
        in SegmentView view, DateFormat format, string code, ReadOnlySpan<byte> raw, int start, int position,
        (int Element, int Component, int Repetition) at)
    {
        Span<byte> plain = stackalloc byte[DateMax];
        var count = 0;
        for (var i = 0; i < raw.Length && count < DateMax; i++)
        {
            if (raw[i] == view.Release && view.Release != 0 && i + 1 < raw.Length) i++;
            plain[count++] = raw[i];
        }

        if (format.Fault(plain[..count]) is not { } fault) return;
        Report(EdifactFindings.BadDate, start, raw.Length, position, at, values.NameOf(position), Reporter.Text(raw), code,
            format.Pattern, fault);
    }

    /// <summary>Reports a code that is none.</summary>
    public void Code(AllowedCodes list, ReadOnlySpan<byte> raw, int start, int position, (int Element, int Component, int Repetition) at)
    {
        if (values.NumberOf(position) == "0035")
        {
            Report(EdifactFindings.TestIndicator, start, raw.Length, position, at, Reporter.Text(raw));
            return;
        }

        Report(EdifactFindings.UnknownCode, start, raw.Length, position, at, list.Name, Reporter.Text(raw), list.Sample);
    }

    /// <summary>Reports a dependency that is not kept.</summary>
    public void Dependency(in SegmentView view, bool isExcess, string wanted, string names, int given)
        => reporter.Add(isExcess ? EdifactFindings.DependencyExcess : EdifactFindings.DependencyMissing, cut.StartOffset,
            view.Cut.End - view.Cut.Start, Reporter.TagText(view.Cut.Tag), wanted, names, Reporter.Text(given));

    /// <summary>Reports a fault at a place of the segment.</summary>
    public void Report(
        FindingCode code, int start, int length, int position, (int Element, int Component, int Repetition) at,
        params ReadOnlySpan<string> arguments)
        => reporter.Add(code, cut.Offset + start, length, hasPositions ? position : 0, at.Element + 1, at.Component, at.Repetition,
            arguments);

    /// <summary>Reports a fault of the whole segment.</summary>
    public void Report(FindingCode code, int position, params ReadOnlySpan<string> arguments)
        => reporter.Add(code, cut.StartOffset, cut.End - cut.Start, position, 0, 0, 0, arguments);
}
