using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Real.Kill;

/// <summary>A risk system of the test's own: a real HTTP server that outlives the gateway and keeps what it got.</summary>
internal sealed class RiskSink : IAsyncDisposable
{
    private readonly WebApplication server;

    private RiskSink(WebApplication server) => this.server = server;

    /// <summary>Message-Ids by the interchange reference that the document carries.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, int>> Got { get; } = new();

    /// <summary>Where documents are posted to.</summary>
    public string Address { get; private set; } = "";

    public static async Task<RiskSink> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var sink = new RiskSink(server);
        server.MapPost("/documents", sink.Take);
        await server.StartAsync();
        sink.Address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/documents";
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    private async Task<IResult> Take(HttpRequest request)
    {
        var id = request.Headers["Message-Id"].ToString();
        using var document = await JsonDocument.ParseAsync(request.Body);
        var reference = document.RootElement.GetProperty("sourceInterchangeID").GetString()!;
        Got.GetOrAdd(reference, _ => new()).AddOrUpdate(id, 1, (_, n) => n + 1);
        return Results.Json(new Dictionary<string, string> { ["receipt"] = id });
    }
}
