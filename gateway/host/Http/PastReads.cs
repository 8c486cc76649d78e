using System.Globalization;
using System.Text;
using Gateway.Core;
using Gateway.Host.Serve;
using Gateway.Host.Workshop;

namespace Gateway.Host.Http;

/// <summary>What the past looks like from today: an output made again, and what today's configuration would make differently.</summary>
internal sealed class PastReads(RunningGateway gateway) : IDisposable
{
    /// <summary>Header of an output made again: <c>same</c> or <c>different</c>, revision, mapping with content hash.</summary>
    public const string RebuiltHeader = "Gateway-Rebuilt";

    /// <summary>Header of a comparison: documents that differ, compared, lost.</summary>
    public const string ReplayHeader = "Gateway-Replay";

    // A comparison may take minutes of a processor; intake must not wait for two.
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();

    /// <summary><c>GET /v1/messages/{id}/rebuilt.json</c>.</summary>
    public Task RebuiltJson(HttpContext context) => Rebuilt(context, "application/json", rebuilt => rebuilt.Json);

    /// <summary><c>GET /v1/messages/{id}/rebuilt.xml</c>.</summary>
    public Task RebuiltXml(HttpContext context) => Rebuilt(context, "application/xml", rebuilt => rebuilt.Xml);

    /// <summary><c>GET /v1/replay</c>: <c>mapping</c> and <c>from</c> narrow it, <c>form=json</c> is for machines.</summary>
    public async Task Replay(HttpContext context)
    {
        var query = context.Request.Query;
        var mapping = query["mapping"].ToString() is { Length: > 0 } name ? name : null;
        _ = DateTimeOffset.TryParse(query["from"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from);
        await oneAtATime.WaitAsync(context.RequestAborted);
        Replay replay;
        try
        {
            replay = await Core.Replay.Compare(
                gateway.Store, gateway.Configuration, gateway.Readers, mapping, from, context.RequestAborted);
        }
        finally
        {
            oneAtATime.Release();
        }

        var (difference, title) = (replay.Difference, $"{mapping ?? "all mappings"}, then -> now");
        context.Response.Headers[ReplayHeader] = string.Create(
            CultureInfo.InvariantCulture, $"{difference.Changed.Count} {replay.Compared} {replay.Lost}");
        if (query["form"] == "json")
        {
            await Json.Write(context, json => DifferenceText.WriteJson(json, "then", "now", difference));
            return;
        }

        var text = new StringWriter(CultureInfo.InvariantCulture);
        DifferenceText.Write(text, title, difference);
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), context.RequestAborted);
    }

    private async Task Rebuilt(HttpContext context, string mediaType, Func<Rebuilt, ReadOnlyMemory<byte>> form)
    {
        var rebuilt = await Rebuild.Document(
            gateway.Store, gateway.Configuration, gateway.Readers, Asked.Id(context), context.RequestAborted);
        if (rebuilt is null || form(rebuilt).IsEmpty)
        {
            await Problem.NotFound.Write(context);
            return;
        }

        context.Response.Headers[RebuiltHeader]
            = $"{(rebuilt.IsSame ? "same" : "different")} {rebuilt.Revision[..12]} {rebuilt.Mapping}";
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = form(rebuilt).Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(form(rebuilt), context.RequestAborted);
    }
}
