using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>What machines ask: whether the program lives, whether it takes things in, and its figures.</summary>
internal sealed class Health(RunningGateway gateway)
{
    /// <summary><c>GET /healthz</c>: the process answers.</summary>
    public static Task Lives(HttpContext context) => Json.Write(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("status", "ok");
        json.WriteString("program", "gateway");
        json.WriteEndObject();
    });

    /// <summary><c>GET /readyz</c>: the store answers and there is room.</summary>
    public async Task IsReady(HttpContext context)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        late.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await gateway.Store.Read(Viewer.Operator, new CountsQuery(), late.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            await Problem.Store.Write(context);
            return;
        }

        if (!gateway.Disk.HasRoom)
        {
            await Problem.Full.Write(context);
            return;
        }

        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ready");
            json.WriteString("revision", gateway.Configuration.Active.Digest.Short(12));
            // A place that is down is no reason to send senders away; whom we serve is nobody else's business.
            if (Access.IsOperator(context)) PlaceViews.Write(json, gateway.Places, withWords: false);
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1/status</c>: counts of everything, for the page and the status verb.</summary>
    public async Task Status(HttpContext context)
    {
        var counts = (await gateway.Store.Read(Viewer.Operator, new CountsQuery(), context.RequestAborted)).Items[0];
        var active = gateway.Configuration.Active;
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("receipts");
            foreach (var state in Enum.GetValues<ReceiptState>())
            {
                json.WriteNumber(Json.Word(state), counts.Receipts.GetValueOrDefault(state));
            }

            json.WriteEndObject();
            json.WriteNumber("documents", counts.Documents);
            json.WriteStartObject("entries");
            foreach (var state in Enum.GetValues<EntryState>())
            {
                json.WriteNumber(Json.Word(state), counts.Entries.GetValueOrDefault(state));
            }

            json.WriteEndObject();
            json.Time("oldestWaiting", counts.OldestWaiting);
            json.WriteString("revision", active.Digest.Short(12));
            if (gateway.Configuration.Refused is { } refused) Refused(json, refused, active);
            json.List("unavailable", active.UnavailableMappings, mapping =>
            {
                json.WriteStartObject();
                json.WriteString("mapping", mapping.Key);
                json.WriteString("code", mapping.Value.Code.Id);
                json.WriteString("sentence", mapping.Value.Sentence);
                json.WriteString("fix", mapping.Value.Fix);
                json.WriteEndObject();
            });
            json.List("attention", PartnerTerms.Ending(active, gateway.Clock.GetUtcNow()), ending =>
            {
                json.WriteStartObject();
                json.WriteString("code", ending.Code.Id);
                json.WriteString("file", ending.Place.Reference);
                json.WriteString("sentence", ending.Sentence);
                json.WriteString("fix", ending.Fix);
                json.WriteEndObject();
            });
            json.List("destinations", active.Destinations.Values, destination =>
            {
                json.WriteStartObject();
                json.WriteString("name", destination.Name);
                json.WriteString("channel", destination.Channel);
                json.Text("schedule", destination.Schedule);
                json.WriteEndObject();
            });
            PlaceViews.Write(json, gateway.Places, withWords: true);
            json.WriteBoolean("demo", gateway.Settings.IsDemo);
            json.WriteEndObject();
        });
    }

    private static void Refused(Utf8JsonWriter json, Refusal refused, Revision active)
    {
        var finding = new Finding(ConfigurationCodes.Refused, default, default, 0, [active.Digest.Short(12)]);
        json.WriteStartObject("refused");
        json.Time("at", refused.At);
        json.WriteString("code", finding.Code.Id);
        json.WriteString("sentence", finding.Sentence);
        json.WriteString("fix", finding.Fix);
        json.List("findings", refused.Findings.Where(f => f.Code.Default == Severity.Error), fault =>
        {
            json.WriteStartObject();
            json.WriteString("code", fault.Code.Id);
            json.Text("file", fault.Place.Reference);
            json.WriteNumber("line", fault.Place.Segment);
            json.WriteNumber("column", fault.Place.Element);
            json.WriteString("sentence", fault.Sentence);
            json.WriteString("fix", fault.Fix);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    /// <summary><c>GET /metrics</c>: Prometheus text.</summary>
    public async Task Metrics(HttpContext context)
    {
        var counts = (await gateway.Store.Read(Viewer.Operator, new CountsQuery(), context.RequestAborted)).Items[0];
        var text = new StringBuilder();
        gateway.Counters.Write(text);
        text.Append("# TYPE gateway_receipts gauge\n");
        foreach (var state in Enum.GetValues<ReceiptState>())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"gateway_receipts{{state=\"{Json.Word(state)}\"}} {counts.Receipts.GetValueOrDefault(state)}\n");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"# TYPE gateway_documents gauge\ngateway_documents {counts.Documents}\n");
        text.Append("# TYPE gateway_entries gauge\n");
        foreach (var state in Enum.GetValues<EntryState>())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"gateway_entries{{state=\"{Json.Word(state)}\"}} {counts.Entries.GetValueOrDefault(state)}\n");
        }

        var age = counts.OldestWaiting is { } oldest ? (gateway.Clock.GetUtcNow() - oldest).TotalSeconds : 0;
        text.Append(CultureInfo.InvariantCulture,
            $"# TYPE gateway_oldest_waiting_seconds gauge\ngateway_oldest_waiting_seconds {Math.Max(0, age):0}\n");
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
