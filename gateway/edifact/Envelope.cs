using System.Buffers.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The envelope that reading is in: what UNB and UNG said, what was counted since, and whether the trailers agree.</summary>
internal sealed class Envelope(Reporter reporter)
{
    // References of one interchange, as hashes; beyond this many a repeated one is no longer found.
    private const int ReferencesMax = 4_000_000;

    private readonly HashSet<ulong> references = [];
    private string groupType = "";
    private int groupMessages;
    private int messagesOutsideGroups;
    private bool isMixed;

    /// <summary>Ordinal of the interchange in the file; 0 before the first UNB.</summary>
    public int Interchange { get; private set; }

    /// <summary>Whether UNB was read and UNZ not.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether UNG was read and UNE not.</summary>
    public bool IsGroupOpen { get; private set; }

    /// <summary>UNB of the open interchange.</summary>
    public Cut Unb { get; private set; }

    /// <summary>UNG of the open group.</summary>
    public Cut Ung { get; private set; }

    /// <summary>Decoder of the interchange.</summary>
    public EdifactText Text { get; private set; } = new(ServiceCharacters.Default, CharacterSet.Fallback);

    /// <summary>Syntax version 1 to 4.</summary>
    public int Syntax { get; private set; } = 3;

    /// <summary>Functional groups of the open interchange.</summary>
    public int Groups { get; private set; }

    /// <summary>Messages of the open interchange.</summary>
    public int Messages { get; private set; }

    /// <summary>UNB 0020.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>UNG 0048.</summary>
    public string GroupReference { get; private set; } = "";

    /// <summary>Sets the decoder of messages that stand outside of an interchange.</summary>
    public void Use(EdifactText text) => Text = text;

    /// <summary>Starts an interchange.</summary>
    public void Open(in Cut unb, EdifactText text, int syntax)
    {
        (IsOpen, Text, Syntax, Groups, Messages) = (true, text, syntax, 0, 0);
        (messagesOutsideGroups, isMixed) = (0, false);
        Interchange++;
        Unb = unb.Keep(text.Characters);
        Reference = Value(unb, 5, 1);
        references.Clear();
    }

    /// <summary>Takes UNZ.</summary>
    public void Close(in Cut unz)
    {
        var (expected, what) = Groups > 0 ? (Groups, "functional groups") : (Messages, "messages");
        CheckCount(EdifactFindings.UnzCount, unz, expected, what);
        CheckReference(EdifactFindings.UnzReference, unz, Reference);
        if (Messages == 0 && Groups == 0) Add(EdifactFindings.Empty, unz, "interchange", Reference);
        IsOpen = false;
    }

    /// <summary>The interchange ended without UNZ.</summary>
    public void Break(long offset)
    {
        if (IsOpen) reporter.Add(EdifactFindings.NoUnz, offset, 0, Reference);
        IsOpen = false;
    }

    /// <summary>Starts a group.</summary>
    public void OpenGroup(in Cut ung)
    {
        (IsGroupOpen, groupMessages) = (true, 0);
        Groups++;
        Ung = ung.Keep(Text.Characters);
        (GroupReference, groupType) = (Value(ung, 5, 1), "");
        if (messagesOutsideGroups > 0) Mixed(ung);
        if (Syntax < 4) return;
        var given = (Has(ung, 1) ? 1 : 0) + (Has(ung, 6) ? 1 : 0) + (Has(ung, 7) ? 1 : 0);
        if (given is 1 or 2) Add(EdifactFindings.GroupHeader, ung);
    }

    /// <summary>Takes UNE.</summary>
    public void CloseGroup(in Cut une)
    {
        CheckCount(EdifactFindings.UneCount, une, groupMessages, "messages");
        CheckReference(EdifactFindings.UneReference, une, GroupReference);
        if (groupMessages == 0) Add(EdifactFindings.Empty, une, "functional group", GroupReference);
        IsGroupOpen = false;
    }

    /// <summary>The group ended without UNE.</summary>
    public void BreakGroup(long offset, string before)
    {
        if (IsGroupOpen) reporter.Add(EdifactFindings.NoUne, offset, 0, GroupReference, before);
        IsGroupOpen = false;
    }

    /// <summary>Counts a message.</summary>
    public void AddMessage(in Cut unh, string reference, string type)
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
        if (!references.Add(Hash(unh.Component(1, 1, Text.Characters))))
        {
            Add(EdifactFindings.DuplicateReference, unh, reference);
        }
    }

    /// <summary>The text of a component of a service segment.</summary>
    public string Value(in Cut cut, int element, int component)
    {
        var raw = cut.Component(element, component, Text.Characters);
        return raw.IsEmpty ? "" : Text.Text(raw);
    }

    /// <summary>Compares a control count; one that is no number counts as wrong.</summary>
    public void CheckCount(FindingCode code, in Cut trailer, int expected, string what)
    {
        var raw = trailer.Component(1, 1, Text.Characters);
        if (raw.IsEmpty) return;
        var isNumber = Utf8Parser.TryParse(raw, out long said, out var used) && used == raw.Length;
        if (!isNumber || said != expected) Add(code, trailer, Reporter.Text(raw), Reporter.Text(expected), what);
    }

    /// <summary>Compares a control reference.</summary>
    public void CheckReference(FindingCode code, in Cut trailer, string expected)
    {
        var raw = trailer.Component(2, 1, Text.Characters);
        if (raw.IsEmpty) return;
        var said = Text.Text(raw);
        if (said != expected) Add(code, trailer, said, expected);
    }

    private void Mixed(in Cut cut)
    {
        if (!isMixed) Add(EdifactFindings.Mixed, cut);
        isMixed = true;
    }

    private void Add(FindingCode code, in Cut cut, params ReadOnlySpan<string> arguments)
        => reporter.Add(code, cut.StartOffset, cut.End - cut.Start, arguments);

    private bool Has(in Cut cut, int element) => !cut.Component(element, 1, Text.Characters).IsEmpty;

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
