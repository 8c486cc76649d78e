using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>A question to the store; each answers with pages of <typeparamref name="T"/>.</summary>
/// <param name="After">Where the page starts: <see cref="Page{T}.Next"/> of the one before; null for the first.</param>
/// <param name="Max">Items a page.</param>
public abstract record Query<T>(string? After, int Max);

/// <summary>Receipts, newest first; one when an id is given; those in one state when a state is given.</summary>
public sealed record ReceiptsQuery(string? Id = null, string? After = null, int Max = 50, ReceiptState? State = null)
    : Query<ReceiptView>(After, Max);

/// <summary>What was unpacked from a receipt, in the order of its parts; nothing where it is no container or was not worked on
/// yet.</summary>
public sealed record PartsQuery(string ReceiptId) : Query<PartView>(null, Limits.PartsMax + 1);

/// <summary>Documents of a receipt in order, or one document; without the result bytes unless asked.</summary>
public sealed record DocumentsQuery(string? ReceiptId = null, string? Id = null, bool WithBytes = false, string? After = null, int Max = 50)
    : Query<DocumentView>(After, Max);

/// <summary>Outbox lines in the order they were made, or newest first: of a receipt (its documents and answers), of a document, or of a
/// destination; one when an id is given; those in one state when a state is given; only deliveries, without answers, when that is
/// asked.</summary>
public sealed record EntriesQuery(string? ReceiptId = null, string? DocumentId = null, string? Destination = null, bool WithBytes = false,
    string? After = null, int Max = 50, EntryState? State = null, string? Id = null, bool IsNewestFirst = false,
    bool IsDelivery = false)
    : Query<EntryView>(After, Max);

/// <summary>A receipt with all that became of it, as of one moment; nothing when there is none of that id.</summary>
/// <param name="Id">The receipt.</param>
/// <param name="DocumentsAfter">Where the page of documents starts; null for the first.</param>
/// <param name="AnswersAfter">Where the page of answers starts; null for the first.</param>
/// <param name="DeliveriesAfter">Where the page of deliveries starts; null for the first.</param>
public sealed record ReceiptDetailQuery(
    string Id, string? DocumentsAfter = null, string? AnswersAfter = null, string? DeliveriesAfter = null)
    : Query<ReceiptDetail>(null, 1);

/// <summary>Runs of schedules, newest first.</summary>
public sealed record SlotsQuery(string? Schedule = null, string? After = null, int Max = 50) : Query<SlotView>(After, Max);

/// <summary>Digest of the revision that was activated last, one item; none when none was.</summary>
public sealed record ActiveRevisionQuery() : Query<string>(null, 1);

/// <summary>Counts of everything, one item.</summary>
public sealed record CountsQuery() : Query<CountsView>(null, 1);

/// <summary>A receipt and its state.</summary>
public sealed record ReceiptView(
    Receipt Receipt, Arrival Arrival, string? Format, string? Partner, ReceiptState State, string Reason, int Attempts, int Documents,
    int Accepted, string? Revision)
{
    /// <summary>Senders that the envelopes name, UNB S002 0004 with qualifier; without repetition.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];
}

/// <summary>A receipt with what became of it. All of it was read at one moment: a state never stands beside answers of a later
/// one.</summary>
/// <param name="Receipt">The receipt and its state.</param>
/// <param name="Parts">What was unpacked from it, in the order of its parts.</param>
/// <param name="Documents">A page of its documents in order, without their bytes.</param>
/// <param name="Answers">A page of its answers over the channel that it came by, newest first, with their bytes: the words for people
/// come before all else that was made with them.</param>
/// <param name="Deliveries">A page of its outbox lines that are no answers, newest first.</param>
public sealed record ReceiptDetail(
    ReceiptView Receipt, IReadOnlyList<PartView> Parts, Page<DocumentView> Documents, Page<EntryView> Answers, Page<EntryView> Deliveries);

/// <summary>A part of a receipt and what became of it.</summary>
/// <param name="Part">The part.</param>
/// <param name="Documents">Documents that were read from it itself and have a result.</param>
/// <param name="Accepted">Those of them that went on.</param>
/// <param name="Findings">What was wrong with it as a whole, before any document was read.</param>
public sealed record PartView(ReceiptPart Part, int Documents, int Accepted, IReadOnlyList<JudgedFinding> Findings);

/// <summary>A document and its result. The byte fields are empty unless asked for.</summary>
public sealed record DocumentView(string ReceiptId, DocumentResult Result);

/// <summary>State of an outbox line.</summary>
public enum EntryState
{
    /// <summary>Waiting for its time.</summary>
    Waiting,

    /// <summary>Being sent.</summary>
    Sending,

    /// <summary>The far side has it.</summary>
    Delivered,

    /// <summary>Refused by the far side; an operator must look.</summary>
    Parked,
}

/// <summary>An outbox line and its state.</summary>
public sealed record EntryView(
    Entry Entry, string ReceiptId, EntryState State, int Attempts, string LastReason, DateTimeOffset? DeliveredAt);

/// <summary>A run of a schedule.</summary>
public sealed record SlotView(string Schedule, DateTimeOffset Planned, DateTimeOffset TakenAt);

/// <summary>Counts for status and metrics.</summary>
public sealed record CountsView(
    IReadOnlyDictionary<ReceiptState, long> Receipts, long Documents, IReadOnlyDictionary<EntryState, long> Entries,
    DateTimeOffset? OldestWaiting);
