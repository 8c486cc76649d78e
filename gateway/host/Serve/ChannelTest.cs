using Gateway.Channels;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>The verb <c>channel test</c>: visits a place and says in plain words what it saw.</summary>
internal static class ChannelTest
{
    /// <summary>Visits it.</summary>
    /// <returns>0 when all is well, 1 when something has to be put right, 3 when the configuration cannot be read.</returns>
    public static async Task<int> Run(
        ServeOptions options, string name, TextWriter output, TextWriter err, TimeProvider clock, CancellationToken stop)
    {
        if (!File.Exists(options.ConfigFile))
        {
            err.WriteLine($"There is no file {options.ConfigFile}.");
            return 3;
        }

        var findings = new Findings();
        var settings = GatewayFile.ReadAsFarAsPossible(options, findings);
        // The one fault that this verb is there to put right.
        if (settings is null || findings.All.Any(f => f.Code.Default == Severity.Error && f.Code != HostCodes.HostKeyMissing))
        {
            Faulty.Write(err, findings);
            return 3;
        }

        if (settings.Sftp.FirstOrDefault(p => p.Name == name) is { } place) return await Visit(place, output, clock, stop);
        if (settings.Mail.FirstOrDefault(p => p.Name == name) is { } mailbox) return await MailTest.Run(mailbox, output, stop);
        if (settings.Folders.FirstOrDefault(f => f.Name == name) is { } folder) return Look(folder, output);
        var known = settings.Sftp.Select(p => p.Name).Concat(settings.Mail.Select(p => p.Name))
            .Concat(settings.Folders.Select(f => f.Name)).Order(StringComparer.Ordinal);
        err.WriteLine($"gateway.yaml has no place {name}. It has: {string.Join(", ", known)}.");
        return 3;
    }

    private static async Task<int> Visit(SftpPlace place, TextWriter output, TimeProvider clock, CancellationToken stop)
    {
        var server = place.Server;
        output.WriteLine($"Place     {place.Name}: {server.User} at {server.Host}, port {server.Port}");
        string[] folders = place.Fetch is { } fetch
            ? [fetch.Folder, .. fetch.Answers is { } answers ? [answers] : (string[])[],
                .. fetch.After == SftpAfter.Archive ? [fetch.Archive] : (string[])[]]
            : [];
        var visit = await SftpVisit.Make(server, folders, clock, stop);
        var isPinned = visit.HostKey is { } key && server.HostKeys.Contains(key.Split(' ')[^1]);
        if (visit.HostKey is { } met) output.WriteLine($"Host key  {met}, {(isPinned ? "as in gateway.yaml" : "not in gateway.yaml")}");
        if (visit.HostKey is { } shown && server.HostKeys.Count == 0)
        {
            output.WriteLine("          No password and no key was sent. Ask the carrier, by telephone, whether this is its fingerprint.");
            output.WriteLine($"          If it is, write: hostKeys: [ '{shown.Split(' ')[^1]}' ]");
            return 1;
        }

        if (visit.Fault is { } fault)
        {
            output.WriteLine($"{fault.Code.Id} {fault.Sentence}");
            output.WriteLine($"          {fault.Fix}");
            return 1;
        }

        output.WriteLine("Login     accepted");
        foreach (var seen in visit.Folders) Tell(seen, place.Fetch!, output);
        return visit.Folders.Any(f => f.Folder == place.Fetch!.Folder && f.Refusal is not null) ? 1 : 0;
    }

    private static void Tell(SftpFolderVisit seen, SftpOptions fetch, TextWriter output)
    {
        var what = seen.Folder == fetch.Folder ? "Folder  " : seen.Folder == fetch.Answers ? "Answers " : "Archive ";
        if (seen.Refusal is { } refusal)
        {
            // The gateway makes the folders that it writes to.
            var remedy = seen.Folder == fetch.Folder ? "" : "; it is made when it is first needed, if the account may";
            output.WriteLine($"{what}  {seen.Folder}: cannot be listed: {refusal}{remedy}");
            return;
        }

        var matching = fetch.Files.Count == 0 || seen.Folder != fetch.Folder ? "" : $", {fetch.Matching(seen.Files)} of them as in 'files'";
        output.WriteLine($"{what}  {seen.Folder}: files {seen.Files.Count}{matching}, folders and links {seen.Others}"
            + (seen.OddNames > 0 ? $", files not taken because of their names {seen.OddNames}" : ""));
    }

    private static int Look(WatchedFolder folder, TextWriter output)
    {
        output.WriteLine($"Place     {folder.Name}: folder {folder.Path}");
        try
        {
            var names = Directory.EnumerateFiles(folder.Path).Take(100_000).Count();
            output.WriteLine($"Folder    files {names}");
            var probe = Path.Combine(folder.Path, ".gateway-test.part");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            output.WriteLine("Rights    files can be written and removed");
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"          The folder is missing, or the gateway may not read and write there: {fault.GetType().Name}");
            return 1;
        }
    }
}
