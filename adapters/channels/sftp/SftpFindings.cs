using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>What can go wrong with an SFTP server; shown on the status, logged once, never sent to a sender.</summary>
public static class SftpFindings
{
    /// <summary>Another host key than the pinned ones.</summary>
    public static FindingCode HostKey { get; } = new("SFTP-0001", Severity.Error,
        "The server {1} of '{0}' showed the host key {2}, which is none of those pinned. It is not contacted any more.",
        "The server was set up anew or has changed its key; or somebody stands between it and us. No password was sent.",
        "Ask the carrier by telephone for the fingerprint. If it is {2}, add it to hostKeys of '{0}' and restart; if not, tell your "
        + "security officer.");

    /// <summary>Nobody answers.</summary>
    public static FindingCode Unreachable { get; } = new("SFTP-0002", Severity.Error,
        "The server {1} of '{0}' cannot be reached: {2}.",
        "The server is down, its name or port is wrong, or a firewall stands between.",
        "Check host and port of '{0}', then ask the carrier. It is tried again by itself, with growing pauses.");

    /// <summary>The account does not open.</summary>
    public static FindingCode Login { get; } = new("SFTP-0003", Severity.Error,
        "The server {1} of '{0}' refuses the login.",
        "The user, the password or the key is not the one that the carrier has, or the account is locked.",
        "Check user, password and key of '{0}'. The secret is read again at each try, so a new one needs no restart.");

    /// <summary>The secret is no key, or its passphrase is wrong.</summary>
    public static FindingCode Key { get; } = new("SFTP-0004", Severity.Error,
        "The password or private key of '{0}' cannot be used: {1}.",
        "The secret is missing, is no private key in OpenSSH or PEM form, or its passphrase is missing or wrong.",
        "Put the private key (not the .pub file) into the secret, and the passphrase into the secret of its own.");

    /// <summary>The folder cannot be listed.</summary>
    public static FindingCode Folder { get; } = new("SFTP-0005", Severity.Error,
        "The folder '{1}' of '{0}' cannot be listed: {2}.",
        "It does not exist on the server, or the account may not read it.",
        "Try it with './run channel test {0}', and write the folder as the account sees it.");

    /// <summary>The connection ended in the middle.</summary>
    public static FindingCode Broken { get; } = new("SFTP-0006", Severity.Error,
        "The connection to '{0}' broke: {1}.",
        "The network or the server ended it. A file that was half read is not taken.",
        "Nothing, unless it stays so: it is tried again by itself, with growing pauses.");

    /// <summary>A name that is not taken.</summary>
    public static FindingCode Name { get; } = new("SFTP-0007", Severity.Warning,
        "A file of '{0}' is not taken because of its name: '{1}'.",
        "The name has control characters, parts of a path, or letters that are not UTF-8.",
        "Ask the carrier to give the file a plain name.");

    /// <summary>A file cannot be read.</summary>
    public static FindingCode Unreadable { get; } = new("SFTP-0008", Severity.Warning,
        "The file '{1}' of '{0}' cannot be read: {2}.",
        "The account may list the file but not read it, or it went away.",
        "Ask the carrier to let the account read it. The other files are taken meanwhile.");

    /// <summary>A file that is kept stays where it was.</summary>
    public static FindingCode NotMoved { get; } = new("SFTP-0009", Severity.Warning,
        "The file '{1}' of '{0}' is kept but cannot be moved away: {2}.",
        "The account may read but not change the folder, or the archive folder is missing or full. It is not taken twice.",
        "Ask the carrier for the permission, or set 'after: leave'.");

    /// <summary>A file is too large; its sender is told too.</summary>
    public static FindingCode TooLarge { get; } = new("SFTP-0010", Severity.Error,
        "The file '{1}' of '{0}' was not taken: it has {2} bytes, and {3} are allowed.",
        "Several days were put into one file, or it was made to overload whoever reads it.",
        "Split it into several interchanges and send those.");

    /// <summary>Too many entries.</summary>
    public static FindingCode TooMany { get; } = new("SFTP-0011", Severity.Warning,
        "The folder of '{0}' has more than {1} entries; the others have their turn when these are gone.",
        "Nobody tidies up the folder.",
        "Let the gateway archive or delete what it has taken, or ask the carrier to tidy up.");

    /// <summary>A file cannot be written.</summary>
    public static FindingCode NotWritten { get; } = new("SFTP-0012", Severity.Error,
        "Nothing can be written to the folder '{1}' of '{0}': {2}.",
        "The folder does not exist, the account may not write there, or the disk of the server is full.",
        "Tell the carrier. It is tried again by itself, with growing pauses, and nothing is lost.");

    /// <summary>All codes.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        HostKey, Unreachable, Login, Key, Folder, Broken, Name, Unreadable, NotMoved, TooLarge, TooMany, NotWritten,
    ];

    internal static Finding Of(FindingCode code, params ReadOnlySpan<string> arguments)
    {
        var safe = new string[arguments.Length];
        for (var i = 0; i < safe.Length; i++) safe[i] = SafeText.Of(arguments[i]);
        return new Finding(code, default, default, 0, [.. safe]);
    }
}
