using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Finds in a file that was sent the places that an answer names.</summary>
/// <param name="entries">What the answer says.</param>
internal sealed class SentFile(List<ControlEntry> entries)
{
    private readonly ILookup<(string, string), ControlEntry> byMessage = entries
        .Where(e => e.Message.Length > 0).ToLookup(e => (e.Interchange, e.Message));

    private readonly ILookup<(string, string), ControlEntry> byGroup = entries
        .Where(e => e.Message.Length == 0 && e.Group.Length > 0).ToLookup(e => (e.Interchange, e.Group));

    private readonly ILookup<string, ControlEntry> byInterchange = entries
        .Where(e => e.Message.Length == 0 && e.Group.Length == 0).ToLookup(e => e.Interchange);

    private readonly HashSet<ControlEntry> found = [];

    /// <summary>Reports each entry at its place; those without one last.</summary>
    public void Report(ReadRaw sent, Findings findings)
    {
        var tree = new Tree();
        // Without definitions every segment is a child of the message, in order, as the answer counts them.
        using var reader = new EdifactReader(sent, (_, _, _) => null, new Findings(0));
        while (reader.Read(tree, out var mark))
        {
            var unb = Find(tree, "UNB");
            var ung = Find(tree, "UNG");
            var interchange = Reference(tree, unb, 5);
            if (unb > 0) Envelope(byInterchange[interchange], tree, unb, findings);
            if (ung > 0) Envelope(byGroup[(interchange, Reference(tree, ung, 5))], tree, ung, findings);
            Message(byMessage[(interchange, mark.Reference)], tree, mark, findings);
            // An application may not name the interchange.
            Message(byMessage[("", mark.Reference)], tree, mark, findings);
        }

        foreach (var entry in entries)
        {
            if (!found.Contains(entry)) findings.Add(NotSent(entry));
        }
    }

    private static Finding NotSent(ControlEntry entry)
    {
        var what = entry.Level switch
        {
            ControlLevel.Interchange => $"the interchange {entry.Interchange}",
            ControlLevel.Group => $"the functional group {entry.Group} of the interchange {entry.Interchange}",
            ControlLevel.Segment or ControlLevel.Element =>
                string.Create(CultureInfo.InvariantCulture, $"segment {entry.Place.Segment} of the message {entry.Message}"),
            _ => $"the message {entry.Message} of the interchange {entry.Interchange}",
        };
        return new Finding(ControlFindings.NotSent, new SourceSpan(0, -1, 0), entry.Place, 0, [what]);
    }

    private void Envelope(IEnumerable<ControlEntry> told, Tree tree, int node, Findings findings)
    {
        foreach (var entry in told)
        {
            if (!found.Add(entry)) continue;
            var isHere = entry.Tag.Length == 0 || entry.Tag == tree.NameOf(node);
            var span = isHere ? SpanOf(tree, node, entry.Place) : tree.SpanOf(node);
            var place = entry.Place with { Tag = entry.Tag.Length == 0 ? tree.NameOf(node) : entry.Tag };
            findings.Add(ControlReader.FindingOf(entry, span, place));
        }
    }

    private void Message(IEnumerable<ControlEntry> told, Tree tree, MessageMark mark, Findings findings)
    {
        foreach (var entry in told)
        {
            // Findings over the cap are only counted, so their places need not be looked for.
            var node = findings.Left > 0 ? NodeOf(tree, entry) : Find(tree, "UNH");
            if (node == 0 || !found.Add(entry)) continue;
            var isMissing = entry is { Level: ControlLevel.Segment, Code: "13" };
            var span = isMissing ? After(tree, node) : SpanOf(tree, node, entry.Place);
            var place = entry.Place with { Message = mark.Ordinal, Reference = mark.Reference, Tag = TagOf(tree, node) };
            findings.Add(ControlReader.FindingOf(entry, span, place));
        }
    }

    /// <summary>The segment that is meant; 0 when the message does not have it.</summary>
    private static int NodeOf(Tree tree, ControlEntry entry)
    {
        if (entry.Level is ControlLevel.Message or ControlLevel.Application) return Find(tree, entry.Tag == "UNT" ? "UNT" : "UNH");
        var number = 0;
        for (var i = 1; i < tree.Nodes.Length; i = tree.Nodes[i].Next)
        {
            if (TagOf(tree, i) is not ("UNB" or "UNG") && ++number == entry.Place.Segment) return i;
        }

        return 0;
    }

    private static int Find(Tree tree, string tag)
    {
        for (var i = 1; i < tree.Nodes.Length; i = tree.Nodes[i].Next)
        {
            if (TagOf(tree, i) == tag) return i;
        }

        return 0;
    }

    // A missing segment is told at the one before its place.
    private static SourceSpan After(Tree tree, int node)
    {
        var span = tree.SpanOf(node);
        return span with { Start = span.End + 1, Length = 0 };
    }

    /// <summary>The bytes of a segment, data element or component as S011 counts them.</summary>
    private static SourceSpan SpanOf(Tree tree, int node, Place place)
    {
        var whole = tree.SpanOf(node);
        if (place.Element <= 1 || tree.Decoder is not EdifactText text) return whole;
        var characters = text.Characters;
        var segment = tree.Bytes(node);
        var part = ServiceText.Element(segment, place.Element - 1, characters);
        if (place.Repetition > 1 && characters.Repetition != 0)
        {
            part = ServiceText.Element(part, place.Repetition - 1, characters with { Element = characters.Repetition });
        }

        if (place.Component > 0) part = ServiceText.Component(part, 0, place.Component, characters);
        // An empty part has a place too; one that the segment does not reach has none and is missing at its end.
        var offset = Unsafe.ByteOffset(in MemoryMarshal.GetReference(segment), in MemoryMarshal.GetReference(part));
        return offset >= 0 && offset <= segment.Length
            ? whole with { Start = whole.Start + offset, Length = part.Length } : whole with { Start = whole.End, Length = 0 };
    }

    private static string TagOf(Tree tree, int node)
        => Encoding.Latin1.GetString(tree.Bytes(node)[..Math.Min(3, tree.Nodes[node].Length)]);

    private static string Reference(Tree tree, int node, int element)
    {
        if (node == 0 || tree.Decoder is not EdifactText text) return "";
        return text.Text(ServiceText.Component(tree.Bytes(node), element, 1, text.Characters));
    }
}
