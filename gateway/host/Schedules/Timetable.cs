using Gateway.Core;
using Gateway.Host.Serve;
using Quartz;

namespace Gateway.Host.Schedules;

/// <summary>
/// Lets Quartz say when a scheduled destination is due. Quartz only triggers: which run took place stands in our own
/// store,
/// by (schedule, planned time), so a run takes place once whatever becomes of quartz.db. What Quartz is asked for takes
/// a moment and is let finish: it tells of a transaction that a stop cuts short as of a broken one.
/// </summary>
internal sealed class Timetable : IAsyncDisposable
{
    private const string Key = "timetable";

    private readonly RunningGateway gateway;
    private readonly IScheduler scheduler;
    private readonly Dictionary<string, string> known = [];

    private Timetable(RunningGateway gateway, IScheduler scheduler)
        => (this.gateway, this.scheduler) = (gateway, scheduler);

    /// <summary>Starts triggering; catches up with one run what was missed while the gateway was down.</summary>
    public static async Task<Timetable> Start(RunningGateway gateway, CancellationToken stop)
    {
        var file = Path.Combine(gateway.Settings.DataFolder, "quartz.db");
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz.UsePersistentStore(store =>
        {
            store.UseSqlite($"Data Source={file}");
            store.ProvisionSchema();
        })).BuildScheduler(CancellationToken.None);
        var timetable = new Timetable(gateway, scheduler);
        try
        {
            scheduler.Context[Key] = timetable;
            await timetable.Follow(gateway.Configuration.Active, stop);
            foreach (var name in timetable.known.Keys) await timetable.CatchUp(name, stop);
            await scheduler.Start(CancellationToken.None);
            return timetable;
        }
        catch
        {
            await timetable.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the triggers those of a revision.</summary>
    public async Task Follow(Revision revision, CancellationToken stop)
    {
        foreach (var destination in revision.Destinations.Values)
        {
            stop.ThrowIfCancellationRequested();
            if (destination.Schedule is not { } cron || Cron.Read(cron) is null) continue;
            if (known.TryGetValue(destination.Name, out var before) && before == cron) continue;
            known[destination.Name] = cron;
            var job = JobBuilder.Create<DeliveryJob>().WithIdentity(destination.Name).Build();
            var trigger = TriggerBuilder.Create().WithIdentity(destination.Name).ForJob(job)
                .WithSchedule(CronScheduleBuilder.Create(cron).InTimeZone(TimeZoneInfo.Utc)
                    .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                .Build();
            await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, CancellationToken.None);
        }

        foreach (var gone in known.Keys.Where(
            n => !revision.Destinations.TryGetValue(n, out var d) || d.Schedule is null).ToList())
        {
            known.Remove(gone);
            await scheduler.DeleteJob(new JobKey(gone), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await scheduler.Shutdown(false, CancellationToken.None);

    /// <summary>Takes the latest planned run, when nobody did yet, and opens the destination.</summary>
    private async ValueTask Due(string destination, CancellationToken stop)
    {
        var now = gateway.Clock.GetUtcNow();
        if (!known.TryGetValue(destination, out var cron) || Cron.Read(cron)?.UpTo(now) is not { } planned) return;
        if (!await gateway.Store.TakeSlot(destination, planned, stop)) return;
        gateway.Log.Info("schedule", ("destination", destination),
            ("planned", planned.UtcDateTime.ToString("s") + "Z"));
        gateway.Senders.Open(destination);
    }

    /// <summary>One run for all that were missed, not one for each; a run that a crash cut short goes on.</summary>
    private async ValueTask CatchUp(string destination, CancellationToken stop)
    {
        var ran = await gateway.Store.Read(Viewer.Operator, new SlotsQuery(destination, Max: 1), stop);
        var waiting = await gateway.Store.Read(
            Viewer.Operator, new EntriesQuery(Destination: destination, State: EntryState.Waiting, Max: 1), stop);
        var oldest = waiting.Items is [var entry] ? entry.Entry.NotBefore : (DateTimeOffset?)null;
        if (ran.Items is [var last])
        {
            if (oldest <= last.TakenAt) gateway.Senders.Open(destination);
        }
        else if (oldest is null || oldest > Cron.Read(known[destination])?.UpTo(gateway.Clock.GetUtcNow()))
        {
            // It never ran, and nothing has waited since before its last planned time: no run was missed.
            return;
        }

        await Due(destination, stop);
    }

    /// <summary>What Quartz starts.</summary>
    [DisallowConcurrentExecution]
    internal sealed class DeliveryJob : IJob
    {
        /// <inheritdoc/>
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
            => ((Timetable)context.Scheduler.Context[Key]!).Due(context.JobDetail.Key.Name, cancellationToken);
    }
}
