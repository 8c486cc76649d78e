using System.Runtime.CompilerServices;

namespace Gateway.Documents;

/// <summary>Lets the arrays of a tree grow.</summary>
internal static class Growing
{
    // As large as those of a document of some 3 MB.
    private const int GiantBytes = 8 * 1024 * 1024;

    // What the collector has to look through for it, in arrays of that size.
    private const int HeapShare = 32;

    /// <summary>Gives an array another length.</summary>
    /// <param name="array">The array.</param>
    /// <param name="used">How many of its elements are kept; what is beyond may hold anything.</param>
    /// <param name="size">The length.</param>
    public static void To<T>(ref T[] array, int used, int size)
        where T : unmanaged
    {
        // What nobody has written yet takes no memory: so it is not cleared either.
        var larger = GC.AllocateUninitializedArray<T>(size);
        array.AsSpan(0, used).CopyTo(larger);
        array = larger;
        // All smaller arrays of a giant document together are as large as the last: they must not lie beside it until the collector
        // finds it worth while to give them back. Beside much else that is in use they do not matter, and looking through it takes long.
        var bytes = (long)size * Unsafe.SizeOf<T>();
        if (bytes < GiantBytes || bytes < GC.GetGCMemoryInfo().HeapSizeBytes / HeapShare) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, true, true);
    }

    /// <summary>Likewise, to twice its length at least.</summary>
    public static void For<T>(ref T[] array, int used, int needed, int least)
        where T : unmanaged
        => To(ref array, used, Math.Max(needed, Math.Max(least, used * 2)));
}
