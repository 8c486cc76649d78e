namespace Gateway.Core;

/// <summary>Arrays for the results of large documents, lent until the results are committed: megabytes for each document would otherwise be
/// garbage of the kind that is collected last. Those given back serve all workers. One for each batch; not thread-safe.</summary>
internal sealed class LentArrays
{
    // Smaller ones are collected soon.
    private const int LargeBytes = 64 * 1024;

    // The three results of the largest usual document; more would stay for what comes rarely.
    private const int KeptBytesMax = 12 * 1024 * 1024;

    private static readonly Lock Door = new();
    private static readonly List<byte[]> Kept = [];
    private static long keptBytes;

    private readonly List<byte[]> lent = [];

    /// <summary>An array of at least that length.</summary>
    public byte[] Take(int bytes)
    {
        if (bytes < LargeBytes) return GC.AllocateUninitializedArray<byte>(bytes);
        var array = Fitting(bytes) ?? GC.AllocateUninitializedArray<byte>(bytes + LargeBytes);
        lent.Add(array);
        return array;
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
