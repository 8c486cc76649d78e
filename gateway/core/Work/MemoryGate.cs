using Gateway.Documents;

namespace Gateway.Core;

/// <summary>
/// Bounds the memory of all workers of the process together: a worker reserves what its documents need before it reads them.
/// A large one waits for room while small ones go on beside it.
/// </summary>
/// <param name="total">Bytes of memory in all.</param>
/// <param name="largest">Bytes of the largest document that is counted; a larger one counts as this, and there is room for it.</param>
internal sealed class MemoryGate(long total, long largest)
{
    /// <summary>What a document of one byte needs: its window, its nodes, the WCO document and the written forms.</summary>
    private const int TimesDocument = 40;

    private const long MegaByte = 1024 * 1024;

    /// <summary>A document that leaves more behind than hundreds of usual ones.</summary>
    private const long GiantBytes = 8 * MegaByte;

    // What may lie there beside what is in use: so much at least, and where more is in use a share of that.
    private const long GarbageBytes = 8 * MegaByte;
    private const int GarbageShare = 8;

    private static bool hasGarbage;
    private static int isCollecting;

    /// <summary>For the documents that a file is likely to have: those of a megabyte are worked one at a time.</summary>
    public static MemoryGate Usual { get; } = new(48 * MegaByte, MegaByte);

    /// <summary>For the largest document that a file may have: one of the largest kind, and an eighth more beside it.</summary>
    public static MemoryGate Largest { get; } = new(Limits.DocumentBytesMax * 45L, Limits.DocumentBytesMax);

    private readonly Lock door = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Open)> waiting = [];
    private long free = total;

    /// <summary>Gives back to the system what documents left: after a giant at once, after large ones when no more come, after others when
    /// it has become much. The collector would let it grow with what is in use, and what it found it would keep for the next.</summary>
    /// <remarks>To be called when nothing refers to those documents any more. A pause of some hundredth of a second, where a giant took
    /// seconds and what others left came of hundreds of them.</remarks>
    public static async ValueTask GiveBack()
    {
        var isOfGiant = Volatile.Read(ref hasGarbage) && Interlocked.Exchange(ref hasGarbage, false);
        var isOfLarge = Desk.LetLargeGo();
        if (isOfLarge) LentArrays.LetGo();
        if (!isOfGiant && !isOfLarge && !IsMuch()) return;
        // The call may come from within the end of the very work that used them: its frames must be gone first.
        await Task.Yield();
        if (Interlocked.Exchange(ref isCollecting, 1) != 0) return;
        Collect();
        Volatile.Write(ref isCollecting, 0);
    }

    /// <summary>Gives back everything that is kept for the next documents too, for a time when none are likely to come.</summary>
    public static void GiveBackAll()
    {
        Desk.LetGo();
        LentArrays.LetGo();
        Collect();
    }

    /// <summary>Gives back to the system at once what nobody refers to.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    // How much the heap has grown since all of it was looked through; what became garbage young is gone already.
    private static bool IsMuch()
    {
        var inUse = GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes;
        return GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes - inUse > Math.Max(GarbageBytes, inUse / GarbageShare);
    }

    /// <summary>Waits for room.</summary>
    /// <param name="documentBytes">Size of one document.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>Gives the room back.</returns>
    public async ValueTask<IDisposable> Enter(long documentBytes, CancellationToken stop)
    {
        if (documentBytes >= GiantBytes) await MakeRoom();
        var bytes = Math.Min(documentBytes, largest) * TimesDocument;
        LinkedListNode<(long, TaskCompletionSource)> place;
        lock (door)
        {
            if (bytes <= free)
            {
                free -= bytes;
                return new Room(this, bytes, documentBytes >= GiantBytes);
            }

            place = waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        try
        {
            await place.Value.Item2.Task.WaitAsync(stop);
            return new Room(this, bytes, documentBytes >= GiantBytes);
        }
        catch (OperationCanceledException)
        {
            GiveUp(place, bytes);
            throw;
        }
    }

    // What usual documents left lies there until the collector finds it worth while: it must not come on top of a giant.
    private static ValueTask MakeRoom()
    {
        Volatile.Write(ref hasGarbage, true);
        return GiveBack();
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

    private sealed class Room(MemoryGate gate, long bytes, bool isGiant) : IDisposable
    {
        private bool isLeft;

        public void Dispose()
        {
            if (isLeft) return;
            isLeft = true;
            if (isGiant) Volatile.Write(ref hasGarbage, true);
            gate.Leave(bytes);
        }
    }
}
