using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary><c>POST /v1/interchanges</c>: answers when the bytes are durable, never before. A form's files are a receipt each.</summary>
internal sealed class Intake(RunningGateway gateway, IReceiver receiver, Door door)
{
    private const int KeyLengthMax = 255;

    /// <summary>Takes one body.</summary>
    public Task Post(HttpContext context) => door.Enter(context, (partner, quota) => Take(context, partner, quota));

    /// <summary>Takes one file.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="name">As the sender named it; null without a name.</param>
    /// <param name="mediaType">As the sender declared it.</param>
    /// <param name="key">The sender's own key for this file; null without one.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="stop">Ends it.</param>
    public async ValueTask<Taken> Keep(
        Partner partner, string? name, string? mediaType, string? key, Stream body, CancellationToken stop)
    {
        var arrival = new Arrival(RunningGateway.HttpChannel, partner.Id, name, mediaType, "", gateway.Clock.GetUtcNow())
        {
            IdempotencyKey = key,
        };
        var receipt = await receiver.Receive(arrival, body, stop);
        return new Taken(name, receipt, ProblemOf(receipt, partner));
    }

    private async Task Take(HttpContext context, Partner partner, Quota quota)
    {
        var request = context.Request;
        if (IdempotencyKey(request) is not (true, var key))
        {
            await Problem.WrongIdempotencyKey.Write(context);
            return;
        }

        var body = RequestBody.Open(request, quota);
        if (UploadForm.BoundaryOf(request) is not { } boundary)
        {
            var taken = await Keep(partner, FileName(request), request.ContentType, key, body, context.RequestAborted);
            await Answer(context, taken);
            return;
        }

        var files = new List<Taken>();
        var form = new UploadForm(boundary, body);
        try
        {
            while (await form.Next(context.RequestAborted) is { } part)
            {
                if (!part.IsFile) continue;
                var own = key is null ? null : $"{key}#{files.Count + 1}";
                files.Add(await Keep(partner, part.FileName, part.MediaType, own, part.Body, context.RequestAborted));
            }
        }
        catch (Exception fault) when (files.Count > 0 && RequestBody.ProblemOf(fault) is { } problem)
        {
            // What came whole before is kept, and the sender must know of it.
            await (problem with { Detail = problem.Detail + " The files before it were kept; they are listed here." })
                .Write(context, json => List(json, files));
            return;
        }

        if (files.Count == 0) await Problem.NoFile.Write(context);
        else await Answer(context, files);
    }

    private static Task Answer(HttpContext context, Taken taken)
    {
        var receipt = taken.Receipt;
        if (taken.Problem is { } problem) return problem.Write(context, json => taken.WriteMore(json));
        context.Response.StatusCode = taken.Status;
        context.Response.Headers.Location = "/v1/interchanges/" + receipt.Id;
        return Json.Write(context, json =>
        {
            json.WriteStartObject();
            Views.Receipt(json, receipt);
            json.WriteEndObject();
        });
    }

    private static Task Answer(HttpContext context, List<Taken> files)
    {
        context.Response.StatusCode = files.TrueForAll(file => file.Status == StatusCodes.Status200OK)
            ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        return Json.Write(context, json =>
        {
            json.WriteStartObject();
            List(json, files);
            json.WriteEndObject();
        });
    }

    private static void List(Utf8JsonWriter json, List<Taken> files) => json.List("files", files, file =>
    {
        json.WriteStartObject();
        json.Text("fileName", file.FileName);
        json.WriteNumber("status", file.Status);
        if (file.Problem is { } problem)
        {
            json.WriteString("title", problem.Title);
            json.WriteString("detail", problem.Detail);
        }

        file.WriteMore(json);
        json.WriteEndObject();
    });

    private Problem? ProblemOf(Receipt receipt, Partner partner)
    {
        if (receipt.IsKeyReused) return Problem.KeyReused;
        var decisions = receipt.Interchanges;
        if (decisions.Count > 0 && decisions.All(d => d.State == InterchangeState.Conflict))
        {
            var first = decisions[0];
            return new Problem(409, "conflict", "The interchange reference was used before with other content",
                $"Reference {first.Reference} came before with the digest {first.EarlierSha256}; this one has {first.Sha256}. "
                + "The bytes are kept and were not worked on. Send them under a new reference.");
        }

        if (decisions.Count > 0 && decisions.All(d => d.State == InterchangeState.Rejected)
            && Foreign.SenderOf(gateway.Store.Raw(receipt.Id), gateway.Formats, partner) is { } sender)
        {
            return new Problem(422, "sender", "The interchange names another sender",
                $"UNB names {sender}, which is not registered for this key. The bytes are kept and were not worked on.");
        }

        return null;
    }

    /// <summary>The header <c>Idempotency-Key</c>, with or without quotation marks (a structured field has them).</summary>
    private static (bool IsFine, string? Key) IdempotencyKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values)) return (true, null);
        var key = values.ToString().Trim();
        if (key.Length > 1 && key[0] == '"' && key[^1] == '"') key = key[1..^1];
        return (values.Count == 1 && key.Length is > 0 and <= KeyLengthMax && key.All(c => c is > ' ' and <= '~'), key);
    }

    private static string? FileName(HttpRequest request) => UploadForm.Harmless(request.Headers["X-File-Name"].ToString());
}

/// <summary>A file that was kept, and what is wrong with it as a whole.</summary>
/// <param name="FileName">As the sender named it.</param>
/// <param name="Receipt">The receipt.</param>
/// <param name="Problem">Why it is not worked on; null when it is.</param>
internal sealed record Taken(string? FileName, Receipt Receipt, Problem? Problem)
{
    /// <summary>HTTP status of this file.</summary>
    public int Status => Problem?.Status ?? (Receipt.IsRepeat ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);

    /// <summary>Writes the receipt, and what a conflict was with.</summary>
    public void WriteMore(Utf8JsonWriter json)
    {
        if (Problem is { Kind: "conflict" })
        {
            json.Text("earlierSha256", Receipt.Interchanges[0].EarlierSha256);
            json.Text("earlierReceipt", Receipt.Interchanges[0].EarlierReceipt);
        }

        Views.Receipt(json, Receipt);
    }
}
