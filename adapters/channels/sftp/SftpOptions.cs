using System.IO.Enumeration;
using Gateway.Documents;

namespace Gateway.Channels;

/// <summary>An account on an SFTP server, and how long it is waited for.</summary>
/// <param name="Name">Name of the place in the configuration.</param>
/// <param name="Host">Name or address of the server.</param>
/// <param name="User">The account.</param>
/// <param name="HostKeys">Fingerprints that the server's key may have, <c>SHA256:...</c>; several while a key is changed. Without one
/// nothing is ever connected.</param>
/// <param name="Credentials">Gives the secrets at each connecting, so that a changed one is used at once.</param>
public sealed record SftpServer(
    string Name, string Host, string User, IReadOnlyList<string> HostKeys, Func<SftpCredentials> Credentials)
{
    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 22;

    /// <summary>Longest wait for one answer of the server; a transfer may take longer while bytes flow.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that nobody used for so long is closed.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First pause after a fault; doubles up to 15 minutes.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What the account is opened with.</summary>
/// <param name="Password">The password; null when it has none.</param>
/// <param name="Key">A private key, OpenSSH or PEM; null when it has none.</param>
/// <param name="Passphrase">Of the key; null when it has none.</param>
public sealed record SftpCredentials(string? Password, byte[]? Key, string? Passphrase);

/// <summary>What becomes of a remote file that is kept.</summary>
public enum SftpAfter
{
    /// <summary>It moves to another folder of the server.</summary>
    Archive,

    /// <summary>It gets an ending and is ignored from then on.</summary>
    Rename,

    /// <summary>It is removed.</summary>
    Delete,

    /// <summary>It stays as it is; the gateway remembers it.</summary>
    Leave,
}

/// <summary>A folder of a server that files are fetched from.</summary>
/// <param name="Server">The account.</param>
/// <param name="Folder">Where files lie.</param>
/// <param name="Scope">Whose files they are: a partner's id, or <c>sftp:NAME</c>.</param>
/// <param name="MemoryFolder">Local folder in which the channel remembers what it has taken and keeps large files while it reads
/// them.</param>
public sealed record SftpOptions(SftpServer Server, string Folder, string Scope, string MemoryFolder)
{
    /// <summary>Patterns of names with <c>*</c> and <c>?</c>, in any case; none for all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What becomes of a file that is kept.</summary>
    public SftpAfter After { get; init; }

    /// <summary>For <see cref="SftpAfter.Archive"/>: the folder.</summary>
    public string Archive { get; init; } = "archive";

    /// <summary>For <see cref="SftpAfter.Rename"/>: the ending.</summary>
    public string Suffix { get; init; } = ".done";

    /// <summary>Where answers go; null for nowhere.</summary>
    public string? Answers { get; init; }

    /// <summary>A file counts as whole only beside a file of its name with this ending, which is not older; null for none.</summary>
    public string? Marker { get; init; }

    /// <summary>A file is taken when its length and time were the same for so long. Times of servers have whole seconds, so below two
    /// of them a later change could look like no change.</summary>
    public TimeSpan Stable { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A file whose envelope is not complete is taken after it was unchanged for so long.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Bytes of a file; a larger one stays, with an answer that says so.</summary>
    public long FileBytesMax { get; init; } = Limits.HttpBodyBytesMax;

    /// <summary>Entries of the folder looked at in one poll; the rest has its turn when these are gone.</summary>
    public int EntriesMax { get; init; } = 50_000;

    /// <summary>How many of some names are fetched as far as the patterns decide.</summary>
    public int Matching(IEnumerable<string> names) => names.Count(Matches);

    internal bool Matches(string name)
        => Files.Count == 0 || Files.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true));
}
