using System.Text;
using System.Text.Encodings.Web;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Host.Page;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>
/// The page <c>/upload</c> for traders without an ERP. With scripts it sends each file to <c>/v1/interchanges</c>; without, the form is
/// posted here and answered with a page. The key is a field of the form and never a cookie, so no other page can send in its name.
/// </summary>
internal sealed class Upload(RunningGateway gateway, Access access, Door door, Intake intake, AnswerReads answers)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const int WaitMilliseconds = 200, WaitsMax = 50;

    /// <summary>A file of the page.</summary>
    public static Task File(HttpContext context, string name)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return name is "upload.html" or "upload.js" or "upload.css" or "icon.svg"
            ? PageFiles.Write(context, name) : Problem.NotFound.Write(context);
    }

    /// <summary>The form as a browser without scripts sends it.</summary>
    public async Task Post(HttpContext context)
    {
        if (door.Refusal(context.Request) is { } refusal)
        {
            await Say(context, refusal);
            return;
        }

        try
        {
            if (UploadForm.BoundaryOf(context.Request) is not { } boundary) throw new RefusedException(Problem.NoFile);
            var form = new UploadForm(boundary, context.Request.Body);
            var key = await form.Next(context.RequestAborted) is { Field: "key" } part
                ? await UploadForm.Text(part, context.RequestAborted) : "";
            var (caller, problem) = access.Identify(context, key);
            if (caller?.Partner is not { } partner) await Say(context, problem ?? Problem.NoKey);
            else await door.Enter(context, partner, (_, quota) => Take(context, form, partner, quota));
        }
        catch (Exception fault) when (RequestBody.ProblemOf(fault) is { } problem)
        {
            await Say(context, problem);
        }
    }

    /// <summary>Looks again at a receipt, or gives a file of its answer, for the page that <see cref="Post"/> gave.</summary>
    public async Task Answer(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await Say(context, Problem.Malformed);
            return;
        }

        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var (caller, problem) = access.Identify(context, fields["key"].ToString().Trim());
        if (caller?.Partner is null) await Say(context, problem ?? Problem.NoKey);
        else if (fields["answer"].ToString() is { Length: > 0 } answer)
        {
            await answers.Send(context, caller.Viewer, fields["receipt"].ToString(), answer);
        }
        else await Show(context, caller.Viewer, [fields["receipt"].ToString()]);
    }

    private async Task Take(HttpContext context, UploadForm form, Partner partner, Quota quota)
    {
        var receipts = new List<string>();
        while (await form.Next(context.RequestAborted) is { } part)
        {
            if (!part.IsFile) continue;
            using var body = new MeteredStream(part.Body, Documents.Limits.HttpBodyBytesMax, quota.Count);
            var taken = await intake.Keep(partner, part.FileName, part.MediaType, null, body, context.RequestAborted);
            receipts.Add(taken.Receipt.Id);
        }

        if (receipts.Count == 0) await Say(context, Problem.NoFile);
        else await Show(context, new Viewer(partner.Id, partner.Id), receipts);
    }

    private async Task Show(HttpContext context, Viewer viewer, List<string> receipts)
    {
        var page = new StringBuilder();
        foreach (var id in receipts)
        {
            var (view, files) = await Verdict(viewer, id, context.RequestAborted);
            if (view is null)
            {
                await Say(context, Problem.NotFound);
                return;
            }

            page.Append("<section class=\"file\"><h2>").Append(Html(view.Arrival.FileName ?? "Your file")).Append("</h2>");
            if (files is null)
            {
                page.Append("<p>It is kept, and the answer is not there yet. Its receipt is ").Append(id).Append(".</p>");
                Ask(page, "Look again", id, null);
            }
            else if (files.Count == 0) page.Append("<p>There is no answer: the file answers one of ours.</p>");
            else page.Append("<pre>").Append(Html(Encoding.UTF8.GetString(files[0].Entry.Bytes.Span))).Append("</pre>");
            foreach (var file in files?.Skip(1) ?? []) Ask(page, "Download " + file.Entry.FileName, id, file.Entry.Id);
            page.Append("</section>");
        }

        await Write(context, StatusCodes.Status200OK, page.ToString());
    }

    // The key is kept nowhere, so it is asked for again.
    private static void Ask(StringBuilder page, string what, string receipt, string? answer)
        => page.Append("<form method=\"post\" action=\"/upload/answer\"><input type=\"hidden\" name=\"receipt\" value=\"").Append(receipt)
            .Append("\">").Append(answer is null ? "" : $"<input type=\"hidden\" name=\"answer\" value=\"{answer}\">")
            .Append("<label>API key <input type=\"password\" name=\"key\" required autocomplete=\"off\"></label> <button>")
            .Append(Html(what)).Append("</button></form>");

    /// <summary>The receipt, and the files of its answer, the words for people first; no files while they are not there yet.</summary>
    private async Task<(ReceiptView? View, IReadOnlyList<EntryView>? Files)> Verdict(Viewer viewer, string id, CancellationToken stop)
    {
        for (var i = 0; ; i++)
        {
            var found = await gateway.Store.Read(viewer, new ReceiptsQuery(id), stop);
            if (found.Items is not [var view]) return (null, null);
            if (view.State is not (ReceiptState.Kept or ReceiptState.Working))
            {
                var detail = await gateway.Store.Read(viewer, new ReceiptDetailQuery(id), stop);
                return (view, detail.Items is [{ Answers.Items: var files }] ? files : []);
            }

            if (i == WaitsMax) return (view, null);
            await Task.Delay(WaitMilliseconds, stop);
        }
    }

    private static Task Say(HttpContext context, Problem problem)
        => Write(context, problem.Status, $"<p class=\"bad\" role=\"alert\"><b>{Html(problem.Title)}.</b> {Html(problem.Detail)}</p>");

    private static async Task Write(HttpContext context, int status, string content)
    {
        if (context.Response.HasStarted) return;
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Your files - Gateway</title>"
            + "<link rel=\"icon\" href=\"/upload/icon.svg\" type=\"image/svg+xml\">"
            + "<link rel=\"stylesheet\" href=\"/upload/upload.css\"></head><body><main><h1>Your files</h1>"
            + content + "<p><a href=\"/upload\">Send more</a></p></main></body></html>",
            context.RequestAborted);
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
