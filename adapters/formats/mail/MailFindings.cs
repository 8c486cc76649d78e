using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>What unpacking a mail may find.</summary>
public static class MailFindings
{
    /// <summary>The bytes end or break before the header is over.</summary>
    public static FindingCode BrokenHeader { get; } = new("MAIL-0001", Severity.Error,
        "The header of the mail cannot be read.",
        "The mail was damaged on its way, or the file is no mail.",
        "Send the mail again.");

    /// <summary>Too many parts.</summary>
    public static FindingCode TooManyParts { get; } = new("MAIL-0002", Severity.Error,
        "The mail has more than {0} parts.",
        "A program put every record into an attachment of its own, or the mail was made to do harm.",
        "Send the documents in several mails, or as one zip archive.");

    /// <summary>Parts within parts within parts.</summary>
    public static FindingCode TooDeep { get; } = new("MAIL-0003", Severity.Error,
        "The parts of the mail lie more than {0} deep in one another.",
        "It was forwarded over and over as an attachment, or was made to do harm.",
        "Attach the documents to a new mail.");

    /// <summary>A header of megabytes.</summary>
    public static FindingCode LongHeader { get; } = new("MAIL-0004", Severity.Error,
        "A header in the mail is longer than {0} bytes.",
        "A program wrote content into the header, or the mail was made to do harm.",
        "Attach the documents to a new mail.");

    /// <summary>An encrypted part.</summary>
    public static FindingCode Encrypted { get; } = new("MAIL-0005", Severity.Error,
        "{0} is encrypted ({1}); the gateway has no key for it.",
        "The mail program encrypts mails to this address.",
        "Send it without encryption; it may be signed.");

    /// <summary>The content of a signed part cannot be taken out.</summary>
    public static FindingCode BrokenSignedPart { get; } = new("MAIL-0006", Severity.Error,
        "The signed content of {0} cannot be read.",
        "The signature file was damaged, or it is of a kind that the gateway does not know.",
        "Send the documents without this wrapping.");

    /// <summary>A multipart without parts.</summary>
    public static FindingCode NoBoundary { get; } = new("MAIL-0007", Severity.Warning,
        "A part of the mail says it has several parts, and none can be found.",
        "The line that separates the parts is missing or differs from what the header says.",
        "If a document is missing, attach it to a new mail.");

    /// <summary>The mail ends early.</summary>
    public static FindingCode CutOff { get; } = new("MAIL-0008", Severity.Warning,
        "The mail ends before its last part is closed.",
        "It was cut off on its way, or the program that made it left the end out.",
        "If the last document is not whole, send the mail again.");

    /// <summary>Junk in base64.</summary>
    public static FindingCode FaultyBase64 { get; } = new("MAIL-0009", Severity.Warning,
        "The base64 of {0} is faulty: {1}.",
        "A mail program or scanner wrote something between the lines, or the part was cut off.",
        "If the document is reported as damaged, send it again in a zip archive.");

    /// <summary>Quoted-printable that is none.</summary>
    public static FindingCode FaultyQuotedPrintable { get; } = new("MAIL-0010", Severity.Warning,
        "The quoted-printable text of {0} has {1} signs '=' that stand for nothing.",
        "A program declared the encoding and did not encode.",
        "If the document is reported as damaged, send it again in a zip archive.");

    /// <summary>One piece of several mails.</summary>
    public static FindingCode Partial { get; } = new("MAIL-0011", Severity.Error,
        "The mail holds one piece of a message that was sent in several mails.",
        "The mail program splits large messages.",
        "Switch the splitting off, or send the documents in a zip archive.");

    /// <summary>The content lies elsewhere.</summary>
    public static FindingCode External { get; } = new("MAIL-0012", Severity.Warning,
        "{0} is not in the mail: it only says where the content can be fetched, and nothing is fetched.",
        "The mail program replaced the attachment by a link.",
        "Attach the document itself.");

    /// <summary>The signature does not fit the content.</summary>
    public static FindingCode BadSignature { get; } = new("MAIL-0013", Severity.Warning,
        "The mail is signed, and the signature cannot be relied on: {0}.",
        "The mail was changed on its way, for example by a mailing list, or was signed with means that are no longer safe.",
        "Send it directly; where a signature is agreed, the mail is not accepted without a good one.");

    /// <summary>No sender or several.</summary>
    public static FindingCode UnclearSender { get; } = new("MAIL-0014", Severity.Warning,
        "The mail names {0} senders in its From header; exactly one is needed to know whose it is.",
        "It was made by a program that sets the header wrong, or to deceive.",
        "Send it with one address in From.");

    /// <summary>A winmail.dat that is broken.</summary>
    public static FindingCode BrokenTnef { get; } = new("MAIL-0015", Severity.Error,
        "The attachments in winmail.dat cannot all be read.",
        "The file was damaged on its way.",
        "Send the mail as plain text or HTML instead of rich text: then the attachments travel as they are.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        BrokenHeader, TooManyParts, TooDeep, LongHeader, Encrypted, BrokenSignedPart, NoBoundary, CutOff, FaultyBase64,
        FaultyQuotedPrintable, Partial, External, BadSignature, UnclearSender, BrokenTnef,
    ];
}
