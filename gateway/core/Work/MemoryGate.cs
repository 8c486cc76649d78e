using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// Bounds the memory of all workers of the process together: a worker reserves ten times the largest document that it may
/// meet before it reads. A large one waits for room while small ones go on beside it.
/// </summary>
internal sealed class MemoryGate(long total)
{
    /// <summary>What a document of one byte needs: its window, its nodes, the WCO document and the written forms.</summary>
    private const int TimesDocument = 10;

    /// <summary>Room for one largest document, and an eighth more for small ones beside it.</summary>
    public static MemoryGate OfProcess { get; } = new((long)Limits.DocumentBytesMax * TimesDocument * 9 / 8);

    private readonly Lock door = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Open)> waiting = [];
    private readonly long total = total;
    private long free = total;

    /// <summary>Waits for room for the documents of a file.</summary>
    /// <param name="rawBytes">Size of the file, which bounds its documents.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>Gives the room back.</returns>
    public async ValueTask<IDisposable> Enter(long rawBytes, CancellationToken stop)
    {
        var bytes = Math.Min(Math.Min(rawBytes, Limits.DocumentBytesMax) * TimesDocument, total);
        LinkedListNode<(long, TaskCompletionSource)> place;
        lock (door)
        {
            if (bytes <= free)
            {
                free -= bytes;
                return new Room(this, bytes);
            }

            place = waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        try
        {
            await place.Value.Item2.Task.WaitAsync(stop);
            return new Room(this, bytes);
        }
        catch (OperationCanceledException)
        {
            GiveUp(place, bytes);
            throw;
        }
    }

    private void GiveUp(LinkedListNode<(long, TaskCompletionSource)> place, long bytes)
    {
        lock (door)
        {
            if (place.List is not null) waiting.Remove(place);
            else Leave(bytes);
        }
    }

    private void Leave(long bytes)
    {
        lock (door)
        {
            free += bytes;
            // Whoever fits goes in, so that a large document that waits does not hold up small ones.
            for (var place = waiting.First; place is not null;)
            {
                var next = place.Next;
                if (place.Value.Bytes <= free)
                {
                    free -= place.Value.Bytes;
                    waiting.Remove(place);
                    place.Value.Open.SetResult();
                }

                place = next;
            }
        }
    }

    private sealed class Room(MemoryGate gate, long bytes) : IDisposable
    {
        private bool isLeft;

        public void Dispose()
        {
            if (isLeft) return;
            isLeft = true;
            gate.Leave(bytes);
        }
    }
}
