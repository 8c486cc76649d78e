using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Real.Storm;

/// <summary>A risk system that outlives the gateway and counts what it got by receipt.</summary>
internal sealed class StormSink : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, int>> got = [];

    private StormSink(WebApplication server) => this.server = server;

    /// <summary>Where documents are posted to.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Documents so far.</summary>
    public int Count => got.Values.Sum(ids => ids.Count);

    /// <summary>Message-Ids of the documents of a receipt.</summary>
    public IReadOnlyCollection<string> Of(string receipt) => got.TryGetValue(receipt, out var ids) ? [.. ids.Keys] : [];

    /// <summary>Receipts that documents came from.</summary>
    public IReadOnlyCollection<string> Receipts => [.. got.Keys];

    public static async Task<StormSink> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var sink = new StormSink(server);
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
        var receipt = document.RootElement.GetProperty("receiptID").GetString()!;
        got.GetOrAdd(receipt, _ => new()).AddOrUpdate(id, 1, (_, n) => n + 1);
        return Results.Json(new Dictionary<string, string> { ["receipt"] = id });
    }
}
