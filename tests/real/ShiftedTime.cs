namespace Gateway.Tests.Real;

/// <summary>The machine's clock at another time, so that no test waits for a long time to pass.</summary>
internal sealed class ShiftedTime(TimeSpan by) : TimeProvider
{
    /// <summary>How far it is ahead.</summary>
    public TimeSpan By { get; set; } = by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(By.TotalSeconds * TimestampFrequency);
}
