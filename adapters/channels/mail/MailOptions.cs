using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>A mailbox that is read, and how its senders are answered.</summary>
/// <param name="Name">Name of the channel instance.</param>
/// <param name="Scope">Whose mails they are before anybody looked into them: the name of the mailbox.</param>
/// <param name="MemoryFolder">Local folder in which it is remembered how much was sent to whom.</param>
public sealed record MailOptions(string Name, string Scope, string MemoryFolder)
{
    /// <summary>Where answers are given; null to keep them unsent.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>Bytes of a mail; a larger one is not taken, and its sender is told so.</summary>
    public long MailBytesMax { get; init; } = Limits.HttpBodyBytesMax;

    /// <summary>Mails that are listed and taken at a time.</summary>
    public int PortionMax { get; init; } = 200;
}

/// <summary>How a connection is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>TLS after a first exchange; refused when the server does not offer it.</summary>
    StartTls,

    /// <summary>None: for a server on the same machine only.</summary>
    None,
}

/// <summary>A mail server.</summary>
/// <param name="Host">Name or address; the certificate must be for it.</param>
/// <param name="Port">Port.</param>
/// <param name="Security">How the connection is protected.</param>
public sealed record MailServer(string Host, int Port, MailSecurity Security)
{
    /// <summary>SHA-256 of the server's certificate, lower-case hexadecimal: this certificate and no other is right, whoever issued
    /// it. Null to believe the authorities that the machine knows.</summary>
    public string? Pin { get; init; }

    /// <summary>Name for the login; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Gives the password at each login, so that a new one is used without a restart; null when there is none.</summary>
    public Func<string?> Password { get; init; } = () => null;

    /// <summary>Longest wait for one answer of the server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>A mailbox on an IMAP server.</summary>
/// <param name="Server">Where.</param>
public sealed record ImapOptions(MailServer Server)
{
    /// <summary>The folder that is read.</summary>
    public string Folder { get; init; } = "INBOX";

    /// <summary>The folder to which a mail is moved once it is kept; made when missing. Null leaves it where it is, with a
    /// keyword.</summary>
    public string? Processed { get; init; } = "Processed";
}

/// <summary>How answers are sent.</summary>
/// <param name="Server">The site's own mail server; it delivers to the world.</param>
/// <param name="From">Address of the gateway.</param>
public sealed record SmtpOptions(MailServer Server, string From)
{
    /// <summary>Answers to one address in an hour; what is over waits.</summary>
    public int PerHourMax { get; init; } = 1000;
}

/// <summary>Tells which files answer a receipt together with one of them.</summary>
/// <param name="id">Id of the outgoing file.</param>
/// <param name="stop">Ends the call.</param>
/// <returns>All files of the same answer, the asked one included.</returns>
public delegate ValueTask<IReadOnlyList<AnswerFile>> AskAnswers(string id, CancellationToken stop);
