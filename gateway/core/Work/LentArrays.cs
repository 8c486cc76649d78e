namespace Gateway.Core;

/// <summary>Room for results, lent until they are committed. They live longer than what is collected soon: each would otherwise become
/// garbage of the kind that is collected last. What is given back serves all workers. One for each batch; not thread-safe.</summary>
internal sealed class LentArrays
{
    // A larger result has an array of its own; smaller ones share some.
    private const int LargeBytes = 64 * 1024, SharedBytes = 4 * LargeBytes;

    // The three results of the largest usual document; more would stay for what comes rarely.
    private const int KeptBytesMax = 12 * 1024 * 1024;

    private static readonly Lock Door = new();
    private static readonly List<byte[]> Kept = [];
    private static long keptBytes;

    private readonly List<byte[]> lent = [];
    private Memory<byte> left;

    /// <summary>Room for so many bytes.</summary>
    public Memory<byte> Take(int bytes)
    {
        if (bytes >= LargeBytes) return Lend(bytes).AsMemory(0, bytes);
        if (left.Length < bytes) left = Lend(SharedBytes);
        var room = left[..bytes];
        left = left[bytes..];
        return room;
    }

    /// <summary>Forgets what is not lent.</summary>
    public static void LetGo()
    {
        lock (Door)
        {
            Kept.Clear();
            keptBytes = 0;
        }
    }

    /// <summary>Gives all back; nobody may use them any more.</summary>
    public void GiveBack()
    {
        lock (Door)
        {
            foreach (var array in lent)
            {
                if (keptBytes + array.Length > KeptBytesMax) continue;
                Kept.Add(array);
                keptBytes += array.Length;
            }
        }

        lent.Clear();
        left = default;
    }

    private byte[] Lend(int bytes)
    {
        var array = Fitting(bytes) ?? GC.AllocateUninitializedArray<byte>(bytes + LargeBytes);
        lent.Add(array);
        return array;
    }

    // The smallest that is large enough, and not much larger.
    private static byte[]? Fitting(int bytes)
    {
        lock (Door)
        {
            var best = -1;
            for (var i = 0; i < Kept.Count; i++)
            {
                if (Kept[i].Length < bytes || Kept[i].Length > 2L * bytes) continue;
                if (best < 0 || Kept[i].Length < Kept[best].Length) best = i;
            }

            if (best < 0) return null;
            var array = Kept[best];
            Kept.RemoveAt(best);
            keptBytes -= array.Length;
            return array;
        }
    }
}
