using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>How a received interchange is answered as a whole.</summary>
public enum ControlVerdict
{
    /// <summary>Acknowledged; single messages may be rejected (0083 = 7).</summary>
    Accepted,

    /// <summary>It came; what is in it will be told later (0083 = 8).</summary>
    Received,

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
/// <param name="Errors">Errors above the messages: of the envelope, the groups, and what stands between them.</param>
/// <param name="Messages">Its messages in order.</param>
public sealed record ControlInterchange(
    SourceSpan Span, ControlVerdict Verdict, IReadOnlyList<Finding> Errors, IReadOnlyList<ControlMessage> Messages);

/// <summary>
/// Writes CONTRL, the syntax answer of ISO 9735-4: one interchange for each received one, in its syntax version and service
/// characters, sender and recipient swapped.
/// </summary>
/// <remarks>
/// <para>Action 7 in UCI acknowledges all messages that are not rejected by name, so only rejected ones are listed. A CONTRL is
/// never answered. A sender who asks for an indication of receipt only (0031 = 2) gets 8 where nothing is wrong. A test (0035)
/// is answered by a test.</para>
/// <para>What CONTRL copies and the sender left out although it is mandatory is written as <c>-</c>; what is longer than its
/// data element is cut. The character set is that of the interchange, or the next larger one that has every copied character.</para>
/// <para>CONTRL has room for one error in each UCI, UCF and UCM: the first is given. Of a message it names at most 999 faulty
/// segments, and only the first 999 999 segments and 999 data elements of a segment have a number there; more is left to the
/// report in plain words.</para>
/// </remarks>
public static class Control
{
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
        var answer = new ControlWriter(outline, read, interchange);
        return AnswerEnvelope.Write(outline, (writer, set) => answer.Write(writer, set, reference, moment));
    }
}
