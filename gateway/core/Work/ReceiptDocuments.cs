using System.Globalization;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>
/// The documents of one receipt, read and translated one after another. Work on receipts and the verbs without a store both
/// come here. Not thread-safe.
/// </summary>
internal sealed class ReceiptDocuments : IDisposable
{
    private readonly Findings findings = new();
    private readonly Translator translator;
    private readonly Queue<(IRaw Raw, IFormat Format)> parts = [];
    private readonly Queue<ReceiptPart> papers = [];
    private readonly List<JudgedFinding> envelope = [];
    private readonly HashSet<DocumentKey> keys = [];
    private readonly ReceiptFacts facts;
    private readonly Revision revision;
    private readonly InterchangeReport[] interchanges;
    private readonly int from;
    private IDocumentReader? reader;
    private IFormat? format;
    private DocumentCounts done;
    private Desk? desk;
    private FunctionalGroup? refusedGroup;
    private (int Part, int First) interchangesOf = (-1, -1);
    private int before;
    private int last;
    private long faults;

    /// <summary>Opens the raw bytes.</summary>
    /// <param name="facts">The receipt.</param>
    /// <param name="format">The format that recognised it; null when none did, or it is a container.</param>
    /// <param name="revision">The configuration.</param>
    /// <param name="from">First document to translate, from 1.</param>
    public ReceiptDocuments(ReceiptFacts facts, IFormat? format, Revision revision, int from)
    {
        (this.facts, this.revision, this.from, interchanges) = (facts, revision, from, [.. facts.Interchanges]);
        desk = Desk.Take(facts.UsualDocumentBytes);
        foreach (var finding in facts.EnvelopeFindings) AddToEnvelope(finding);
        translator = new Translator(revision, Enrichers.Of(revision), desk);
        if (format is not null) parts.Enqueue((facts.Raw, format));
        if (facts.Parts is not { IsContainer: true } all) return;
        foreach (var part in all.All)
        {
            if (all.Readers.Format(part.Reader) is { } own) parts.Enqueue((all.Raw(part.Number), own));
        }

        foreach (var paper in all.Papers) papers.Enqueue(paper);
    }

    /// <summary>Documents of refused interchanges are read too, for whoever wants to see all their findings; none is accepted.</summary>
    public bool ReadsRefused { get; set; }

    /// <summary>The parts were unpacked for these documents alone, and go with them.</summary>
    public bool OwnsParts { get; init; }

    /// <summary>Finds consignments that papers name; null where nothing is indexed.</summary>
    public FindKnown? Known { get; set; }

    /// <summary>Gives the further documents that a mapping names; null where nobody hands any over.</summary>
    public Func<FurtherDocument, Tree?>? Further
    {
        get => translator.Further;
        set => translator.Further = value;
    }

    /// <summary>The interchanges; one whose header turns out faulty while it is read is rejected. Complete at the end.</summary>
    public IReadOnlyList<InterchangeReport> Interchanges => interchanges;

    /// <summary>Findings that belong to no document; complete at the end.</summary>
    public IReadOnlyList<JudgedFinding> Envelope => envelope;

    /// <summary>How much was read so far; zero when no format recognised the bytes.</summary>
    public DocumentCounts Counts => reader is null ? done : Sum(done, reader.Counts);

    /// <summary>Keys of a document that was settled before: papers are filed under them too.</summary>
    public void Remember(IEnumerable<DocumentKey> settled) => keys.UnionWith(settled);

    /// <summary>Reads and translates the next document: all parts one after another, then the papers.</summary>
    /// <returns>Null at the end.</returns>
    public async ValueTask<TranslatedDocument?> Next(CancellationToken stop)
    {
        while (reader is not null || OpenNext())
        {
            stop.ThrowIfCancellationRequested();
            if (faults > Limits.FaultsMax)
            {
                EndEarly();
                continue;
            }

            findings.Clear();
            var source = desk!.Source;
            if (!Read(source, out var mark))
            {
                Close();
                continue;
            }

            last = mark.Ordinal;
            mark = mark with { Before = before };
            TakeAbove(mark);
            if (mark.Number < from) continue;
            if (IsGroupRefused(mark))
            {
                findings.Add(GatewayCodes.GroupRefused, mark.Span, new Place(mark.Ordinal, 0), 0, mark.Group!.Reference);
            }

            var isRefused = StateOf(mark) != InterchangeState.Accepted;
            if (isRefused && !ReadsRefused) continue;
            var verdict = new Verdict(findings, facts.Partner, facts.ArrivedAt);
            var translation = format!.IsAnswer(mark.Type) ? verdict.Answer() : await translator.Translate(
                source, mark, facts.Id, facts.Partner, new Moment(facts.ArrivedAt), findings, stop);
            if (isRefused) translation = translation with { IsAccepted = false, Reason = "Its interchange is refused." };
            if (!translation.IsAccepted) CountFaults(1 + translation.Findings.Count);
            if (papers.Count > 0 && translation.Document is { } made && translation.IsAccepted)
            {
                Remember(WcoModel.Keys(made).Select(key => new DocumentKey(key.Kind, key.Value)));
            }

            return new TranslatedDocument(mark, source, translation) { IsRefused = isRefused };
        }

        return NextPaper();
    }

    /// <summary>Counts a document that was not accepted, with its findings: also one that was settled before.</summary>
    public void CountFaults(int more) => faults += more;

    // Nobody reads more faults than these, and each costs memory until it is answered.
    private void EndEarly()
    {
        Report(GatewayCodes.TooManyFaults, Limits.FaultsMax.ToString(CultureInfo.InvariantCulture));
        findings.Clear();
        Close();
        parts.Clear();
    }

    private bool OpenNext()
    {
        if (!parts.TryDequeue(out var next)) return false;
        (format, last, refusedGroup) = (next.Format, 0, null);
        var settings = ReadSettings.Default with
        {
            CharacterSet = facts.Partner?.CharacterSet, Guides = revision.Guides, PartnerGuides = facts.Partner?.Guides ?? [],
            // Where the documents of a part begin is known only by reading the parts before it.
            FromDocument = next.Raw.Part == 0 ? from : 1,
        };
        // The one that recognised the bytes knows no imported directories; the revision's own does.
        reader = (revision.Format(format.Name) ?? format).Open(next.Raw, settings, findings);
        return true;
    }

    private bool Read(Tree source, out DocumentMark mark)
    {
        if (facts.Parts is not { IsContainer: true }) return reader!.Read(source, out mark);
        try
        {
            return reader!.Read(source, out mark);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException or IOException))
        {
            // One part on which our code fails must not cost its neighbours.
            findings.Add(GatewayCodes.OwnFault, default, default, 0, fault.GetType().Name);
            mark = null!;
            return false;
        }
    }

    private void Close()
    {
        foreach (var finding in findings.All) AddToEnvelope(finding);
        (done, before) = (Sum(done, reader!.Counts), before + last);
        reader.Dispose();
        reader = null;
    }

    private TranslatedDocument? NextPaper()
    {
        while (papers.TryDequeue(out var paper))
        {
            before++;
            if (before < from) continue;
            var parts = facts.Parts!;
            var name = parts.NameOf(paper.Number);
            var filed = Papers.KeysOf(paper.Name, parts.TextOf(paper.Number), keys, facts.Partner?.Id, Known);
            var span = new SourceSpan(paper.Number, 0, (int)Math.Min(paper.Length, int.MaxValue));
            var mark = new DocumentMark(
                1, 0, new DocumentType(Papers.Format, paper.Reader ?? "file"), paper.Name ?? name, span, null, paper.Sha256, false)
            {
                Before = before - 1,
            };
            var judged = Policy.Judge(Papers.About(paper, name, filed), facts.Partner, facts.ArrivedAt);
            var translation = new Translation(null, null, true, false, "It is kept as evidence.", [judged]);
            return new TranslatedDocument(mark, desk!.Source, translation) { Keys = filed };
        }

        return null;
    }

    private static DocumentCounts Sum(DocumentCounts one, DocumentCounts other) => new(
        one.Interchanges + other.Interchanges, one.Groups + other.Groups, one.Messages + other.Messages, one.Segments + other.Segments)
    {
        Objects = one.Objects + other.Objects,
    };

    /// <summary>Says what must be said about a receipt that had no document.</summary>
    public void ReportNoDocument()
    {
        if (envelope.Exists(finding => finding.Severity == Severity.Error)) return;
        if (interchanges.Any(i => i.State != InterchangeState.Accepted)) return;
        if (Counts.Objects > 0) return;
        Report(GatewayCodes.NoDocument);
    }

    /// <summary>Adds a finding about the receipt as a whole.</summary>
    public void Report(FindingCode code, params string[] arguments)
        => AddToEnvelope(new Finding(code, new SourceSpan(0, 0, 0), default, 0, [.. arguments]));

    /// <summary>The receipt is held before anything in it was read: that is all there is to say about it.</summary>
    public void Hold(Finding reason)
    {
        envelope.Clear();
        AddToEnvelope(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader?.Dispose();
        desk?.Return();
        (reader, desk) = (null, null);
        if (OwnsParts) facts.Parts?.Dispose();
    }

    private InterchangeState StateOf(DocumentMark mark)
    {
        if (IndexOf(mark) is var index and >= 0) return interchanges[index].State;
        // Beyond the interchanges that a receipt may have.
        var isBeyond = mark.Interchange > 0 && interchanges.Length == Limits.InterchangesMax;
        return isBeyond ? InterchangeState.Rejected : InterchangeState.Accepted;
    }

    // The interchanges of a part stand together.
    private int IndexOf(DocumentMark mark)
    {
        if (interchangesOf.Part != mark.Span.Part)
        {
            interchangesOf = (mark.Span.Part, Array.FindIndex(interchanges, i => i.Interchange.Span.Part == mark.Span.Part));
        }

        var first = interchangesOf.First;
        var index = first + mark.Interchange - 1;
        return first >= 0 && mark.Interchange >= 1 && index < interchanges.Length
            && interchanges[index].Interchange.Span.Part == mark.Span.Part ? index : -1;
    }

    /// <summary>Takes what the reader found before the document: it is of the envelope, and an error in the header of the group is
    /// one of all its documents.</summary>
    private void TakeAbove(DocumentMark mark)
    {
        for (var i = 0; i < reader!.Above; i++)
        {
            var finding = findings.All[i];
            AddToEnvelope(finding);
            if (mark.Group is not { } group || !EnvelopePlace.IsOfGroupHeader(finding) || finding.Span.Start < group.Start) continue;
            if (Judge(finding).Severity == Severity.Error) refusedGroup = group;
        }

        findings.Remove(reader.Above);
    }

    private bool IsGroupRefused(DocumentMark mark) => mark.Group is { } group
        && (group == refusedGroup || (IndexOf(mark) is >= 0 and var index
            && interchanges[index].Interchange.FaultyGroups?.Any(faulty => faulty.Start == group.Start) == true));

    private JudgedFinding Judge(Finding finding) => Policy.Judge(finding, facts.Partner, facts.ArrivedAt);

    // The scan and the reader both see the envelope; what both report counts once.
    private void AddToEnvelope(Finding finding)
    {
        var known = envelope.FindIndex(known => known.Finding.Code == finding.Code && known.Finding.Span == finding.Span
            && (finding.Span.Length > 0 || known.Finding.Arguments.AsSpan().SequenceEqual(finding.Arguments.AsSpan())));
        if (known < 0) envelope.Add(Judge(finding));
        // The reader knows more of the place than the scan.
        else if (finding.Place.Tag is not null) envelope[known] = Judge(finding);
        if (EnvelopePlace.IsOfHeader(finding) && Judge(finding).Severity == Severity.Error) Reject(finding.Span);
    }

    private void Reject(SourceSpan header)
    {
        var index = Array.FindIndex(interchanges, i => i.Interchange.Span is var span && span.Part == header.Part
            && header.Start >= span.Start && header.Start < span.End && i.State == InterchangeState.Accepted);
        if (index >= 0) interchanges[index] = interchanges[index] with { State = InterchangeState.Rejected };
    }
}

/// <summary>What the work on a receipt needs to know of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its number in the store; 0 without a store.</param>
/// <param name="Arrival">How it came.</param>
/// <param name="ArrivedAt">When it was kept first.</param>
/// <param name="Raw">Its bytes.</param>
/// <param name="Partner">The sender; null when unknown.</param>
/// <param name="Interchanges">What was decided for each.</param>
/// <param name="EnvelopeFindings">What the scan reported.</param>
internal sealed record ReceiptFacts(
    string Id, long Sequence, Arrival Arrival, DateTimeOffset ArrivedAt, IRaw Raw, Partner? Partner,
    IReadOnlyList<InterchangeReport> Interchanges, IReadOnlyList<Finding> EnvelopeFindings)
{
    /// <summary>How large a document of it is likely to be.</summary>
    public long UsualDocumentBytes => (Parts?.LargestBytes ?? Raw.Length)
        / Math.Max(1, Parts is { IsContainer: true } ? 1 : Interchanges.Sum(i => (long)i.Interchange.Messages));

    /// <summary>What was unpacked from it; null where nobody unpacked it.</summary>
    public ReceiptParts? Parts { get; init; }

    /// <summary>Whether the sender marked a document or its interchange (UNB 0035) as a test.</summary>
    public bool IsTest(DocumentMark mark)
        => mark.IsTest
        || (mark.Interchange >= 1 && mark.Interchange <= Interchanges.Count && Interchanges[mark.Interchange - 1].Interchange.IsTest);

    /// <summary>What the answers are made from.</summary>
    public ReceiptReport Report(ReceiptDocuments read, IReadOnlyList<DocumentReport> documents)
        => new(Id, Sequence, ArrivedAt, Arrival.FileName, Raw, read.Interchanges, read.Envelope, documents)
        {
            Objects = read.Counts.Objects, Answers = Partner?.Answers, IsTrial = Partner?.Trust == PartnerTrust.Test,
            Language = Partner?.Speaks ?? Language.English,
        };
}
