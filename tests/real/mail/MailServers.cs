using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Channels;
using MailKit.Net.Smtp;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>A test that needs real mail servers; skipped by name where they are missing. Postfix starts as root only.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsMailServersAttribute : FactAttribute
{
    public NeedsMailServersAttribute() => Skip = MailServers.Missing;
}

/// <summary>As <see cref="NeedsMailServersAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsMailServersTheoryAttribute : TheoryAttribute
{
    public NeedsMailServersTheoryAttribute() => Skip = MailServers.Missing;
}

/// <summary>
/// Dovecot (IMAP with TLS) and Postfix (SMTP, delivering into the Maildirs that Dovecot shows) on free ports of the loopback, with a
/// certificate made for the occasion. Every name is a mailbox: a test takes one of its own.
/// </summary>
public sealed class MailServers : IDisposable
{
    public const string Password = "secret-of-the-mailbox";

    /// <summary>Mailboxes to which the server delivers; without sending, any name can be used.</summary>
    public static readonly IReadOnlyList<string> Boxes = ["intake", "drop", "imap-idle", "loops", "threads", "kinds", "serve", "many", "bounced", "killed",
        "flow", "sheets", "held", "signed", "gate-a", "gate-b", "out", "officer", "hush", "parts", "storm"];

    /// <summary>Senders whose answers can be read.</summary>
    public static readonly IReadOnlyList<string> Senders = ["ops", "large", "stranger", "loop", "thread", "hostile", "rated", "trader", "signer", "killer",
        "conform", "forwarder", "books", "unknown", "sealed", "discreet", "heavy", "shipper"];

    private static readonly string Owner = Environment.IsPrivilegedProcess ? "mail" : Environment.UserName;

    public MailServers()
    {
        if (Missing is not null) return;
        Folder = Directory.CreateTempSubdirectory("gateway-mail-").FullName;
        (Imap, Imaps, Smtp) = (FreePort(), FreePort(), FreePort());
        foreach (var name in new[] { "conf", "mail", "queue", "data", "run" }) Directory.CreateDirectory(Path.Combine(Folder, name));
        Run("chmod", "755", Folder);
        Run("chown", $"{Owner}:{Owner}", Path.Combine(Folder, "mail"));
        Run("chown", "postfix", Path.Combine(Folder, "data"));
        MakeCertificate();
        WritePostfix();
        WriteDovecot();
        Run("postfix", "-c", Path.Combine(Folder, "conf"), "start");
        StartDovecot();
        Listening(Smtp);
    }

    /// <summary>Why the tests cannot run here; null when they can.</summary>
    public static string? Missing => Programs.Find("dovecot") is null ? "needs dovecot"
        : Programs.Find("postfix") is null ? "needs postfix"
        : Environment.IsPrivilegedProcess ? null : "needs postfix, which starts as root only";

    public string Folder { get; } = "";

    public int Imap { get; }

    public int Imaps { get; }

    public int Smtp { get; }

    /// <summary>SHA-256 of the servers' certificate.</summary>
    public string Pin { get; private set; } = "";

    /// <summary>The Maildir of a mailbox.</summary>
    public string Maildir(string box) => Path.Combine(Folder, "mail", box);

    /// <summary>The IMAP server as a channel sees it.</summary>
    public MailServer ImapServer(string box, int? port = null) => new("127.0.0.1", port ?? Imaps, MailSecurity.Tls)
    {
        Pin = Pin, User = box, Password = () => Password, Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>How a mailbox answers.</summary>
    public SmtpOptions Answers(string box) => new(new MailServer("127.0.0.1", Smtp, MailSecurity.None), box + "@customs.example");

    /// <summary>Sends a mail through the server to a mailbox, as a trader's program would.</summary>
    public void Send(MimeMessage mail, string box, string from = "ops@carrier.example")
    {
        using var client = new SmtpClient();
        client.Connect("127.0.0.1", Smtp, MailKit.Security.SecureSocketOptions.None);
        var sender = from.Length == 0 ? new MailboxAddress("", "") : new MailboxAddress(null, from);
        client.Send(mail, sender, [new MailboxAddress(null, box + "@customs.example")]);
        client.Disconnect(true);
    }

    /// <summary>Puts bytes into a Maildir as a mail server does: written aside, then renamed.</summary>
    public void Deliver(string box, byte[] mail, string name, string folder = "new")
    {
        var root = Maildir(box);
        foreach (var part in new[] { "new", "cur", "tmp" }) Directory.CreateDirectory(Path.Combine(root, part));
        File.WriteAllBytes(Path.Combine(root, "tmp", name), mail);
        var own = new[] { "", "new", "cur", "tmp", "tmp/" + name }.Select(part => Path.Combine(root, part));
        Run("chown", [$"{Owner}:{Owner}", .. own]);
        File.Move(Path.Combine(root, "tmp", name), Path.Combine(root, folder, name));
    }

    /// <summary>Mails in a folder of a mailbox, whether seen or not.</summary>
    public IReadOnlyList<string> Files(string box, string folder = "")
    {
        var root = folder.Length == 0 ? Maildir(box) : Path.Combine(Maildir(box), "." + folder);
        return [.. new[] { "new", "cur" }.Select(part => Path.Combine(root, part)).Where(Directory.Exists)
            .SelectMany(Directory.GetFiles).Order(StringComparer.Ordinal)];
    }

    /// <summary>Mails that came for a sender, in order.</summary>
    public IReadOnlyList<MimeMessage> Received(string sender) => [.. Files(sender).Select(path => MimeMessage.Load(path))];

    /// <summary>Forgets the numbers of a mailbox, as after a restore: the next login gives new ones under a new UIDVALIDITY.</summary>
    public void Renumber(string box)
    {
        StopDovecot();
        foreach (var file in Directory.GetFiles(Maildir(box), "dovecot*")) File.Delete(file);
        Thread.Sleep(1100);
        StartDovecot();
    }

    public void StopDovecot()
    {
        var pid = File.ReadAllText(Path.Combine(Folder, "run", "master.pid")).Trim();
        Run("kill", pid);
        for (var i = 0; i < 100 && Directory.Exists("/proc/" + pid); i++) Thread.Sleep(50);
    }

    public void StartDovecot()
    {
        Run("dovecot", "-c", Path.Combine(Folder, "dovecot.conf"));
        Listening(Imaps);
    }

    public void Dispose()
    {
        if (Folder.Length == 0) return;
        StopDovecot();
        Run("postfix", "-c", Path.Combine(Folder, "conf"), "stop");
        Directory.Delete(Folder, recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
        using var process = Process.Start(start)!;
        // Daemons keep the pipes open: only the end of the program itself counts.
        if (!process.WaitForExit(TimeSpan.FromSeconds(30))) throw new InvalidOperationException($"{program} does not end.");
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
    }

    private static void Listening(int port)
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var client = new TcpClient("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException($"Nothing listens on {port}.");
    }

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        Pin = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        Write("conf/cert.pem", certificate.ExportCertificatePem());
        Write("conf/key.pem", key.ExportPkcs8PrivateKeyPem());
    }

    private void WritePostfix()
    {
        Write("conf/boxes", string.Concat(Boxes.Select(box => $"{box}@customs.example {box}/\n"))
            + string.Concat(Senders.Select(sender => $"{sender}@carrier.example {sender}/\n")));
        Write("conf/main.cf", $"""
            compatibility_level = 3.6
            queue_directory = {Folder}/queue
            data_directory = {Folder}/data
            daemon_directory = /usr/lib/postfix/sbin
            command_directory = /usr/sbin
            mail_owner = postfix
            setgid_group = postdrop
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.customs.example
            mydestination =
            mynetworks = 127.0.0.0/8
            smtpd_relay_restrictions = permit_mynetworks, reject
            smtpd_client_event_limit_exceptions = 127.0.0.0/8
            virtual_mailbox_domains = customs.example, carrier.example
            virtual_mailbox_base = {Folder}/mail
            virtual_mailbox_maps = texthash:{Folder}/conf/boxes
            virtual_uid_maps = static:{IdOf("-u")}
            virtual_gid_maps = static:{IdOf("-g")}
            virtual_minimum_uid = 1
            virtual_mailbox_limit = 0
            virtual_transport = virtual
            default_transport = error:no relay
            alias_maps =
            alias_database =
            local_recipient_maps =
            message_size_limit = 209715200
            mailbox_size_limit = 0
            biff = no
            smtpd_tls_security_level = may
            smtpd_tls_cert_file = {Folder}/conf/cert.pem
            smtpd_tls_key_file = {Folder}/conf/key.pem
            maillog_file = {Folder}/postfix.log
            maillog_file_prefixes = {Folder}

            """);
        Write("conf/master.cf", $"""
            127.0.0.1:{Smtp} inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            error unix - - n - - error
            virtual unix - n n - - virtual
            pickup unix n - n 60 1 pickup
            postlog unix-dgram n - n - 1 postlogd
            tlsmgr unix - - n 1000? 1 tlsmgr
            anvil unix - - n - 1 anvil
            proxymap unix - - n - - proxymap

            """);
    }

    private void WriteDovecot() => Write("dovecot.conf", $$"""
        base_dir = {{Folder}}/run
        state_dir = {{Folder}}/run
        log_path = {{Folder}}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        first_valid_uid = 1
        mail_uid = {{Owner}}
        mail_gid = {{Owner}}
        mail_location = maildir:{{Folder}}/mail/%u
        mail_max_userip_connections = 100
        ssl = yes
        ssl_cert = <{{Folder}}/conf/cert.pem
        ssl_key = <{{Folder}}/conf/key.pem
        disable_plaintext_auth = yes
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid={{Owner}} gid={{Owner}} home={{Folder}}/mail/%u
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = {{Imap}}
          }
          inet_listener imaps {
            port = {{Imaps}}
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }

        """);

    private static string IdOf(string which) => Programs.Run("id", which, Owner).Text.Trim();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text, new UTF8Encoding(false));
}

/// <summary>One pair of servers for all tests of a class that need no server of their own.</summary>
[CollectionDefinition("mail")]
public sealed class MailCollection : ICollectionFixture<MailServers>;

/// <summary>Mails through a whole gateway, with servers of its own: it takes long and runs beside the channel's tests.</summary>
[CollectionDefinition("mail flow")]
public sealed class MailFlowCollection : ICollectionFixture<MailServers>;
