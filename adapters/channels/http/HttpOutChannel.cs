using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Contracts;

namespace Gateway.Channels;

/// <summary>
/// Delivers by POST with the stable header <c>Message-Id</c>. Delivered is only what the far side says it has: a 2xx
/// whose
/// JSON names the id. Follows no redirect and opens no address but the configured one.
/// </summary>
public sealed class HttpOutChannel : IChannel, IDisposable
{
    /// <summary>Bytes of a reply that are read; a receipt is far smaller, and an endless reply must not hold
    /// us.</summary>
    internal const int ReplyBytesMax = 64 * 1024;

    private const int ExcerptCharsMax = 200;

    private readonly HttpOutOptions options;
    private readonly HttpClient client;
    private readonly TimeProvider clock;

    /// <summary>Makes the channel.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="clock">Measures the timeout.</param>
    public HttpOutChannel(HttpOutOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public ValueTask Collect(IReceiver receiver, CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<SendResult> Send(Outgoing outgoing, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            using var request = Request(outgoing);
            using var reply = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var (body, isWhole) = await Body(reply, either.Token);
            return Judge((int)reply.StatusCode, body.Span, isWhole, outgoing.Id);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return Retry($"no answer within {options.Timeout.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            var error = (fault as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            return Retry(error == HttpRequestError.Unknown ? "the connection broke"
                : $"the connection failed: {error}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private HttpRequestMessage Request(Outgoing outgoing)
    {
        var content = new ReadOnlyMemoryContent(outgoing.Bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", outgoing.MediaType);
        var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = content };
        request.Headers.Add("Message-Id", outgoing.Id);
        request.Headers.Add("Message-Attempt",
            outgoing.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (options.Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }

        return request;
    }

    private static async Task<(ReadOnlyMemory<byte> Bytes, bool IsWhole)> Body(
        HttpResponseMessage reply, CancellationToken stop)
    {
        var buffer = new byte[ReplyBytesMax];
        await using var stream = await reply.Content.ReadAsStreamAsync(stop);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return (buffer.AsMemory(0, read), read < buffer.Length);
    }

    private SendResult Judge(int status, ReadOnlySpan<byte> body, bool isWhole, string id) => status switch
    {
        >= 200 and < 300 when options.ReceiptProperty.Length == 0 => new(SendOutcome.Delivered, $"HTTP {status}"),
        >= 200 and < 300 when isWhole && Names(body, id)
            => new(SendOutcome.Delivered, $"HTTP {status} with the receipt"),
        // A login page or a proxy also says 200: without the receipt nobody has the document.
        >= 200 and < 300 => Retry($"HTTP {status} without the receipt"),
        408 or 425 or 429 or >= 500 => Retry($"HTTP {status}"),
        >= 400 => new(SendOutcome.Refused, $"HTTP {status}: {Excerpt(body)}"),
        >= 300 => new(SendOutcome.Refused, $"HTTP {status}: a redirect is not followed"),
        _ => Retry($"HTTP {status}"),
    };

    private bool Names(ReadOnlySpan<byte> body, string id)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var reply = JsonDocument.ParseValue(ref reader);
            return reply.RootElement.ValueKind == JsonValueKind.Object
                && reply.RootElement.TryGetProperty(options.ReceiptProperty, out var receipt)
                && receipt.ValueKind == JsonValueKind.String && receipt.ValueEquals(id);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static SendResult Retry(string reason) => new(SendOutcome.Retry, reason);

    /// <summary>The start of a reply as one harmless line: it comes from outside and goes to screens and
    /// logs.</summary>
    private static string Excerpt(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        foreach (var b in body[..Math.Min(body.Length, ExcerptCharsMax)])
        {
            text.Append(b is >= 0x20 and < 0x7F ? (char)b : ' ');
        }

        return text.ToString().Trim();
    }
}
