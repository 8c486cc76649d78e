using Gateway.Documents;

namespace Gateway.Core;

/// <summary>What can be wrong with archives, mails and other files that hold files.</summary>
public static class PartFindings
{
    /// <summary>Too many entries.</summary>
    public static FindingCode TooMany { get; } = new("PRT-0001", Severity.Error,
        "{0} holds more than {1} files; nothing of it was read.",
        "Too much was put into one archive, or it was made to overload whoever opens it.",
        "Send the files in several archives of at most {1} files each.");

    /// <summary>One entry is too large.</summary>
    public static FindingCode TooLarge { get; } = new("PRT-0002", Severity.Error,
        "{0} is larger than {1} MB when unpacked and was not read.",
        "It is no single document, or the archive was made to overload whoever opens it.",
        "Split it into smaller files.");

    /// <summary>Too many bytes in all.</summary>
    public static FindingCode TooMuch { get; } = new("PRT-0003", Severity.Error,
        "{0} unpacks to more than {1} MB; nothing of it was read.",
        "Too much was put into one archive, or it was made to overload whoever opens it.",
        "Send the files in several archives.");

    /// <summary>It grows too much.</summary>
    public static FindingCode Ratio { get; } = new("PRT-0004", Severity.Error,
        "{0} grows to more than {1} times its size when unpacked; nothing of it was read.",
        "The archive was made to overload whoever opens it; no trade document packs so small.",
        "Send the files as they are, without packing them.");

    /// <summary>Archives within archives without end.</summary>
    public static FindingCode TooDeep { get; } = new("PRT-0005", Severity.Error,
        "{0} lies in more than {1} archives within archives and was not opened.",
        "Archives were packed again and again, or one holds itself.",
        "Send the files in one archive.");

    /// <summary>The packed bytes are damaged.</summary>
    public static FindingCode Broken { get; } = new("PRT-0006", Severity.Error,
        "{0} is damaged and could not be unpacked.",
        "The transfer broke off or changed bytes, or the program that packed it failed.",
        "Pack it again and send it again.");

    /// <summary>Nothing in it.</summary>
    public static FindingCode Nothing { get; } = new("PRT-0007", Severity.Error,
        "{0} holds no file.",
        "Nothing was put into it, or only folders.",
        "Send it again with the documents in it.");

    /// <summary>An entry in no known format.</summary>
    public static FindingCode NotRead { get; } = new("PRT-0008", Severity.Warning,
        "{0} is no document that the gateway can read; it is kept and nothing is done with it.",
        "It is a picture, a letter or another file beside the documents, or a document of another kind.",
        "If it holds data for customs, send them as EDIFACT, XML, JSON, CSV or Excel.");

    /// <summary>A paper was filed.</summary>
    public static FindingCode Filed { get; } = new("PRT-0009", Severity.Note,
        "{0} holds no data that a program can read; it is kept as evidence for {1}.",
        "It is a paper for people: a scan or a print-out.",
        "Nothing needs to be done if the data come in another file; else send them as EDIFACT, XML, Excel or a PDF with embedded XML.");

    /// <summary>A paper belongs to nothing that is known.</summary>
    public static FindingCode Unfiled { get; } = new("PRT-0010", Severity.Warning,
        "{0} holds no data that a program can read, and no consignment that is known is named in it; it is kept as evidence.",
        "It came before the data it belongs to, or it is a scan whose text cannot be read.",
        "Send the data as EDIFACT, XML or Excel, or send the paper together with them; a reference in its file name files it too.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [TooMany, TooLarge, TooMuch, Ratio, TooDeep, Broken, Nothing, NotRead, Filed, Unfiled];
}
