using System.Net;
using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Serve;

/// <summary>One mailbox.</summary>
/// <param name="Options">Its name, limits and answers.</param>
/// <param name="Imap">Where it is; null for a Maildir.</param>
/// <param name="Maildir">The Maildir; null for IMAP.</param>
/// <param name="PollSeconds">Longest time between two looks.</param>
internal sealed record MailPlace(MailOptions Options, ImapOptions? Imap, string? Maildir, int PollSeconds)
{
    /// <summary>Name of the mailbox, and of its channel.</summary>
    public string Name => Options.Name;
}

/// <summary>Reads <c>mail:</c> of gateway.yaml, and starts its mailboxes.</summary>
internal static class MailPlaces
{
    private const int PinLength = 64;

    /// <summary>Where mailboxes and destinations by mail remember how much they sent.</summary>
    public static string MemoryFolder(string dataFolder) => Path.Combine(dataFolder, "mail");

    /// <summary>Reads every mailbox; all faults at once.</summary>
    public static IReadOnlyList<MailPlace> Read(Section file, string root, string dataFolder, Secrets secrets)
    {
        var places = new List<MailPlace>();
        foreach (var (name, text, block) in file.Entries("mail"))
        {
            if (text is not null) block.Wrong("", text, "a block with the key imap or maildir");
            else places.Add(Place(name, block, root, MemoryFolder(dataFolder), secrets));
        }

        return places;
    }

    /// <summary>Starts a mailbox.</summary>
    /// <returns>The loop to run.</returns>
    public static Loop Start(RunningGateway gateway, MailPlace place, CancellationToken stop)
    {
        void Say(Finding finding) => gateway.Places.Say(place.Name, finding);
        AskAnswers ask = gateway.Verdicts.AnswersWith;
        var every = TimeSpan.FromSeconds(place.PollSeconds);
        if (place.Maildir is { } folder)
        {
            var arrivals = Path.Combine(folder, "new");
            var maildir = gateway.Places.Add(new MaildirChannel(place.Options, folder, ask, gateway.Clock, Say), every);
            if (Directory.Exists(arrivals)) FolderHint.Watch(arrivals, maildir.Wake.Up, stop);
            return maildir;
        }

        var imap = gateway.Places.Add(new ImapChannel(place.Options, place.Imap!, ask, gateway.Clock, Say), every);
        _ = ImapHint.Watch(place.Imap!, imap.Wake.Up, gateway.Clock, stop);
        return imap;
    }

    private static MailPlace Place(string name, Section block, string root, string memory, Secrets secrets)
    {
        block.Only("imap", "maildir", "smtp", "pollSeconds", "maxMegabytes");
        var (imap, maildir) = (block.Block("imap"), block.Text("maildir"));
        if (imap is null == maildir is null) block.Wrong("imap", imap is null ? "nothing" : "both", "either imap or maildir");
        var options = new MailOptions(name, "mail:" + name, memory)
        {
            Smtp = block.Block("smtp") is { } smtp ? Smtp(smtp, secrets) : null,
            MailBytesMax = block.Number("maxMegabytes", 64, 1, 1024) * 1024L * 1024,
        };
        return new MailPlace(
            options, imap is { } server ? Imap(server, secrets) : null, maildir is null ? null : Path.GetFullPath(maildir, root),
            block.Number("pollSeconds", imap is null ? 5 : 60, 1, 3600));
    }

    private static ImapOptions Imap(Section block, Secrets secrets)
    {
        block.Only("host", "port", "security", "pin", "user", "password", "timeoutSeconds", "folder", "processed");
        block.Required("user", "the account");
        var processed = block.Text("processed") ?? "Processed";
        var folder = block.Text("folder") ?? "INBOX";
        if (processed == folder) block.Wrong("processed", processed, "another folder than the one that is read");
        return new ImapOptions(Server(block, secrets, 993, 143)) { Folder = folder, Processed = processed == "none" ? null : processed };
    }

    private static SmtpOptions Smtp(Section block, Secrets secrets)
    {
        block.Only("host", "port", "security", "pin", "user", "password", "timeoutSeconds", "from", "perHour");
        var from = block.Required("from", "the address of the gateway");
        var at = from.IndexOf('@', StringComparison.Ordinal);
        var isAddress = at > 0 && at == from.LastIndexOf('@') && at < from.Length - 1
            && from.All(c => c is > ' ' and < (char)0x7F && c is not ('<' or '>' or ',' or ';' or '"'));
        if (from.Length > 0 && !isAddress) block.Wrong("from", from, "one address such as intake@customs.example");
        return new SmtpOptions(Server(block, secrets, 465, 25), from) { PerHourMax = block.Number("perHour", 1000, 1, 1_000_000) };
    }

    private static MailServer Server(Section block, Secrets secrets, int tlsPort, int plainPort)
    {
        var host = block.Required("host", "the name of the mail server");
        var security = block.Word("security", "tls", "tls", "starttls", "none");
        // What is sent without TLS can be read and changed on every hop.
        if (security == "none" && !IsThisMachine(host)) block.Wrong("security", security, "tls or starttls; none is for this machine only");
        var pin = block.Text("pin")?.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        if (pin is not null && (pin.Length != PinLength || !pin.All(char.IsAsciiHexDigitLower)))
        {
            block.Wrong("pin", pin, "the SHA-256 of the server's certificate, 64 hexadecimal digits");
        }

        var user = block.Text("user");
        if (user is not null && !block.Has("password")) block.Required("password", "the password of the account, by the name of a secret");
        var secret = secrets.Name(block, "password");
        return new MailServer(
            host, block.Number("port", security == "tls" ? tlsPort : plainPort, 1, 65_535),
            Enum.Parse<MailSecurity>(security is "tls" or "starttls" or "none" ? security : "tls", ignoreCase: true))
        {
            Pin = pin, User = user, Password = () => secret is null ? null : secrets.Text(secret),
            Timeout = TimeSpan.FromSeconds(block.Number("timeoutSeconds", 60, 1, 600)),
        };
    }

    private static bool IsThisMachine(string host)
        => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
