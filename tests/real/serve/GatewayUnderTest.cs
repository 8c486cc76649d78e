using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Host.Http;
using Gateway.Host.Serve;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Tests.Real.Serve;

/// <summary>A whole gateway in this process: its own folder, a free port, two partners, a watched folder, the demo
/// risk system.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    public const string Key = "key-of-harbour", OtherKey = "key-of-nordkap";

    private readonly StringBuilder lines = new();
    private readonly TextWriter log;
    private CancellationTokenSource stop = new();
    private Task<int>? running;

    public GatewayUnderTest()
    {
        log = TextWriter.Synchronized(new StringWriter(lines));
        Folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        Port = FreePort();
        Write("gateway.yaml",
            $"gateway: 1\nlisten: 127.0.0.1:{Port}\ndiskReserveMegabytes: 0\n"
            + "folders:\n  inbox: { path: inbox, partner: harbour, quietSeconds: 2 }\n");
        Write("partners/harbour.yaml", $"partner: 1\nsenders: [HARBRLINE]\nkeys: {Hash(Key)}\n");
        Write("partners/nordkap.yaml", $"partner: 1\nsenders: [NORDKAP]\nkeys: {Hash(OtherKey)}\n");
        Write("destinations/risk.yaml",
            $"destination: 1\nchannel: http\naddress: http://127.0.0.1:{Port}/demo/risk\nretrySeconds: 1\ntimeoutSeconds: 1\n");
    }

    public string Folder { get; }

    public int Port { get; }

    public HttpClient Client { get; private set; } = new();

    // The gateway goes on writing; the synchronized writer is its own lock.
    public string Log
    {
        get
        {
            lock (log) return lines.ToString();
        }
    }

    public string Inbox => Path.Combine(Folder, "inbox");

    public void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Starts it, also again after a stop; the clock may be another one each time.</summary>
    public async Task<GatewayUnderTest> Start(TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        stop.Dispose();
        stop = new CancellationTokenSource();
        var findings = new Findings();
        var settings = GatewayFile.Read(
            new ServeOptions(Path.Combine(Folder, "gateway.yaml")) { Home = Repository.Root }, findings)!;
        var up = new TaskCompletionSource<Uri>();
        running = Serving.Run(
            settings with { IsDemo = true }, new Log(log, false, clock), clock, log,
            (_, address, _) =>
            {
                up.SetResult(address);
                return Task.FromResult(false);
            },
            stop.Token);
        if (await Task.WhenAny(up.Task, running) == running)
        {
            throw new InvalidOperationException($"It ended: {await running}\n{Log}");
        }

        Client.Dispose();
        Client = new HttpClient { BaseAddress = await up.Task };
        return this;
    }

    /// <summary>The routes of the API, without the page's and the demo's.</summary>
    public async Task<IReadOnlyList<string>> Routes()
    {
        var settings = GatewayFile.Read(
            new ServeOptions(Path.Combine(Folder, "gateway.yaml")) { Home = Repository.Root }, new Findings())!;
        await using var gateway = await RunningGateway.Open(
            settings, new Log(log, false, TimeProvider.System), TimeProvider.System, new Findings(),
                CancellationToken.None);
        await using var app = HttpHost.Build(gateway!);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!)
                .Where(r => r != "/" && !r.StartsWith("/page", StringComparison.Ordinal) && !r.StartsWith("/upload", StringComparison.Ordinal)
                    && !r.Contains("**", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal)];
    }

    public async Task<int> Stop()
    {
        await stop.CancelAsync();
        return await running!;
    }

    public async Task<HttpResponseMessage> Post(byte[] body, string? key = Key)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/v1/interchanges") { Content = new ByteArrayContent(body) };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Client.SendAsync(request);
    }

    public async Task<string> Receipt(byte[] body)
    {
        using var reply = await Post(body);
        return (await Read(reply)).GetProperty("receipt").GetString()!;
    }

    public async Task<JsonElement> Get(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        using var reply = await Client.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {(int)reply.StatusCode}");
        return await Read(reply);
    }

    /// <summary>Waits until a receipt is decided and all of it is delivered and answered.</summary>
    public async Task<JsonElement> Settled(string receipt)
    {
        var state = default(JsonElement);
        await Until(async () =>
        {
            state = await Get("/v1/interchanges/" + receipt);
            return state.GetProperty("state").GetString() is not ("kept" or "working")
                && state.GetProperty("answers").GetArrayLength() > 0
                && state.GetProperty("answers").EnumerateArray()
                    .Concat(state.GetProperty("deliveries").EnumerateArray())
                    .All(e => e.GetProperty("state").GetString() == "delivered");
        }, () => $"{state}\n{Log}");
        return state;
    }

    public Task Behave(string mode)
        => Client.PostAsync(new Uri($"/demo/risk/behave?mode={mode}", UriKind.Relative), null);

    public static async Task Until(Func<Task<bool>> holds, Func<string> otherwise)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await holds()) return;
            await Task.Delay(100);
        }

        Assert.Fail(otherwise());
    }

    public static Task Until(Func<bool> holds, Func<string> otherwise)
        => Until(() => Task.FromResult(holds()), otherwise);

    public static async Task<JsonElement> Read(HttpResponseMessage reply)
    {
        using var document = JsonDocument.Parse(await reply.Content.ReadAsStreamAsync());
        return document.RootElement.Clone();
    }

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", name));

    /// <summary>The short sample under another interchange reference.</summary>
    public static byte[] Short(string reference)
        => Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(Sample("d95b-short.edi"))
                .Replace("HL0000001", reference, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        if (running is not null) await Stop();
        Client.Dispose();
        stop.Dispose();
        await log.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
