using Quartz;

namespace Gateway.Host.Schedules;

/// <summary>A destination's cron expression, read in UTC: no hour is skipped or doubled.</summary>
internal sealed class Cron
{
    private readonly CronExpression expression;

    private Cron(CronExpression expression) => this.expression = expression;

    /// <summary>Reads an expression; null when it is none.</summary>
    public static Cron? Read(string text)
    {
        try
        {
            return new Cron(new CronExpression(text, TimeZoneInfo.Utc));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The first planned time after a time; null when there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset time) => expression.GetNextValidTimeAfter(time);

    /// <summary>The last planned time up to a time; null when there was none in the year before it.</summary>
    public DateTimeOffset? UpTo(DateTimeOffset time)
    {
        // A short look back is enough for busy schedules and keeps the walk short; rare ones need a longer one.
        foreach (var back in (
            ReadOnlySpan<TimeSpan>)[TimeSpan.FromMinutes(2), TimeSpan.FromHours(2), TimeSpan.FromDays(2),
                TimeSpan.FromDays(366)])
        {
            DateTimeOffset? last = null;
            for (var next = After(time - back); next is { } planned && planned <= time; next = After(planned))
            {
                last = planned;
            }

            if (last is not null) return last;
        }

        return null;
    }
}
