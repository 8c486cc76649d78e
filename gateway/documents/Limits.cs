namespace Gateway.Documents;

/// <summary>Every limit of the product with its reason. Reaching one is a finding, never a crash.</summary>
public static class Limits
{
    /// <summary>A document (EDIFACT message, XML document) is read whole; ten times this is what a worker may need.</summary>
    public const int DocumentBytesMax = 64 * 1024 * 1024;

    /// <summary>An HTTP body and, unless its place says otherwise, a mail and a file of a folder or an SFTP server.</summary>
    public const int HttpBodyBytesMax = 64 * 1024 * 1024;

    /// <summary>A segment; the longest of real traffic (free text, 5 x 512 characters) is below 4 KiB.</summary>
    public const int SegmentBytesMax = 256 * 1024;

    /// <summary>Elements and components of one segment; the directories need fewer than 100.</summary>
    public const int SegmentPartsMax = 4096;

    /// <summary>Findings kept for one document; what is over the cap is only counted.</summary>
    public const int FindingsMax = 100;

    /// <summary>Depth of any document tree; no standard used here nests deeper than 20.</summary>
    public const int DepthMax = 128;

    /// <summary>Nodes of one document: a manifest of 9,999 consignments, the most that CUSCAR holds, has a million.</summary>
    public const int NodesMax = 8_000_000;

    /// <summary>Raw content lies in the store in rows of this size, so that no insert holds the writer for long.</summary>
    public const int RawRowBytes = 256 * 1024;

    /// <summary>Nodes of one document that its schema does not know: their names are kept one by one. What is beyond is not read.</summary>
    public const int UnknownNodesMax = 100_000;

    /// <summary>A tag of an XML document with its attributes; a reader of XML keeps it whole. Those of real documents have some
    /// hundred bytes.</summary>
    public const int XmlTagBytesMax = 256 * 1024;

    /// <summary>Rows of one table; the longest packing lists have some 20,000.</summary>
    public const int TableRowsMax = 1_000_000;

    /// <summary>Cells of one row; spreadsheet programs write 16,384 at most.</summary>
    public const int TableColumnsMax = 16_384;

    /// <summary>Filled cells of one sheet: 100,000 rows of 30 columns.</summary>
    public const int TableCellsMax = 3_000_000;

    /// <summary>Unpacked bytes of a workbook: its XML takes some 45 bytes for each cell.</summary>
    public const long WorkbookBytesMax = 384 * 1024 * 1024;

    /// <summary>Files inside a workbook; pictures apart, a workbook has some twenty.</summary>
    public const int WorkbookFilesMax = 10_000;

    /// <summary>Elements in each other inside a workbook's files; what spreadsheet programs write has some ten.</summary>
    public const int WorkbookDepthMax = 128;

    /// <summary>One tag or text of a workbook's XML; a cell holds 32,767 characters.</summary>
    public const int WorkbookTagBytesMax = 1024 * 1024;

    /// <summary>Bytes of one cell; spreadsheet programs keep 32,767 characters.</summary>
    public const int CellBytesMax = 128 * 1024;

    /// <summary>How long a sender's <c>Idempotency-Key</c> holds: senders that repeat a delivery do so within hours.</summary>
    public const int IdempotencyKeyHours = 24;

    /// <summary>Interchanges of one file; a day of a large sender is a few hundred.</summary>
    public const int InterchangesMax = 10_000;

    /// <summary>Documents of one receipt that are not accepted, and their findings: whoever has so many faults has one that repeats, and
    /// nobody reads more of them. What is beyond is not read.</summary>
    public const int FaultsMax = 50_000;

    /// <summary>Warnings of accepted documents that an answer tells, to the end of a document; beyond it tells how many.</summary>
    public const int WarningsMax = 1000;

    /// <summary>Documents settled in one transaction.</summary>
    public const int SettleDocumentsMax = 64;

    /// <summary>Result bytes settled in one transaction.</summary>
    public const int SettleBytesMax = 4 * 1024 * 1024;

    /// <summary>Attempts of work on a receipt before it is parked: a crash counts, because the attempt is stored first.</summary>
    public const int WorkAttemptsMax = 5;

    /// <summary>Work may last this long between two settles; the largest document takes about a minute, a dead worker's
    /// receipt is taken over after this.</summary>
    public const int WorkLeaseSeconds = 600;

    /// <summary>A sending may last this long: the longest timeout of a destination (600 seconds) and some more.</summary>
    public const int SendLeaseSeconds = 660;

    /// <summary>Items of one page of a read, so that no read holds its snapshot for long.</summary>
    public const int PageItemsMax = 1000;

    /// <summary>Nodes of the largest document whose working memory is kept for the next one: several times those of one of a megabyte.
    /// </summary>
    public const int KeptNodesMax = 500_000;

    /// <summary>Origins kept for one value that was calculated from many.</summary>
    public const int OriginsMax = 100;

    /// <summary>Files of one receipt, those of archives in archives counted: a day of a large sender is a few hundred. An archive in an
    /// archive gets half of what is left, so that a bad one never uses up what its neighbours need.</summary>
    public const int PartsMax = 2000;

    /// <summary>Bytes of one unpacked file: twice the largest document.</summary>
    public const int PartBytesMax = 128 * 1024 * 1024;

    /// <summary>Bytes unpacked for one receipt, also those that are thrown away again: some seconds of work, and the disk that it
    /// takes.</summary>
    public const long UnpackedBytesMax = 512L * 1024 * 1024;

    /// <summary>Times that a file may grow by unpacking; manifests shrink to a tenth, tables of repeated rows to a fiftieth.</summary>
    public const int PackRatioMax = 200;

    /// <summary>Bytes that may come out of an archive whatever its ratio: small ones of blanks harm nobody.</summary>
    public const int PackRatioFreeBytes = 16 * 1024 * 1024;

    /// <summary>Archives within archives: a mail with an archive of archives has three; one that holds itself has no end.</summary>
    public const int PartDepthMax = 6;

    /// <summary>Unpacked bytes of a receipt kept in memory; what is beyond goes to a file that is deleted when it is closed.</summary>
    public const int UnpackedInMemoryBytesMax = 8 * 1024 * 1024;

    /// <summary>Text of a paper that is searched for references: some 300 pages.</summary>
    public const int EvidenceTextBytesMax = 1024 * 1024;

    /// <summary>References under which one paper is filed.</summary>
    public const int EvidenceKeysMax = 40;
}
