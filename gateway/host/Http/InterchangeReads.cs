using System.Globalization;
using Gateway.Core;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>Reads of receipts: the list, one with all that became of it, and its raw bytes.</summary>
internal sealed class InterchangeReads(RunningGateway gateway, Access access, OpenParts open)
{
    private const int PageMax = 100;

    /// <summary><c>GET /v1/interchanges</c>: newest first.</summary>
    public async Task List(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        var max = int.TryParse(
            context.Request.Query["max"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? Math.Clamp(wanted, 1, PageMax)
            : 50;
        var page = await gateway.Store.Read(
            caller.Viewer, new ReceiptsQuery(After: Asked.After(context), Max: max), context.RequestAborted);
        var rows = new List<(ReceiptView View, IReadOnlyList<DocumentView> First)>();
        foreach (var view in page.Items) rows.Add((view, await FirstDocuments(caller, view, context.RequestAborted)));
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.List("interchanges", rows, row =>
            {
                json.WriteStartObject();
                Views.State(json, row.View);
                json.List("types", row.First.Select(d => d.Result.Mark.Type.ToString()).Distinct(),
                    json.WriteStringValue);
                json.WriteEndObject();
            });
            json.Text("next", page.Next);
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1/interchanges/{id}</c>.</summary>
    public async Task One(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        var (store, stop, id) = (gateway.Store, context.RequestAborted, Asked.Id(context));
        var query = new ReceiptDetailQuery(
            id, Asked.After(context), Asked.After(context, "answersAfter"), Asked.After(context, "deliveriesAfter"));
        if ((await store.Read(caller.Viewer, query, stop)).Items is not [var (receipt, parts, documents, answers, deliveries)])
        {
            await Problem.NotFound.Write(context);
            return;
        }

        var last = Math.Max(
            documents.Items.SelectMany(view => view.Result.Findings).Select(finding => finding.Finding.Span.Part).DefaultIfEmpty().Max(),
            parts.Where(view => view.Findings.Count > 0).Select(view => view.Part.Number).DefaultIfEmpty().Max());
        using var look = await open.Open(caller.Viewer, id, last, stop);
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            Views.State(json, receipt);
            if (parts.Count > 0) json.List("parts", parts, part => Views.Part(json, parts, part, receipt, look));
            json.WriteStartArray("messages");
            foreach (var document in documents.Items)
            {
                json.WriteStartObject();
                Views.Document(json, document);
                Views.PartOf(json, document, parts, receipt);
                json.List("findings", document.Result.Findings, finding => Views.Finding(json, finding, look));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.Text("nextMessages", documents.Next);
            json.List("answers", answers.Items, answer =>
            {
                json.WriteStartObject();
                Views.Entry(json, answer);
                json.Text("text", AnswerReads.TextOf(answer.Entry.MediaType, answer.Entry.Bytes));
                json.WriteString("href", AnswerReads.PathOf(answer));
                json.WriteEndObject();
            });
            json.Text("nextAnswers", answers.Next);
            json.List("deliveries", deliveries.Items, entry =>
            {
                json.WriteStartObject();
                Views.Entry(json, entry);
                json.WriteEndObject();
            });
            json.Text("nextDeliveries", deliveries.Next);
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1/interchanges/{id}/raw</c>: the bytes as they came.</summary>
    public async Task Raw(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        var id = Asked.Id(context);
        var found = await gateway.Store.Read(caller.Viewer, new ReceiptsQuery(id), context.RequestAborted);
        var number = context.Request.RouteValues["part"] is not string asked ? 0
            : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : -1;
        using var look = found.Items.Count == 1 && number >= 0
            ? await open.Open(caller.Viewer, id, number, context.RequestAborted) : null;
        if (look?.Of(number) is not { } raw)
        {
            await Problem.NotFound.Write(context);
            return;
        }

        // Never shown as a page: what came in may look like one.
        context.Response.ContentType = "application/octet-stream";
        var name = id + (number == 0 ? ".edi" : string.Create(CultureInfo.InvariantCulture, $"-{number}"));
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.ContentLength = raw.Length;
        var buffer = new byte[Documents.Limits.RawRowBytes];
        for (long at = 0; raw.Read(at, buffer) is > 0 and var count; at += count)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
        }
    }

    private async ValueTask<IReadOnlyList<DocumentView>> FirstDocuments(
        Caller caller, ReceiptView view, CancellationToken stop)
        => view.Documents == 0 ? []
            : (await gateway.Store.Read(caller.Viewer, new DocumentsQuery(view.Receipt.Id, Max: 3), stop)).Items;
}
