using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Reads one message, from UNH to UNT, into a tree.</summary>
internal sealed class MessageReader
{
    // Anti-collision groups stand one in the other at most as deep as segment groups do.
    private readonly Stack<string> antiCollisions = new();
    private readonly StructureWalk structure;
    private readonly SegmentCheck checks;
    private readonly SegmentSource source;
    private readonly Reporter reporter;
    private readonly ValueCheck values;
    private readonly SegmentWalk segments;
    private readonly Envelope envelope;
    private readonly MessageWindow window;
    private FindForm find = null!;
    private FindGuide? guides;
    private int fromMessage;
    private int above;
    private byte[] lastType = [];
    private EdifactText lastText = EdifactText.Default;
    private MessagePlan? lastPlan;
    private MessageType? lastPlanned;
    private MessageType lastKnown = new("", null, null, null, null);
    private bool isTooLarge;
    private bool securityWasReported;
    private int trailer;
    private int lastStart;
    private int lastLength;
    private long lastOffset;
    private EnvelopePlaces places = EnvelopePlaces.Batch;
    private bool blanksWereReported;

    public MessageReader(SegmentSource source, Reporter reporter, ValueCheck values, SegmentWalk segments, Envelope envelope)
    {
        (this.source, this.reporter, this.values, this.segments, this.envelope) = (source, reporter, values, segments, envelope);
        window = new MessageWindow(source);
        checks = new SegmentCheck(reporter, values, source);
        structure = new StructureWalk(reporter, segments, checks);
        reporter.Scene = new FaultScene(source, envelope, values, structure);
    }

    private sealed record MessageType(string Name, string? Release, string? Guide, MessageForm? Form, Guide? Narrowing);

    /// <summary>Messages so far.</summary>
    public int Count { get; private set; }

    /// <summary>Segments so far.</summary>
    public long Segments { get; set; }

    /// <summary>Begins with a file.</summary>
    /// <param name="findForm">The directory.</param>
    /// <param name="findGuide">Chooses the guide of a message; null for none.</param>
    /// <param name="first">First message to read, from 1.</param>
    public void Open(FindForm findForm, FindGuide? findGuide, int first)
    {
        // What was found for the messages of the file before holds for those of this one too.
        if (findForm != find || findGuide != guides) lastType = [];
        (find, guides, fromMessage, Count, Segments) = (findForm, findGuide, first, 0, 0);
    }

    /// <summary>What is reported from here on is about the next message, not about what stands before it.</summary>
    public void Announce()
    {
        above = reporter.Count;
        (reporter.Message, reporter.Segment, reporter.IsSilent) = (Count + 1, 1, Count + 1 < fromMessage);
    }

    /// <summary>Reads the message whose UNH or UIH is the current segment.</summary>
    /// <returns>False when it was only passed over.</returns>
    public bool Read(Tree tree, int part, out MessageMark mark)
    {
        var unh = source.Current;
        var header = unh.Tag;
        (trailer, places) = (EnvelopeTags.TrailerOf(header), EnvelopePlaces.Of(header));
        Count++;
        var isSkipped = Count < fromMessage;
        var reference = envelope.Value(unh, places.MessageReference, 1);
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.IsSilent) = (Count, 1, reference, isSkipped);
        (isTooLarge, blanksWereReported) = (false, false);
        antiCollisions.Clear();
        securityWasReported = false;
        values.StartMessage();
        if (!envelope.IsOpen) reporter.Add(EdifactFindings.OutsideInterchange, unh.StartOffset, unh.End - unh.Start);
        var service = ServiceSegments.Plan(envelope.Syntax);
        Check(unh, service, header);
        var type = TypeOf(unh);
        envelope.AddMessage(unh, places.MessageReference, reference, type.Name);
        if (!isSkipped) ReportForm(unh, type);

        tree.Reset(type.Form?.Schema, envelope.Text, part);
        tree.Ordinal = Count;
        var plan = PlanOf(type);
        var root = tree.Open(plan is null ? 0 : Schema.Root);
        if (plan is null) tree.SetUnknownName(root, type.Name);
        structure.Begin(plan, tree, root);
        AddEnvelope(tree);
        var start = unh.StartOffset;
        window.Begin(tree);
        (lastStart, lastLength, lastOffset) = (window.Take(), unh.End - unh.Start, unh.StartOffset);
        structure.Take(unh, header, lastStart, true);
        var contentStart = window.End;
        var (end, contentEnd) = Body(tree, service, reference);
        window.Finish();
        tree.Close(root);
        // The mark holds for the whole message, also where the tree is not usable.
        mark = new MessageMark(
            Count, envelope.IsOpen ? envelope.Interchange : 0, type.Name, type.Release, type.Guide, reference,
            new SourceSpan(part, start, (int)Math.Min(end - start, int.MaxValue)),
            type.Form is { IsExact: false } ? type.Form.Release : null,
            contentStart, Math.Max(contentStart, contentEnd), plan is not null && !isTooLarge)
        {
            Group = envelope.Group, Above = above,
        };
        return !isSkipped;
    }

    /// <summary>Checks a service segment, which stands in no tree.</summary>
    public void Check(in Cut cut, MessagePlan service, int tag)
    {
        var segment = service.SegmentOf(tag);
        if (segment < 0) return;
        if (segments.Passes(cut, service, segment)) return;
        segments.Walk(cut, service, segment, null, 0, true);
        if (service.Segments[segment].Rules is { } rules) checks.Run(rules, cut, false);
    }

    /// <summary>Reports what is wrong with a segment as such.</summary>
    public void ReportShape(in Cut cut, int tag, ref bool wasReported)
    {
        var head = cut.Segment[..Math.Min(3, cut.End - cut.Start)];
        if (source.HasBlanks && !wasReported)
        {
            wasReported = true;
            reporter.Add(EdifactFindings.BlanksBeforeTag, cut.StartOffset, head.Length, Reporter.Text(head));
        }

        if (!source.IsTerminated)
        {
            reporter.Add(EdifactFindings.Unterminated, cut.StartOffset, cut.End - cut.Start, Reporter.Text(head));
        }

        if (tag != 0 && cut.PlaceAt(cut.First) != cut.Start + 3)
        {
            reporter.Add(EdifactFindings.LineBreak, cut.Offset + cut.Start + 3, 1);
        }

        if (tag != 0 && IsNested(cut) && !MayNest(cut, tag))
        {
            reporter.Add(SyntaxFindings.Nesting, cut.StartOffset, NestedLength(cut), Reporter.TagText(tag));
        }

        if (tag != 0) return;
        var length = cut.PlaceAt(cut.First) - cut.Start;
        if (length > 3 && cut.Segment.StartsWith("UN"u8) && !char.IsAsciiLetterOrDigit((char)cut.Bytes[cut.Start + 3]))
        {
            reporter.Add(EdifactFindings.OtherSeparator, cut.StartOffset + 3, 1, Reporter.Text(head),
                Reporter.Text(cut.Bytes.AsSpan(cut.Start + 3, 1)), ((char)source.Characters.Element).ToString());
            return;
        }

        reporter.Add(EdifactFindings.BadTag, cut.StartOffset, length, Reporter.Text(cut.Segment[..length]));
    }

    /// <summary>Reports a segment that was passed over.</summary>
    public void ReportTooLong()
        => reporter.Add(EdifactFindings.SegmentTooLong, source.StartOffset, (int)Math.Min(source.TooLong, int.MaxValue),
            Reporter.Text(source.TooLong), Reporter.Text(Limits.SegmentBytesMax));

    /// <summary>Everything after UNH.</summary>
    /// <returns>Where the message ends in the raw bytes and where its content ends in the window.</returns>
    private (long End, int ContentEnd) Body(Tree tree, MessagePlan service, string reference)
    {
        while (TakeClean(tree) && source.Next())
        {
            var contentEnd = window.End;
            reporter.Segment++;
            Segments++;
            if (source.TooLong > 0)
            {
                reporter.Tag = 0;
                ReportTooLong();
                continue;
            }

            var cut = source.Current;
            var tag = cut.Tag;
            reporter.Tag = tag;
            var isHead = (tag == 0 || tag == EnvelopeTags.Una) && EnvelopeText.IsHead(cut.Segment);
            if (isHead || (tag >> 16 == 'U' && EnvelopeTags.EndsMessage(tag)))
            {
                Segments--;
                source.PushBack();
                return (Break(cut, cut.StartOffset, Reporter.Text(cut.Segment[..3]), tree, reference), contentEnd);
            }

            var isTrailer = tag == trailer;
            if (isTrailer && EnvelopeText.SwallowedHead(cut.Segment) is > 0 and var head)
            {
                source.CutAt(head);
                cut = source.Current;
            }

            if (tag == 0 || source.HasBlanks || !source.IsTerminated || cut.PlaceAt(cut.First) != cut.Start + 3 || IsNested(cut))
            {
                ReportShape(cut, tag, ref blanksWereReported);
            }

            if (isTrailer)
            {
                End(cut, tree, service, reference);
                return (source.EndOffset, contentEnd);
            }

            lastLength = 0;
            if (!HasRoom(tree, cut)) continue;
            (lastStart, lastLength, lastOffset) = (window.Take(), cut.End - cut.Start, cut.StartOffset);
            if (IsExtra(cut, tag, service)) structure.Keep(cut, tag, lastStart);
            else structure.Take(cut, tag, lastStart, false);
        }

        return (Break(source.Current, source.NextOffset, "the end", tree, reference), window.End);
    }

    /// <summary>Takes what needs no closer look; always true.</summary>
    private bool TakeClean(Tree tree)
    {
        if (isTooLarge || !window.IsNext || !HasRoom(tree)) return true;
        var taken = structure.TakeClean(source, window.Shift);
        if (taken == 0) return true;
        window.TakeAll();
        var last = source.Current;
        (lastStart, lastLength, lastOffset) = (last.Start + window.Shift, last.End - last.Start, last.StartOffset);
        reporter.Tag = last.Tag;
        reporter.Segment += taken;
        Segments += taken;
        structure.Took(last);
        return true;
    }

    /// <summary>The message ends without trailer. Where its last segment was cut off and has swallowed the head of the next
    /// interchange, reading goes on there.</summary>
    private long Break(in Cut next, long offset, string before, Tree tree, string reference)
    {
        var head = EnvelopeText.SwallowedHead(tree.Window.Slice(lastStart, lastLength));
        if (head > 0) (offset, before) = (lastOffset + head, "UNB");
        structure.End(next with { Offset = offset - next.Start });
        reporter.Add(EdifactFindings.NoUnt, offset, 0, reference, before, Reporter.TagText(trailer));
        if (head > 0) source.Seek(offset);
        return offset;
    }

    private void End(in Cut unt, Tree tree, MessagePlan service, string reference)
    {
        structure.Take(unt, trailer, window.Take(), true);
        structure.End(unt);
        Check(unt, service, trailer);
        if (antiCollisions.TryPeek(out var group)) ReportAntiCollision(unt, "", group);
        envelope.CheckCount(EdifactFindings.UntCount, unt, places.MessageCount, reporter.Segment, "segments");
        var header = trailer == EnvelopeTags.Unt ? EnvelopeTags.Unh : EnvelopeTags.Uih;
        envelope.CheckReference(EdifactFindings.UntReference, unt, places.MessageTrailerReference, reference, header);
    }

    private MessagePlan? PlanOf(MessageType type)
    {
        if (type.Form is not { } form) return null;
        var isSyntax4 = envelope.Syntax >= 4;
        if (lastPlan is not null && ReferenceEquals(lastPlanned, type) && lastPlan.IsSyntax4 == isSyntax4) return lastPlan;
        var plan = MessagePlan.Of(form.Schema, isSyntax4);
        if (form.Codes is { } codes) plan = plan.With(codes);
        (lastPlanned, lastPlan) = (type, type.Narrowing is null ? plan : type.Narrowing.PlanOf(plan));
        return lastPlan;
    }

    /// <summary>Whether it is a segment that no message table names and that may still stand in it: ISO 9735-5 security, and
    /// the anti-collision groups of syntax 4.</summary>
    private bool IsExtra(in Cut cut, int tag, MessagePlan service)
    {
        if (tag >> 16 != 'U') return false;
        var isGroup = tag == EnvelopeTags.Ugh || tag == EnvelopeTags.Ugt;
        if (isGroup) CheckAntiCollision(cut, tag);
        if ((!isGroup && !EnvelopeTags.IsSecurity(tag)) || structure.Knows(tag)) return false;
        Check(cut, service, tag);
        if (!isGroup && !securityWasReported)
        {
            securityWasReported = true;
            reporter.Add(EdifactFindings.SecurityUnchecked, cut.StartOffset, cut.End - cut.Start, Reporter.TagText(tag));
        }

        return true;
    }

    private void CheckAntiCollision(in Cut cut, int tag)
    {
        var said = envelope.Value(cut, 1, 1);
        if (tag == EnvelopeTags.Ugh)
        {
            if (antiCollisions.Count < Limits.DepthMax) antiCollisions.Push(said);
            return;
        }

        var opened = antiCollisions.TryPop(out var group) ? group : "";
        if (opened != said) ReportAntiCollision(cut, said, opened);
    }

    private void ReportAntiCollision(in Cut cut, string said, string opened)
        => reporter.Add(SyntaxFindings.AntiCollision, cut.StartOffset, cut.End - cut.Start, said, opened);

    // Explicit nesting (ISO 9735:1988 §9): counters behind the tag, one component a level.
    private bool IsNested(in Cut cut)
        => cut.PlaceAt(cut.First) is var at && at < cut.End && cut.Bytes[at] == envelope.Text.Characters.Component;

    private bool MayNest(in Cut cut, int tag)
    {
        if (envelope.Syntax >= 4 || tag >> 8 == EnvelopeTags.Unt >> 8) return false;
        foreach (var b in cut.Segment[4..NestedLength(cut)])
        {
            if (b is (< (byte)'0' or > (byte)'9') && b != envelope.Text.Characters.Component) return false;
        }

        return true;
    }

    private int NestedLength(in Cut cut)
    {
        var length = cut.Segment.IndexOf(envelope.Text.Characters.Element);
        return length < 0 ? cut.End - cut.Start : length;
    }

    /// <summary>UNB and UNG are nodes of each message, so that a mapping can read sender and date there.</summary>
    private void AddEnvelope(Tree tree)
    {
        if (!envelope.IsOpen) return;
        AddService(tree, envelope.Unb);
        if (envelope.IsGroupOpen) AddService(tree, envelope.Ung);
    }

    private void AddService(Tree tree, in Cut cut)
    {
        var start = tree.Append(cut.Bytes, cut.Offset);
        structure.Take(cut, cut.Tag, start, true);
    }

    /// <summary>Whether the document has room for whatever one run of clean segments may bring.</summary>
    private bool HasRoom(Tree tree)
        => window.End < Limits.DocumentBytesMax - StructureWalk.CleanBytesMax
            && tree.Nodes.Length < Limits.NodesMax - (2 * StructureWalk.CleanBytesMax) - (2 * Limits.SegmentPartsMax);

    private bool HasRoom(Tree tree, in Cut cut)
    {
        if (isTooLarge) return false;
        var isFull = window.End + (cut.End - cut.Start) > Limits.DocumentBytesMax;
        if (!isFull && tree.Nodes.Length < Limits.NodesMax - (2 * Limits.SegmentPartsMax)) return true;
        isTooLarge = true;
        reporter.Add(EdifactFindings.MessageTooLarge, cut.StartOffset, 3, isFull
            ? Reporter.Text(Limits.DocumentBytesMax) + " bytes" : Reporter.Text(Limits.NodesMax) + " values");
        return false;
    }

    private void ReportForm(in Cut unh, MessageType type)
    {
        var named = type.Name + (type.Release is null ? "" : " " + type.Release);
        if (type.Form is null)
        {
            reporter.Add(EdifactFindings.NoDefinition, unh.StartOffset, unh.End - unh.Start, named.Length == 0 ? "the message" : named);
        }
        else if (!type.Form.IsExact)
        {
            reporter.Add(EdifactFindings.NearestForm, unh.StartOffset, unh.End - unh.Start, named, type.Form.Release);
        }
    }

    /// <summary>Type, release and form as UNH S009 names them; most messages of a file name the same.</summary>
    private MessageType TypeOf(in Cut unh)
    {
        var segment = unh.Segment;
        var reference = unh.Component(1, 1, envelope.Text.Characters);
        var rest = trailer == EnvelopeTags.Unt ? segment[Math.Min(segment.Length, 4 + reference.Length)..] : segment;
        if (lastType.Length > 0 && lastText.IsSame(envelope.Text) && rest.SequenceEqual(lastType)) return lastKnown;
        var element = places.MessageType;
        var name = envelope.Value(unh, element, 1);
        var (version, release) = (envelope.Value(unh, element, 2), envelope.Value(unh, element, 3));
        var guide = envelope.Value(unh, element, places.Guide);
        var both = version.Length + release.Length == 0 ? null : version + "." + release;
        var form = name.Length == 0 ? null : find(name, version, release);
        (lastType, lastText) = (rest.ToArray(), envelope.Text);
        return lastKnown = new MessageType(name, both, guide.Length == 0 ? null : guide, form,
            guides?.Invoke(name, version, release, guide));
    }
}
