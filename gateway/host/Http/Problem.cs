using System.Globalization;
using System.Text.Json;

namespace Gateway.Host.Http;

/// <summary>What went wrong, as RFC 9457 says it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Kind">Last part of the problem's type: stable, for programs.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Detail">This case, and what to do.</param>
internal sealed record Problem(int Status, string Kind, string Title, string Detail)
{
    public static Problem NoKey { get; } = new(401, "no-key", "An API key is needed",
        "Send your key in the header Authorization: Bearer KEY, or X-Api-Key.");

    public static Problem WrongKey { get; } = new(401, "wrong-key", "The API key is not valid",
        "The key is unknown here, was withdrawn, or does not work from this address.");

    public static Problem NotFound { get; } = new(404, "not-found", "There is nothing here",
        "No such thing exists, or it belongs to another sender.");

    public static Problem TooLarge { get; } = new(413, "too-large", "The body is too large",
        "At most 64 MiB are taken over HTTP. Nothing was stored. Split the interchange and send the parts.");

    public static Problem NotAllowed { get; } = new(405, "method", "The method is not allowed here",
        "The document /openapi/v1.json lists what is.");

    public static Problem Empty { get; } =
        new(400, "empty", "The body is empty", "Send the interchange as the body of the request.");

    public static Problem Encoded { get; } = new(415, "encoded", "A content encoding is not taken",
        "Send the bytes as they are, or with Content-Encoding: gzip.");

    public static Problem Malformed { get; } = new(400, "malformed", "The body is not what its headers say",
        "It broke off, is packed wrongly, or is no form. Nothing of it was stored. Send it again.");

    public static Problem NoFile { get; } = new(400, "no-file", "There is no file in the form",
        "Send each file as a part of its own, with a file name.");

    public static Problem TooManyFiles { get; } = new(413, "too-many-files", "The form has too many parts",
        "At most 200 parts are taken at once. Send the rest in another request.");

    public static Problem Slow { get; } = new(408, "slow", "The body came too slowly",
        "At least 240 bytes a second are expected. Nothing was stored. Send it again.");

    public static Problem WrongIdempotencyKey { get; } = new(400, "idempotency-key", "The Idempotency-Key cannot be used",
        "It has 1 to 255 visible ASCII characters and comes once. Nothing was stored.");

    public static Problem KeyReused { get; } = new(422, "key-reused", "The Idempotency-Key came before with other content",
        "Nothing was stored. The receipt of what came under it is given here. Send other content under another key.");

    /// <summary>More than was agreed.</summary>
    public static Problem Quota(string what, int retryAfterSeconds) => new(429, "quota", "You send more than was agreed",
        what + " Nothing was stored. Send it again later.") { RetryAfterSeconds = retryAfterSeconds };

    public static Problem Busy { get; } =
        new(503, "busy", "Too much at once", "Nothing was stored. Send it again in a moment.");

    public static Problem Full { get; } = new(503, "disk-full", "The gateway takes nothing in now",
        "Its disk is nearly full. Nothing was stored. Send it again later.");

    public static Problem Store { get; } =
        new(503, "store", "The store cannot take it now", "Nothing is acknowledged. Send it again in a moment.");

    /// <summary>When it may be tried again; 0 where that changes nothing.</summary>
    public int RetryAfterSeconds { get; init; } = Status == 503 ? 5 : 0;

    /// <summary>Writes it as the answer, for a route.</summary>
    public Task WriteTo(HttpContext context) => Write(context);

    /// <summary>Writes it as the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="more">Writes further members; null for none.</param>
    public Task Write(HttpContext context, Action<Utf8JsonWriter>? more = null)
    {
        var response = context.Response;
        if (response.HasStarted) return Task.CompletedTask;
        response.StatusCode = Status;
        if (Status == 401) response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfterSeconds > 0) response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Json.Write(context, "application/problem+json", json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:gateway:problem:" + Kind);
            json.WriteString("title", Title);
            json.WriteNumber("status", Status);
            json.WriteString("detail", Detail);
            more?.Invoke(json);
            json.WriteEndObject();
        });
    }
}
