using Gateway.Core;
using Gateway.Host.Http;
using Gateway.Host.Serve;

namespace Gateway.Host.Schedules;

/// <summary><c>GET /v1/schedules</c>: each scheduled destination with its next and last runs.</summary>
internal sealed class ScheduleReads(RunningGateway gateway)
{
    private const int RunsShown = 5;

    /// <summary>Answers.</summary>
    public async Task List(HttpContext context)
    {
        var rows = new List<(Destination Destination, DateTimeOffset? Next, IReadOnlyList<SlotView> Runs)>();
        foreach (var destination in gateway.Configuration.Active.Destinations.Values.OrderBy(
            d => d.Name, StringComparer.Ordinal))
        {
            if (destination.Schedule is not { } cron) continue;
            var runs = await gateway.Store.Read(
                Viewer.Operator, new SlotsQuery(destination.Name, Max: RunsShown), context.RequestAborted);
            rows.Add((destination, Cron.Read(cron)?.After(gateway.Clock.GetUtcNow()), runs.Items));
        }

        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.List("schedules", rows, row =>
            {
                json.WriteStartObject();
                json.WriteString("destination", row.Destination.Name);
                json.Text("cron", row.Destination.Schedule);
                json.Time("next", row.Next);
                json.List("runs", row.Runs, run =>
                {
                    json.WriteStartObject();
                    json.Time("planned", run.Planned);
                    json.Time("takenAt", run.TakenAt);
                    json.WriteEndObject();
                });
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }
}
