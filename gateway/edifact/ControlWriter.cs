using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The CONTRL of one interchange, level by level: UCI, UCF, UCM, UCS, UCD.</summary>
internal sealed class ControlWriter(ControlOutline outline, ReadRaw read, ControlInterchange interchange)
{
    // SG1 and SG3; SG2 and SG5; UCD of one UCS.
    private const int MessagesMax = 999_999;
    private const int SegmentsMax = 999;
    private const int ElementsMax = 99;

    // 0096 has six digits, 0098 and 0104 have three.
    private const int SegmentNumberMax = 999_999;
    private const int PlaceMax = 999;

    private const string NotGiven = "-";

    private readonly bool isSyntax4 = outline.Syntax >= 4;
    private readonly ControlMessage[] messages = [.. interchange.Messages.OrderBy(m => m.Start)];
    private EdifactWriter writer = null!;
    private int written;

    /// <summary>Writes the whole interchange.</summary>
    public void Write(EdifactWriter into, CharacterSet set, string reference, DateTimeOffset moment)
    {
        (writer, written) = (into, 0);
        AnswerEnvelope.Open(writer, outline, set, reference, moment);
        writer.OpenMessage(new MessageHeader("CONTRL", "D", isSyntax4 ? "4" : "3"));
        Interchange();
        if (interchange.Verdict is not (ControlVerdict.Accepted or ControlVerdict.Received)) return;
        if (outline.Groups.Count == 0) Messages(messages);
        else Groups();
    }

    private void Interchange()
    {
        writer.Begin("UCI").Element(OrNotGiven(outline.Text(outline.Unb, 5, 1, 14)));
        AnswerEnvelope.Party(writer, outline, 2);
        AnswerEnvelope.Party(writer, outline, 3);
        var fault = interchange.Errors.Concat(Loose()).FirstOrDefault(e => e.Code.ControlCode > 0 && !IsOfGroup(e));
        switch (interchange.Verdict)
        {
            case ControlVerdict.Duplicate:
                // The control reference is the sixth element of UNB, the tag counted.
                writer.Element("4").Element("26").Element("UNB").Element("6").End();
                return;
            case ControlVerdict.Rejected:
                writer.Element("4");
                if (fault is null) writer.Element("18");
                break;
            default:
                var isReceipt = interchange.Verdict == ControlVerdict.Received
                    || (outline.Text(outline.Unb, 9, 1, 1) == "2" && !Array.Exists(messages, m => m.IsRejected));
                writer.Element(isReceipt && fault is null ? "8" : "7");
                break;
        }

        if (fault is not null) Fault(fault);
        writer.End();
    }

    // Where there are groups, CONTRL has no place for a message outside of them but UCI.
    private IEnumerable<Finding> Loose()
        => outline.Groups.Count == 0 ? [] : messages
            .Where(m => m.IsRejected && !outline.Groups.Exists(g => m.Start >= g.Start && m.Start < g.End)).SelectMany(m => m.Errors);

    private void Groups()
    {
        var next = 0;
        foreach (var group in outline.Groups)
        {
            while (next < messages.Length && messages[next].Start < group.Start) next++;
            var first = next;
            while (next < messages.Length && messages[next].Start < group.End) next++;
            var mine = messages.AsSpan(first, next - first);
            var fault = interchange.Errors.FirstOrDefault(e => e.Code.ControlCode > 0 && IsIn(e, group));
            var rejected = 0;
            foreach (var message in mine) rejected += message.IsRejected ? 1 : 0;
            if ((fault is null && rejected == 0) || written >= MessagesMax) continue;
            written++;
            writer.Begin("UCF").Element(OrNotGiven(outline.Text(group.Ung, 5, 1, 14)));
            Application(group.Ung, 2);
            Application(group.Ung, 3);
            // A group is rejected as a whole only when nothing of it went on.
            var isWhole = fault is not null && rejected == mine.Length;
            writer.Element(isWhole ? "4" : "7");
            if (fault is not null) Fault(fault);
            writer.End();
            if (!isWhole) Messages(mine);
        }
    }

    private void Messages(ReadOnlySpan<ControlMessage> listed)
    {
        var count = 0;
        foreach (var message in listed)
        {
            if (message.IsRejected && count++ < MessagesMax) Message(message);
        }
    }

    private void Message(ControlMessage message)
    {
        var unh = outline.SegmentAt(read, message.Start);
        writer.Begin("UCM").Element(OrNotGiven(outline.Text(unh, 1, 1, 14)));
        Identifier(unh);
        writer.Element("4");
        var ofService = message.Errors.FirstOrDefault(e => e.Code.ControlCode > 0 && IsOfEnvelope(e));
        var ofSegments = message.Errors
            .Where(e => e.Code.ControlCode > 0 && !IsOfEnvelope(e) && SegmentOf(e) is > 0 and <= SegmentNumberMax)
            .GroupBy(SegmentOf).OrderBy(g => g.Key).ToList();
        if (ofService is not null) Fault(ofService);
        // Rejected for what CONTRL has no code for: a rule or the mapping. The report in plain words says it.
        else if (ofSegments.Count == 0) writer.Element("18");
        writer.End();
        var left = SegmentsMax;
        foreach (var segment in ofSegments) Segment(segment.Key, [.. segment], ref left);
    }

    /// <summary>One UCS for each error of the segment as such, the last with those of its elements; more where these are many.</summary>
    private void Segment(int number, List<Finding> faults, ref int left)
    {
        if (left == 0) return;
        var whole = faults.Where(f => !HasPlace(f)).ToList();
        var elements = faults.Where(HasPlace).ToList();
        for (var i = 0; i < Math.Max(whole.Count, 1) && left > 0; i++)
        {
            left--;
            writer.Begin("UCS").Element(number);
            if (i < whole.Count) writer.Element(whole[i].Code.ControlCode);
            writer.End();
        }

        for (var i = 0; i < elements.Count; i++)
        {
            if (i > 0 && i % ElementsMax == 0)
            {
                if (--left < 0) return;
                writer.Begin("UCS").Element(number).End();
            }

            writer.Begin("UCD").Element(elements[i].Code.ControlCode);
            Place(elements[i].Place);
            writer.End();
        }
    }

    /// <summary>0085, 0013 and S011 of UCI, UCF and UCM.</summary>
    private void Fault(Finding fault)
    {
        writer.Element(fault.Code.ControlCode);
        var tag = ServiceTagOf(fault);
        if (tag is null) return;
        writer.Element(tag);
        if (HasPlace(fault)) Place(fault.Place);
    }

    /// <summary>S011: element, component, and in syntax 4 the occurrence.</summary>
    private void Place(Place place)
    {
        writer.Element(place.Element);
        if (place.Component > 0) writer.Component(place.Component);
        if (!isSyntax4 || place.Repetition == 0) return;
        if (place.Component == 0) writer.Component();
        writer.Component(place.Repetition);
    }

    private void Application(ReadOnlySpan<byte> ung, int element)
    {
        var (name, qualifier) = (outline.Text(ung, element, 1, 35), outline.Text(ung, element, 2, 4));
        // Syntax 4 may do without; a qualifier alone names nobody.
        if (isSyntax4 && name.Length == 0) writer.Element();
        else writer.Composite(OrNotGiven(name), qualifier);
    }

    /// <summary>S009 as UNH gave it.</summary>
    private void Identifier(ReadOnlySpan<byte> unh)
    {
        string[] parts =
        [
            outline.Text(unh, 2, 1, 6), outline.Text(unh, 2, 2, 3), outline.Text(unh, 2, 3, 3), outline.Text(unh, 2, 4, isSyntax4 ? 3 : 2),
            outline.Text(unh, 2, 5, 6), isSyntax4 ? outline.Text(unh, 2, 6, 6) : "", isSyntax4 ? outline.Text(unh, 2, 7, 6) : "",
        ];
        for (var i = 0; i < 4; i++) parts[i] = OrNotGiven(parts[i]);
        writer.Composite(parts);
    }

    /// <summary>0096: a missing segment is reported at the last one before its place.</summary>
    private static int SegmentOf(Finding finding)
        => IsMissing(finding) ? Math.Max(1, finding.Place.Segment - 1) : finding.Place.Segment;

    private static bool IsMissing(Finding finding)
        => finding.Code == EdifactFindings.MissingSegment || finding.Code == EdifactFindings.MissingGroup
            || finding.Code.Id == EdifactFindings.GuideMissing.Id;

    /// <summary>Whether an error of a message is one of its UNH or UNT, which UCM tells itself.</summary>
    private static bool IsOfEnvelope(Finding finding) => !IsMissing(finding) && ServiceTagOf(finding) is "UNH" or "UNT";

    private static string? ServiceTagOf(Finding finding)
    {
        if (finding.Code == EdifactFindings.NoUnz) return "UNZ";
        if (finding.Code == EdifactFindings.NoUnt) return "UNT";
        if (finding.Code == EdifactFindings.BadUna) return "UNA";
        return finding.Place.Tag is "UNB" or "UNZ" or "UNG" or "UNE" or "UNH" or "UNT" ? finding.Place.Tag : null;
    }

    private static bool HasPlace(Finding finding)
        => finding.Place.Element is > 0 and <= PlaceMax && finding.Place.Component <= PlaceMax;

    private bool IsOfGroup(Finding finding) => outline.Groups.Exists(g => IsIn(finding, g));

    // A trailer is missing where the group ends, which is where the next one may begin.
    private static bool IsIn(Finding finding, ControlOutline.Group group) => finding.Code == EdifactFindings.NoUne
        ? finding.Span.Start > group.Start && finding.Span.Start <= group.End
        : finding.Span.Start >= group.Start && finding.Span.Start < group.End;

    private static string OrNotGiven(string text) => text.Length == 0 ? NotGiven : text;
}
