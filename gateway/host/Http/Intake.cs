using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary><c>POST /v1/interchanges</c>: answers when the bytes are durable, never before.</summary>
internal sealed class Intake(RunningGateway gateway, Access access)
{
    /// <summary>Bodies at the same time; each holds a buffer, and beyond this many the disk is the limit
    /// anyway.</summary>
    private const int BodiesMax = 512;

    private int bodies;

    /// <summary>Takes one body.</summary>
    public async Task Post(HttpContext context)
    {
        var (caller, problem) = access.Identify(context);
        if (problem is null && caller!.Partner is null) problem = Problem.NoKey;
        problem ??= Refusal(context.Request);
        if (problem is not null)
        {
            await problem.Write(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref bodies) > BodiesMax) await Problem.Busy.Write(context);
            else await Take(context, caller!.Partner!);
        }
        finally
        {
            Interlocked.Decrement(ref bodies);
        }
    }

    private Problem? Refusal(HttpRequest request)
    {
        if (request.ContentLength == 0) return Problem.Empty;
        if (request.ContentLength > Limits.HttpBodyBytesMax) return Problem.TooLarge;
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
        {
            return Problem.Encoded;
        }

        return gateway.Disk.HasRoom ? null : Problem.Full;
    }

    private async Task Take(HttpContext context, Partner partner)
    {
        var request = context.Request;
        var arrival = new Arrival(
            RunningGateway.HttpChannel, partner.Id, FileName(request), request.ContentType, "",
                gateway.Clock.GetUtcNow());
        try
        {
            var receipt = await gateway.Receiver.Receive(arrival, request.Body, context.RequestAborted);
            await Answer(context, receipt, partner);
        }
        catch (BadHttpRequestException fault)
        {
            var problem = fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problem.TooLarge
                : new Problem(fault.StatusCode, "request", "The request broke off or is malformed",
                    "Nothing was stored. Send it again.");
            await problem.Write(context);
        }
        catch (IOException)
        {
            await Problem.Store.Write(context);
        }
    }

    private Task Answer(HttpContext context, Receipt receipt, Partner partner)
    {
        var decisions = receipt.Interchanges;
        if (decisions.Count > 0 && decisions.All(d => d.State == InterchangeState.Conflict))
        {
            return Conflict(context, receipt);
        }

        if (decisions.Count > 0 && decisions.All(d => d.State == InterchangeState.Rejected)
            && Foreign.SenderOf(gateway.Store.Raw(receipt.Id), gateway.Formats, partner) is { } sender)
        {
            return WrongSender(context, receipt, sender);
        }

        context.Response.StatusCode = receipt.IsRepeat ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        context.Response.Headers.Location = "/v1/interchanges/" + receipt.Id;
        return Json.Write(context, json =>
        {
            json.WriteStartObject();
            Views.Receipt(json, receipt);
            json.WriteEndObject();
        });
    }

    private static Task Conflict(HttpContext context, Receipt receipt)
    {
        var first = receipt.Interchanges[0];
        var problem = new Problem(409, "conflict", "The interchange reference was used before with other content",
            $"Reference {first.Reference} came before with the digest {first.EarlierSha256}; this one has {first.Sha256}. "
            + "The bytes are kept and were not worked on. Send them under a new reference.");
        return problem.Write(context, json =>
        {
            json.Text("earlierSha256", first.EarlierSha256);
            json.Text("earlierReceipt", first.EarlierReceipt);
            Views.Receipt(json, receipt);
        });
    }

    private static Task WrongSender(HttpContext context, Receipt receipt, string sender)
    {
        var problem = new Problem(422, "sender", "The interchange names another sender",
            $"UNB names {sender}, which is not registered for this key. The bytes are kept and were not worked on.");
        return problem.Write(context, json => Views.Receipt(json, receipt));
    }

    private static string? FileName(HttpRequest request)
    {
        var given = request.Headers["X-File-Name"].ToString();
        if (given.Length == 0) return null;
        return given.Length <= 200 && !given.Any(char.IsControl) ? given : null;
    }
}
