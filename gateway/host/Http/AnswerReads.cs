using System.Text;
using Gateway.Core;
using Gateway.Host.Serve;
using Microsoft.Net.Http.Headers;

namespace Gateway.Host.Http;

/// <summary>The files of an answer: as they are, and as text where they are text.</summary>
internal sealed class AnswerReads(RunningGateway gateway, Access access)
{
    /// <summary><c>GET /v1/interchanges/{id}/answers/{answer}</c>: one file as it is.</summary>
    public async Task One(HttpContext context)
    {
        if (await Asked.By(context, access) is not { } caller) return;
        await Send(context, caller.Viewer, Asked.Id(context), (string)context.Request.RouteValues["answer"]!);
    }

    /// <summary>Sends one file as it is, to be kept and not shown.</summary>
    /// <param name="context">Asks.</param>
    /// <param name="viewer">Who asks.</param>
    /// <param name="receipt">Id of the receipt.</param>
    /// <param name="answer">Id of the answer.</param>
    public async Task Send(HttpContext context, Viewer viewer, string receipt, string answer)
    {
        var query = new EntriesQuery(receipt, Id: answer, WithBytes: true, Max: 1);
        var found = await gateway.Store.Read(viewer, query, context.RequestAborted);
        if (found.Items is not [{ Entry: var entry }] || !entry.Destination.StartsWith("reply:", StringComparison.Ordinal))
        {
            await Problem.NotFound.Write(context);
            return;
        }

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(entry.FileName);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.ContentType = entry.MediaType;
        context.Response.ContentLength = entry.Bytes.Length;
        await context.Response.Body.WriteAsync(entry.Bytes, context.RequestAborted);
    }

    /// <summary>Where a file is read.</summary>
    public static string PathOf(EntryView answer) => $"/v1/interchanges/{answer.ReceiptId}/answers/{answer.Entry.Id}";

    /// <summary>The text of a file; null for a workbook, which is none.</summary>
    public static string? TextOf(string mediaType, ReadOnlyMemory<byte> bytes)
        => mediaType.StartsWith("text/", StringComparison.Ordinal)
            || mediaType.Equals("application/EDIFACT", StringComparison.OrdinalIgnoreCase)
            ? (mediaType.Contains("utf-8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes.Span)
            : null;
}
