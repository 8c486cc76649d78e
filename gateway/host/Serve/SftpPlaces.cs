using Gateway.Channels;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>One account on an SFTP server: files are fetched from it, documents delivered to it, or both.</summary>
/// <param name="Server">The account.</param>
/// <param name="Fetch">What is fetched; null when nothing is.</param>
/// <param name="Partner">Whose files they are; null when UNB decides.</param>
/// <param name="PollSeconds">Time between two looks.</param>
internal sealed record SftpPlace(SftpServer Server, SftpOptions? Fetch, string? Partner, int PollSeconds)
{
    /// <summary>Name of the place, and of its channel.</summary>
    public string Name => Server.Name;
}

/// <summary>Reads <c>sftp:</c> of gateway.yaml.</summary>
internal static class SftpPlaces
{
    private const int FingerprintLength = 43;

    /// <summary>Working files of all places below a data folder.</summary>
    public static string MemoryFolder(string dataFolder) => Path.Combine(dataFolder, "sftp");

    /// <summary>Reads every place; all faults at once.</summary>
    public static IReadOnlyList<SftpPlace> Read(Section file, string dataFolder, Secrets secrets)
    {
        var places = new List<SftpPlace>();
        foreach (var (name, text, block) in file.Entries("sftp"))
        {
            if (text is not null) block.Wrong("", text, "a block with the keys host, user and hostKeys");
            else places.Add(Place(name, block, MemoryFolder(dataFolder), secrets));
        }

        return places;
    }

    private static SftpPlace Place(string name, Section block, string memory, Secrets secrets)
    {
        block.Only(
            "host", "port", "user", "hostKeys", "password", "key", "timeoutSeconds", "folder", "partner", "files", "after", "archive",
            "suffix", "answers", "marker", "stableSeconds", "quietSeconds", "pollSeconds", "maxMegabytes");
        var server = new SftpServer(
            name, block.Required("host", "the name of the server"), block.Required("user", "the account"), HostKeys(name, block),
            Credentials(block, secrets))
        {
            Port = block.Number("port", 22, 1, 65535),
            Timeout = TimeSpan.FromSeconds(block.Number("timeoutSeconds", 30, 1, 600)),
        };
        var partner = block.Text("partner");
        var poll = block.Number("pollSeconds", 60, 1, 86_400);
        return new SftpPlace(server, Fetch(server, block, partner, memory), partner, poll);
    }

    private static SftpOptions? Fetch(SftpServer server, Section block, string? partner, string memory)
    {
        if (block.Text("folder") is not { } folder)
        {
            string[] ofFetching = ["files", "after", "archive", "suffix", "answers", "marker", "partner"];
            if (ofFetching.Any(block.Has)) block.Required("folder", "the folder that files are fetched from");
            return null;
        }

        var answers = block.Required("answers", "the remote folder for answers, or none");
        var after = block.Word("after", "archive", "archive", "rename", "delete", "leave");
        var suffix = block.Text("suffix") ?? ".done";
        var marker = block.Text("marker");
        if (after == "rename" && marker == suffix) block.Wrong("marker", marker, "another ending than suffix");
        return new SftpOptions(server, folder, partner ?? "sftp:" + server.Name, memory)
        {
            Files = block.List("files"),
            After = Enum.TryParse<SftpAfter>(after, ignoreCase: true, out var action) ? action : default,
            Archive = block.Text("archive") ?? folder.TrimEnd('/') + "/archive",
            Suffix = suffix,
            Answers = answers == "none" ? null : answers,
            Marker = marker,
            Stable = TimeSpan.FromSeconds(block.Number("stableSeconds", 3, 2, 86_400)),
            Quiet = TimeSpan.FromSeconds(block.Number("quietSeconds", 120, 2, 86_400)),
            FileBytesMax = block.Number("maxMegabytes", 64, 1, 65_536) * 1024L * 1024,
        };
    }

    private static IReadOnlyList<string> HostKeys(string name, Section block)
    {
        var keys = block.List("hostKeys");
        foreach (var key in keys)
        {
            if (!IsFingerprint(key)) block.Wrong("hostKeys", key, "SHA256: and 43 letters, as 'channel test' shows it");
        }

        // A server that nobody pinned could be anybody.
        if (keys.Count == 0) block.Fault(HostCodes.HostKeyMissing, "hostKeys", name);
        return keys;
    }

    private static bool IsFingerprint(string key)
        => key.StartsWith("SHA256:", StringComparison.Ordinal) && key.Length == "SHA256:".Length + FingerprintLength
            && key.Skip("SHA256:".Length).All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/');

    private static Func<SftpCredentials> Credentials(Section block, Secrets secrets)
    {
        if (!block.Has("password") && !block.Has("key"))
        {
            block.Required("key", "the private key of the account, or password, by the name of a secret");
        }

        var password = secrets.Name(block, "password");
        var key = secrets.Name(block, "key", "passphrase");
        var passphrase = block.Block("key") is { } inner ? secrets.Name(inner, "passphrase") : null;
        return () => new SftpCredentials(
            password is null ? null : secrets.Text(password), key is null ? null : secrets.Bytes(key),
            passphrase is null ? null : secrets.Text(passphrase));
    }
}
