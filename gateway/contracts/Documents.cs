using Gateway.Documents;

namespace Gateway.Contracts;

/// <summary>What a document is: its standard, type and release.</summary>
/// <param name="Format">Name of the format that reads it, for example <c>edifact</c>, <c>wco</c>.</param>
/// <param name="Name">Type: <c>CUSCAR</c>, <c>CargoReport</c>.</param>
/// <param name="Release">Version and release as mappings write it: <c>D.95B</c>; null where there is none.</param>
/// <param name="Guide">Implementation guide: UNH 0057 (association assigned code); null for none.</param>
public sealed record DocumentType(string Format, string Name, string? Release = null, string? Guide = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Format} {Name}{(Release is null ? "" : " " + Release)}{(Guide is null ? "" : " " + Guide)}";
}

/// <summary>What a reader knows of a document besides its tree.</summary>
/// <param name="Ordinal">Which document of the part, counted from 1 over all interchanges.</param>
/// <param name="Interchange">Which interchange of the part, counted from 1.</param>
/// <param name="Type">As the document names itself.</param>
/// <param name="Reference">UNH 0062, or what identifies the document within its interchange.</param>
/// <param name="Span">All bytes of the document.</param>
/// <param name="FormRelease">Release of the structural form that was used, when it is not the one named; else null.</param>
/// <param name="Digest">Of the content between UNH and UNT, both excluded; for the second duplicate level.</param>
/// <param name="IsReadable">False when the tree is not usable (no definition, or broken beyond reading).</param>
public sealed record DocumentMark(
    int Ordinal, int Interchange, DocumentType Type, string Reference, SourceSpan Span, string? FormRelease, Digest Digest,
    bool IsReadable)
{
    /// <summary>The functional group that it stands in; null for none.</summary>
    public FunctionalGroup? Group { get; init; }

    /// <summary>The document says of itself that it is a test.</summary>
    public bool IsTest { get; init; }

    /// <summary>Documents of the receipt in the parts before this one.</summary>
    public int Before { get; init; }

    /// <summary>Which document of the receipt, counted from 1 over all parts.</summary>
    public int Number => Before + Ordinal;
}

/// <summary>A functional group of an interchange.</summary>
/// <param name="Start">Where its UNG begins in the part.</param>
/// <param name="Reference">UNG 0048; empty when missing.</param>
public sealed record FunctionalGroup(long Start, string Reference);

/// <summary>One interchange as its envelope says (or the whole body, for formats without an envelope).</summary>
/// <param name="Sender">UNB S002 0004, with qualifier 0007 as <c>ID:ZZ</c>; null when unknown.</param>
/// <param name="Recipient">UNB S003 likewise.</param>
/// <param name="Reference">UNB 0020; null when there is none.</param>
/// <param name="Span">From UNA or UNB to the end of UNZ.</param>
/// <param name="Digest">Of the bytes of the span.</param>
/// <param name="Messages">How many messages were counted.</param>
/// <param name="IsComplete">UNZ was there.</param>
/// <param name="IsSound">UNZ was there and its count and reference agree.</param>
/// <param name="IsTest">UNB 0035 is set.</param>
public sealed record Interchange(
    string? Sender, string? Recipient, string? Reference, SourceSpan Span, Digest Digest, int Messages, bool IsComplete,
    bool IsSound, bool IsTest)
{
    /// <summary>Functional groups without UNE, or whose UNE disagrees; each from UNG to the end of UNE; null for none. Their faults
    /// do not make the interchange unsound.</summary>
    public IReadOnlyList<SourceSpan>? FaultyGroups { get; init; }
}

/// <summary>How sure a format is that bytes are its own.</summary>
/// <param name="Score">0 (no) to 100 (certain).</param>
/// <param name="Reason">Why, in one sentence.</param>
public readonly record struct Recognition(int Score, string Reason);

/// <summary>Raw bytes of one part, readable at any place.</summary>
public interface IRaw
{
    /// <summary>Number of the part, for spans.</summary>
    int Part { get; }

    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Copies bytes from <paramref name="offset"/>.</summary>
    /// <returns>Bytes copied; 0 at the end.</returns>
    int Read(long offset, Span<byte> into);
}

/// <summary>What a partner's file says about reading.</summary>
public sealed record ReadSettings
{
    /// <summary>Nothing special.</summary>
    public static ReadSettings Default { get; } = new();

    /// <summary>Character set to use instead of the one that UNB 0001 names; null to believe UNB.</summary>
    public CharacterSetRule? CharacterSet { get; init; }

    /// <summary>All guides of the configuration; the format chooses by what a document says of itself.</summary>
    public IReadOnlyList<DocumentGuide> Guides { get; init; } = [];

    /// <summary>Names of the guides that the partner's file chooses; they go before what the document says.</summary>
    public IReadOnlyList<string> PartnerGuides { get; init; } = [];

    /// <summary>First document to read, counted from 1: work that goes on after a restart skips the settled ones.</summary>
    public int FromDocument { get; init; } = 1;
}

/// <summary>The text of an implementation guide, as a tree of keys.</summary>
/// <param name="Name">Name of the guide: its file without ending.</param>
/// <param name="Text">Its content; its places are those of the file.</param>
public sealed record GuideText(string Name, Tree Text);

/// <summary>An implementation guide as the format that read it keeps it: it narrows a document type for a partner or port.</summary>
/// <param name="Name">Name of the guide.</param>
public abstract record DocumentGuide(string Name);

/// <summary>State of an envelope scan.</summary>
public enum ScanState
{
    /// <summary>More bytes are needed.</summary>
    More,

    /// <summary>Every interchange so far is closed; the file may end here.</summary>
    Complete,

    /// <summary>The format does not recognise the bytes; nothing more will be found.</summary>
    Unknown,
}

/// <summary>Fed while bytes arrive; constant memory; never decides whether bytes are kept.</summary>
public interface IEnvelopeScan
{
    /// <summary>Takes the next bytes.</summary>
    ScanState Feed(ReadOnlySpan<byte> chunk);

    /// <summary>Ends the scan.</summary>
    /// <param name="findings">Faults of the envelope.</param>
    /// <returns>The interchanges; at most one more than <see cref="Limits.InterchangesMax"/>.</returns>
    IReadOnlyList<Interchange> End(Findings findings);
}

/// <summary>How much was read so far.</summary>
/// <param name="Interchanges">Interchanges (UNB).</param>
/// <param name="Groups">Functional groups (UNG).</param>
/// <param name="Messages">Messages (UNH), or documents.</param>
/// <param name="Segments">Segments, service segments included but not UNA; 0 for formats without.</param>
public readonly record struct DocumentCounts(int Interchanges, int Groups, int Messages, long Segments)
{
    /// <summary>What is kept as it is beside the documents: objects of EDIFACT (UNO to UNP).</summary>
    public int Objects { get; init; }
}

/// <summary>Reads the documents of one part, one after another, into one tree.</summary>
public interface IDocumentReader : IDisposable
{
    /// <summary>Reads the next document. Its findings go to the collector given to <see cref="IFormat.Open"/>, which the
    /// caller may read and clear between calls; faults between documents are reported before those of the next one, or at the
    /// end.</summary>
    /// <returns>False at the end; the tree is then not touched.</returns>
    bool Read(Tree into, out DocumentMark mark);

    /// <summary>How many of the findings that the collector has are about what stands before the document that was read last and
    /// not about the document: the first ones.</summary>
    int Above => 0;

    /// <summary>How much was read so far.</summary>
    DocumentCounts Counts { get; }
}

/// <summary>A file that answers the sender.</summary>
/// <param name="Name">Suffix for a folder or attachment: <c>contrl.edi</c>, <c>report.txt</c>.</param>
/// <param name="MediaType">For example <c>application/EDIFACT</c>, <c>text/plain; charset=utf-8</c>.</param>
/// <param name="Bytes">The content.</param>
public sealed record AnswerFile(string Name, string MediaType, ReadOnlyMemory<byte> Bytes);

/// <summary>One document's result, as the answer needs it.</summary>
/// <param name="Mark">The document.</param>
/// <param name="IsAccepted">Whether it goes on.</param>
/// <param name="Findings">With the severity that the partner's policy gave; of severity error only when not accepted.</param>
public sealed record DocumentReport(DocumentMark Mark, bool IsAccepted, IReadOnlyList<JudgedFinding> Findings)
{
    /// <summary>Findings that are left out here because others of the receipt are very many; they are kept with the document.</summary>
    public int Untold { get; init; }
}

/// <summary>A finding and what the partner's policy makes of it.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Severity">After the policy.</param>
public sealed record JudgedFinding(Finding Finding, Severity Severity);

/// <summary>Everything an answer is made from.</summary>
/// <param name="ReceiptId">Id of the receipt.</param>
/// <param name="Sequence">Number of the receipt in the store: the control reference of the answer.</param>
/// <param name="ArrivedAt">When the bytes were kept; an answer is dated with it, so that it is the same bytes whenever it is made.</param>
/// <param name="FileName">As the sender named it; null when it had no name.</param>
/// <param name="Raw">The raw bytes.</param>
/// <param name="Interchanges">The interchanges found.</param>
/// <param name="Envelope">Findings that belong to no document.</param>
/// <param name="Documents">The documents in order.</param>
public sealed record ReceiptReport(
    string ReceiptId, long Sequence, DateTimeOffset ArrivedAt, string? FileName, IRaw Raw,
    IReadOnlyList<InterchangeReport> Interchanges, IReadOnlyList<JudgedFinding> Envelope, IReadOnlyList<DocumentReport> Documents)
{
    /// <summary>Which answers of a standard the partner wants (<c>contrl</c>, <c>aperak</c>); null for what the format gives
    /// everybody.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>What the sender wants to be told in.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>Objects that are kept beside the documents.</summary>
    public int Objects { get; init; }

    /// <summary>The sender is still trying out: nothing is delivered, whatever the verdict.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Reference of the answering interchange: no two answers to a sender have the same.</summary>
    public string ControlReference { get; init; } = Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An interchange and what became of it.</summary>
/// <param name="Interchange">As its envelope says.</param>
/// <param name="State">Accepted, or why not.</param>
public sealed record InterchangeReport(Interchange Interchange, InterchangeState State);

/// <summary>What became of an interchange when it was kept.</summary>
public enum InterchangeState
{
    /// <summary>New; its documents are worked on.</summary>
    Accepted,

    /// <summary>The same reference came before with other content (0085 = 26).</summary>
    Conflict,

    /// <summary>UNB or UNZ cannot be trusted: rejected as a whole.</summary>
    Rejected,

    /// <summary>The same bytes came before in another file and are processed there: nothing is done again.</summary>
    Repeat,
}

/// <summary>One standard: recognises, reads and answers in it. Thread-safe.</summary>
public interface IFormat
{
    /// <summary>As mappings name it: <c>edifact</c>, <c>xml</c>.</summary>
    string Name { get; }

    /// <summary>Judges by content; a name only hints.</summary>
    /// <param name="head">The first 4 KiB at most.</param>
    /// <param name="nameHint">File name or media type; null when unknown.</param>
    Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint);

    /// <summary>A new scan for bytes that arrive.</summary>
    IEnvelopeScan Scan();

    /// <summary>The structural forms of a document type that this format knows, for compiling mappings.</summary>
    /// <returns>Null when it knows none; for a release between forms the nearest earlier one.</returns>
    Schema? SchemaOf(DocumentType type);

    /// <summary>Why <see cref="SchemaOf"/> knows nothing of a type although the configuration names its schemas: they are not
    /// installed here.</summary>
    /// <returns>A sentence that names what is missing; null when the type is simply unknown.</returns>
    string? MissingFor(DocumentType type) => null;

    /// <summary>Checks a finished document against all that the schemas of its type say, also what a <see cref="Schema"/> does not
    /// hold: choices, patterns, lists of values.</summary>
    /// <param name="type">The type.</param>
    /// <param name="bytes">The document.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>Whether it is valid; null when there is nothing to check it with.</returns>
    bool? Validate(DocumentType type, ReadOnlyMemory<byte> bytes, Findings findings) => null;

    /// <summary>Reads all schemas that the configuration gave, so that no fault of theirs waits for the first document.</summary>
    /// <param name="findings">All faults of all schemas.</param>
    void CheckSchemas(Findings findings)
    {
    }

    /// <summary>Reads and checks the guides that are for this format, all faults at once.</summary>
    /// <param name="texts">Their texts.</param>
    /// <param name="findings">Faults of the texts, each at its line.</param>
    /// <returns>Those without a fault; none where the format knows no guides.</returns>
    IReadOnlyList<DocumentGuide> ReadGuides(IReadOnlyList<GuideText> texts, Findings findings) => [];

    /// <summary>Name of the guide that narrows documents of a type.</summary>
    /// <returns>Null where none does.</returns>
    string? GuideFor(DocumentType type, ReadSettings settings) => null;

    /// <summary>The format with what a configuration adds to its definitions: imported directories.</summary>
    /// <param name="files">All files of the configuration by path; a format takes those it knows, <c>directories/D16B.gwdir</c>.</param>
    /// <param name="findings">Faults of these files.</param>
    /// <returns>Itself when the configuration adds nothing.</returns>
    IFormat With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, Findings findings) => this;

    /// <summary>The format with the table layouts of the mappings of a configuration.</summary>
    /// <returns>Itself when it reads no tables, or there are no layouts.</returns>
    IFormat WithLayouts(IReadOnlyList<TableLayout> layouts) => this;

    /// <summary>How many bytes are read when a part is: of a packed one those that it unpacks to. What it takes of memory is judged by
    /// them.</summary>
    long LengthOf(IRaw part) => part.Length;

    /// <summary>Opens a part for reading.</summary>
    IDocumentReader Open(IRaw part, ReadSettings settings, Findings findings);

    /// <summary>Whether a document answers one of ours: it is kept and shown with what it says, and neither translated nor
    /// answered.</summary>
    bool IsAnswer(DocumentType type) => false;

    /// <summary>Makes the answers in this standard; empty when it has none for this report.</summary>
    IReadOnlyList<AnswerFile> Answer(ReceiptReport report);
}
