using System.Security.Cryptography;
using Gateway.Documents;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace Gateway.Channels;

/// <summary>What is done in folders of a server, each step whole or not at all.</summary>
/// <param name="session">The connection.</param>
/// <param name="folder">The remote folder; empty for the one that the account begins in.</param>
/// <param name="scratch">A local folder for what is too large for the memory.</param>
internal sealed class SftpFolder(SftpSession session, string folder, string scratch)
{
    private const int NameMax = 255;
    private const int OddNamesMax = 100;

    /// <summary>Path of a name in the folder.</summary>
    public string PathOf(string name) => folder.Length == 0 ? name : folder.TrimEnd('/') + "/" + name;

    /// <summary>Lists it, page by page, up to a number of entries.</summary>
    public async Task<RemoteListing> List(int entriesMax, CancellationToken stop)
    {
        var files = new List<RemoteFile>();
        var odd = new List<string>();
        var (others, count) = (0, 0);
        await session.Follow(
            async (client, token) =>
            {
                await foreach (var entry in client.ListDirectoryAsync(folder.Length == 0 ? "." : folder, token))
                {
                    if (entry.Name is "." or "..") continue;
                    if (Interlocked.Increment(ref count) > entriesMax) return;
                    if (!entry.IsRegularFile || entry.IsSymbolicLink) others++;
                    else if (IsPlain(entry.Name)) files.Add(new RemoteFile(entry.Name, entry.Length, SecondsOf(entry.LastWriteTimeUtc)));
                    else if (odd.Count < OddNamesMax) odd.Add(entry.Name[..Math.Min(entry.Name.Length, NameMax)]);
                }
            },
            () => Volatile.Read(ref count), stop);
        return new RemoteListing(files, count <= entriesMax, others, odd);
    }

    /// <summary>A file as it is now; null when it is not there or is no regular file.</summary>
    public Task<RemoteFile?> Find(string name, CancellationToken stop) => session.Do<RemoteFile?>(
        async (client, token) =>
        {
            try
            {
                var found = await client.GetAttributesAsync(PathOf(name), token);
                return found.IsRegularFile ? new RemoteFile(name, found.Size, SecondsOf(found.LastWriteTimeUtc)) : null;
            }
            catch (SftpPathNotFoundException)
            {
                return null;
            }
        },
        stop);

    /// <summary>Renames within the server; never over something that is there.</summary>
    public Task Rename(string from, string to, CancellationToken stop)
        => session.Do((client, token) => client.RenameFileAsync(from, to, token), stop);

    /// <summary>Removes a file.</summary>
    public Task Delete(string name, CancellationToken stop)
        => session.Do((client, token) => client.DeleteFileAsync(PathOf(name), token), stop);

    /// <summary>Makes the folder when it is missing; whoever writes to it next finds out when that was not allowed.</summary>
    public Task Make(CancellationToken stop) => session.Do(
        async (client, token) =>
        {
            try
            {
                await client.CreateDirectoryAsync(folder, token);
            }
            catch (SshException refusal) when (SftpSession.IsRefusal(refusal))
            {
                // It is there already, or may not be made.
            }
        },
        stop);

    /// <summary>
    /// Writes a file so that nobody ever sees half of it: under a hidden name, then renamed. The same name with the same bytes is
    /// already done; a file with other bytes is not touched.
    /// </summary>
    /// <param name="name">A plain name.</param>
    /// <param name="otherwise">The name when that one is taken by other bytes.</param>
    /// <param name="id">Names the hidden file; the same for each try.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Write(string name, string otherwise, string id, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (await Find(name, stop) is { } there)
        {
            if (await Holds(there, bytes, stop)) return;
            name = otherwise;
            if (await Find(name, stop) is { } marked && await Holds(marked, bytes, stop)) return;
        }

        var part = "." + id + ".part";
        await Upload(part, bytes, stop);
        // A full disk may cut a file without a word.
        if ((await Find(part, stop))?.Length != bytes.Length) throw new SftpException(StatusCode.Failure);
        await Rename(PathOf(part), PathOf(name), stop);
    }

    /// <summary>Whether a name has nothing in it that is not part of a name.</summary>
    public static bool IsPlain(string name)
        => name.Length is > 0 and <= NameMax && !name.AsSpan().ContainsAny('/', '\\', '\uFFFD') && SafeText.Of(name) == name;

    private static long SecondsOf(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds();

    private async Task Upload(string part, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            await session.Store(PathOf(part), bytes, stop);
        }
        catch (SftpPathNotFoundException)
        {
            await Make(stop);
            await session.Store(PathOf(part), bytes, stop);
        }
    }

    private async Task<bool> Holds(RemoteFile there, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (there.Length != bytes.Length) return false;
        await using var spool = new Spool(scratch, there.Length);
        await session.Fetch(PathOf(there.Name), spool, stop);
        return spool.End().Sha256 == Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }
}
