namespace Gateway.Host.Serve;

/// <summary>Says when the disk gets full, before the store finds out: intake stops first, so that what is kept still
/// gets out.</summary>
internal sealed class DiskWatch(string folder, long reserveBytes, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private long lookedAt = long.MinValue;
    private bool hasRoom = true;

    /// <summary>Whether more may be taken in.</summary>
    public bool HasRoom
    {
        get
        {
            lock (gate)
            {
                var now = clock.GetTimestamp();
                if (lookedAt == long.MinValue || clock.GetElapsedTime(lookedAt, now) > Every)
                {
                    (lookedAt, hasRoom) = (now, Look());
                }

                return hasRoom;
            }
        }
    }

    private bool Look()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace > reserveBytes;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
