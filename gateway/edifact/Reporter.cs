using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Knows where reading stands and reports faults there. Nothing here runs for a clean message.</summary>
internal sealed class Reporter
{
    private readonly Findings nobody;
    private Findings findings;
    private int part;

    /// <summary>A reporter without a file.</summary>
    public Reporter() => findings = nobody = new Findings(0);

    /// <summary>Ordinal of the message; 0 outside of messages.</summary>
    public int Message { get; set; }

    /// <summary>Reference of the message; null when not known.</summary>
    public string? Reference { get; set; }

    /// <summary>Segment within the message, UNH = 1; 0 outside of messages.</summary>
    public int Segment { get; set; }

    /// <summary>Tag of the segment as one number.</summary>
    public int Tag { get; set; }

    /// <summary>Nothing is reported: the message was read and settled before.</summary>
    public bool IsSilent { get; set; }

    /// <summary>How many findings the collector has.</summary>
    public int Count => findings.All.Count;

    /// <summary>Looks around the place of a fault; null where nothing is to be seen.</summary>
    public FaultScene? Scene { get; set; }

    /// <summary>Begins with a file.</summary>
    /// <param name="into">Gets the faults.</param>
    /// <param name="partOfReceipt">Number of the part, for spans.</param>
    public void Open(Findings into, int partOfReceipt)
    {
        (findings, part) = (into, partOfReceipt);
        (Message, Segment, Reference, Tag, IsSilent) = (0, 0, null, 0, false);
    }

    /// <summary>Lets go of what gets the faults.</summary>
    public void Close() => Open(nobody, 0);

    /// <summary>Reports a fault of the current segment.</summary>
    /// <param name="code">What kind.</param>
    /// <param name="start">Offset in the raw bytes.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="position">Position in the schema.</param>
    /// <param name="element">As in 0098, the tag = 1; 0 for the segment.</param>
    /// <param name="component">As in 0104; 0 for the element.</param>
    /// <param name="repetition">As in 0136; 0 where there is only one.</param>
    /// <param name="arguments">For the sentence.</param>
    public void Add(
        FindingCode code, long start, int length, int position, int element, int component, int repetition,
        params ReadOnlySpan<string> arguments)
        => Add(code, start, length, position, (element, component, repetition), null, null, arguments);

    /// <summary>Reports a fault of a whole segment or of something between segments.</summary>
    public void Add(FindingCode code, long start, int length, params ReadOnlySpan<string> arguments)
        => Add(code, start, length, 0, 0, 0, 0, arguments);

    /// <summary>Reports a fault that has another place too.</summary>
    /// <param name="code">What kind.</param>
    /// <param name="start">Offset in the raw bytes.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="position">Position in the schema.</param>
    /// <param name="at">Element, component and repetition, as in <see cref="Place"/>.</param>
    /// <param name="related">The other place, and what it is in a few words.</param>
    /// <param name="expected">What the definition wants; null to take it from the position.</param>
    /// <param name="arguments">For the sentence.</param>
    public void Add(
        FindingCode code, long start, int length, int position, (int Element, int Component, int Repetition) at,
        (SourceSpan Span, string Note)? related, string? expected, params ReadOnlySpan<string> arguments)
    {
        if (IsSilent) return;
        var place = new Place(Message, Segment, at.Element, at.Component, at.Repetition)
        {
            Reference = Reference,
            Tag = Tag == 0 ? null : TagText(Tag),
        };
        var finding = new Finding(code, new SourceSpan(part, start, length), place, position, [.. arguments]);
        // What is only counted needs no words.
        if (findings.Keeps(code) && Scene is { } scene)
        {
            finding = finding with
            {
                Related = related?.Span, RelatedNote = related?.Note, Group = position > 0 || at.Element > 0 ? scene.Group() : null,
                Found = scene.Found(start, length), Expected = expected ?? scene.Expected(finding),
            };
        }

        findings.Add(finding);
    }

    /// <summary>A span in the part that is read.</summary>
    public SourceSpan SpanOf(long start, int length) => new(part, start, length);

    /// <summary>Takes back a finding of this message, because a later segment says more about it.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="position">Its position.</param>
    public void Withdraw(FindingCode code, int position)
    {
        if (IsSilent) return;
        var isDone = false;
        findings.Amend(0, finding =>
        {
            if (isDone || finding.Code != code || finding.Position != position || finding.Place.Message != Message) return finding;
            isDone = true;
            return null;
        });
    }

    /// <summary>A number as text.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes as text that can be shown on one line, at most 35 characters.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        Span<char> text = stackalloc char[35];
        var count = Math.Min(bytes.Length, text.Length);
        for (var i = 0; i < count; i++) text[i] = bytes[i] is >= 0x20 and < 0x7F ? (char)bytes[i] : '.';
        if (count < bytes.Length) text[(count - 3)..].Fill('.');
        return new string(text[..count]);
    }

    /// <summary>A tag that was made one number.</summary>
    public static string TagText(int tag)
        => Text([(byte)((tag >> 16) & 0xFF), (byte)((tag >> 8) & 0xFF), (byte)(tag & 0xFF)]);
}
