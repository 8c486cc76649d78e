using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>
/// The documents of one receipt, read and translated one after another. Work on receipts and the verbs without a store both
/// come here. Not thread-safe.
/// </summary>
internal sealed class ReceiptDocuments : IDisposable
{
    private readonly Findings findings = new();
    private readonly Translator translator;
    private readonly IDocumentReader? reader;
    private readonly List<JudgedFinding> envelope = [];
    private readonly ReceiptFacts facts;
    private readonly InterchangeReport[] interchanges;
    private readonly IFormat? format;
    private Desk? desk;

    /// <summary>Opens the raw bytes.</summary>
    /// <param name="facts">The receipt.</param>
    /// <param name="format">The format that recognised it; null when none did.</param>
    /// <param name="revision">The configuration.</param>
    /// <param name="from">First document to translate, from 1.</param>
    public ReceiptDocuments(ReceiptFacts facts, IFormat? format, Revision revision, int from)
    {
        (this.facts, this.format, interchanges) = (facts, format, [.. facts.Interchanges]);
        desk = Desk.Take(facts.UsualDocumentBytes);
        foreach (var finding in facts.EnvelopeFindings) AddToEnvelope(finding);
        translator = new Translator(revision, Enrichers.Of(revision), desk);
        var settings = ReadSettings.Default with
        {
            CharacterSet = facts.Partner?.CharacterSet, FromDocument = from, Guides = revision.Guides,
            PartnerGuides = facts.Partner?.Guides ?? [],
        };
        // The one that recognised the bytes knows no imported directories; the revision's own does.
        reader = (format is null ? null : revision.Format(format.Name) ?? format)?.Open(facts.Raw, settings, findings);
    }

    /// <summary>Documents of refused interchanges are read too, for whoever wants to see all their findings; none is accepted.</summary>
    public bool ReadsRefused { get; set; }

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
    public DocumentCounts Counts => reader?.Counts ?? default;

    /// <summary>Reads and translates the next document.</summary>
    /// <returns>Null at the end.</returns>
    public async ValueTask<TranslatedDocument?> Next(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            findings.Clear();
            var source = desk!.Source;
            if (reader is null || !reader.Read(source, out var mark))
            {
                foreach (var finding in findings.All) AddToEnvelope(finding);
                return null;
            }

            JudgeHeader(mark);
            var isRefused = StateOf(mark) != InterchangeState.Accepted;
            if (isRefused && !ReadsRefused) continue;
            var verdict = new Verdict(findings, facts.Partner, facts.ArrivedAt);
            var translation = format!.IsAnswer(mark.Type) ? verdict.Answer() : await translator.Translate(
                source, mark, facts.Id, facts.Partner, new Moment(facts.ArrivedAt), findings, stop);
            if (isRefused) translation = translation with { IsAccepted = false, Reason = "Its interchange is refused." };
            return new TranslatedDocument(mark, source, translation) { IsRefused = isRefused };
        }
    }

    /// <summary>Says what must be said about a receipt that had no document.</summary>
    public void ReportNoDocument()
    {
        if (envelope.Exists(finding => finding.Severity == Severity.Error)) return;
        if (interchanges.Any(i => i.State != InterchangeState.Accepted)) return;
        Report(GatewayCodes.NoDocument);
    }

    /// <summary>Adds a finding about the receipt as a whole.</summary>
    public void Report(FindingCode code, params string[] arguments)
        => AddToEnvelope(new Finding(code, new SourceSpan(0, 0, 0), default, 0, [.. arguments]));

    /// <inheritdoc/>
    public void Dispose()
    {
        reader?.Dispose();
        desk?.Return();
        desk = null;
    }

    private InterchangeState StateOf(DocumentMark mark)
        => mark.Interchange >= 1 && mark.Interchange <= interchanges.Length
            ? interchanges[mark.Interchange - 1].State
            : InterchangeState.Accepted;

    // The reader reports the interchange's header with its first document, but an error in it is one of all its documents.
    private void JudgeHeader(DocumentMark mark)
    {
        if (!findings.All.Any(IsOfHeader) || StateOf(mark) != InterchangeState.Accepted) return;
        if (!findings.All.Any(f => IsOfHeader(f) && Judge(f).Severity == Severity.Error)) return;
        findings.Amend(0, finding =>
        {
            if (!IsOfHeader(finding)) return finding;
            AddToEnvelope(finding);
            return null;
        });
        if (mark.Interchange < 1 || mark.Interchange > interchanges.Length) return;
        interchanges[mark.Interchange - 1] = interchanges[mark.Interchange - 1] with { State = InterchangeState.Rejected };
    }

    private JudgedFinding Judge(Finding finding) => Policy.Judge(finding, facts.Partner, facts.ArrivedAt);

    private static bool IsOfHeader(Finding finding) => finding.Place is { Message: 0, Tag: "UNB" or "UIB" };

    // The scan and the reader both see the envelope; what both report counts once.
    private void AddToEnvelope(Finding finding)
    {
        var known = envelope.FindIndex(known => known.Finding.Code == finding.Code && known.Finding.Span == finding.Span);
        if (known < 0) envelope.Add(Judge(finding));
        // The reader knows more of the place than the scan.
        else if (finding.Place.Tag is not null) envelope[known] = Judge(finding);
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
    public long UsualDocumentBytes => Raw.Length / Math.Max(1, Interchanges.Sum(i => (long)i.Interchange.Messages));

    /// <summary>What the answers are made from.</summary>
    public ReceiptReport Report(ReceiptDocuments read, IReadOnlyList<DocumentReport> documents)
        => new(Id, Sequence, ArrivedAt, Arrival.FileName, Raw, read.Interchanges, read.Envelope, documents)
        {
            Answers = Partner?.Answers, IsTrial = Partner?.Trust == PartnerTrust.Test,
        };
}
