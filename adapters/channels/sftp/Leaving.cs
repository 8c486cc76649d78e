using System.Globalization;
using Renci.SshNet.Common;

namespace Gateway.Channels;

/// <summary>
/// Takes a kept file out of the carrier's folder. Renaming is the only step that cannot lose anything: what lies under the new name is
/// looked at afterwards, and when it is not what was read, because somebody wrote to it or replaced it meanwhile, it goes back.
/// </summary>
internal sealed class Leaving(SftpOptions options, SftpFolder inbox, SftpFolder archive)
{
    private const string Ending = ".taken";

    /// <summary>The name that a file has on its way out; hidden, so that nobody takes it for a file that waits.</summary>
    private static string OutName(string name) => "." + name + Ending;

    /// <summary>Takes a file out as the configuration says.</summary>
    /// <returns>False when it is another file by now, which stays and is taken as such.</returns>
    /// <exception cref="SshException">The server refuses it.</exception>
    public async Task<bool> Take(TakenFile taken, CancellationToken stop)
    {
        if (options.After == SftpAfter.Leave) return true;
        var name = taken.File.Name;
        if (await inbox.Find(name, stop) != taken.File) return false;
        var isTaken = options.After switch
        {
            SftpAfter.Archive => await Archive(taken, stop),
            SftpAfter.Rename => await Move(taken, inbox, name + options.Suffix, stop),
            _ => await Delete(taken, stop),
        };
        // The marker is of this file; left behind it would call the next one of the name whole.
        if (isTaken && options.Marker is { } marker && await inbox.Find(name + marker, stop) is not null)
        {
            await inbox.Delete(name + marker, stop);
        }

        return isTaken;
    }

    /// <summary>Ends what a crash left half done: files that were on their way out.</summary>
    public async Task Finish(RemoteListing listing, TakenFiles files, CancellationToken stop)
    {
        foreach (var left in listing.Files.Where(f => f.Name.EndsWith(Ending, StringComparison.Ordinal) && f.Name[0] == '.'))
        {
            var name = left.Name[1..^Ending.Length];
            if (name.Length == 0 || options.After != SftpAfter.Delete) continue;
            if (files.Has(left with { Name = name })) await inbox.Delete(left.Name, stop);
            else if (await inbox.Find(name, stop) is null) await inbox.Rename(inbox.PathOf(left.Name), inbox.PathOf(name), stop);
        }
    }

    private async Task<bool> Archive(TakenFile taken, CancellationToken stop)
    {
        try
        {
            return await Move(taken, archive, taken.File.Name, stop);
        }
        catch (SftpPathNotFoundException)
        {
            await archive.Make(stop);
            return await Move(taken, archive, taken.File.Name, stop);
        }
    }

    private async Task<bool> Delete(TakenFile taken, CancellationToken stop)
    {
        var name = OutName(taken.File.Name);
        if (!await Move(taken, inbox, name, stop)) return false;
        await inbox.Delete(name, stop);
        return true;
    }

    private async Task<bool> Move(TakenFile taken, SftpFolder to, string name, CancellationToken stop)
    {
        if (await to.Find(name, stop) is not null) name = FileNames.Distinct(name, taken.Sha256[..16]);
        // The same file went this way before and came again: it is the same down to its last byte.
        if (await to.Find(name, stop) is not null) await to.Delete(name, stop);
        await inbox.Rename(inbox.PathOf(taken.File.Name), to.PathOf(name), stop);
        var moved = await to.Find(name, stop);
        if (moved is null || moved == taken.File with { Name = name }) return true;
        var back = await inbox.Find(taken.File.Name, stop) is null
            ? taken.File.Name
            : FileNames.Distinct(taken.File.Name, moved.Value.WrittenAt.ToString(CultureInfo.InvariantCulture));
        await inbox.Rename(to.PathOf(name), inbox.PathOf(back), stop);
        return false;
    }
}
