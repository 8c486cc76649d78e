using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>A received message as APERAK speaks of it.</summary>
/// <param name="Start">Offset of its UNH in the raw bytes.</param>
/// <param name="IsAccepted">Whether the application accepts it.</param>
/// <param name="Faults">What the application found: rules, mapping, code lists. Faults of syntax belong into CONTRL.</param>
public sealed record AperakMessage(long Start, bool IsAccepted, IReadOnlyList<Finding> Faults);

/// <summary>A received interchange as APERAK speaks of it.</summary>
/// <param name="Span">Its bytes.</param>
/// <param name="Messages">The messages to answer, in order; those that CONTRL rejects are not among them.</param>
public sealed record AperakInterchange(SourceSpan Span, IReadOnlyList<AperakMessage> Messages);

/// <summary>
/// Writes APERAK, the answer of the application: one interchange for each received one, sender and recipient swapped, with one
/// message for each message answered.
/// </summary>
/// <remarks>
/// <para><c>BGM</c>: 312 accepted, 305 accepted with faults, 313 not accepted; 1225 is 44, 11 or 27; 4343 is AP, CA or RE. <c>RFF</c>:
/// INO the interchange (0020), ACW the message (0062), AGO the document (BGM 1004). Each fault is an <c>ERC</c> with its code
/// (EDI-0051, MAP-0104, ...), <c>FTX+AAO</c> with sentence and remedy, and <c>RFF</c> with the transport document that the fault
/// stands in, where the message names one before it.</para>
/// <para>The release is the one of the received message where APERAK has a table for it, else D.96A. At most 999 faults are told.</para>
/// </remarks>
public static class Aperak
{
    /// <summary>Writes the answer to one interchange.</summary>
    /// <param name="read">Reads the received bytes.</param>
    /// <param name="interchange">What became of its messages.</param>
    /// <param name="reference">Control reference of the answer, at most 14 characters.</param>
    /// <param name="moment">Date and time of the answer.</param>
    /// <returns>Empty when there is nothing to answer: no message, an APERAK or CONTRL, or a sender who is not known.</returns>
    public static byte[] Write(ReadRaw read, AperakInterchange interchange, string reference, DateTimeOffset moment)
    {
        if (interchange.Messages.Count == 0) return [];
        var outline = ControlOutline.Read(read, interchange.Span);
        if (outline is null || outline.IsControl) return [];
        var messages = interchange.Messages.Where(m => !IsAperak(outline, outline.SegmentAt(read, m.Start))).ToList();
        if (messages.Count == 0) return [];
        var answer = new AperakWriter(outline, read, messages);
        return AnswerEnvelope.Write(outline, (writer, set) => answer.Write(writer, set, reference, moment));
    }

    private static bool IsAperak(ControlOutline outline, byte[] unh) => outline.Text(unh, 2, 1, 6) == "APERAK";
}
