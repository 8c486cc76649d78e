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
    /// <summary>Digest of the bytes between UNH and UNT: what the message says, whatever its references are.</summary>
    /// <param name="tree">The tree that the message was read into, not read into again since.</param>
    public Digest DigestOf(Tree tree) => Digest.Of(tree.Window[ContentStart..ContentEnd]);
}

/// <summary>What was counted so far.</summary>
/// <param name="Interchanges">UNB.</param>
/// <param name="Groups">UNG.</param>
/// <param name="Messages">UNH.</param>
/// <param name="Segments">All segments with service segments; UNA is none.</param>
public readonly record struct ReadCounts(int Interchanges, int Groups, int Messages, long Segments);

/// <summary>
/// Reads the messages of a file one after another: ISO 9735 syntax 1 to 4, several interchanges. Checks all that ISO 9735 and
/// the directory say, reports every fault and goes on. Memory: one message.
/// </summary>
public sealed class EdifactReader : IDisposable
{
    private static readonly int Unb = Cut.TagOf("UNB"u8);
    private static readonly int Ung = Cut.TagOf("UNG"u8);
    private static readonly int Unh = Cut.TagOf("UNH"u8);
    private static readonly int Unt = Cut.TagOf("UNT"u8);
    private static readonly int Une = Cut.TagOf("UNE"u8);
    private static readonly int Unz = Cut.TagOf("UNZ"u8);

    private readonly FindForm find;
    private readonly string? characterSet;
    private readonly int part;
    private readonly SegmentSource source;
    private readonly Reporter reporter;
    private readonly ValueCheck values = new();
    private readonly SegmentWalk segments;
    private readonly MessageReader messages;
    private readonly Envelope envelope;
    private string foreignKind = "";
    private bool hasStarted;
    private bool hasFinished;
    private bool blanksWereReported;
    private int groups;

    /// <summary>Opens a file.</summary>
    /// <param name="read">Reads its bytes.</param>
    /// <param name="find">The directory.</param>
    /// <param name="findings">Gets all faults; the caller may read and clear it between messages.</param>
    /// <param name="part">Number of the part, for spans.</param>
    /// <param name="characterSet">Character set to use instead of UNB 0001; null to believe UNB.</param>
    /// <param name="fromMessage">First message to read, from 1; those before are passed over without findings.</param>
    public EdifactReader(
        ReadRaw read, FindForm find, Findings findings, int part = 0, string? characterSet = null, int fromMessage = 1)
    {
        (this.find, this.part, this.characterSet) = (find, part, characterSet);
        source = new SegmentSource(read);
        reporter = new Reporter(findings, part);
        segments = new SegmentWalk(reporter, values);
        envelope = new Envelope(reporter);
        messages = new MessageReader(source, reporter, values, segments, envelope, fromMessage);
        segments.Use(source.Characters);
        values.Use(CharacterSet.Fallback, source.Characters.Release);
    }

    /// <summary>What was counted so far.</summary>
    public ReadCounts Counts => new(envelope.Interchange, groups, messages.Count, messages.Segments);

    /// <summary>Reads the next message.</summary>
    /// <returns>False at the end; the tree is then not touched.</returns>
    public bool Read(Tree into, out MessageMark mark)
    {
        mark = null!;
        if (!hasStarted) Start();
        while (!hasFinished)
        {
            if (!envelope.IsOpen) FindEnvelope();
            if (!source.Next())
            {
                Finish();
                break;
            }

            if (!Segment()) continue;
            if (messages.Read(into, part, find, out var read))
            {
                mark = read;
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

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

        var cut = source.Current;
        var tag = cut.Tag;
        reporter.Tag = tag;
        messages.ReportShape(cut, tag, ref blanksWereReported);
        if (tag == Unh) return true;
        if (tag == Unb) OpenInterchange(cut);
        else if (tag == Unz && envelope.IsOpen) CloseInterchange(cut);
        else if (tag == Ung) OpenGroup(cut);
        else if (tag == Une && envelope.IsGroupOpen) CloseGroup(cut);
        else if (tag != 0) reporter.Add(EdifactFindings.OutsideMessage, cut.StartOffset, cut.End - cut.Start, Reporter.TagText(tag));
        return false;
    }

    private void OpenInterchange(in Cut cut)
    {
        envelope.BreakGroup(cut.StartOffset, "UNB");
        envelope.Break(cut.StartOffset);
        var characters = source.Characters;
        var name = Reporter.Text(cut.Component(1, 1, characters));
        var set = CharacterSet.Find(characterSet ?? name);
        var syntax = ServiceCharacters.SyntaxOf(cut.Segment, characters);
        var encoding = cut.Component(1, 4, characters);
        if (characterSet is null && syntax == 4 && encoding.Length == 1)
        {
            set = encoding[0] switch
            {
                (byte)'3' => CharacterSet.Find("CP850"),
                (byte)'7' => CharacterSet.Find("UNOW"),
                _ => set,
            };
            if (encoding[0] is (byte)'4' or (byte)'5' or (byte)'6' or (byte)'8')
            {
                reporter.Add(EdifactFindings.SyntaxUnknown, cut.StartOffset, cut.End - cut.Start,
                    "The character encoding", Reporter.Text(encoding));
            }
        }

        var used = set ?? CharacterSet.Fallback;
        source.Use(used);
        values.Use(used, characters.Release);
        segments.Use(characters);
        envelope.Open(cut, new EdifactText(characters, used), syntax is >= 1 and <= 4 ? syntax : 3);
        Check(source.Current, Unb);
        if (set is null && name.Length > 0)
        {
            reporter.Add(EdifactFindings.CharacterSetUnknown, cut.StartOffset, cut.End - cut.Start, name, used.Name);
        }

        var version = cut.Component(1, 2, characters);
        if (version.Length > 0 && syntax is < 1 or > 4)
        {
            reporter.Add(EdifactFindings.SyntaxUnknown, cut.StartOffset, cut.End - cut.Start, "Syntax version",
                Reporter.Text(version));
        }
    }

    private void CloseInterchange(in Cut cut)
    {
        envelope.BreakGroup(cut.StartOffset, "UNZ");
        Check(cut, Unz);
        envelope.Close(cut);
    }

    private void OpenGroup(in Cut cut)
    {
        envelope.BreakGroup(cut.StartOffset, "UNG");
        groups++;
        if (!envelope.IsOpen) reporter.Add(EdifactFindings.OutsideInterchange, cut.StartOffset, cut.End - cut.Start);
        Check(cut, Ung);
        envelope.OpenGroup(cut);
    }

    private void CloseGroup(in Cut cut)
    {
        Check(cut, Une);
        envelope.CloseGroup(cut);
    }

    private void Check(in Cut cut, int tag)
    {
        var plan = ServiceSegments.Plan(envelope.Syntax);
        values.StartMessage();
        segments.Walk(cut, plan, plan.SegmentOf(tag), null, 0, true);
    }

    private void Start()
    {
        hasStarted = true;
        foreignKind = EnvelopeText.ForeignKind(source.Peek(4));
        if (source.Peek(3).StartsWith("\uFEFF"u8))
        {
            reporter.Add(EdifactFindings.ByteOrderMark, 0, 3);
            source.Skip(3);
        }
    }

    /// <summary>Before an interchange: passes over what is no EDIFACT, and reads UNA.</summary>
    private void FindEnvelope()
    {
        var start = source.NextOffset;
        var hasText = false;
        long textStart = start, textEnd = start;
        while (true)
        {
            var head = source.Peek(ServiceCharacters.UnaLength + 32);
            if (head.IsEmpty) break;
            if (EnvelopeText.IsStart(head)) break;
            var skip = EnvelopeText.BlanksAt(head);
            if (skip == 0)
            {
                if (!hasText) textStart = source.NextOffset;
                hasText = true;
                skip = EnvelopeText.NextStart(source.Peek(4096));
                textEnd = source.NextOffset + skip;
            }

            source.Skip(skip);
        }

        if (hasText) ReportText(textStart, textEnd);
        var una = source.Peek(ServiceCharacters.UnaLength + 40);
        if (una.StartsWith("UNA"u8) || una.StartsWith("UNB"u8)) UseCharacters(una);
    }

    private void ReportText(long start, long end)
    {
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.Tag) = (0, 0, null, 0);
        var isNothing = envelope.Interchange == 0 && messages.Count == 0 && source.Peek(1).IsEmpty;
        var length = (int)Math.Min(end - start, int.MaxValue);
        if (isNothing) reporter.Add(EdifactFindings.NoInterchange, start, Math.Min(length, 64), foreignKind);
        else
        {
            reporter.Add(EdifactFindings.TextOutside, start, length, Reporter.Text(end - start),
                envelope.Interchange == 0 ? "before the interchange" : "after the interchange");
        }
    }

    private void UseCharacters(ReadOnlySpan<byte> head)
    {
        var characters = ServiceCharacters.Read(head, out var fault);
        if (fault)
        {
            reporter.Add(EdifactFindings.BadUna, source.NextOffset, ServiceCharacters.UnaLength,
                Reporter.Text(head[..ServiceCharacters.UnaLength]));
        }

        if (head.StartsWith("UNA"u8)) source.Skip(Math.Min(head.Length, ServiceCharacters.UnaLength));
        source.Use(characters, CharacterSet.Fallback);
        segments.Use(characters);
        values.Use(CharacterSet.Fallback, characters.Release);
        envelope.Use(new EdifactText(characters, CharacterSet.Fallback));
    }

    private void Finish()
    {
        hasFinished = true;
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.Tag, reporter.IsSilent) = (0, 0, null, 0, false);
        envelope.BreakGroup(source.NextOffset, "the end");
        envelope.Break(source.NextOffset);
        if (source.NextOffset == 0) reporter.Add(EdifactFindings.NoInterchange, 0, 0, "it is empty");
    }
}
