using System.Buffers;

namespace Gateway.Core;

/// <summary>Arrays for the results of large documents, lent from the pool until the results are committed: megabytes for each document
/// would otherwise be garbage of the kind that is collected last. Not thread-safe.</summary>
internal sealed class LentArrays
{
    // Smaller ones are collected soon, and the pool would keep many of them.
    private const int LargeBytes = 64 * 1024;

    private readonly List<byte[]> lent = [];

    /// <summary>An array of at least that length.</summary>
    public byte[] Take(int bytes)
    {
        if (bytes < LargeBytes) return GC.AllocateUninitializedArray<byte>(bytes);
        var array = ArrayPool<byte>.Shared.Rent(bytes);
        lent.Add(array);
        return array;
    }

    /// <summary>Gives all back; nobody may use them any more.</summary>
    public void GiveBack()
    {
        foreach (var array in lent) ArrayPool<byte>.Shared.Return(array);
        lent.Clear();
    }
}
