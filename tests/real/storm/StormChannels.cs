using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Kill;

namespace Gateway.Tests.Real.Storm;

/// <summary>A sender's side of one channel: it sends its inputs and collects every answer.</summary>
internal abstract class StormChannel : IDisposable
{
    private readonly Dictionary<string, (int Number, string Text)> seen = [];

    /// <summary>Adds the channel to a gateway that is not started yet.</summary>
    public abstract void Configure(GatewayProcess gateway);

    /// <summary>An input as it is when it comes by this channel.</summary>
    public virtual StormItem As(StormItem item) => item;

    /// <summary>Sends, whatever happens to the gateway meanwhile.</summary>
    public abstract Task Send(IReadOnlyList<StormItem> items, CancellationToken stop);

    /// <summary>All answers in plain language so far: the number of the input and the text.</summary>
    public abstract Task<IReadOnlyList<(int Number, string Text)>> Answers();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>An answer, read once however often it is asked for.</summary>
    protected (int Number, string Text) Once(string path, Func<string, (int Number, string Text)> read)
        => seen.TryGetValue(path, out var known) ? known : seen[path] = read(path);

    /// <summary>The reports among the files of a folder.</summary>
    protected IEnumerable<(int Number, string Text)> ReportsIn(string folder)
        => Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.report.txt").Where(path => Path.GetFileName(path)[0] != '.')
                .Select(path => Once(path, file => (NumberOf(Path.GetFileName(file)), File.ReadAllText(file))))
            : [];

    private static int NumberOf(string name) => int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture);
}

/// <summary>Files that are renamed into a watched folder.</summary>
internal sealed class StormFolder : StormChannel
{
    private string inbox = "";

    public override void Dispose()
    {
        // The folder is the gateway's, which removes it.
    }

    public override void Configure(GatewayProcess gateway) => inbox = gateway.Inbox;

    public override async Task Send(IReadOnlyList<StormItem> items, CancellationToken stop)
    {
        foreach (var item in items)
        {
            var part = Path.Combine(inbox, item.Name + ".part");
            await File.WriteAllBytesAsync(part, item.Bytes, stop);
            File.Move(part, Path.Combine(inbox, item.Name));
            await Task.Delay(10, stop);
        }
    }

    public override Task<IReadOnlyList<(int Number, string Text)>> Answers()
        => Task.FromResult<IReadOnlyList<(int, string)>>([.. ReportsIn(Path.Combine(inbox, "done")), .. ReportsIn(Path.Combine(inbox, "failed"))]);
}

/// <summary>Bodies that are posted until somebody answers, four at a time.</summary>
internal sealed class StormHttp : StormChannel
{
    private readonly ConcurrentDictionary<int, string> receipts = [];
    private readonly ConcurrentBag<(int Number, string Text)> refusals = [];
    private readonly ConcurrentDictionary<int, IReadOnlyList<string>> known = [];
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };

    public override void Configure(GatewayProcess gateway)
    {
        client.BaseAddress = new Uri($"http://127.0.0.1:{gateway.Port}");
        client.DefaultRequestHeaders.Add("X-Api-Key", GatewayProcess.Key);
    }

    public override Task Send(IReadOnlyList<StormItem> items, CancellationToken stop)
        => Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, async (item, token) =>
        {
            while (!await Post(item, token)) await Task.Delay(100, token);
        });

    public override async Task<IReadOnlyList<(int Number, string Text)>> Answers()
    {
        foreach (var (number, receipt) in receipts)
        {
            if (known.ContainsKey(number)) continue;
            try
            {
                using var view = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1/interchanges/" + receipt, UriKind.Relative)));
                var reports = view.RootElement.GetProperty("answers").EnumerateArray()
                    .Where(a => a.GetProperty("fileName").GetString()!.EndsWith(".report.txt", StringComparison.Ordinal))
                    .Select(a => a.GetProperty("text").GetString()!).ToList();
                if (reports.Count > 0) known[number] = reports;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
            {
                // Just killed.
            }
        }

        return [.. refusals, .. known.SelectMany(pair => pair.Value.Select(text => (pair.Key, text)))];
    }

    public override void Dispose() => client.Dispose();

    private async Task<bool> Post(StormItem item, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/interchanges") { Content = new ByteArrayContent(item.Bytes) };
        request.Headers.Add("X-File-Name", item.Name);
        try
        {
            using var reply = await client.SendAsync(request, stop);
            if (reply.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            using var said = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(stop));
            if (said.RootElement.TryGetProperty("receipt", out var receipt)) receipts[item.Number] = receipt.GetString()!;
            // Refused before it was kept: the reply is the answer.
            else refusals.Add((item.Number, "Not accepted: " + said.RootElement.GetProperty("title").GetString()));
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }
}

/// <summary>Files on a carrier's server that the gateway fetches and answers there.</summary>
[SupportedOSPlatform("linux")]
internal sealed class StormSftp : StormChannel
{
    private readonly SshServer server = new();

    public override void Configure(GatewayProcess gateway)
    {
        server.Folder("out");
        gateway.Secret("line-key", server.Key);
        gateway.Configure($$"""
            sftp:
              line:
                host: 127.0.0.1
                port: {{server.Port}}
                user: {{SshServer.User}}
                hostKeys: [ '{{server.HostKey}}' ]
                key: { secret: line-key }
                folder: out
                answers: answers
                partner: oceanline
                stableSeconds: 2
                quietSeconds: 2
                pollSeconds: 1
            """);
    }

    public override async Task Send(IReadOnlyList<StormItem> items, CancellationToken stop)
    {
        var ready = server.Folder("ready");
        foreach (var item in items) await File.WriteAllBytesAsync(Path.Combine(ready, item.Name), item.Bytes, stop);
        SshServer.Own(ready);
        foreach (var item in items)
        {
            File.Move(Path.Combine(ready, item.Name), Path.Combine(server.Home, "out", item.Name));
            await Task.Delay(10, stop);
        }
    }

    public override Task<IReadOnlyList<(int Number, string Text)>> Answers()
        => Task.FromResult<IReadOnlyList<(int, string)>>([.. ReportsIn(Path.Combine(server.Home, "answers"))]);

    public override void Dispose() => server.Dispose();
}
