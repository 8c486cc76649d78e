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
        "Send the bytes as they are, without Content-Encoding.");

    public static Problem Busy { get; } =
        new(503, "busy", "Too much at once", "Nothing was stored. Send it again in a moment.");

    public static Problem Full { get; } = new(503, "disk-full", "The gateway takes nothing in now",
        "Its disk is nearly full. Nothing was stored. Send it again later.");

    public static Problem Store { get; } =
        new(503, "store", "The store cannot take it now", "Nothing is acknowledged. Send it again in a moment.");

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
        if (Status == 503) response.Headers.RetryAfter = "5";
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
