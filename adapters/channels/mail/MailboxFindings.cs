using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>What can go wrong with a mailbox or a mail server; shown on the status, logged once, never sent to a sender.</summary>
public static class MailboxFindings
{
    /// <summary>Nobody answers, or the connection ended in the middle.</summary>
    public static FindingCode Unreachable { get; } = new("MBX-0001", Severity.Error,
        "The mail server {1} of '{0}' cannot be worked with: {2}.",
        "The server is down, its name or port is wrong, or the connection broke.",
        "Check host, port and security of '{0}'. It is tried again by itself, with growing pauses.");

    /// <summary>Another certificate.</summary>
    public static FindingCode Certificate { get; } = new("MBX-0002", Severity.Error,
        "The certificate that the mail server {1} of '{0}' shows is not trusted. No password was sent.",
        "It is not the pinned one, is not for this name, ran out, or was issued by somebody this machine does not know.",
        "Ask the operator of the server. If the certificate is right, write its SHA-256 as pin of '{0}'.");

    /// <summary>The account does not open.</summary>
    public static FindingCode Login { get; } = new("MBX-0003", Severity.Error,
        "The mail server {1} of '{0}' refuses the login.",
        "User or password are not those of the server, or the account is locked.",
        "Check user and password of '{0}'. The secret is read again at each try, so a new one needs no restart.");

    /// <summary>No TLS, or no way to log in.</summary>
    public static FindingCode Offer { get; } = new("MBX-0004", Severity.Error,
        "The mail server {1} of '{0}' does not offer TLS, or no login by password.",
        "The port is that of another service, or the server is set up so.",
        "Check port and security of '{0}'. No password is ever sent without TLS.");

    /// <summary>Other numbers.</summary>
    public static FindingCode Renumbered { get; } = new("MBX-0005", Severity.Note,
        "The mail server numbers the mails of '{0}' anew (UIDVALIDITY).",
        "The mailbox was restored or moved.",
        "Nothing: all mails are looked at again, and those that are kept already are known by their bytes.");

    /// <summary>One mail cannot be fetched.</summary>
    public static FindingCode NotFetched { get; } = new("MBX-0006", Severity.Warning,
        "Mail {1} of '{0}' cannot be read.",
        "The server does not give it, or the file may not be read.",
        "Look at it with a mail program. It is tried again after the others.");

    /// <summary>A mail cannot be moved.</summary>
    public static FindingCode NotMoved { get; } = new("MBX-0007", Severity.Warning,
        "Mail {1} of '{0}' is kept and cannot be moved.",
        "The account may not write to the folder for processed mails, or its quota is used up.",
        "Give the account the right, or set 'processed: none' to have mails marked instead of moved.");

    /// <summary>A mail is too large.</summary>
    public static FindingCode TooLarge { get; } = new("MBX-0008", Severity.Warning,
        "A mail of {1} bytes in '{0}' is larger than allowed and was not taken; its sender: {2}.",
        "The sender attached more than maxMegabytes of '{0}' allows.",
        "It lies flagged among the processed mails. Raise maxMegabytes, or ask the sender to send it in pieces.");

    /// <summary>A destination's mail waits.</summary>
    public static FindingCode NotSent { get; } = new("MBX-0009", Severity.Error,
        "A mail of the destination '{0}' could not be sent: {1}.",
        "The mail server is down or refuses for now, or the hour's limit is reached.",
        "Nothing is lost: it is tried again by itself. Check the smtp block of the mailbox that the destination names.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
        [Unreachable, Certificate, Login, Offer, Renumbered, NotFetched, NotMoved, TooLarge, NotSent];

    /// <summary>A fault of a mailbox as a whole.</summary>
    internal static Finding Of(FindingCode code, params ReadOnlySpan<string> arguments) => new(code, default, default, 0, [.. arguments]);
}
