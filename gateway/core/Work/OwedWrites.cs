using System.Collections.Concurrent;

namespace Gateway.Core;

/// <summary>Writes that end a claim and that the store refused, as a full disk makes it do. They are repeated before the next claim,
/// so that what was claimed need not wait for its lease to run out. Thread-safe; lost with the process, then the lease ends it.</summary>
internal sealed class OwedWrites
{
    // With the pauses of the loops that call, the lease has run out by then; a write that never succeeds stops nobody.
    private const int RepeatsMax = 40;

    private readonly ConcurrentQueue<(Func<ValueTask> Write, int Repeats)> owed = new();

    /// <summary>Writes now, or is owed.</summary>
    /// <exception cref="IOException">The store refused.</exception>
    public ValueTask Write(Func<ValueTask> write) => Write(write, 0);

    /// <summary>Repeats what is owed.</summary>
    /// <exception cref="IOException">The store refuses still.</exception>
    public async ValueTask Repeat()
    {
        for (var left = owed.Count; left > 0 && owed.TryDequeue(out var next); left--) await Write(next.Write, next.Repeats + 1);
    }

    private async ValueTask Write(Func<ValueTask> write, int repeats)
    {
        try
        {
            await write();
        }
        catch (IOException)
        {
            if (repeats < RepeatsMax) owed.Enqueue((write, repeats));
            throw;
        }
    }
}
