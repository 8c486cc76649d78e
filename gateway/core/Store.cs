using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// The store: few coarse operations, each one transaction and each idempotent. SQLite and PostgreSQL meet here, through
/// one contract suite. Ids are given by the caller and derived, never made by the store.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Starts a body: raw bytes are appended in rows in many small commits, unsealed until kept.</summary>
    IBody Begin();

    /// <summary>Seals a body, decides duplicates and conflicts, writes receipt and journal: one transaction, durable on return.</summary>
    ValueTask<Receipt> Keep(IBody body, Arrival arrival, Envelope envelope, CancellationToken stop);

    /// <summary>Takes the next receipt to work on: first in, first out in each sender's lane, one receipt of a lane in flight.
    /// Attempt number and lease are committed before it returns.</summary>
    /// <returns>Null when nothing is due.</returns>
    ValueTask<Work?> Claim(string node, string revision, CancellationToken stop);

    /// <summary>Decides for the interchanges that were found in the parts of a receipt, as <see cref="Keep"/> does for those of raw
    /// bytes, and keeps the partner that they show, what the parts are and what was wrong with them. Asked again for the same
    /// interchanges, it gives the decisions of then.</summary>
    /// <param name="work">The receipt.</param>
    /// <param name="envelope">What was found in all parts.</param>
    /// <param name="stop">Ends the call.</param>
    /// <returns>None where the work's fence is stale: somebody else has it, nothing was changed.</returns>
    ValueTask<IReadOnlyList<InterchangeDecision>> Decide(Work work, Envelope envelope, CancellationToken stop);

    /// <summary>Commits a batch of results, outbox entries, journal entries and the restart cursor.</summary>
    /// <returns>False when the work's fence is stale: somebody else has it, nothing was changed.</returns>
    ValueTask<bool> Settle(Work work, Outcome outcome, CancellationToken stop);

    /// <summary>Takes entries of a destination that are due: in order within each delivery lane, one of a lane at a time.
    /// Attempt number and lease are committed before it returns.</summary>
    ValueTask<IReadOnlyList<Attempt>> TakeDue(string destination, int max, string node, CancellationToken stop);

    /// <summary>Commits how an attempt ended; a stale fence changes nothing.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="notBefore">When to try again, for <see cref="SendOutcome.Retry"/>.</param>
    /// <param name="stop">Ends the call.</param>
    ValueTask Record(Attempt attempt, SendResult result, DateTimeOffset notBefore, CancellationToken stop);

    /// <summary>Takes a planned run of a schedule.</summary>
    /// <returns>True exactly once for each (schedule, planned time).</returns>
    ValueTask<bool> TakeSlot(string schedule, DateTimeOffset planned, CancellationToken stop);

    /// <summary>Carries out a command of an operator or of the program, journalled with actor and reason.</summary>
    /// <returns>Its position in the journal.</returns>
    ValueTask<long> Apply(Command command, CancellationToken stop);

    /// <summary>Keeps a file by its content (configuration, code lists).</summary>
    ValueTask<Digest> KeepFile(ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>Reads a kept file; empty when there is none of that digest.</summary>
    ValueTask<ReadOnlyMemory<byte>> ReadFile(Digest digest, CancellationToken stop);

    /// <summary>Deletes raw bytes and results of receipts that ended before a time and are not held; the journal stays.</summary>
    /// <returns>How many receipts.</returns>
    ValueTask<int> Purge(DateTimeOffset before, int max, CancellationToken stop);

    /// <summary>Reads the journal in order, never showing a lower position later.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> Journal(long after, int max, CancellationToken stop);

    /// <summary>Opens the kept raw bytes of a receipt for reading; null when there is none or they were purged.</summary>
    IRaw? Raw(string receiptId);

    /// <summary>Reads; every read says who looks and gets a page.</summary>
    ValueTask<Page<T>> Read<T>(Viewer viewer, Query<T> query, CancellationToken stop);
}

/// <summary>Bytes that are being received.</summary>
public interface IBody : IAsyncDisposable
{
    /// <summary>Bytes appended so far.</summary>
    long Length { get; }

    /// <summary>Appends bytes; small bodies stay in memory until <see cref="IStore.Keep"/>.</summary>
    ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken stop);
}

/// <summary>What the scan found while the bytes arrived.</summary>
/// <param name="Format">Format that recognised them; null when none did.</param>
/// <param name="Sha256">Digest of all bytes.</param>
/// <param name="Partner">The partner whose policy holds; null when unknown.</param>
/// <param name="Interchanges">As the envelopes say.</param>
/// <param name="Findings">Faults of the envelopes.</param>
/// <param name="AllowsReuse">The partner may use an interchange reference again.</param>
public sealed record Envelope(
    string? Format, Digest Sha256, string? Partner, IReadOnlyList<Interchange> Interchanges, IReadOnlyList<Finding> Findings,
    bool AllowsReuse)
{
    /// <summary>What was unpacked; known only in work, see <see cref="IStore.Decide"/>.</summary>
    public IReadOnlyList<ReceiptPart> Parts { get; init; } = [];
}

/// <summary>A receipt to work on.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Arrival">How it came.</param>
/// <param name="Format">Format that recognised it; null when none did.</param>
/// <param name="Partner">The partner; null when unknown.</param>
/// <param name="Interchanges">As the envelopes say, with what was decided.</param>
/// <param name="Revision">Digest of the configuration, pinned at the first claim.</param>
/// <param name="NextDocument">First document not yet settled, from 1.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="Fence">Grows with each claim; a settle with an old one changes nothing.</param>
public sealed record Work(
    Receipt Receipt, Arrival Arrival, string? Format, string? Partner, IReadOnlyList<InterchangeReport> Interchanges,
    string Revision, int NextDocument, int Attempt, long Fence)
{
    /// <summary>An operator looked at it while it was held, and released it.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Faults of the envelopes, as the scan reported them when the bytes were kept.</summary>
    public IReadOnlyList<Finding> EnvelopeFindings { get; init; } = [];
}

/// <summary>What one settle commits.</summary>
/// <param name="NextDocument">Where to go on after a restart.</param>
/// <param name="IsLast">The worker is done with the receipt.</param>
/// <param name="State">State of the receipt after this; of use when it is the last. <see cref="ReceiptState.Kept"/> gives it back
/// to be worked on again from <paramref name="NextDocument"/>; the attempt stays counted.</param>
/// <param name="Documents">Results.</param>
/// <param name="Entries">Lines for the outbox, answers included.</param>
/// <param name="Journal">Canonical journal entries: digests only, never payload.</param>
public sealed record Outcome(
    int NextDocument, bool IsLast, ReceiptState State, IReadOnlyList<DocumentResult> Documents, IReadOnlyList<Entry> Entries,
    IReadOnlyList<ReadOnlyMemory<byte>> Journal)
{
    /// <summary>Interchanges, counted from 1, that were accepted when the bytes were kept and whose header turned out faulty when they
    /// were read; the last outcome tells them.</summary>
    public IReadOnlyList<int> Rejected { get; init; } = [];

    /// <summary>Why the receipt has its state, one sentence; empty takes the reason of the first document that is not accepted.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The partner, where only the work found out whose it is; null leaves it as it was.</summary>
    public string? Partner { get; init; }
}

/// <summary>State of a receipt. Every receipt is in exactly one.</summary>
public enum ReceiptState
{
    /// <summary>Kept, waiting for a worker.</summary>
    Kept,

    /// <summary>A worker has it.</summary>
    Working,

    /// <summary>All documents went on.</summary>
    Accepted,

    /// <summary>Some documents went on, some did not.</summary>
    PartlyAccepted,

    /// <summary>No document went on.</summary>
    Rejected,

    /// <summary>Held for a cause on our side (no mapping, repeated failures); a repeat or an operator releases it.</summary>
    Parked,
}

/// <summary>The result of one document.</summary>
/// <param name="Id">H(receipt, part, interchange ordinal, message ordinal).</param>
/// <param name="Mark">What it is.</param>
/// <param name="IsAccepted">Whether it was delivered.</param>
/// <param name="Reason">One sentence: why not accepted, else empty.</param>
/// <param name="Mapping">Mapping and content hash, <c>edifact/cuscar@1f3c…</c>; null when none fitted.</param>
/// <param name="Json">The WCO document as JSON, UTF-8; empty when there is none.</param>
/// <param name="Xml">The WCO document as XML, UTF-8; empty when there is none.</param>
/// <param name="Provenance">Packed provenance of every value; empty when there is no WCO document.</param>
/// <param name="Findings">All findings with their severity.</param>
/// <param name="Keys">Business keys for the index.</param>
public sealed record DocumentResult(
    string Id, DocumentMark Mark, bool IsAccepted, string Reason, string? Mapping, ReadOnlyMemory<byte> Json,
    ReadOnlyMemory<byte> Xml, ReadOnlyMemory<byte> Provenance, IReadOnlyList<JudgedFinding> Findings,
    IReadOnlyList<DocumentKey> Keys)
{
    /// <summary>Digest of the configuration that made it; a receipt that was held and released has documents of several. Null for
    /// results of earlier versions of the program, which are of the receipt's.</summary>
    public string? Revision { get; init; }
}

/// <summary>A business key of a document.</summary>
/// <param name="Kind">What it is: <c>document</c>, <c>transport document</c>, <c>container</c>, <c>voyage</c>, <c>UCR</c>.</param>
/// <param name="Value">As the document has it.</param>
public sealed record DocumentKey(string Kind, string Value);

/// <summary>A line of the outbox: finished bytes.</summary>
/// <param name="Id">H(document, destination, issue number): the <c>Message-Id</c>.</param>
/// <param name="DocumentId">The document; for an answer the receipt.</param>
/// <param name="Destination">A destination's name or <c>reply:CHANNEL</c>.</param>
/// <param name="Address">For answers the arrival's reply address; empty for destinations, whose file says where.</param>
/// <param name="Lane">Ordering key within the destination.</param>
/// <param name="NotBefore">First moment it may be sent; the arrival time for "at once".</param>
/// <param name="FileName">A name for folders and attachments.</param>
/// <param name="MediaType">Of the bytes.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Supersedes">Id of the entry it replaces; null for none.</param>
public sealed record Entry(
    string Id, string DocumentId, string Destination, string Address, string Lane, DateTimeOffset NotBefore, string FileName,
    string MediaType, ReadOnlyMemory<byte> Bytes, string? Supersedes = null);

/// <summary>An entry taken for sending.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Number">Which attempt, from 1.</param>
/// <param name="Fence">Grows with each taking.</param>
public sealed record Attempt(Entry Entry, int Number, long Fence);

/// <summary>A command, journalled.</summary>
/// <param name="Kind">What: <c>activate-revision</c>, <c>release-receipt</c>, <c>retry-entry</c>, <c>release-slot</c>.</param>
/// <param name="Subject">What it is about: the digest of the revision, the id of the receipt (which also accepts its conflicting
/// interchanges as new), the id of the entry, or <c>SCHEDULE@PLANNED</c> with the planned time in ISO 8601.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record Command(string Kind, string Subject, string Actor, string Reason, DateTimeOffset At)
{
    /// <summary>Reason of a receipt that <c>release-receipt</c> put back to work.</summary>
    public const string Released = "It was released.";
}

/// <summary>One entry of the journal: canonical bytes with digests only.</summary>
/// <param name="Position">Strictly growing.</param>
/// <param name="Bytes">Canonical UTF-8 JSON: keys in ordinal order, no white space.</param>
public sealed record JournalEntry(long Position, ReadOnlyMemory<byte> Bytes);

/// <summary>Who reads.</summary>
/// <param name="Name">For the access log.</param>
/// <param name="Partner">Sees only this partner's; null for an operator, who sees all.</param>
public sealed record Viewer(string Name, string? Partner)
{
    /// <summary>The operator of this machine.</summary>
    public static Viewer Operator { get; } = new("operator", null);
}

/// <summary>
/// The store cannot be opened: another process has it, a newer version wrote it, or the folder cannot be used. The message
/// is for the operator.
/// </summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class StoreUnusableException(string message) : Exception(message);

/// <summary>A page of a read.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
