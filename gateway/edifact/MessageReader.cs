using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Reads one message, from UNH to UNT, into a tree.</summary>
internal sealed class MessageReader(
    SegmentSource source, Reporter reporter, ValueCheck values, SegmentWalk segments, Envelope envelope, int fromMessage)
{
    private static readonly int Unt = Cut.TagOf("UNT"u8);
    private static readonly int Unh = Cut.TagOf("UNH"u8);
    private static readonly int[] Envelopes = [Cut.TagOf("UNB"u8), Cut.TagOf("UNZ"u8), Cut.TagOf("UNG"u8), Cut.TagOf("UNE"u8), Unh];

    private readonly StructureWalk structure = new(reporter, segments);
    private readonly MessageWindow window = new(source);
    private byte[] lastType = [];
    private MessageType lastKnown = new("", null, null, null);
    private bool isTooLarge;
    private bool blanksWereReported;

    private sealed record MessageType(string Name, string? Release, string? Guide, MessageForm? Form);

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
        segments.Walk(unh, service, service.SegmentOf(Unh), null, 0, true);
        var type = TypeOf(unh, find);
        envelope.AddMessage(unh, reference, type.Name);
        if (!isSkipped) ReportForm(unh, type);

        tree.Reset(type.Form?.Schema, envelope.Text, part);
        tree.Ordinal = Count;
        var plan = type.Form is null ? null : MessagePlan.Of(type.Form.Schema, envelope.Syntax >= 4);
        var root = tree.Open(plan is null ? 0 : Schema.Root);
        if (plan is null) tree.SetUnknownName(root, type.Name);
        structure.Begin(plan, tree, root);
        AddEnvelope(tree);
        var start = unh.StartOffset;
        window.Begin(tree);
        structure.Take(unh, Unh, window.Take(), true);
        var contentStart = window.End;
        var (end, contentEnd) = Body(tree, service, reference);
        window.Finish();
        tree.Close(root);
        // The mark holds for the whole message, also where the tree is not usable.
        mark = new MessageMark(
            Count, envelope.IsOpen ? envelope.Interchange : 0, type.Name, type.Release, type.Guide, reference,
            new SourceSpan(part, start, (int)Math.Min(end - start, int.MaxValue)),
            type.Form is { IsExact: false } ? type.Form.Release : null,
            contentStart, Math.Max(contentStart, contentEnd), plan is not null && !isTooLarge);
        return !isSkipped;
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

        if (tag != 0) return;
        var length = cut.PlaceAt(cut.First) - cut.Start;
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
            if (tag == 0 || source.HasBlanks || !source.IsTerminated || cut.PlaceAt(cut.First) != cut.Start + 3)
            {
                ReportShape(cut, tag, ref blanksWereReported);
            }

            if (tag == Unt)
            {
                End(cut, tree, service, reference);
                return (source.EndOffset, contentEnd);
            }

            if ((tag >> 8) == (Unt >> 8) && Array.IndexOf(Envelopes, tag) >= 0)
            {
                Segments--;
                reporter.Add(EdifactFindings.NoUnt, cut.StartOffset, 0, reference, Reporter.TagText(tag));
                structure.End(cut);
                source.PushBack();
                return (cut.StartOffset, contentEnd);
            }

            if (HasRoom(tree, cut)) structure.Take(cut, tag, window.Take(), false);
        }

        reporter.Add(EdifactFindings.NoUnt, source.NextOffset, 0, reference, "the end");
        structure.End(source.Current);
        return (source.NextOffset, window.End);
    }

    /// <summary>Takes what needs no closer look; always true.</summary>
    private bool TakeClean(Tree tree)
    {
        if (isTooLarge || !window.IsNext || !HasRoom(tree)) return true;
        var taken = structure.TakeClean(source, window.Shift);
        if (taken == 0) return true;
        window.TakeAll();
        reporter.Tag = source.Current.Tag;
        reporter.Segment += taken;
        Segments += taken;
        return true;
    }

    private void End(in Cut unt, Tree tree, MessagePlan service, string reference)
    {
        segments.Walk(unt, service, service.SegmentOf(Unt), null, 0, true);
        envelope.CheckCount(EdifactFindings.UntCount, unt, reporter.Segment, "segments");
        envelope.CheckReference(EdifactFindings.UntReference, unt, reference);
        structure.Take(unt, Unt, window.Take(), true);
        structure.End(unt);
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
        return lastKnown = new MessageType(name, both, guide.Length == 0 ? null : guide, form);
    }
}
