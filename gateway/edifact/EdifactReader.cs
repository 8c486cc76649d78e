using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Finds the structural form of a message, as <see cref="EdifactDirectory.Find"/> does.</summary>
public delegate MessageForm? FindForm(string type, string version, string release);

/// <summary>What a message says of itself.</summary>
/// <param name="Ordinal">Which message of the file, from 1.</param>
/// <param name="Interchange">Which interchange of the file, from 1; 0 for a message outside of one.</param>
/// <param name="Type">UNH 0065; empty when missing.</param>
/// <param name="Release">UNH 0052 and 0054 as <c>D.95B</c>; null when both are missing.</param>
/// <param name="Guide">UNH 0057; null for none.</param>
/// <param name="Reference">UNH 0062.</param>
/// <param name="Span">From UNH to the terminator of UNT.</param>
/// <param name="FormRelease">Release of the form that was used, when it is not the one named; else null.</param>
/// <param name="ContentStart">Where the bytes between UNH and UNT begin in the tree's window.</param>
/// <param name="ContentEnd">Where they end there.</param>
/// <param name="IsReadable">False when there is no definition or the message is too large.</param>
public sealed record MessageMark(
    int Ordinal, int Interchange, string Type, string? Release, string? Guide, string Reference, SourceSpan Span,
    string? FormRelease, int ContentStart, int ContentEnd, bool IsReadable)
{
    /// <summary>The functional group that it stands in; null for none.</summary>
    public MessageGroup? Group { get; init; }

    /// <summary>How many of the findings that the collector has are about what stands before the message: the first ones.</summary>
    public int Above { get; init; }

    /// <summary>Digest of the bytes between UNH and UNT: what the message says, whatever its references are.</summary>
    /// <param name="tree">The tree that the message was read into, not read into again since.</param>
    public Digest DigestOf(Tree tree) => Digest.Of(tree.Window[ContentStart..ContentEnd]);
}

/// <summary>A functional group.</summary>
/// <param name="Start">Where its UNG begins.</param>
/// <param name="Reference">UNG 0048; empty when missing.</param>
public sealed record MessageGroup(long Start, string Reference);

/// <summary>What was counted so far.</summary>
/// <param name="Interchanges">UNB.</param>
/// <param name="Groups">UNG.</param>
/// <param name="Messages">UNH.</param>
/// <param name="Segments">All segments with service segments; UNA is none.</param>
public readonly record struct ReadCounts(int Interchanges, int Groups, int Messages, long Segments)
{
    /// <summary>Objects (UNO).</summary>
    public int Objects { get; init; }
}

/// <summary>
/// Reads the messages of a file one after another: ISO 9735 syntax 1 to 4, batch and interactive, several interchanges. Checks
/// all that ISO 9735 and the directory say, reports every fault and goes on. Memory: one message.
/// </summary>
public sealed class EdifactReader : IDisposable
{
    private readonly SegmentSource source = new();
    private readonly Reporter reporter = new();
    private readonly ValueCheck values = new();
    private readonly SegmentWalk segments;
    private readonly MessageReader messages;
    private readonly Envelope envelope;
    private ReadRaw read = null!;
    private FindForm find = null!;
    private CharacterSetRule? characterSet;
    private int part;
    private EdifactText text = EdifactText.Default;
    private CharacterSet? lastSet;
    private string foreignKind = "";
    private bool isForeign;
    private long unaOffset;
    private bool hasFinished;
    private bool blanksWereReported;
    private int groups;
    private int objects;

    /// <summary>Opens a file.</summary>
    /// <param name="read">Reads its bytes.</param>
    /// <param name="find">The directory.</param>
    /// <param name="findings">Gets all faults; the caller may read and clear it between messages.</param>
    /// <param name="part">Number of the part, for spans.</param>
    /// <param name="characterSet">Which character set to use instead of UNB 0001; null to believe UNB.</param>
    /// <param name="fromMessage">First message to read, from 1; those before are passed over without findings.</param>
    /// <param name="guides">Chooses the guide of a message; null for none.</param>
    public EdifactReader(
        ReadRaw read, FindForm find, Findings findings, int part = 0, CharacterSetRule? characterSet = null, int fromMessage = 1,
        FindGuide? guides = null)
    {
        segments = new SegmentWalk(reporter, values);
        envelope = new Envelope(reporter);
        messages = new MessageReader(source, reporter, values, segments, envelope);
        Open(read, find, findings, part, characterSet, fromMessage, guides);
    }

    /// <summary>Begins with another file, with whatever else the constructor takes; for many small files that costs much less than
    /// a reader for each.</summary>
    /// <param name="read">Reads its bytes.</param>
    /// <param name="find">The directory.</param>
    /// <param name="findings">Gets all faults.</param>
    /// <param name="part">Number of the part, for spans.</param>
    /// <param name="characterSet">Which character set to use instead of UNB 0001; null to believe UNB.</param>
    /// <param name="fromMessage">First message to read, from 1.</param>
    /// <param name="guides">Chooses the guide of a message; null for none.</param>
    public void Open(
        ReadRaw read, FindForm find, Findings findings, int part = 0, CharacterSetRule? characterSet = null, int fromMessage = 1,
        FindGuide? guides = null)
    {
        (this.read, this.find, this.part, this.characterSet) = (read, find, part, characterSet);
        (foreignKind, isForeign, unaOffset, hasFinished, blanksWereReported, groups, objects) = ("", false, 0, false, false, 0, 0);
        source.Open(read);
        reporter.Open(findings, part);
        envelope.Open();
        messages.Open(find, guides, fromMessage);
        segments.Use(source.Characters);
        values.Use(CharacterSet.Fallback, source.Characters.Release);
    }

    /// <summary>What was counted so far.</summary>
    public ReadCounts Counts => new(envelope.Interchange, groups, messages.Count, messages.Segments) { Objects = objects };

    /// <summary>Reads the next message.</summary>
    /// <returns>False at the end, or beyond <see cref="Limits.InterchangesMax"/>; the tree is then not touched.</returns>
    public bool Read(Tree into, out MessageMark mark)
    {
        mark = null!;
        while (!hasFinished && envelope.Interchange <= Limits.InterchangesMax)
        {
            if (!envelope.IsOpen) FindEnvelope();
            if (!source.Next())
            {
                Finish();
                break;
            }

            if (!Segment()) continue;
            if (messages.Read(into, part, out var message))
            {
                mark = message;
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives its buffers back and lets go of the file; <see cref="Open"/> takes them again.</summary>
    public void Dispose()
    {
        source.Dispose();
        reporter.Close();
        (read, hasFinished) = (null!, true);
    }

    /// <summary>A segment between messages.</summary>
    /// <returns>Whether it is UNH.</returns>
    private bool Segment()
    {
        messages.Segments++;
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.IsSilent) = (0, 0, null, false);
        if (source.TooLong > 0)
        {
            reporter.Tag = 0;
            messages.ReportTooLong();
            return false;
        }

        if (source.Current.Tag != EnvelopeTags.Uno && EnvelopeText.SwallowedHead(source.Current.Segment) is > 0 and var head)
        {
            source.CutAt(head);
        }

        var cut = source.Current;
        var tag = cut.Tag;
        reporter.Tag = tag;
        var isAnother = envelope.IsOpen || cut.Segment.StartsWith("UNA"u8)
            || EnvelopeText.HasOwnSeparators(cut.Segment, source.Characters);
        if (isAnother && EnvelopeText.IsHead(cut.Segment))
        {
            // Another interchange begins before the open one had its end.
            messages.Segments--;
            envelope.BreakGroup(cut.StartOffset, Reporter.Text(cut.Segment[..3]));
            if (!envelope.IsOpen) ReportLoneUna(cut.StartOffset);
            envelope.Break(cut.StartOffset);
            source.PushBack();
            return false;
        }

        var isHeader = tag == EnvelopeTags.Unh || tag == EnvelopeTags.Uih;
        if (isHeader) messages.Announce();
        messages.ReportShape(cut, tag, ref blanksWereReported);
        if (isHeader) return true;
        if (tag == EnvelopeTags.Unb || tag == EnvelopeTags.Uib) OpenInterchange(cut);
        else if (tag != 0 && !IsTaken(cut, tag))
        {
            reporter.Add(EdifactFindings.OutsideMessage, cut.StartOffset, cut.End - cut.Start, Reporter.TagText(tag));
        }

        return false;
    }

    /// <summary>A segment of the envelope after its head.</summary>
    /// <returns>False when it may not stand here.</returns>
    private bool IsTaken(in Cut cut, int tag)
    {
        if (tag == EnvelopeTags.Ung) OpenGroup(cut);
        else if (tag == EnvelopeTags.Une && envelope.IsGroupOpen) CloseGroup(cut);
        else if (!envelope.IsOpen) return false;
        else if (tag == EnvelopeTags.Unz || tag == EnvelopeTags.Uiz) CloseInterchange(cut, tag);
        else if (tag == EnvelopeTags.Uno) PassObject(cut);
        else if (EnvelopeTags.IsSecurity(tag) || tag == EnvelopeTags.Uir) Check(cut, tag);
        else return false;
        return true;
    }

    private void OpenInterchange(in Cut cut)
    {
        var characters = source.Characters;
        var syntax = ServiceCharacters.SyntaxOf(cut.Segment, characters);
        var (name, encoding, named) = SetOf(cut, syntax);
        var isReplaced = characterSet is not null && characterSet.AppliesTo(name);
        var set = isReplaced ? CharacterSet.Find(characterSet!.Is) : named;
        var used = set ?? CharacterSet.Fallback;
        source.Use(used);
        values.Use(used, characters.Release);
        segments.Use(characters);
        text = text.With(characters, used);
        envelope.Open(cut, text, syntax is >= 1 and <= 4 ? syntax : 3);
        Check(source.Current, cut.Tag);
        if (set is null && name.Length > 0)
        {
            reporter.Add(EdifactFindings.CharacterSetUnknown, cut.StartOffset, cut.End - cut.Start,
                isReplaced ? characterSet!.Is : name, used.Name);
        }
        else if (isReplaced && named != set)
        {
            reporter.Add(SyntaxFindings.CharacterSetReplaced, cut.StartOffset, cut.End - cut.Start, used.Name, name,
                characterSet!.Reason is { } reason ? ": " + reason : "");
        }

        // 1 and 2 are ASCII of 7 and 8 bits; 4, 5, 6 and 8 have other bytes for the separators and cannot be what was read.
        if (syntax >= 4 && encoding is not ("" or "1" or "2" or "3" or "7"))
        {
            reporter.Add(EdifactFindings.SyntaxUnknown, cut.StartOffset, cut.End - cut.Start, "The character encoding", encoding);
        }

        var version = cut.Component(1, 2, characters);
        if (version.Length > 0 && syntax is < 1 or > 4)
        {
            reporter.Add(EdifactFindings.SyntaxUnknown, cut.StartOffset, cut.End - cut.Start, "Syntax version",
                Reporter.Text(version));
        }
    }

    /// <summary>The character set that UNB names; most files name the same.</summary>
    private (string Name, string Encoding, CharacterSet? Set) SetOf(in Cut unb, int syntax)
    {
        var characters = source.Characters;
        var name = unb.Component(1, 1, characters);
        var encoding = Reporter.Text(unb.Component(1, 4, characters));
        if (encoding.Length == 0 && lastSet is not null && Ascii.Equals(name, lastSet.Name)) return (lastSet.Name, "", lastSet);
        var text = Reporter.Text(name);
        lastSet = CharacterSet.Of(text, syntax >= 4 ? encoding : "");
        return (text, encoding, lastSet);
    }

    private void CloseInterchange(in Cut cut, int tag)
    {
        envelope.BreakGroup(cut.StartOffset, Reporter.TagText(tag));
        Check(cut, tag);
        envelope.Close(cut);
    }

    private void OpenGroup(in Cut cut)
    {
        envelope.BreakGroup(cut.StartOffset, "UNG");
        groups++;
        if (!envelope.IsOpen) reporter.Add(EdifactFindings.OutsideInterchange, cut.StartOffset, cut.End - cut.Start);
        Check(cut, EnvelopeTags.Ung);
        envelope.OpenGroup(cut);
    }

    private void CloseGroup(in Cut cut)
    {
        Check(cut, EnvelopeTags.Une);
        envelope.CloseGroup(cut);
    }

    private void Check(in Cut cut, int tag)
    {
        var plan = ServiceSegments.Plan(envelope.Syntax);
        values.StartMessage();
        messages.Check(cut, plan, tag);
    }

    /// <summary>Passes over the object behind UNO by its length, whatever its bytes are, and reads UNP. Where no UNP stands
    /// there, reading goes on at the next service segment behind UNO.</summary>
    private void PassObject(in Cut cut)
    {
        Check(cut, EnvelopeTags.Uno);
        envelope.AddPackage();
        objects++;
        var characters = source.Characters;
        var length = EnvelopeCount.ObjectLength(cut.Segment, characters);
        var uno = cut.Keep(characters);
        Span<byte> head = stackalloc byte[16];
        var got = read.Fill(source.NextOffset + length, head);
        var blanks = EnvelopeText.BlanksAt(head[..got]);
        var hasEnd = EnvelopeText.ServiceTag(head[blanks..got], characters) == EnvelopeTags.Unp;
        if (!hasEnd) reporter.Add(SyntaxFindings.ObjectLength, uno.StartOffset, uno.End - uno.Start, Reporter.Text(length));
        var start = source.NextOffset;
        Skip(hasEnd ? length : long.MaxValue, untilStart: !hasEnd);
        var end = source.NextOffset;
        if (source.Next()) end = ObjectEnd(uno, end);
        (reporter.Tag, var whole) = (EnvelopeTags.Uno, (int)Math.Min(end - uno.StartOffset, int.MaxValue));
        reporter.Add(SyntaxFindings.ObjectKept, uno.StartOffset, whole, envelope.Value(uno, 1, 1),
            Reporter.Text(ServiceText.Element(uno.Segment, 3, characters)), Reporter.Text(Math.Min(length, Math.Max(0, end - start))));
    }

    /// <summary>What stands behind an object: UNP, or something else that is given out again.</summary>
    /// <returns>Where the object with its trailer ends.</returns>
    private long ObjectEnd(in Cut uno, long end)
    {
        if (source.TooLong > 0)
        {
            messages.Segments++;
            messages.ReportTooLong();
            return end;
        }

        if (source.Current.Tag != EnvelopeTags.Unp)
        {
            source.PushBack();
            return end;
        }

        messages.Segments++;
        var unp = source.Current;
        reporter.Tag = EnvelopeTags.Unp;
        messages.ReportShape(unp, EnvelopeTags.Unp, ref blanksWereReported);
        Check(unp, EnvelopeTags.Unp);
        Compare(unp, 1, uno, 4);
        Compare(unp, 2, uno, 1);
        return source.EndOffset;
    }

    private void Compare(in Cut unp, int element, in Cut uno, int unoElement)
    {
        var (said, expected) = (envelope.Value(unp, element, 1), envelope.Value(uno, unoElement, 1));
        if (said != expected) reporter.Add(SyntaxFindings.ObjectTrailer, unp.StartOffset, unp.End - unp.Start, said, expected);
    }

    private void Skip(long bytes, bool untilStart)
    {
        while (bytes > 0)
        {
            var here = source.Peek(4096);
            if (here.IsEmpty || (untilStart && EnvelopeText.IsStart(here))) return;
            var skip = untilStart ? EnvelopeText.NextStart(here) : (int)Math.Min(bytes, here.Length);
            source.Skip(skip);
            bytes -= skip;
        }
    }

    /// <summary>Before an interchange: passes over what is no EDIFACT, and reads UNA.</summary>
    private void FindEnvelope()
    {
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.Tag, reporter.IsSilent) = (0, 0, null, 0, false);
        var hasText = false;
        long textStart = 0, textEnd = 0;
        var kind = "";
        while (source.Peek(EnvelopeText.HeadBytes) is { IsEmpty: false } head && !EnvelopeText.IsStart(head))
        {
            var skip = EnvelopeText.BlanksAt(head);
            if (head.StartsWith("﻿"u8))
            {
                reporter.Add(EdifactFindings.ByteOrderMark, source.NextOffset, 3);
                skip = 3;
            }
            else if (skip == 0)
            {
                var text = source.Peek(4096);
                skip = EnvelopeText.NextStart(text);
                if (!hasText)
                {
                    (hasText, textStart) = (true, source.NextOffset);
                    (kind, foreignKind) = (ForeignText.KindOf(text[..skip]), EnvelopeText.ForeignKind(text));
                }

                textEnd = source.NextOffset + skip;
            }

            source.Skip(skip);
        }

        if (hasText) ReportText(textStart, textEnd, kind);
        var start = source.Peek(EnvelopeText.HeadBytes);
        if (!start.IsEmpty) UseCharacters(start);
    }

    // A file was cut off behind UNA, and another one begins.
    private void ReportLoneUna(long end)
        => reporter.Add(EdifactFindings.TextOutside, unaOffset, (int)(end - unaOffset), Reporter.Text(end - unaOffset),
            envelope.Interchange == 0 ? "before the interchange" : "between two interchanges", "it is a UNA without UNB");

    private void ReportText(long start, long end, string kind)
    {
        var (isFirst, isLast) = (envelope.Interchange == 0 && messages.Count == 0, source.Peek(1).IsEmpty);
        var length = (int)Math.Min(end - start, int.MaxValue);
        if (isFirst && isLast)
        {
            isForeign = true;
            reporter.Add(EdifactFindings.NoInterchange, start, Math.Min(length, 64), foreignKind);
            return;
        }

        reporter.Add(EdifactFindings.TextOutside, start, length, Reporter.Text(end - start),
            isFirst ? "before the interchange" : isLast ? "after the interchange" : "between two interchanges", kind);
    }

    private void UseCharacters(ReadOnlySpan<byte> head)
    {
        var characters = EnvelopeText.CharactersAt(head, source.Characters, out var fault);
        if (head.StartsWith("UNA"u8))
        {
            unaOffset = source.NextOffset;
            var length = ServiceCharacters.UnaBytes(head);
            if (fault) reporter.Add(EdifactFindings.BadUna, source.NextOffset, length, Reporter.Text(head[..length]));
            source.Skip(length);
        }

        source.Use(characters, CharacterSet.Fallback);
        segments.Use(characters);
        values.Use(CharacterSet.Fallback, characters.Release);
        envelope.Use(envelope.Text.With(characters, CharacterSet.Fallback));
    }

    private void Finish()
    {
        hasFinished = true;
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.Tag, reporter.IsSilent) = (0, 0, null, 0, false);
        envelope.BreakGroup(source.NextOffset, "the end");
        envelope.Break(source.NextOffset);
        var isEmpty = envelope.Interchange == 0 && messages.Segments == 0 && !isForeign;
        if (isEmpty) reporter.Add(EdifactFindings.NoInterchange, 0, 0, "it is empty");
    }
}
