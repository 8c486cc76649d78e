using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Host.Bench;
using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Kill;

namespace Gateway.Tests.Real.Storm;

/// <summary>What became of something hostile.</summary>
/// <param name="State">State of the receipt, or the HTTP status when nothing was kept.</param>
/// <param name="Codes">Findings in the answer.</param>
/// <param name="Seconds">Until it was decided.</param>
/// <param name="PeakMegabytes">The most memory that the gateway had meanwhile.</param>
internal sealed record BombVerdict(string State, IReadOnlyList<string> Codes, double Seconds, long PeakMegabytes);

/// <summary>One gateway process that takes bomb after bomb, and a sink for what it delivers.</summary>
public sealed partial class BombStage : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private RiskSink sink = null!;
    private GatewayProcess gateway = null!;
    private SshServer? server;
    private HttpClient client = null!;
    private int number = 700_000;

    internal GatewayProcess Gateway => gateway;

    public async Task InitializeAsync()
    {
        sink = await RiskSink.Start();
        gateway = new GatewayProcess(sink.Address, quietSeconds: 2);
        if (OperatingSystem.IsLinux() && Programs.Find("sshd") is not null) Add(server = new SshServer());
        gateway.Start();
        // The first start of a new build checks all mappings.
        await gateway.Ready(seconds: 120);
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.Port}"), Timeout = Patience };
        client.DefaultRequestHeaders.Add("X-Api-Key", GatewayProcess.Key);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        gateway.Dispose();
        server?.Dispose();
        await sink.DisposeAsync();
    }

    /// <summary>Posts a file and waits for the verdict.</summary>
    internal async Task<BombVerdict> Throw(string name, HttpContent body)
    {
        gateway.ForgetPeak();
        var watch = Stopwatch.StartNew();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/interchanges") { Content = body };
        request.Headers.Add("X-File-Name", name);
        // Who sends on as fast as he can does not see the refusal before the connection is cut.
        request.Headers.ExpectContinue = true;
        using var reply = await client.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        if (reply.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.OK))
        {
            var problem = JsonDocument.Parse(text).RootElement.GetProperty("type").GetString()!;
            return new BombVerdict(((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture), [problem], watch.Elapsed.TotalSeconds, gateway.PeakMegabytes);
        }

        var receipt = JsonDocument.Parse(text).RootElement.GetProperty("receipt").GetString()!;
        while (watch.Elapsed < Patience)
        {
            using var view = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1/interchanges/" + receipt, UriKind.Relative)));
            var (state, answers) = (view.RootElement.GetProperty("state").GetString()!, view.RootElement.GetProperty("answers"));
            // The state is read before the answers.
            if (answers.GetArrayLength() > 0 && state is not ("kept" or "working"))
            {
                var said = string.Concat(answers.EnumerateArray().Select(a => a.GetProperty("text").GetString()));
                return new BombVerdict(state, CodesOf(said), watch.Elapsed.TotalSeconds, gateway.PeakMegabytes);
            }

            await Task.Delay(50);
        }

        return new BombVerdict("nothing", [], watch.Elapsed.TotalSeconds, gateway.PeakMegabytes);
    }

    /// <summary>Lays a file into the watched folder and waits for its answer.</summary>
    internal Task<BombVerdict> Lay(string name, string begin, long length)
    {
        Write(gateway.Inbox, name, begin, length);
        return Answered(Path.Combine(gateway.Inbox, "failed", name + ".report.txt"), () => File.Move(
            Path.Combine(gateway.Inbox, name + ".part"), Path.Combine(gateway.Inbox, name)));
    }

    /// <summary>Lays a file onto the carrier's server and waits for its answer there.</summary>
    [SupportedOSPlatform("linux")]
    internal Task<BombVerdict> Serve(string name, string begin, long length)
    {
        var folder = server!.Folder("out");
        Write(folder, name, begin, length);
        SshServer.Own(folder);
        return Answered(Path.Combine(server.Home, "answers", name + ".report.txt"), () => File.Move(
            Path.Combine(folder, name + ".part"), Path.Combine(folder, name)));
    }

    /// <summary>The begin of a text and then nothing but zeros, which the disk need not hold.</summary>
    private static void Write(string folder, string name, string begin, long length)
    {
        using var file = File.Create(Path.Combine(folder, name + ".part"));
        file.Write(Encoding.ASCII.GetBytes(begin));
        file.SetLength(length);
    }

    private async Task<BombVerdict> Answered(string path, Action begin)
    {
        gateway.ForgetPeak();
        var watch = Stopwatch.StartNew();
        begin();
        while (watch.Elapsed < Patience)
        {
            if (File.Exists(path))
            {
                var said = await File.ReadAllTextAsync(path);
                return new BombVerdict(said.Split(':')[0], CodesOf(said), watch.Elapsed.TotalSeconds, gateway.PeakMegabytes);
            }

            await Task.Delay(50);
        }

        return new BombVerdict("nothing", [], watch.Elapsed.TotalSeconds, gateway.PeakMegabytes);
    }

    /// <summary>Codes of findings in an answer.</summary>
    internal static IReadOnlyList<string> CodesOf(string text) => [.. Code().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A sound manifest is taken, accepted and delivered as if nothing had happened.</summary>
    internal async Task GoesOn()
    {
        var reference = ++number;
        using var content = new ByteArrayContent(ManifestText.Interchange(reference, 1000));
        var verdict = await Throw("good.edi", content);
        Assert.Equal("accepted", verdict.State);
        var watch = Stopwatch.StartNew();
        while (!sink.Got.ContainsKey(string.Create(CultureInfo.InvariantCulture, $"B{reference:D8}")))
        {
            Assert.True(watch.Elapsed < Patience, "A good manifest was not delivered.\n" + gateway.Words);
            await Task.Delay(20);
        }
    }

    [SupportedOSPlatform("linux")]
    private void Add(SshServer carrier)
    {
        carrier.Folder("out");
        gateway.Secret("line-key", carrier.Key);
        gateway.Configure($$"""
            sftp:
              line:
                host: 127.0.0.1
                port: {{carrier.Port}}
                user: {{SshServer.User}}
                hostKeys: [ '{{carrier.HostKey}}' ]
                key: { secret: line-key }
                folder: out
                answers: answers
                partner: oceanline
                stableSeconds: 2
                quietSeconds: 2
                pollSeconds: 1
                maxMegabytes: 512
            """);
    }

    [GeneratedRegex("[A-Z]{3,5}-[0-9]{4}(?= (error|warning|note):)")]
    private static partial Regex Code();
}
