using System.Net;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Host.Http;

namespace Gateway.Host.Serve;

/// <summary>
/// What the operator's verbs look through: the gateway that runs over the data folder, or, when none runs, its HTTP
/// side
/// opened for a moment. One way to read, whether it runs or not.
/// </summary>
internal sealed class OperatorView : IAsyncDisposable
{
    private readonly HttpClient client;
    private readonly HttpClient patient;
    private readonly RunningGateway? gateway;
    private readonly WebApplication? app;

    private OperatorView(Uri address, RunningGateway? gateway, WebApplication? app)
    {
        client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        patient = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        (this.gateway, this.app) = (gateway, app);
    }

    /// <summary>Opens it.</summary>
    /// <returns>Null when the configuration has an error, which is written to <paramref name="err"/>.</returns>
    public static async Task<OperatorView?> Open(
        GatewaySettings settings, TextWriter err, TimeProvider clock, CancellationToken stop)
    {
        if (await AddressFile.OfRunning(settings.DataFolder, stop) is { } address)
        {
            return new OperatorView(address, null, null);
        }

        var findings = new Findings();
        var log = new Log(TextWriter.Null, false, clock);
        var gateway = await RunningGateway.Open(
            settings with { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, log, clock, findings, stop);
        if (gateway is null)
        {
            Faulty.Write(err, findings);
            return null;
        }

        var app = HttpHost.Build(gateway);
        await app.StartAsync(stop);
        return new OperatorView(HttpHost.AddressOf(app), gateway, app);
    }

    /// <summary>Reads; null when there is no such thing.</summary>
    public async Task<JsonDocument?> Get(string path, CancellationToken stop)
    {
        using var reply = await client.GetAsync(new Uri(path, UriKind.Relative), stop);
        if (reply.StatusCode == HttpStatusCode.NotFound) return null;
        if (!reply.IsSuccessStatusCode)
        {
            throw new IOException($"The gateway answered {(int)reply.StatusCode} to {path}.");
        }

        return await JsonDocument.ParseAsync(await reply.Content.ReadAsStreamAsync(stop), default, stop);
    }

    /// <summary>Reads what takes as long as it takes: bytes, with what their header says of them.</summary>
    /// <param name="path">What to read.</param>
    /// <param name="header">Name of the header.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Null when there is no such thing.</returns>
    public async Task<(string Header, byte[] Body)?> GetBytes(string path, string header, CancellationToken stop)
    {
        using var reply = await patient.GetAsync(new Uri(path, UriKind.Relative), stop);
        if (reply.StatusCode == HttpStatusCode.NotFound) return null;
        if (!reply.IsSuccessStatusCode) throw new IOException($"The gateway answered {(int)reply.StatusCode} to {path}.");
        var said = reply.Headers.TryGetValues(header, out var values) ? string.Join(' ', values) : "";
        return (said, await reply.Content.ReadAsByteArrayAsync(stop));
    }

    /// <summary>Lets the gateway do something.</summary>
    /// <returns>Null when it is done, else why not, in words.</returns>
    public async Task<string?> Post(string path, Action<Utf8JsonWriter> write, CancellationToken stop)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        using var body = new ReadOnlyMemoryContent(bytes.WrittenMemory);
        body.Headers.ContentType = new("application/json");
        using var reply = await client.PostAsync(new Uri(path, UriKind.Relative), body, stop);
        if (reply.IsSuccessStatusCode) return null;
        using var problem = await JsonDocument.ParseAsync(await reply.Content.ReadAsStreamAsync(stop), default, stop);
        return $"{problem.RootElement.Text("title")}. {problem.RootElement.Text("detail")}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        patient.Dispose();
        if (app is not null) await app.DisposeAsync();
        if (gateway is not null) await gateway.DisposeAsync();
    }
}
