using System.Text;
using Gateway.Channels;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Tests.Real.Channels;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>A mailbox as a channel like any other: each item is a mail with the item attached, and its answers are those of one
/// mail.</summary>
public abstract class MailConformance(MailServers servers) : ChannelConformance
{
    private static int boxes;

    private readonly string prefix = $"conf{Interlocked.Increment(ref boxes)}-";
    private readonly Dictionary<string, byte[]> mails = [];
    private int files;

    private protected string Box => BoxOf("place");

    private protected MailServers Servers => servers;

    private protected override bool AnswersRepeats => false;

    // A mail's names come coded, so that they can hold everything.
    private protected override IReadOnlyList<string> HostileNames
        => ["../../up.edi", "/etc/x.edi", "..\\up.edi", "new\nline.edi", "\u001b[2J.edi", "\u202eide.edi", ".hidden", "a'b\"c;d.edi",
            new string('n', 240) + ".edi"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Directory.CreateDirectory(Path.Combine(Stage.Folder, "partners"));
        await File.WriteAllTextAsync(
            Path.Combine(Stage.Folder, "partners/carrier.yaml"), "partner: 1\nmail: { addresses: ['@carrier.example'] }\n");
        await Stage.Restart();
    }

    private protected string BoxOf(string place) => prefix + place;

    private protected MailOptions Options(string place) => new(
        BoxOf(place), "mail:" + BoxOf(place), Path.Combine(Stage.Folder, "mail")) { Smtp = servers.Answers(BoxOf(place)) };

    private protected AskAnswers AskFiles => (id, stop) => Stage.Gateway.Verdicts.AnswersWith(id, stop);

    private protected override (string Name, byte[] Bytes) Kept(string name, byte[] content)
        => (name + ".eml", mails.GetValueOrDefault(name, []));

    private protected override void Put(string name, byte[] content, string place = "place")
    {
        mails[name] = Mail(name, content);
        Again(name, place);
    }

    private protected override void PutAgain(string name, byte[] content) => Again(name, "place");

    private void Again(string name, string place) => servers.Deliver(BoxOf(place), mails[name], $"{files++:00000}.c");

    private protected override IReadOnlyDictionary<string, byte[]> Answers()
    {
        var answers = new Dictionary<string, byte[]>();
        foreach (var mail in Delivered())
        {
            var name = mail.Subject!["Re: ".Length..].Split('/', '\\')[^1];
            Add(name + ".report.txt", Encoding.UTF8.GetBytes(mail.TextBody!));
            foreach (var part in mail.Attachments.OfType<MimePart>())
            {
                using var bytes = new MemoryStream();
                part.Content!.DecodeTo(bytes);
                Add(part.FileName!, bytes.ToArray());
            }
        }

        return answers;

        void Add(string name, byte[] bytes) => answers[answers.ContainsKey(name) ? $"{answers.Count}-{name}" : name] = bytes;
    }

    /// <summary>What Postfix delivered to the sender, waiting for all that was handed to it.</summary>
    private List<MimeMessage> Delivered()
    {
        var entries = Stage.Gateway.Store.Read(
            Viewer.Operator, new EntriesQuery(Destination: "reply:" + Box, Max: 1000), CancellationToken.None).AsTask().Result.Items;
        var sent = entries.Count(e => e.State == EntryState.Delivered && e.Entry.FileName.EndsWith(".report.txt", StringComparison.Ordinal));
        for (var i = 0; ; i++)
        {
            var found = servers.Received("conform").Where(m => m.From.Mailboxes.Single().Address == Box + "@customs.example").ToList();
            if (found.Count >= sent || i == 100) return found;
            Thread.Sleep(100);
        }
    }

    private static byte[] Mail(string name, byte[] content)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var escaped = string.Concat(bytes.Select(b => $"%{b:X2}"));
        return MailStage.Plain(
            $"From: conform@carrier.example\nTo: intake@customs.example\nSubject: =?utf-8?B?{Convert.ToBase64String(bytes)}?=\n"
            + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
            "--b\r\n\r\nPlease find attached.\r\n--b\r\nContent-Disposition: attachment; filename*=utf-8''" + escaped
            + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)
            + "\r\n--b--\r\n");
    }

    private protected IReadOnlyList<string> Subjects(IEnumerable<string> paths) => [.. paths.Select(path =>
    {
        var mail = File.ReadAllBytes(path);
        return mails.FirstOrDefault(known => known.Value.AsSpan().SequenceEqual(mail)).Key ?? path;
    })];
}

[Collection("mail")]
public sealed class ImapConformanceTests(MailServers servers) : MailConformance(servers)
{
    [NeedsMailServersTheory]
    [MemberData(nameof(AllRules))]
    public Task Conforms(string rule) => Conform(rule);

    private protected override IChannel Make(string place)
        => new ImapChannel(
            Options(place), new ImapOptions(Servers.ImapServer(BoxOf(place))), AskFiles, TimeProvider.System, Stage.Said.Add);

    private protected override IReadOnlyList<string> Lying() => Subjects(Servers.Files(Box));
}

[Collection("mail")]
public sealed class MaildirConformanceTests(MailServers servers) : MailConformance(servers)
{
    [NeedsMailServersTheory]
    [MemberData(nameof(AllRules))]
    public Task Conforms(string rule) => Conform(rule);

    private protected override IChannel Make(string place)
        => new MaildirChannel(Options(place), Servers.Maildir(BoxOf(place)), AskFiles, TimeProvider.System, Stage.Said.Add);

    // A mail in new/ is one that nobody has acknowledged.
    private protected override IReadOnlyList<string> Lying()
        => Subjects(Servers.Files(Box).Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "new"));
}
