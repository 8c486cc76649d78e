using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Host.Serve;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Host.Http;

/// <summary><c>POST /v1/interchanges/{id}/release</c>: the operator lets a held receipt go on, with the time at which it came.</summary>
internal sealed class Releases(RunningGateway gateway)
{
    private const int BodyBytesMax = 4096;
    private const int WordsMax = 200;

    private static readonly Problem NotHeld = new(409, "not-held", "The receipt is not held",
        "Only a receipt that is held, or has an interchange in conflict, can be released.");

    private static readonly Problem NoReason = new(400, "no-reason", "Who releases it, and why, must be said",
        """Send JSON such as {"by": "anna", "reason": "known by telephone"} of at most 200 characters each.""");

    /// <summary>Answers.</summary>
    public async Task Post(HttpContext context)
    {
        // Somebody else's page in the operator's browser cannot send this type without asking first, which is never granted.
        if (!context.Request.HasJsonContentType() || await Words(context) is not { } words)
        {
            await NoReason.Write(context);
            return;
        }

        var (store, stop, id) = (gateway.Store, context.RequestAborted, Asked.Id(context));
        if ((await store.Read(Viewer.Operator, new ReceiptsQuery(id), stop)).Items is not [var receipt])
        {
            await Problem.NotFound.Write(context);
            return;
        }

        if (receipt.State != ReceiptState.Parked && receipt.Receipt.Interchanges.All(i => i.State != InterchangeState.Conflict))
        {
            await NotHeld.Write(context);
            return;
        }

        await store.Apply(new Command("release-receipt", id, words.By, words.Reason, gateway.Clock.GetUtcNow()), stop);
        gateway.WakeWorkers();
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("receipt", id);
            json.WriteEndObject();
        });
    }

    private static async Task<(string By, string Reason)?> Words(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = BodyBytesMax;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            string? Text(string name) => body.RootElement.TryGetProperty(name, out var value) ? value.GetString()?.Trim() : null;
            return (Text("by"), Text("reason")) is ({ Length: > 0 and <= WordsMax } by, { Length: > 0 and <= WordsMax } reason)
                ? (by, reason) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
