using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Channels;

namespace Gateway.Tests.Real.Channels;

/// <summary>
/// A real OpenSSH server on the loopback with its own keys and one account, that of an unprivileged user, so that what its files
/// forbid is forbidden. It can be stopped, started again, given another host key, frozen, and cut off in the middle.
/// </summary>
internal sealed class SshServer : IDisposable
{
    private readonly StringBuilder words = new();
    private readonly string settings;
    private readonly string? password;
    private Process? process;

    /// <param name="password">The account's password, for a server that takes no key; only who may mount can have one, because the
    /// system's own list of passwords is covered for the server alone. Null for a server that takes the key.</param>
    public SshServer(string? password = null)
    {
        this.password = password;
        settings = Directory.CreateTempSubdirectory("gateway-sshd-").FullName;
        Home = Directory.CreateTempSubdirectory("gateway-sftp-").FullName;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        Ran("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(settings, "key"));
        File.Copy(Path.Combine(settings, "key.pub"), Path.Combine(settings, "allowed"));
        File.WriteAllText(Path.Combine(settings, "sshd_config"), $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {settings}/host
            PidFile {settings}/pid
            AuthorizedKeysFile {(password is null ? settings + "/allowed" : "none")}
            StrictModes no
            UsePAM no
            PasswordAuthentication {(password is null ? "no" : "yes")}
            KbdInteractiveAuthentication no
            MaxStartups 100
            Subsystem sftp internal-sftp
            ForceCommand internal-sftp -d {Home}

            """);
        if (password is not null) Cover(password);
        NewHostKey();
        Start();
    }

    /// <summary>The account's folder on the server; its user owns what lies there.</summary>
    public string Home { get; }

    public int Port { get; }

    public static string User => Environment.IsPrivilegedProcess ? "games" : Environment.UserName;

    /// <summary>Fingerprint of the host key.</summary>
    public string HostKey { get; private set; } = "";

    /// <summary>The account's private key.</summary>
    public byte[] Key => File.ReadAllBytes(Path.Combine(settings, "key"));

    public string Words { get { lock (words) return words.ToString(); } }

    /// <summary>The account as a place has it.</summary>
    public SftpServer Account(string name = "harbour") => new(
        name, "127.0.0.1", User, [HostKey], () => new SftpCredentials(null, Key, null))
    {
        Port = Port, Timeout = TimeSpan.FromSeconds(10), FirstPause = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>Makes a key with which the server starts next.</summary>
    public void NewHostKey()
    {
        File.Delete(Path.Combine(settings, "host"));
        File.Delete(Path.Combine(settings, "host.pub"));
        Ran("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(settings, "host"));
        HostKey = Ran("ssh-keygen", "-l", "-f", Path.Combine(settings, "host.pub")).Split(' ')[1];
        Own(settings);
        Own(Home);
    }

    public void Start()
    {
        var sshd = Programs.Find("sshd")!;
        string[] line = [sshd, "-D", "-e", "-f", Path.Combine(settings, "sshd_config")];
        var start = password is not null
            ? new ProcessStartInfo(Programs.Find("unshare")!, ["--mount", "bash", "-c",
                $"mount --bind {settings}/passwd /etc/passwd && mount --bind {settings}/shadow /etc/shadow && mkdir -p /run/sshd && exec \"$@\"",
                "cover", .. line])
            : Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(Programs.Find("setpriv")!, ["--reuid=games", "--regid=games", "--clear-groups", .. line])
            : new ProcessStartInfo(sshd, line[1..]);
        start.RedirectStandardError = true;
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, said) =>
        {
            lock (words) words.AppendLine(said.Data);
        };
        process.BeginErrorReadLine();
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var knock = new TcpClient();
                knock.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(25);
            }
        }

        throw new InvalidOperationException("sshd does not answer:\n" + Words);
    }

    /// <summary>Ends the server and every connection.</summary>
    public void Stop()
    {
        if (process is null) return;
        var connections = Connections();
        Signal("KILL", process.Id);
        foreach (var one in connections) Signal("KILL", one);
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Processes that serve a connection each.</summary>
    public IReadOnlyList<int> Connections() => process is null ? [] : Below(process.Id);

    /// <summary>Bytes that a connection's process has read so far, from files and from the network.</summary>
    public static long BytesRead(int connection)
    {
        try
        {
            var line = File.ReadLines($"/proc/{connection}/io").First(l => l.StartsWith("rchar", StringComparison.Ordinal));
            return long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Sends a signal: KILL, STOP, CONT.</summary>
    public static void Signal(string signal, int to) => Programs.Run("kill", "-" + signal, to.ToString(CultureInfo.InvariantCulture));

    /// <summary>Stops the server and every connection where they are (STOP), or lets them go on (CONT).</summary>
    public void Freeze(string signal)
    {
        foreach (var one in Connections()) Signal(signal, one);
        Signal(signal, process!.Id);
    }

    /// <summary>Puts a file onto the server, owned by its user.</summary>
    public string Put(string name, byte[] content)
    {
        var path = Path.Combine(Home, name);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) Own(Directory.CreateDirectory(folder).FullName);
        var part = Path.Combine(folder, "." + Path.GetFileName(name) + ".part");
        File.WriteAllBytes(part, content);
        Own(part);
        File.Move(part, path, overwrite: true);
        return path;
    }

    /// <summary>Makes a folder on the server.</summary>
    public string Folder(string name)
    {
        var path = Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
        Own(path);
        return path;
    }

    /// <summary>Names of the files in a folder, hidden ones too.</summary>
    public IReadOnlyList<string> Names(string folder)
    {
        var path = Path.Combine(Home, folder);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(settings, recursive: true);
        Directory.Delete(Home, recursive: true);
    }

    /// <summary>Gives a path to the server's user.</summary>
    public static void Own(string path)
    {
        if (Environment.IsPrivilegedProcess) Ran("chown", "-R", "games:games", path);
    }

    private void Cover(string secret)
    {
        var hash = Ran("openssl", "passwd", "-6", secret).Trim();
        bool IsOther(string line) => !line.StartsWith(User + ":", StringComparison.Ordinal);
        File.WriteAllLines(Path.Combine(settings, "passwd"),
            [.. File.ReadLines("/etc/passwd").Where(IsOther), $"{User}:x:5:60:{User}:{Home}:/bin/sh"]);
        File.WriteAllLines(Path.Combine(settings, "shadow"),
            [.. File.ReadLines("/etc/shadow").Where(IsOther), $"{User}:{hash}:19000:0:99999:7:::"]);
    }

    private static List<int> Below(int parent)
    {
        var all = new List<int>();
        var (_, text) = Programs.Run("pgrep", "-P", parent.ToString(CultureInfo.InvariantCulture));
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var id = int.Parse(line, CultureInfo.InvariantCulture);
            all.Add(id);
            all.AddRange(Below(id));
        }

        return all;
    }

    private static string Ran(string program, params IReadOnlyList<string> arguments)
    {
        var (code, text) = Programs.Run(program, arguments);
        return code == 0 ? text : throw new InvalidOperationException($"{program}: {text}");
    }
}
