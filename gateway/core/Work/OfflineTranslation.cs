using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>
/// Translates bytes without a store: what <c>translate</c>, <c>check</c>, <c>explain</c> and <c>inspect</c> use. It is the same
/// code that works on receipts, so findings, documents and answers are the same bytes. Not thread-safe.
/// </summary>
public sealed class OfflineTranslation : IDisposable
{
    private readonly ReceiptFacts facts;
    private readonly IFormat? format;
    private readonly ReceiptDocuments documents;
    private readonly ReceiptParts parts;
    private readonly string? reader;
    private readonly DocumentReports reports = new();
    private int count;
    private int accepted;
    private int parked;

    private OfflineTranslation(ReceiptFacts facts, string? reader, Revision revision)
    {
        (this.facts, this.reader, parts) = (facts, reader, facts.Parts!);
        format = parts.Readers.Format(reader);
        documents = new ReceiptDocuments(facts, format, revision, 1);
    }

    /// <summary>Recognises the bytes and scans their envelopes.</summary>
    /// <param name="raw">The bytes, as part 0.</param>
    /// <param name="arrival">How they came; a file of the command line has channel <c>file</c>.</param>
    /// <param name="revision">The configuration.</param>
    /// <param name="formats">The formats.</param>
    /// <param name="partner">Whose policy holds; null to find the partner by the UNB sender.</param>
    /// <param name="sequence">Number of the receipt, which is the control reference of its answers; 0 where nothing is kept.</param>
    /// <param name="containers">The containers; null for none.</param>
    public static OfflineTranslation Open(
        IRaw raw, Arrival arrival, Revision revision, IReadOnlyList<IFormat> formats, Partner? partner = null, long sequence = 0,
        IReadOnlyList<IContainer>? containers = null)
    {
        var readers = new Readers(formats, containers ?? []);
        using var detection = new Detection(readers, arrival.FileName ?? arrival.MediaType);
        detection.FeedAll(raw);
        var findings = new Findings();
        var (sha256, found) = detection.End(findings);
        var parts = ReceiptParts.Open(raw, arrival.FileName, detection.Reader, sha256, readers);
        if (parts.IsContainer) found = PartEnvelopes.Scan(parts, readers, findings);
        partner ??= Sender.PartnerOf(arrival, found, revision);
        var interchanges = Sender.Judge(found, partner, revision.Partners.ContainsKey(arrival.Scope), arrival.ArrivedAt, findings)
            .Select(i => new InterchangeReport(i, i.IsSound ? InterchangeState.Accepted : InterchangeState.Rejected)).ToList();
        var id = Ids.Receipt(arrival.Scope, sha256.Hex);
        var facts = new ReceiptFacts(
            id, sequence, arrival, arrival.ArrivedAt, raw, partner, interchanges,
            [.. findings.All, .. parts.Findings.All]) { Parts = parts };
        return new OfflineTranslation(facts, detection.Reader, revision);
    }

    /// <summary>The format or container that recognised the bytes; null when none did.</summary>
    public string? Format => reader;

    /// <summary>The raw bytes and everything unpacked from them.</summary>
    public ReceiptParts Parts => parts;

    /// <summary>When the bytes arrived.</summary>
    public Moment Moment => new(facts.Arrival.ArrivedAt);

    /// <summary>The sender; null when unknown.</summary>
    public Partner? Partner => facts.Partner;

    /// <summary>Id that the receipt would have.</summary>
    public string ReceiptId => facts.Id;

    /// <summary>Whether documents of refused interchanges are read too (default no): <c>check</c> shows their findings, although
    /// the answer to the sender does not go that far.</summary>
    public bool ReadsRefused
    {
        get => documents.ReadsRefused;
        set => documents.ReadsRefused = value;
    }

    /// <summary>Gives the further documents that a mapping names (<c>also</c>); null (default) where nobody hands any over.</summary>
    public Func<FurtherDocument, Tree?>? Further
    {
        get => documents.Further;
        set => documents.Further = value;
    }

    /// <summary>The interchanges; a faulty envelope makes one rejected. Complete after <see cref="Next"/> gave null.</summary>
    public IReadOnlyList<InterchangeReport> Interchanges => documents.Interchanges;

    /// <summary>Findings that belong to no document; complete after <see cref="Next"/> gave null.</summary>
    public IReadOnlyList<JudgedFinding> Envelope => documents.Envelope;

    /// <summary>How much was read so far.</summary>
    public DocumentCounts Counts => documents.Counts;

    /// <summary>Whether the documents' reports are collected for <see cref="Answer"/> (default); a translation of a very large file that
    /// needs no answer goes without, in constant memory.</summary>
    public bool KeepsReports { get; set; } = true;

    /// <summary>Every document so far, as the answer needs it.</summary>
    public IReadOnlyList<DocumentReport> Documents => reports.All;

    /// <summary>State that the receipt would have and why in one sentence; asked after <see cref="Next"/> gave null.</summary>
    public (ReceiptState State, string Reason) Verdict
        => ReceiptVerdict.Of(documents.Interchanges, documents.Envelope, documents.Counts.Objects, count, accepted, parked, Repeats.None);

    /// <summary>Reads and translates the next document.</summary>
    /// <returns>Null at the end. Trees are valid until the next call.</returns>
    public async ValueTask<TranslatedDocument?> Next(CancellationToken stop)
    {
        if (await documents.Next(stop) is { } document)
        {
            if (document.IsRefused) return document;
            count++;
            if (document.Translation.IsAccepted) accepted++;
            if (document.Translation.IsParked) parked++;
            if (KeepsReports) reports.Add(document.Report);
            return document;
        }

        if (count == 0) documents.ReportNoDocument();
        return null;
    }

    /// <summary>What the sender would be answered; asked after <see cref="Next"/> gave null.</summary>
    public IReadOnlyList<AnswerFile> Answer() => Answers.Of(facts.Report(documents, reports.All), Verdict.State, parts, Repeats.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        documents.Dispose();
        parts.Dispose();
    }
}

/// <summary>One document on its way. The trees are reused by the next one.</summary>
/// <param name="Mark">What the reader said of it.</param>
/// <param name="Source">The sender's document; of no use when the mark says it is not readable.</param>
/// <param name="Translation">The WCO document and the verdict.</param>
public sealed record TranslatedDocument(DocumentMark Mark, Tree Source, Translation Translation)
{
    /// <summary>As the answer needs it.</summary>
    public DocumentReport Report => new(Mark, Translation.IsAccepted, Translation.Findings);

    /// <summary>Its interchange is refused as a whole, so it is not accepted whatever it holds.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Keys under which a paper is filed; null for what has a WCO document.</summary>
    public IReadOnlyList<DocumentKey>? Keys { get; init; }
}
