using System.Globalization;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>Reads of one document: what it is, its WCO forms, its findings, and where each value came from.</summary>
internal sealed class MessageReads(RunningGateway gateway, Access access, OpenParts open)
{
    /// <summary><c>GET /v1/messages/{id}</c>.</summary>
    public async Task One(HttpContext context)
    {
        if (await Find(context, withBytes: false) is not { } found) return;
        var (caller, document) = found;
        var entries = await gateway.Store.Read(
            caller.Viewer, new EntriesQuery(DocumentId: document.Result.Id), context.RequestAborted);
        var parts = await gateway.Store.Read(caller.Viewer, new PartsQuery(document.ReceiptId), context.RequestAborted);
        var receipt = await gateway.Store.Read(caller.Viewer, new ReceiptsQuery(document.ReceiptId), context.RequestAborted);
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            Views.Document(json, document);
            if (receipt.Items is [var whole]) Views.PartOf(json, document, parts.Items, whole);
            json.List("deliveries", entries.Items, entry =>
            {
                json.WriteStartObject();
                Views.Entry(json, entry);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1/messages/{id}.json</c>: the bytes that were made, not made again.</summary>
    public Task AsJson(HttpContext context) => Bytes(context, "application/json", r => r.Json);

    /// <summary><c>GET /v1/messages/{id}.xml</c>.</summary>
    public Task AsXml(HttpContext context) => Bytes(context, "application/xml", r => r.Xml);

    /// <summary><c>GET /v1/messages/{id}/findings</c>.</summary>
    public async Task Findings(HttpContext context)
    {
        if (await Find(context, withBytes: false) is not { } found) return;
        var last = found.Document.Result.Findings.Select(finding => finding.Finding.Span.Part).DefaultIfEmpty().Max();
        using var look = await open.Open(found.Caller.Viewer, found.Document.ReceiptId, last, context.RequestAborted);
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("message", found.Document.Result.Id);
            json.List("findings", found.Document.Result.Findings, finding => Views.Finding(json, finding, look));
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1/messages/{id}/provenance</c>; <c>?pointer=</c> (JSON pointer, WCO pointer or path) gives one value with the
    /// bytes around its source, <c>?at=</c> all values that come from a byte of the message.</summary>
    public async Task Provenance(HttpContext context)
    {
        if (await Find(context, withBytes: true) is not { } found) return;
        var result = found.Document.Result;
        if (Core.Provenance.LegendOf(result.Provenance.Span) is not { } digest)
        {
            await Problem.NotFound.Write(context);
            return;
        }

        var legend = await gateway.Store.ReadFile(digest, context.RequestAborted);
        IReadOnlyList<ValueOrigin> origins = Core.Provenance.Unpack(result.Provenance.Span, legend);
        var isWithBytes = true;
        if (context.Request.Query.TryGetValue("pointer", out var pointer))
        {
            origins = [.. origins.Where(o => o.JsonPointer == pointer || o.WcoPointer == pointer || o.Path == pointer)];
        }
        else if (long.TryParse(context.Request.Query["at"], NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            origins = [.. origins.Where(o => o.Origins.Any(one => IsFrom(one, at)))];
        }
        else isWithBytes = false;

        var last = origins.SelectMany(origin => origin.Origins).Select(one => one.Span.Part).DefaultIfEmpty().Max();
        using var look = isWithBytes
            ? await open.Open(found.Caller.Viewer, found.Document.ReceiptId, last, context.RequestAborted) : null;

        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("message", result.Id);
            json.Text("mapping", result.Mapping);
            json.List("values", origins, origin => Views.Origin(json, origin, look));
            json.WriteEndObject();
        });
    }

    private static bool IsFrom(Origin origin, long at)
        => origin.Role == OriginRole.Value && origin.Span.Start <= at && at < origin.Span.End;

    private async Task Bytes(HttpContext context, string mediaType, Func<DocumentResult, ReadOnlyMemory<byte>> form)
    {
        if (await Find(context, withBytes: true) is not { } found) return;
        var bytes = form(found.Document.Result);
        if (bytes.IsEmpty)
        {
            await Problem.NotFound.Write(context);
            return;
        }

        context.Response.ContentType = mediaType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private async ValueTask<(Caller Caller, DocumentView Document)?> Find(HttpContext context, bool withBytes)
    {
        if (await Asked.By(context, access) is not { } caller) return null;
        var query = new DocumentsQuery(Id: Asked.Id(context), WithBytes: withBytes, Max: 1);
        if ((await gateway.Store.Read(caller.Viewer, query, context.RequestAborted)).Items is [var document])
        {
            return (caller, document);
        }

        await Problem.NotFound.Write(context);
        return null;
    }
}
