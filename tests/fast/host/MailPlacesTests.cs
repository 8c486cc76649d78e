using Gateway.Channels;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Host;

/// <summary>The block <c>mail:</c> of gateway.yaml.</summary>
public sealed class MailPlacesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-mail-places-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (IReadOnlyList<MailPlace> Places, IReadOnlyList<Finding> Findings) Read(string mail)
    {
        Directory.CreateDirectory(Path.Combine(folder, "secrets"));
        var secret = Path.Combine(folder, "secrets", "box");
        File.WriteAllText(secret, "password\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(Path.Combine(folder, "gateway.yaml"), "gateway: 1\nmail:\n" + mail);
        var findings = new Findings();
        var settings = GatewayFile.ReadAsFarAsPossible(new ServeOptions(Path.Combine(folder, "gateway.yaml")), findings);
        return (settings?.Mail ?? [], findings.All);
    }

    [Fact]
    public void A_mailbox_needs_little()
    {
        var (places, findings) = Read("""
              intake:
                imap: { host: mail.customs.example, user: intake, password: { secret: box } }
                smtp: { host: localhost, security: none, from: intake@customs.example }
              drop: { maildir: boxes/drop }

            """);
        Assert.Empty(findings);
        var (intake, drop) = (places[0], places[1]);
        Assert.Equal(("mail.customs.example", 993, MailSecurity.Tls), (intake.Imap!.Server.Host, intake.Imap.Server.Port, intake.Imap.Server.Security));
        Assert.Equal(("INBOX", "Processed", "password"), (intake.Imap.Folder, intake.Imap.Processed, intake.Imap.Server.Password()));
        Assert.Equal((25, "intake@customs.example", 60), (intake.Options.Smtp!.Server.Port, intake.Options.Smtp.From, intake.PollSeconds));
        Assert.Equal((Path.Combine(folder, "boxes/drop"), 5), (drop.Maildir, drop.PollSeconds));
        Assert.Null(drop.Options.Smtp);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var (_, findings) = Read("""
              one: text
              two: { pollSeconds: 5 }
              three:
                imap: { host: mail.example, user: u, password: in-the-file, security: none, pin: abc, processed: INBOX, speed: 1 }
                maildir: x
                smtp: { host: mail.example, from: "a@b>\nBcc: c", perHour: 0, user: u }

            """);
        var said = findings.Select(f => f.Sentence).ToList();
        foreach (var part in (string[])["text", "nothing", "both", "in-the-file", "none", "abc", "INBOX", "speed", "Bcc", "perHour", "password"])
        {
            if (part == "in-the-file") Assert.DoesNotContain(said, s => s.Contains(part, StringComparison.Ordinal));
            else Assert.Contains(said, s => s.Contains(part, StringComparison.Ordinal));
        }

        Assert.Contains(findings, f => f.Code == HostCodes.SecretInFile);
    }

    [Fact]
    public void No_two_places_have_one_name()
    {
        var (_, findings) = Read("  http: { maildir: a }\n");
        Assert.Single(findings);
    }

    [Fact]
    public void A_pin_may_be_written_with_colons()
    {
        var pin = string.Join(':', Enumerable.Repeat("AB", 32));
        var (places, findings) = Read($"  a:\n    imap: {{ host: h, user: u, password: {{ secret: box }}, pin: '{pin}' }}\n");
        Assert.Empty(findings);
        Assert.Equal(string.Concat(Enumerable.Repeat("ab", 32)), places[0].Imap!.Server.Pin);
    }
}
