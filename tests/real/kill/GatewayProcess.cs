using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Tests.Real.Kill;

/// <summary>The gateway as an operator starts it, in a folder of its own, to be killed and started again.</summary>
internal sealed class GatewayProcess : IDisposable
{
    public const string Key = "test-key-of-ocean-line";
    private readonly StringBuilder words = new();
    private Process? process;

    public GatewayProcess(string riskAddress, int quietSeconds = 30)
    {
        Folder = Directory.CreateTempSubdirectory("gateway-kill-").FullName;
        Inbox = Path.Combine(Folder, "inbox");
        Directory.CreateDirectory(Inbox);
        Port = FreePort();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        Write("gateway.yaml", $$"""
            gateway: 1
            listen: 127.0.0.1:{{Port}}
            data: data
            folders:
              inbox: { path: inbox, partner: oceanline, quietSeconds: {{quietSeconds}}, pollSeconds: 1 }
            """);
        Write("partners/oceanline.yaml", $"partner: 1\nname: Ocean Line\nsenders: [ OCEANLINE ]\nkeys: [ {hash} ]\n");
        Write("destinations/risk.yaml", $"destination: 1\nchannel: http\naddress: {riskAddress}\nform: wco-json\nretrySeconds: 1\n");
    }

    public string Folder { get; }

    public string Inbox { get; }

    public int Port { get; }

    /// <summary>The most memory that the process had since <see cref="ForgetPeak"/>, in MiB.</summary>
    public long PeakMegabytes => Megabytes("VmHWM");

    /// <summary>The memory that the process has now, in MiB.</summary>
    public long ResidentMegabytes => Megabytes("VmRSS");

    public string Words { get { lock (words) return words.ToString(); } }

    /// <summary>Adds lines to gateway.yaml.</summary>
    public void Configure(string lines) => File.AppendAllText(Path.Combine(Folder, "gateway.yaml"), "\n" + lines + "\n");

    /// <summary>Gives it a secret.</summary>
    public void Secret(string name, byte[] bytes)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "secrets")).FullName, name);
        File.WriteAllBytes(path, bytes);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Start()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "run"), "serve", "--config", Path.Combine(Folder, "gateway.yaml")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Counts the most memory from now on (proc(5), clear_refs).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{process!.Id}/clear_refs", "5");

    public async Task Ready(int seconds = 15)
    {
        using var client = new HttpClient();
        for (var i = 0; i < 20 * seconds; i++)
        {
            try
            {
                using var reply = await client.GetAsync(new Uri($"http://127.0.0.1:{Port}/readyz"));
                if (reply.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet, or it never will.
                if (process is { HasExited: true }) break;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The gateway did not get ready:\n" + Words);
    }

    // SIGKILL: the process gets no chance to finish anything.
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public void Dispose()
    {
        if (process is not null)
        {
            try
            {
                process.Kill();
                process.WaitForExit();
            }
            catch (InvalidOperationException)
            {
                // It was gone already.
            }
        }

        Directory.Delete(Folder, recursive: true);
    }

    private long Megabytes(string what)
        => long.Parse(
            File.ReadLines($"/proc/{process!.Id}/status").First(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ')[^2],
            CultureInfo.InvariantCulture) / 1024;

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (words)
        {
            if (line.Data is not null && words.Length < 100_000) words.AppendLine(line.Data);
        }
    }
}
