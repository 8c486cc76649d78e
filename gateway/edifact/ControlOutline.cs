using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>What CONTRL copies from a received interchange: UNA, UNB and the functional groups.</summary>
internal sealed class ControlOutline
{
    private const int HeadBytes = 4096;
    private readonly byte[] unb;
    private readonly EdifactText text;

    private ControlOutline(byte[] una, byte[] unb, ServiceCharacters characters)
    {
        (Una, this.unb, Characters) = (una, unb, characters);
        Syntax = ServiceCharacters.SyntaxOf(unb, characters) is var syntax and >= 1 and <= 4 ? syntax : 3;
        var name = Encoding.Latin1.GetString(ServiceText.Component(unb, 1, 1, characters));
        IsSetKnown = name.StartsWith("UNO", StringComparison.Ordinal) && CharacterSet.Find(name) is not null;
        Set = CharacterSet.Find(name) ?? CharacterSet.Fallback;
        text = new EdifactText(characters, Set);
    }

    /// <summary>UNA as received; empty when there was none.</summary>
    public byte[] Una { get; }

    /// <summary>Service characters, which the answer uses too.</summary>
    public ServiceCharacters Characters { get; }

    /// <summary>Syntax version, 1 to 4; 3 when UNB names none of them.</summary>
    public int Syntax { get; }

    /// <summary>Character set of the interchange.</summary>
    public CharacterSet Set { get; }

    /// <summary>Whether UNB names one of ISO 9735, in which an answer can be written.</summary>
    public bool IsSetKnown { get; }

    /// <summary>Functional groups; empty when messages stand alone.</summary>
    public List<Group> Groups { get; } = [];

    /// <summary>Whether the interchange holds CONTRL messages.</summary>
    public bool IsControl { get; private set; }

    /// <summary>A functional group: where it stands, and UNG.</summary>
    public sealed record Group(long Start, byte[] Ung)
    {
        /// <summary>Where its UNE ends; without one, where the next group or UNZ begins.</summary>
        public long End { get; set; } = long.MaxValue;
    }

    /// <summary>Reads the outline of an interchange.</summary>
    /// <returns>Null when there is no UNB that names a sender: nobody can be answered.</returns>
    public static ControlOutline? Read(ReadRaw read, SourceSpan span)
    {
        var head = new byte[(int)Math.Min(HeadBytes, span.Length)];
        head = head[..read.Fill(span.Start, head)];
        var characters = ServiceCharacters.Read(head, out var fault);
        var hasUna = head.Length >= ServiceCharacters.UnaLength && head.AsSpan().StartsWith("UNA"u8);
        var start = hasUna ? ServiceCharacters.UnaBytes(head) : 0;
        var unb = start;
        while (unb < head.Length && head[unb] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t') unb++;
        var rest = head.AsSpan(unb);
        if (!rest.StartsWith("UNB"u8)) return null;
        var end = ServiceText.EndOf(rest, characters);
        if (end < 0) return null;
        var una = hasUna && !fault ? head[..ServiceCharacters.UnaLength] : [];
        var outline = new ControlOutline(una, rest[..end].ToArray(), characters);
        if (ServiceText.Component(outline.unb, 2, 1, characters).IsEmpty) return null;
        outline.ReadGroups(read, span.Start + unb + end + 1, span.End);
        return outline;
    }

    /// <summary>UNB as received.</summary>
    public ReadOnlySpan<byte> Unb => unb;

    /// <summary>The text of a component of a service segment, made fit for being copied: one line, not longer than its data
    /// element may be.</summary>
    public string Text(ReadOnlySpan<byte> segment, int element, int component, int max)
    {
        var raw = ServiceText.Component(segment, element, component, Characters);
        if (raw.IsEmpty) return "";
        var characters = text.Text(raw).EnumerateRunes().Where(r => !Rune.IsControl(r)).Take(max);
        return string.Concat(characters).Trim();
    }

    /// <summary>The segment at an offset.</summary>
    public byte[] SegmentAt(ReadRaw read, long offset)
    {
        var bytes = new byte[HeadBytes];
        var count = read.Fill(offset, bytes);
        var end = ServiceText.EndOf(bytes.AsSpan(0, count), Characters);
        return bytes[..(end < 0 ? count : end)];
    }

    /// <summary>Walks on only where the first segment after UNB is UNG: else there are no groups.</summary>
    private void ReadGroups(ReadRaw read, long from, long to)
    {
        using var source = new SegmentSource((offset, into) => from + offset >= to ? 0
            : read(from + offset, into[..(int)Math.Min(into.Length, to - from - offset)]));
        source.Use(Characters, Set);
        while (source.Next())
        {
            if (source.TooLong > 0) continue;
            var cut = source.Current;
            var tag = cut.Tag;
            if (tag == EnvelopeTags.Une) EndGroup(from + source.EndOffset);
            else if (tag == EnvelopeTags.Unz) EndGroup(from + source.StartOffset);
            else if (tag == EnvelopeTags.Ung)
            {
                EndGroup(from + source.StartOffset);
                Groups.Add(new Group(from + source.StartOffset, cut.Segment.ToArray()));
            }
            else if (tag == EnvelopeTags.Unh)
            {
                IsControl |= cut.Component(2, 1, Characters).SequenceEqual("CONTRL"u8);
                if (Groups.Count == 0 || IsControl) return;
            }
        }

        EndGroup(to);
    }

    private void EndGroup(long end)
    {
        if (Groups.Count > 0 && Groups[^1].End == long.MaxValue) Groups[^1].End = end;
    }
}
