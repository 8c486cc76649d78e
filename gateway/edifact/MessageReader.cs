using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Reads one message, from UNH to UNT, into a tree.</summary>
internal sealed class MessageReader
{
    private static readonly int Unt = Cut.TagOf("UNT"u8);
    private static readonly int Unh = Cut.TagOf("UNH"u8);
    private static readonly int[] Envelopes = [Cut.TagOf("UNB"u8), Cut.TagOf("UNZ"u8), Cut.TagOf("UNG"u8), Cut.TagOf("UNE"u8), Unh];

    private readonly StructureWalk structure;
    private readonly SegmentCheck checks;
    private readonly SegmentSource source;
    private readonly Reporter reporter;
    private readonly ValueCheck values;
    private readonly SegmentWalk segments;
    private readonly Envelope envelope;
    private readonly FindGuide? guides;
    private readonly int fromMessage;
    private byte[] lastType = [];
    private MessageType lastKnown = new("", null, null, null, null);
    private bool isTooLarge;
    private bool blanksWereReported;

    public MessageReader(
        SegmentSource source, Reporter reporter, ValueCheck values, SegmentWalk segments, Envelope envelope, FindGuide? guides,
        int fromMessage)
    {
        (this.source, this.reporter, this.values, this.segments) = (source, reporter, values, segments);
        (this.envelope, this.guides, this.fromMessage) = (envelope, guides, fromMessage);
        checks = new SegmentCheck(reporter, values, source);
        structure = new StructureWalk(reporter, segments, checks);
        reporter.Scene = new FaultScene(source, envelope, values, structure);
    }

    private sealed record MessageType(string Name, string? Release, string? Guide, MessageForm? Form, Guide? Narrowing);

    /// <summary>Messages so far.</summary>
    public int Count { get; private set; }

    /// <summary>Segments so far.</summary>
    public long Segments { get; set; }

    /// <summary>Reads the message whose UNH is the current segment.</summary>
    /// <returns>False when it was only passed over.</returns>
    public bool Read(Tree tree, int part, FindForm find, out MessageMark mark)
    {
        var unh = source.Current;
        Count++;
        var isSkipped = Count < fromMessage;
        var reference = envelope.Value(unh, 1, 1);
        (reporter.Message, reporter.Segment, reporter.Reference, reporter.IsSilent) = (Count, 1, reference, isSkipped);
        (isTooLarge, blanksWereReported) = (false, false);
        values.StartMessage();
        if (!envelope.IsOpen) reporter.Add(EdifactFindings.OutsideInterchange, unh.StartOffset, unh.End - unh.Start);
        var service = ServiceSegments.Plan(envelope.Syntax);
        Check(unh, service, Unh);
        var type = TypeOf(unh, find);
        envelope.AddMessage(unh, reference, type.Name);
        if (!isSkipped) ReportForm(unh, type);

        tree.Reset(type.Form?.Schema, envelope.Text, part);
        tree.Ordinal = Count;
        var plan = PlanOf(type);
        var root = tree.Open(plan is null ? 0 : Schema.Root);
        if (plan is null) tree.SetUnknownName(root, type.Name);
        structure.Begin(plan, tree, root);
        AddEnvelope(tree);
        var start = unh.StartOffset;
        structure.Take(unh, Unh, Append(tree), true);
        var contentStart = tree.Window.Length;
        var (end, contentEnd) = Body(tree, service, reference);
        tree.Close(root);
        // Digest and mark hold for the whole message, also where the tree is not usable.
        mark = new MessageMark(
            Count, envelope.IsOpen ? envelope.Interchange : 0, type.Name, type.Release, type.Guide, reference,
            new SourceSpan(part, start, (int)Math.Min(end - start, int.MaxValue)),
            type.Form is { IsExact: false } ? type.Form.Release : null,
            Digest.Of(tree.Window[contentStart..Math.Max(contentStart, contentEnd)]), plan is not null && !isTooLarge);
        return !isSkipped;
    }

    /// <summary>Checks a service segment, which stands in no tree.</summary>
    public void Check(in Cut cut, MessagePlan service, int tag)
    {
        var segment = service.SegmentOf(tag);
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

        if (tag != 0 && IsNested(cut) && ((tag >> 8) == (Unt >> 8) || HasForbiddenCounters(cut))) ReportNesting(cut);
        if (tag != 0 && cut.PlaceAt(cut.First) != cut.Start + 3)
        {
            reporter.Add(EdifactFindings.LineBreak, cut.Offset + cut.Start + 3, 1);
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
        while (source.Next())
        {
            var window = tree.Window.Length;
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
            if (tag == 0 || source.HasBlanks || !source.IsTerminated || cut.PlaceAt(cut.First) != cut.Start + 3
                || IsNested(cut))
            {
                ReportShape(cut, tag, ref blanksWereReported);
            }

            if (tag == Unt)
            {
                End(cut, tree, service, reference);
                return (source.EndOffset, window);
            }

            if ((tag >> 8) == (Unt >> 8) && Array.IndexOf(Envelopes, tag) >= 0)
            {
                Segments--;
                structure.End(cut);
                reporter.Add(EdifactFindings.NoUnt, cut.StartOffset, 0, reference, Reporter.TagText(tag));
                source.PushBack();
                return (cut.StartOffset, window);
            }

            if (HasRoom(tree, cut)) structure.Take(cut, tag, Append(tree), false);
        }

        reporter.Add(EdifactFindings.NoUnt, source.NextOffset, 0, reference, "the end");
        structure.End(source.Current);
        return (source.NextOffset, tree.Window.Length);
    }

    private void End(in Cut unt, Tree tree, MessagePlan service, string reference)
    {
        structure.Take(unt, Unt, Append(tree), true);
        structure.End(unt);
        Check(unt, service, Unt);
        envelope.CheckCount(EdifactFindings.UntCount, unt, reporter.Segment, "segments");
        envelope.CheckReference(EdifactFindings.UntReference, unt, reference);
    }

    private bool IsNested(in Cut cut) => cut.First < cut.Last && cut.Bytes[cut.PlaceAt(cut.First)] == source.Characters.Component;

    /// <summary>Counters behind a tag (ISO 9735 §9) are numbers, and syntax 4 has none.</summary>
    private bool HasForbiddenCounters(in Cut cut)
    {
        if (envelope.Syntax >= 4) return true;
        for (var d = cut.First; cut.Bytes[cut.PlaceAt(d)] == source.Characters.Component && d < cut.Last; d++)
        {
            var counter = cut.Bytes.AsSpan(cut.PlaceAt(d) + 1, cut.PlaceAt(d + 1) - cut.PlaceAt(d) - 1);
            if (counter.IsEmpty || counter.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return true;
        }

        return false;
    }

    private void ReportNesting(in Cut cut)
    {
        var at = cut.PlaceAt(cut.First);
        var end = cut.Bytes.AsSpan(at, cut.End - at).IndexOf(source.Characters.Element);
        var length = end < 0 ? cut.End - at : end;
        reporter.Add(EdifactFindings.Nesting, cut.Offset + at, length, Reporter.TagText(cut.Tag),
            Reporter.Text(cut.Bytes.AsSpan(at, length)));
    }

    private MessagePlan? PlanOf(MessageType type)
    {
        if (type.Form is not { } form) return null;
        var plan = MessagePlan.Of(form.Schema, envelope.Syntax >= 4);
        if (form.Codes is { } codes) plan = plan.With(codes);
        return type.Narrowing is null ? plan : type.Narrowing.PlanOf(plan);
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
        var window = tree.Append(cut.Bytes, cut.Offset);
        structure.Take(cut, cut.Tag, window, true);
    }

    /// <summary>Copies the current segment with the line break before it into the window, so that the window is one piece.</summary>
    private int Append(Tree tree)
    {
        var gap = reporter.Segment == 1 ? source.Start : source.GapStart;
        var end = source.IsTerminated ? source.End + 1 : source.End;
        return tree.Append(source.Buffer.AsSpan(gap, end - gap), source.BufferOffset + gap) + source.Start - gap;
    }

    private bool HasRoom(Tree tree, in Cut cut)
    {
        if (isTooLarge) return false;
        var isFull = tree.Window.Length + (cut.End - cut.Start) > Limits.DocumentBytesMax;
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
    private MessageType TypeOf(in Cut unh, FindForm find)
    {
        var segment = unh.Segment;
        var reference = unh.Component(1, 1, envelope.Text.Characters);
        var rest = segment[Math.Min(segment.Length, 4 + reference.Length)..];
        if (lastType.Length > 0 && rest.SequenceEqual(lastType)) return lastKnown;
        var name = envelope.Value(unh, 2, 1);
        var (version, release) = (envelope.Value(unh, 2, 2), envelope.Value(unh, 2, 3));
        var guide = envelope.Value(unh, 2, 5);
        var both = version.Length + release.Length == 0 ? null : version + "." + release;
        var form = name.Length == 0 ? null : find(name, version, release);
        lastType = rest.ToArray();
        return lastKnown = new MessageType(name, both, guide.Length == 0 ? null : guide, form,
            guides?.Invoke(name, version, release, guide));
    }
}
