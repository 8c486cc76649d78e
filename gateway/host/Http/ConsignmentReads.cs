using Gateway.Core;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>Finds messages by what they carry, through the index.</summary>
internal sealed class ConsignmentReads(RunningGateway gateway, Access access)
{
    private const int HitsMax = 100;

    /// <summary><c>GET /v1/consignments/{reference}</c>: every message that carries the reference, newest
    /// first.</summary>
    public async Task Find(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        var hits = (await Hits(caller, (string)context.Request.RouteValues["reference"]!, context.RequestAborted))
            .Where(h => h.IsExact).ToList();
        if (hits.Count == 0)
        {
            await Problem.NotFound.Write(context);
            return;
        }

        var documents = new List<DocumentView>();
        foreach (var id in hits.Select(h => h.DocumentId).OfType<string>().Distinct())
        {
            documents.AddRange((await gateway.Store.Read(
                caller.Viewer, new DocumentsQuery(Id: id, Max: 1), context.RequestAborted)).Items);
        }

        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.List("hits", hits, hit => Write(json, hit));
            json.List("messages", documents, document =>
            {
                json.WriteStartObject();
                Views.Document(json, document);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1/find?text=</c>: also what begins with the text.</summary>
    public async Task Search(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        var hits = await Hits(caller, context.Request.Query["text"].ToString(), context.RequestAborted);
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.List("hits", hits, hit => Write(json, hit));
            json.WriteEndObject();
        });
    }

    private async ValueTask<IReadOnlyList<Hit>> Hits(Caller caller, string text, CancellationToken stop)
    {
        // What was settled a moment ago is found too; usually the follower was here before.
        for (var i = 0; i < 100 && await gateway.Index.Follow(gateway.Store, stop) > 0; i++)
        {
        }

        return gateway.Index.Find(caller.Viewer, text, HitsMax);
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, Hit hit)
    {
        json.WriteStartObject();
        json.WriteString("receipt", hit.ReceiptId);
        json.Text("message", hit.DocumentId);
        json.WriteString("kind", hit.Kind);
        json.WriteString("value", hit.Value);
        json.WriteBoolean("exact", hit.IsExact);
        json.WriteEndObject();
    }
}
