namespace Gateway.Host.Serve;

/// <summary>Says when the disk gets full, before the store finds out: intake stops first, so that what is kept still
/// gets out.</summary>
internal sealed class DiskWatch(string folder, long reserveBytes, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // Long enough that whoever asks for readiness sees it, short enough that senders need not be told that it is over.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long lookedAt = long.MinValue;
    private TimeSpan holdsFor = Every;
    private bool hasRoom = true;

    /// <summary>Whether more may be taken in.</summary>
    public bool HasRoom
    {
        get
        {
            lock (gate)
            {
                var now = clock.GetTimestamp();
                if (lookedAt == long.MinValue || clock.GetElapsedTime(lookedAt, now) > holdsFor)
                {
                    (lookedAt, holdsFor, hasRoom) = (now, Every, Look());
                }

                return hasRoom;
            }
        }
    }

    /// <summary>The store could not write, whatever the free space says: nothing is taken in for a while.</summary>
    public void Failed()
    {
        lock (gate) (lookedAt, holdsFor, hasRoom) = (clock.GetTimestamp(), AfterFailure, false);
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
