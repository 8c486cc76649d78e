using Gateway.Documents;

namespace Gateway.Core;

/// <summary>What can be wrong with what arrived, besides what its format and the mapping say.</summary>
public static class GatewayCodes
{
    /// <summary>No format recognises the bytes.</summary>
    public static FindingCode Unrecognised { get; } = new("GWY-0001", Severity.Error,
        "This is no document that the gateway can read.",
        "The file is of another kind, is damaged, or lacks its beginning.",
        "Send EDIFACT that begins with UNA or UNB, XML, JSON, CSV, an Excel workbook, or an archive of such files.");

    /// <summary>Nothing arrived.</summary>
    public static FindingCode Empty { get; } = new("GWY-0002", Severity.Error,
        "The file is empty.",
        "The transfer broke off, or the program that made the file failed.",
        "Send the file again.");

    /// <summary>There are bytes of a known standard and no document in them.</summary>
    public static FindingCode NoDocument { get; } = new("GWY-0003", Severity.Error,
        "There is no document in it.",
        "The file was cut off, nothing was put into it, or a mail has no attachment.",
        "Send it again with at least one document.");

    /// <summary>There is no mapping for the type of document.</summary>
    public static FindingCode NoMapping { get; } = new("GWY-0004", Severity.Warning,
        "The gateway cannot translate {0} yet: {1}",
        "No mapping is configured for this type and release, or more than one fits.",
        "You need not send it again: it is kept and goes on as soon as there is a mapping.");

    /// <summary>The translation failed by a fault of the gateway.</summary>
    public static FindingCode OwnFault { get; } = new("GWY-0005", Severity.Warning,
        "The gateway failed at this document ({0}).",
        "This is a fault of the gateway, not of the document.",
        "You need not send it again: it is kept, and an operator looks at it.");

    /// <summary>UNB names another sender than the channel knows.</summary>
    public static FindingCode WrongSender { get; } = new("GWY-0006", Severity.Error,
        "The interchange names the sender {0}, which is not registered for {1}.",
        "The key or folder belongs to another sender, or the sender identification was mistyped.",
        "Send it with your own identification, or ask the operator to register {0} for {1}.");

    /// <summary>The reference was used before with other content.</summary>
    public static FindingCode Conflict { get; } = new("GWY-0007", Severity.Error,
        "The interchange reference {0} came before with other content (now {1}, then {2}).",
        "The sender's counter was set back, or a corrected file was sent under the old reference.",
        "Send it again under a new reference.");

    /// <summary>The interchange or document came before with the same content.</summary>
    public static FindingCode Repeat { get; } = new("GWY-0008", Severity.Note,
        "{0} came before with the same content in receipt {1} and is not worked on again.",
        "It was sent twice.",
        "Nothing needs to be done, unless the answer to that receipt asks for a correction.");

    /// <summary>The work on a receipt failed too often.</summary>
    public static FindingCode GivenUp { get; } = new("GWY-0009", Severity.Warning,
        "The gateway failed {0} times at this file and holds it now.",
        "This is a fault of the gateway or of its machine, not of the file.",
        "You need not send it again: it is kept, and an operator looks at it.");

    /// <summary>An enricher found no place for what it wanted to add.</summary>
    public static FindingCode NotReadable { get; } = new("GWY-0010", Severity.Error,
        "The document {0} cannot be read.",
        "Its structure is broken, or its type is unknown.",
        "Correct what the other findings name and send it again.");

    /// <summary>The document cannot be written as the administration wants it.</summary>
    public static FindingCode NotFormed { get; } = new("GWY-0011", Severity.Warning,
        "The document cannot be written in the form {0} for the destination {1}: {2}",
        "The profile of the administration does not fit this document. That is a fault of the gateway's configuration, not of the file.",
        "You need not send it again: it is kept, and an operator looks at it.");

    /// <summary>A mail from nobody we know.</summary>
    public static FindingCode UnknownMailSender { get; } = new("GWY-0030", Severity.Warning,
        "The mail address {0} is not registered here.",
        "It is the first mail from this address, or it was sent from another address than usual.",
        "Ask the operator of the gateway to register the address; the mail need not be sent again.");

    /// <summary>A signature was agreed and is not there, or is another's.</summary>
    public static FindingCode MailNotSigned { get; } = new("GWY-0031", Severity.Warning,
        "The mail should be signed by {0}, and {1}.",
        "The mail program did not sign, the certificate was renewed, or somebody else wrote in this name.",
        "Sign the mail with the registered certificate and send it again, or ask the operator to register the new one.");

    /// <summary>The site's own mail server did not find the mail authentic.</summary>
    public static FindingCode MailNotAuthentic { get; } = new("GWY-0032", Severity.Warning,
        "The mail says it is from {0}, and {1} could not confirm that (DMARC).",
        "It was sent by another server than that of its domain, or somebody else wrote in this name.",
        "Send it through the mail server of the domain.");

    /// <summary>The functional group of a message is faulty.</summary>
    public static FindingCode GroupRefused { get; } = new("GWY-0012", Severity.Error,
        "The functional group {0}, in which this message stands, is refused as a whole.",
        "Its header UNG or its trailer UNE is faulty; what is wrong there is told for the file as a whole.",
        "Correct UNG or UNE and send the messages of the group again.", 18);

    /// <summary>The partner's file does not list the type.</summary>
    public static FindingCode NotAgreed { get; } = new("GWY-0041", Severity.Error,
        "{0} is no document type that was agreed with you.",
        "It was sent by mistake, or the agreement does not cover it yet.",
        "Send one of: {1}; or ask the operator to add {0} to your registration.");

    /// <summary>More interchanges than are read.</summary>
    public static FindingCode TooManyInterchanges { get; } = new("GWY-0042", Severity.Error,
        "The file holds more than {0} interchanges; what stands behind them, {1} bytes, was not read.",
        "Too much was put into one file, or it was made to overload whoever reads it.",
        "Send the rest in other files of at most {0} interchanges each.");

    /// <summary>More faults than anybody reads.</summary>
    public static FindingCode TooManyFaults { get; } = new("GWY-0043", Severity.Error,
        "More than {0} faults were found; the documents that follow were not read.",
        "The program that made the file makes the same fault in every document, or the file was made to overload whoever reads it.",
        "Correct what the other findings name, and send the documents again that were not accepted or not read.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        Unrecognised, Empty, NoDocument, NoMapping, OwnFault, WrongSender, Conflict, Repeat, GivenUp, NotReadable, NotFormed,
        GroupRefused, TooManyInterchanges, TooManyFaults, UnknownMailSender, MailNotSigned, MailNotAuthentic, NotAgreed,
    ];
}
