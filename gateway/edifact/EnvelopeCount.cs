using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What an envelope scan counts: the interchange that is open, and the marks of those that were closed.</summary>
internal sealed class EnvelopeCount
{
    // More is no length but a fault: an offset that far on is still one that any source can be asked for.
    private const long ObjectBytesMax = int.MaxValue;

    private readonly List<EnvelopeMark> marks = [];
    private readonly List<Finding> faults = [];
    private Interchange? open;
    private int messageTag;
    private int interchanges;
    private int groups;
    private int messages;
    private int objects;
    private long segments;

    /// <summary>Closed interchanges; at most one more than a file may have.</summary>
    public IReadOnlyList<EnvelopeMark> Marks => marks;

    /// <summary>Faults of the envelopes.</summary>
    public IReadOnlyList<Finding> Faults => faults;

    /// <summary>Where the interchange that is to be opened begins; -1 for none.</summary>
    public long Start { get; private set; } = -1;

    /// <summary>Whether UNB was seen and UNZ not.</summary>
    public bool IsOpen => open is not null;

    /// <summary>There are more interchanges than may be.</summary>
    public bool IsFull => marks.Count > Limits.InterchangesMax;

    /// <summary>Whether UNH was seen and UNT not.</summary>
    public bool IsMessageOpen => messageTag != 0;

    /// <summary>What was counted so far.</summary>
    public ReadCounts Counts => new(interchanges, groups, messages, segments) { Objects = objects };

    private sealed record Interchange(
        EnvelopePlaces Places, long Start, string? Sender, string? Recipient, string? Reference, bool IsTest)
    {
        public int Messages { get; set; }

        public int Packages { get; set; }

        public int Groups { get; set; }

        public Group? Group { get; set; }

        public List<SourceSpan>? FaultyGroups { get; set; }
    }

    private sealed record Group(long Start, string Reference)
    {
        public int Messages { get; set; }
    }

    /// <summary>Sets where the next interchange begins.</summary>
    public void SetStart(long start) => Start = start;

    /// <summary>Takes UNB or UIB.</summary>
    public void Open(ReadOnlySpan<byte> unb, int tag, in ServiceCharacters characters)
    {
        var places = EnvelopePlaces.Of(tag);
        segments++;
        interchanges++;
        messageTag = 0;
        open = new Interchange(
            places, Start, Party(unb, places.Sender, characters), Party(unb, places.Recipient, characters),
            Value(unb, places.Reference, 1, characters), Value(unb, places.Test, 1, characters) == "1");
    }

    /// <summary>Takes UNZ or UIZ.</summary>
    public void Close(
        ReadOnlySpan<byte> unz, in ServiceCharacters characters, long start, long end, Digest digest, bool isTerminated)
    {
        segments++;
        messageTag = 0;
        BreakGroup(start, Tag(open!.Places, "UNZ", "UIZ"));
        var places = open.Places;
        var expected = open.Groups > 0 ? open.Groups : open.Messages + open.Packages;
        var said = Value(unz, places.TrailerCount, 1, characters) ?? "";
        var reference = Value(unz, places.TrailerReference, 1, characters) ?? "";
        var isCount = IsCount(said, expected, places);
        var isReference = reference == (open.Reference ?? "");
        var (length, tag, head) = ((int)(end - start), Tag(places, "UNZ", "UIZ"), Tag(places, "UNB", "UIB"));
        if (!isCount)
        {
            FaultAt(EdifactFindings.UnzCount, tag, start, unz, ServiceText.Component(unz, places.TrailerCount, 1, characters), said,
                Reporter.Text(expected), (open.Groups > 0 ? "functional group" : "message") + (expected == 1 ? "" : "s"), tag);
        }

        if (!isReference)
        {
            var told = ServiceText.Component(unz, places.TrailerReference, 1, characters);
            FaultAt(EdifactFindings.UnzReference, tag, start, unz, told, reference,
                open.Reference ?? "", tag, head);
        }

        var isEmpty = open.Messages + open.Packages + open.Groups == 0 && places == EnvelopePlaces.Batch;
        if (isEmpty) Fault(EdifactFindings.Empty, tag, start, unz.Length, "interchange", open.Reference ?? "");
        if (!isTerminated) Fault(EdifactFindings.Unterminated, tag, start, length, tag);
        Mark(end, digest, isTerminated, isTerminated && isCount && isReference && !isEmpty);
    }

    /// <summary>The interchange, or a message outside of one, ends without trailer.</summary>
    public void Break(long offset, Digest digest)
    {
        messageTag = 0;
        if (open is null) return;
        BreakGroup(offset, "the end");
        var tag = Tag(open.Places, "UNZ", "UIZ");
        Fault(EdifactFindings.NoUnz, tag, offset, 0, open.Reference ?? "", tag);
        Mark(offset, digest, false, false);
    }

    /// <summary>Whether the message that is open goes on after a segment.</summary>
    public bool LeavesMessageOpen(int tag)
        => messageTag != 0 && tag != EnvelopeTags.TrailerOf(messageTag) && !EnvelopeTags.EndsMessage(tag);

    /// <summary>Takes any other segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="tag">Its tag, if it is one of the envelope; else 0.</param>
    /// <param name="characters">The service characters.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends, the terminator included.</param>
    /// <returns>Bytes of the object that follows it; else 0.</returns>
    public long Take(ReadOnlySpan<byte> segment, int tag, in ServiceCharacters characters, long start, long end)
    {
        segments++;
        if (tag == 0) return 0;
        if (messageTag != 0)
        {
            if (tag != EnvelopeTags.TrailerOf(messageTag) && !EnvelopeTags.EndsMessage(tag)) return 0;
            messageTag = 0;
        }

        if (tag == EnvelopeTags.Unh || tag == EnvelopeTags.Uih)
        {
            messages++;
            messageTag = tag;
            if (open is not null) open.Messages++;
            if (open?.Group is { } group) group.Messages++;
        }
        else if (tag == EnvelopeTags.Ung)
        {
            OpenGroup(segment, characters, start);
        }
        else if (tag == EnvelopeTags.Une)
        {
            CloseGroup(segment, characters, start, end);
        }
        else if (tag == EnvelopeTags.Uno)
        {
            objects++;
            if (open is not null) open.Packages++;
            if (open?.Group is { } group) group.Messages++;
            return ObjectLength(segment, characters);
        }

        return 0;
    }

    private void OpenGroup(ReadOnlySpan<byte> ung, in ServiceCharacters characters, long start)
    {
        groups++;
        if (open is null) return;
        BreakGroup(start, "UNG");
        open.Groups++;
        open.Group = new Group(start, Value(ung, 5, 1, characters) ?? "");
    }

    private void CloseGroup(ReadOnlySpan<byte> une, in ServiceCharacters characters, long start, long end)
    {
        if (open?.Group is not { } group) return;
        var said = Value(une, 1, 1, characters) ?? "";
        var reference = Value(une, 2, 1, characters) ?? "";
        var isCount = IsCount(said, group.Messages, EnvelopePlaces.Batch);
        if (!isCount)
        {
            FaultAt(EdifactFindings.UneCount, "UNE", start, une, ServiceText.Component(une, 1, 1, characters),
                said, Reporter.Text(group.Messages));
        }

        if (reference != group.Reference)
        {
            FaultAt(EdifactFindings.UneReference, "UNE", start, une, ServiceText.Component(une, 2, 1, characters),
                reference, group.Reference);
        }

        if (!isCount || reference != group.Reference) MarkGroup(end);
        open.Group = null;
    }

    /// <summary>The group that is open ends without UNE.</summary>
    private void BreakGroup(long offset, string before)
    {
        if (open?.Group is not { } group) return;
        Fault(EdifactFindings.NoUne, "UNE", offset, 0, group.Reference, before);
        MarkGroup(offset);
        open.Group = null;
    }

    private void MarkGroup(long end)
    {
        var start = open!.Group!.Start;
        open.FaultyGroups ??= [];
        if (open.FaultyGroups.Count > Limits.FindingsMax) return;
        open.FaultyGroups.Add(new SourceSpan(0, start, (int)Math.Min(end - start, int.MaxValue)));
    }

    /// <summary>UNO 0810: how many bytes the object has that follows; 0 when that is not said.</summary>
    public static long ObjectLength(ReadOnlySpan<byte> uno, in ServiceCharacters characters)
    {
        var text = ServiceText.Component(uno, 4, 1, characters);
        return Utf8Parser.TryParse(text, out long length, out var used) && used == text.Length && length > 0
            ? Math.Min(length, ObjectBytesMax) : 0;
    }

    private static string Tag(EnvelopePlaces places, string batch, string interactive)
        => places == EnvelopePlaces.Batch ? batch : interactive;

    // In an interactive interchange the count may be left out.
    private static bool IsCount(string said, int expected, EnvelopePlaces places)
        => said.Length == 0 && places == EnvelopePlaces.Interactive
            || (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == expected);

    private void Mark(long end, Digest digest, bool isComplete, bool isSound)
    {
        var span = new SourceSpan(0, open!.Start, (int)Math.Min(end - open.Start, int.MaxValue));
        // One more than may be, so that whoever asks sees that they are too many.
        if (!IsFull)
        {
            // Faults of groups that are not told cannot be forgiven one by one.
            var areAllTold = open.FaultyGroups is null || faults.Count <= Limits.FindingsMax;
            marks.Add(new EnvelopeMark(
                open.Sender, open.Recipient, open.Reference, span, digest, open.Messages, isComplete, isSound && areAllTold, open.IsTest)
            {
                FaultyGroups = open.FaultyGroups,
            });
        }

        (open, Start) = (null, -1);
    }

    private static string? Party(ReadOnlySpan<byte> unb, int element, in ServiceCharacters characters)
        => Value(unb, element, 1, characters) is not { } id ? null
            : Value(unb, element, 2, characters) is { } qualifier ? id + ":" + qualifier : id;

    private static string? Value(ReadOnlySpan<byte> segment, int element, int component, in ServiceCharacters characters)
    {
        var raw = ServiceText.Component(segment, element, component, characters);
        if (raw.IsEmpty) return null;
        var buffer = new byte[raw.Length * 3];
        return Encoding.UTF8.GetString(buffer, 0, CharacterSet.Fallback.Decode(raw, characters.Release, buffer));
    }

    // The same bytes as the reader marks, so that both tell one fault.
    private void FaultAt(
        FindingCode code, string tag, long start, ReadOnlySpan<byte> segment, ReadOnlySpan<byte> raw, params ReadOnlySpan<string> arguments)
    {
        segment.Overlaps(raw, out var at);
        Fault(code, tag, start + at, raw.Length, arguments);
    }

    private void Fault(FindingCode code, string tag, long start, int length, params ReadOnlySpan<string> arguments)
    {
        // One more than are told, so that whoever takes them knows that these are not all.
        if (faults.Count > Limits.FindingsMax) return;
        faults.Add(new Finding(code, new SourceSpan(0, start, length), new Place(0, 0) { Tag = tag }, 0, [.. arguments]));
    }
}
