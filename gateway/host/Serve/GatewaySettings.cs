using System.Net;

namespace Gateway.Host.Serve;

/// <summary>What gateway.yaml says, with its paths made absolute.</summary>
/// <param name="Root">Folder of gateway.yaml; relative paths start there.</param>
/// <param name="Listen">Address and port of the HTTP intake; port 0 takes a free one.</param>
/// <param name="DataFolder">Where the store and all working files lie.</param>
/// <param name="Folders">Watched folders.</param>
/// <param name="Configuration">Folders with mappings, rules, code lists, partners and destinations; a later one
/// wins.</param>
internal sealed record GatewaySettings(
    string Root, IPEndPoint Listen, string DataFolder, IReadOnlyList<WatchedFolder> Folders,
    IReadOnlyList<string> Configuration)
{
    /// <summary>Accounts on SFTP servers.</summary>
    public IReadOnlyList<SftpPlace> Sftp { get; init; } = [];

    /// <summary>Mailboxes.</summary>
    public IReadOnlyList<MailPlace> Mail { get; init; } = [];

    /// <summary>Receipts worked on at the same time.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Log lines are JSON.</summary>
    public bool LogsJson { get; init; }

    /// <summary>The demo risk system answers below /demo/.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Intake is refused when less is free on the disk of the data folder: what is kept must still get
    /// out.</summary>
    public long DiskReserveBytes { get; init; } = 256L * 1024 * 1024;
}

/// <summary>One watched folder.</summary>
/// <param name="Name">Name of the channel.</param>
/// <param name="Path">The folder.</param>
/// <param name="Partner">Whose files they are; null when UNB decides.</param>
/// <param name="QuietSeconds">See <see cref="Channels.FolderOptions.Quiet"/>.</param>
/// <param name="PollSeconds">Longest time between two looks.</param>
internal sealed record WatchedFolder(string Name, string Path, string? Partner, int QuietSeconds, int PollSeconds);
