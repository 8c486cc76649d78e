using Gateway.Documents;
using Renci.SshNet.Common;

namespace Gateway.Channels;

/// <summary>What one visit to a server found, for whoever sets a place up.</summary>
/// <param name="HostKey">The key that the server showed, <c>ssh-ed25519 SHA256:...</c>; null when it was not reached.</param>
/// <param name="Fault">What went wrong; null when all went well.</param>
/// <param name="Folders">What was found in each folder that was looked at.</param>
public sealed record SftpVisit(string? HostKey, Finding? Fault, IReadOnlyList<SftpFolderVisit> Folders)
{
    /// <summary>Connects, looks into folders and goes away again; changes nothing. Without a pinned key it learns the server's and
    /// sends no credentials.</summary>
    /// <param name="server">The account.</param>
    /// <param name="folders">Remote folders to list.</param>
    /// <param name="clock">The only clock.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<SftpVisit> Make(
        SftpServer server, IReadOnlyList<string> folders, TimeProvider clock, CancellationToken stop)
    {
        await using var session = new SftpSession(server, clock);
        var seen = new List<SftpFolderVisit>();
        try
        {
            foreach (var folder in folders) seen.Add(await Look(session, folder, stop));
            if (folders.Count == 0) await session.Do((_, _) => Task.CompletedTask, stop);
            return new SftpVisit(session.HostKeyMet, null, seen);
        }
        catch (SftpFaultException fault)
        {
            return new SftpVisit(session.HostKeyMet, fault.Finding, seen);
        }
    }

    private static async Task<SftpFolderVisit> Look(SftpSession session, string folder, CancellationToken stop)
    {
        try
        {
            var listing = await new SftpFolder(session, folder, "").List(100_000, stop);
            return new SftpFolderVisit(folder, null, [.. listing.Files.Select(f => f.Name)], listing.Others, listing.OddNames.Count);
        }
        catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
        {
            return new SftpFolderVisit(folder, SftpSession.Reason(refusal), [], 0, 0);
        }
    }
}

/// <summary>One remote folder as a visit saw it.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Refusal">Why it could not be listed; null when it could.</param>
/// <param name="Files">Names of its files.</param>
/// <param name="Others">Folders, links and the like.</param>
/// <param name="OddNames">Files that would not be taken because of their names.</param>
public sealed record SftpFolderVisit(string Folder, string? Refusal, IReadOnlyList<string> Files, int Others, int OddNames);
