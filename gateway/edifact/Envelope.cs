using System.Buffers.Text;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The envelope that reading is in: what UNB and UNG said, what was counted since, and whether the trailers agree.</summary>
internal sealed class Envelope(Reporter reporter)
{
    // References of one interchange, as hashes; beyond this many a repeated one is no longer found.
    private const int ReferencesMax = 4_000_000;

    private readonly HashSet<ulong> references = [];
    private string groupType = "";
    private MessageGroup? group;
    private int groupMessages;
    private int packages;
    private int messagesOutsideGroups;
    private bool isMixed;

    /// <summary>Ordinal of the interchange in the file; 0 before the first UNB.</summary>
    public int Interchange { get; private set; }

    /// <summary>Whether UNB was read and UNZ not.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether UNG was read and UNE not.</summary>
    public bool IsGroupOpen { get; private set; }

    /// <summary>Where references and counts stand: batch or interactive.</summary>
    public EnvelopePlaces Places { get; private set; } = EnvelopePlaces.Batch;

    /// <summary>UNB or UIB of the open interchange.</summary>
    public Cut Unb { get; private set; }

    /// <summary>UNG of the open group.</summary>
    public Cut Ung { get; private set; }

    /// <summary>Decoder of the interchange.</summary>
    public EdifactText Text { get; private set; } = EdifactText.Default;

    /// <summary>Syntax version 1 to 4.</summary>
    public int Syntax { get; private set; } = 3;

    /// <summary>Functional groups of the open interchange.</summary>
    public int Groups { get; private set; }

    /// <summary>Messages of the open interchange.</summary>
    public int Messages { get; private set; }

    /// <summary>UNB 0020 or UIB 0300.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>UNG 0048.</summary>
    public string GroupReference { get; private set; } = "";

    /// <summary>The open group; null for none.</summary>
    public MessageGroup? Group => IsGroupOpen ? group ??= new MessageGroup(Ung.StartOffset, GroupReference) : null;

    /// <summary>Begins with a file.</summary>
    public void Open()
    {
        (Interchange, IsOpen, IsGroupOpen, Text, Syntax) = (0, false, false, EdifactText.Default, 3);
        (Groups, Messages, groupMessages, messagesOutsideGroups, packages, isMixed) = (0, 0, 0, 0, 0, false);
        (Places, Unb, Ung, Reference, GroupReference, groupType) = (EnvelopePlaces.Batch, default, default, "", "", "");
        references.Clear();
    }

    /// <summary>Sets the decoder of messages that stand outside of an interchange.</summary>
    public void Use(EdifactText text) => Text = text;

    /// <summary>Starts an interchange.</summary>
    public void Open(in Cut unb, EdifactText text, int syntax)
    {
        (IsOpen, Text, Syntax, Groups, Messages) = (true, text, syntax, 0, 0);
        (messagesOutsideGroups, packages, isMixed) = (0, 0, false);
        Interchange++;
        Places = EnvelopePlaces.Of(unb.Tag);
        Unb = unb.Keep(text.Characters);
        Reference = Value(unb, Places.Reference, 1);
        references.Clear();
    }

    /// <summary>Takes UNZ.</summary>
    public void Close(in Cut unz)
    {
        var (expected, what) = Groups > 0 ? (Groups, "functional groups") : (Messages + packages, "messages");
        CheckCount(EdifactFindings.UnzCount, unz, Places.TrailerCount, expected, what);
        CheckReference(EdifactFindings.UnzReference, unz, Places.TrailerReference, Reference, Unb.Tag);
        var isEmpty = Messages + packages == 0 && Groups == 0 && Places == EnvelopePlaces.Batch;
        if (isEmpty) Add(EdifactFindings.Empty, unz, "interchange", Reference);
        IsOpen = false;
    }

    /// <summary>The interchange ended without UNZ.</summary>
    public void Break(long offset)
    {
        if (IsOpen) reporter.Add(EdifactFindings.NoUnz, offset, 0, Reference, Places == EnvelopePlaces.Batch ? "UNZ" : "UIZ");
        IsOpen = false;
    }

    /// <summary>Starts a group.</summary>
    public void OpenGroup(in Cut ung)
    {
        (IsGroupOpen, groupMessages, group) = (true, 0, null);
        Groups++;
        Ung = ung.Keep(Text.Characters);
        (GroupReference, groupType) = (Value(ung, 5, 1), "");
        if (messagesOutsideGroups > 0) Mixed(ung);
    }

    /// <summary>Takes UNE.</summary>
    public void CloseGroup(in Cut une)
    {
        CheckCount(EdifactFindings.UneCount, une, 1, groupMessages, "messages");
        CheckReference(EdifactFindings.UneReference, une, 2, GroupReference, EnvelopeTags.Ung);
        if (groupMessages == 0) Add(EdifactFindings.Empty, une, "functional group", GroupReference);
        IsGroupOpen = false;
    }

    /// <summary>The group ended without UNE.</summary>
    public void BreakGroup(long offset, string before)
    {
        if (!IsGroupOpen) return;
        // What is missing is of the group, not of the segment that stands in its place.
        var tag = reporter.Tag;
        reporter.Tag = EnvelopeTags.Une;
        reporter.Add(EdifactFindings.NoUne, offset, 0, GroupReference, before);
        (reporter.Tag, IsGroupOpen) = (tag, false);
    }

    /// <summary>Counts a package (an object with UNO and UNP), which counts as a message does.</summary>
    public void AddPackage()
    {
        if (IsGroupOpen) groupMessages++;
        else packages++;
    }

    /// <summary>Counts a message.</summary>
    /// <param name="unh">Its header.</param>
    /// <param name="element">Element there of the reference.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="type">The type of message.</param>
    public void AddMessage(in Cut unh, int element, string reference, string type)
    {
        Messages++;
        if (IsGroupOpen)
        {
            groupMessages++;
            if (groupType.Length == 0) groupType = type;
            else if (groupType != type) Add(EdifactFindings.MixedTypes, unh, groupType, type);
        }
        else
        {
            messagesOutsideGroups++;
            if (Groups > 0) Mixed(unh);
        }

        if (!IsOpen || reference.Length == 0 || references.Count >= ReferencesMax) return;
        if (!references.Add(Hash(unh.Component(element, 1, Text.Characters))))
        {
            AddAt(EdifactFindings.DuplicateReference, unh, unh.Component(element, 1, Text.Characters), element, reference);
        }
    }

    /// <summary>The text of a component of a service segment.</summary>
    public string Value(in Cut cut, int element, int component)
    {
        var raw = cut.Component(element, component, Text.Characters);
        return raw.IsEmpty ? "" : Text.Text(raw);
    }

    /// <summary>Compares a control count; one that is no number counts as wrong.</summary>
    public void CheckCount(FindingCode code, in Cut trailer, int element, int expected, string what)
    {
        var raw = trailer.Component(element, 1, Text.Characters);
        if (raw.IsEmpty) return;
        var isNumber = Utf8Parser.TryParse(raw, out long said, out var used) && used == raw.Length;
        if (isNumber && said == expected) return;
        AddAt(code, trailer, raw, element, Reporter.Text(raw), Reporter.Text(expected), expected == 1 ? what.TrimEnd('s') : what,
            Reporter.TagText(trailer.Tag));
    }

    /// <summary>Compares a control reference.</summary>
    public void CheckReference(FindingCode code, in Cut trailer, int element, string expected, int header)
    {
        var raw = trailer.Component(element, 1, Text.Characters);
        if (raw.IsEmpty || (Ascii.Equals(raw, expected) && Text.IsItsText(raw))) return;
        var said = Text.Text(raw);
        if (said == expected) return;
        AddAt(code, trailer, raw, element, said, expected, Reporter.TagText(trailer.Tag), Reporter.TagText(header));
    }

    private void Mixed(in Cut cut)
    {
        if (!isMixed) Add(EdifactFindings.Mixed, cut);
        isMixed = true;
    }

    /// <summary>A fault of one data element, the first after the tag = 1.</summary>
    private void AddAt(
        FindingCode code, in Cut cut, ReadOnlySpan<byte> raw, int element, params ReadOnlySpan<string> arguments)
    {
        cut.Segment.Overlaps(raw, out var at);
        reporter.Add(code, cut.StartOffset + at, raw.Length, 0, element + 1, 0, 0, arguments);
    }

    private void Add(FindingCode code, in Cut cut, params ReadOnlySpan<string> arguments)
        => reporter.Add(code, cut.StartOffset, cut.End - cut.Start, arguments);

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        unchecked
        {
            foreach (var b in bytes) hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }
}
