using Gateway.Host.Serve;

namespace Gateway.Host.Schedules;

/// <summary>The verb <c>schedule list</c>.</summary>
internal static class ScheduleCommand
{
    /// <summary>Writes each scheduled destination with its next and last runs.</summary>
    /// <returns>0; 3 when there is nothing to look at.</returns>
    public static Task<int> List(
        ServeOptions options, bool asJson, TextWriter output, TextWriter err, TimeProvider clock,
            CancellationToken stop)
        => OperatorCommand.Run(options, err, clock, async view =>
        {
            using var schedules = (await view.Get("/v1/schedules", stop))!;
            if (asJson) return OperatorCommand.AsJson(output, schedules);
            foreach (var one in schedules.RootElement.GetProperty("schedules").EnumerateArray())
            {
                output.WriteLine($"{one.Text("destination")}  {one.Text("cron")}  next {one.Text("next")}");
                foreach (var run in one.GetProperty("runs").EnumerateArray())
                {
                    output.WriteLine($"  ran for {run.Text("planned")} at {run.Text("takenAt")}");
                }
            }

            return 0;
        }, stop);
}
