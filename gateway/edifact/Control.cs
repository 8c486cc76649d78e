using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>How a received interchange is answered as a whole.</summary>
public enum ControlVerdict
{
    /// <summary>Acknowledged; single messages may be rejected (0083 = 7).</summary>
    Accepted,

    /// <summary>Its reference came before with other content (0083 = 4, 0085 = 26).</summary>
    Duplicate,

    /// <summary>UNB or UNZ cannot be trusted (0083 = 4).</summary>
    Rejected,
}

/// <summary>A received message as CONTRL speaks of it.</summary>
/// <param name="Start">Offset of its UNH in the raw bytes.</param>
/// <param name="IsRejected">Whether it is rejected.</param>
/// <param name="Errors">Its errors; warnings are not reported in CONTRL.</param>
public sealed record ControlMessage(long Start, bool IsRejected, IReadOnlyList<Finding> Errors);

/// <summary>A received interchange as CONTRL speaks of it.</summary>
/// <param name="Span">Its bytes.</param>
/// <param name="Verdict">Of the whole.</param>
/// <param name="Errors">Errors of the envelope.</param>
/// <param name="Messages">Its messages in order.</param>
public sealed record ControlInterchange(
    SourceSpan Span, ControlVerdict Verdict, IReadOnlyList<Finding> Errors, IReadOnlyList<ControlMessage> Messages);

/// <summary>
/// Writes CONTRL, the syntax answer of ISO 9735: one interchange for each received one, in its syntax version and service
/// characters, sender and recipient swapped.
/// </summary>
/// <remarks>
/// Action 7 in UCI acknowledges all messages that are not rejected by name, so only rejected ones are listed. A CONTRL is
/// never answered.
/// </remarks>
public static class Control
{
    // SG2 and SG5 hold 999 segments, each with 99 data elements.
    private const int SegmentsMax = 999;
    private const int ElementsMax = 99;

    /// <summary>Writes the answer to one interchange.</summary>
    /// <param name="read">Reads the received bytes.</param>
    /// <param name="interchange">What became of it.</param>
    /// <param name="reference">Control reference of the answer, at most 14 characters.</param>
    /// <param name="moment">Date and time of the answer.</param>
    /// <returns>Empty when there is nothing to answer: a CONTRL, or an interchange whose sender is not known.</returns>
    public static byte[] Write(ReadRaw read, ControlInterchange interchange, string reference, DateTimeOffset moment)
    {
        var outline = ControlOutline.Read(read, interchange.Span);
        if (outline is null || outline.IsControl) return [];
        var writer = new ControlWriter(outline.Characters);
        var isSyntax4 = outline.Syntax >= 4;
        if (outline.Una.Length > 0) writer.Raw(outline.Una);
        WriteUnb(writer, outline, reference, moment, isSyntax4);
        writer.Begin("UNH").Text("1").Composite("CONTRL", "D", isSyntax4 ? "4" : "3", "UN").End();
        WriteUci(writer, outline, interchange, isSyntax4);
        if (interchange.Verdict == ControlVerdict.Accepted) WriteMessages(writer, read, outline, interchange);
        writer.Begin("UNT").Text(Number(writer.Segments)).Text("1").End();
        writer.Begin("UNZ").Text("1").Text(reference).End();
        return writer.ToArray();
    }

    private static void WriteUnb(
        ControlWriter writer, ControlOutline outline, string reference, DateTimeOffset moment, bool isSyntax4)
    {
        var utc = moment.ToUniversalTime();
        writer.Begin("UNB").Raw(outline.Unb(1), true).Raw(outline.Unb(3), true).Raw(outline.Unb(2), true);
        writer.Composite(
            utc.ToString(isSyntax4 ? "yyyyMMdd" : "yyMMdd", CultureInfo.InvariantCulture),
            utc.ToString("HHmm", CultureInfo.InvariantCulture));
        writer.Text(reference);
        // 0031 stays empty: a CONTRL asks for no answer. 0035 says that the answer to a test is a test.
        if (outline.Unb(11).SequenceEqual("1"u8)) writer.Text("").Text("").Text("").Text("").Text("").Text("1");
        writer.End();
    }

    private static void WriteUci(ControlWriter writer, ControlOutline outline, ControlInterchange interchange, bool isSyntax4)
    {
        writer.Begin("UCI").Raw(outline.Unb(5), true).Raw(outline.Unb(2), true).Raw(outline.Unb(3), true);
        if (interchange.Verdict == ControlVerdict.Accepted)
        {
            writer.Text("7").End();
        }
        else if (interchange.Verdict == ControlVerdict.Duplicate)
        {
            // The control reference is the sixth element of UNB, the tag counted.
            writer.Text("4").Text("26").Text("UNB").Text("6").End();
        }
        else
        {
            var first = interchange.Errors.FirstOrDefault(e => e.Code.ControlCode > 0);
            writer.Text("4").Text(Number(first?.Code.ControlCode ?? 18));
            if (first?.Place.Tag is "UNB" or "UNZ" || (first is not null && first.Code == EdifactFindings.NoUnz))
            {
                writer.Text(first.Place.Tag ?? "UNZ");
                if (first.Place.Element > 0) writer.Raw(ElementPlace(outline, first.Place), true);
            }

            writer.End();
        }
    }

    private static void WriteMessages(ControlWriter writer, ReadRaw read, ControlOutline outline, ControlInterchange interchange)
    {
        if (outline.Groups.Count == 0)
        {
            foreach (var message in interchange.Messages)
            {
                if (message.IsRejected) WriteMessage(writer, read, outline, message);
            }

            return;
        }

        foreach (var group in outline.Groups)
        {
            var mine = interchange.Messages.Where(m => m.Start >= group.Start && m.Start < group.End).ToList();
            var fault = interchange.Errors.FirstOrDefault(e => e.Span.Start >= group.Start && e.Span.Start < group.End);
            if (fault is null && !mine.Exists(m => m.IsRejected)) continue;
            writer.Begin("UCF").Raw(outline.Part(group.Ung, 5), true).Raw(outline.Part(group.Ung, 2), true)
                .Raw(outline.Part(group.Ung, 3), true);
            // A group is rejected as a whole only when nothing of it went on.
            if (fault is not null && mine.TrueForAll(m => m.IsRejected))
            {
                writer.Text("4").Text(Number(Math.Max(fault.Code.ControlCode, 12)));
                if (fault.Place.Tag is "UNG" or "UNE") writer.Text(fault.Place.Tag);
                writer.End();
                continue;
            }

            writer.Text("7").End();
            foreach (var message in mine.Where(m => m.IsRejected)) WriteMessage(writer, read, outline, message);
        }
    }

    private static void WriteMessage(ControlWriter writer, ReadRaw read, ControlOutline outline, ControlMessage message)
    {
        var unh = outline.SegmentAt(read, message.Start);
        writer.Begin("UCM").Raw(outline.Part(unh, 1), true).Raw(outline.Part(unh, 2), true).Text("4");
        var ofService = message.Errors.FirstOrDefault(e => e.Code.ControlCode > 0 && e.Place.Tag is "UNH" or "UNT");
        var ofSegments = message.Errors.Where(e => e.Code.ControlCode > 0 && e.Place.Tag is not ("UNH" or "UNT") && e.Place.Segment > 0)
            .GroupBy(SegmentOf).OrderBy(g => g.Key).Take(SegmentsMax).ToList();
        if (ofService is not null)
        {
            writer.Text(Number(ofService.Code.ControlCode)).Text(ofService.Place.Tag!);
            if (ofService.Place.Element > 0) writer.Raw(ElementPlace(outline, ofService.Place), true);
        }
        else if (ofSegments.Count == 0)
        {
            // Rejected for what CONTRL has no code for: a rule or the mapping. The report in plain words says it.
            writer.Text("18");
        }

        writer.End();
        foreach (var segment in ofSegments)
        {
            var whole = segment.FirstOrDefault(e => e.Place.Element == 0);
            writer.Begin("UCS").Text(Number(segment.Key));
            if (whole is not null) writer.Text(Number(whole.Code.ControlCode));
            writer.End();
            foreach (var fault in segment.Where(e => e.Place.Element > 0).Take(ElementsMax))
            {
                writer.Begin("UCD").Text(Number(fault.Code.ControlCode)).Raw(ElementPlace(outline, fault.Place), true).End();
            }
        }
    }

    /// <summary>0096: a missing segment is reported at the last one before its place.</summary>
    private static int SegmentOf(Finding finding)
        => finding.Code == EdifactFindings.MissingSegment || finding.Code == EdifactFindings.MissingGroup
            ? Math.Max(1, finding.Place.Segment - 1) : finding.Place.Segment;

    /// <summary>S011: element, component, and in syntax 4 the occurrence.</summary>
    private static byte[] ElementPlace(ControlOutline outline, Place place)
    {
        var text = Number(place.Element);
        var separator = ((char)outline.Characters.Component).ToString();
        if (place.Component > 0 || (outline.Syntax >= 4 && place.Repetition > 0))
        {
            text += separator + (place.Component > 0 ? Number(place.Component) : "");
        }

        if (outline.Syntax >= 4 && place.Repetition > 0) text += separator + Number(place.Repetition);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
