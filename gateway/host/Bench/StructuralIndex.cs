using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Host.Bench;

/// <summary>
/// The limit that EDIFACT figures are measured against: the place of every delimiter of the default service characters, released
/// ones left out, written to an array. Kept apart from the engine, so that the engine cannot move its own yardstick.
/// </summary>
internal static class StructuralIndex
{
    /// <summary>Writes the places of all delimiters.</summary>
    /// <param name="bytes">Where it begins no release character is pending.</param>
    /// <param name="places">Room for one entry a byte and eight more.</param>
    /// <returns>How many were found.</returns>
    public static int Build(ReadOnlySpan<byte> bytes, uint[] places)
    {
        if (places.Length < bytes.Length + 8) throw new ArgumentException("one entry a byte and eight more are needed", nameof(places));
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref MemoryMarshal.GetArrayDataReference(places);
        var (count, at, pending) = (0, 0, 0UL);
        unchecked
        {
            for (; at + 64 <= bytes.Length; at += 64)
            {
                var low = Vector256.LoadUnsafe(ref source, (nuint)at);
                var high = Vector256.LoadUnsafe(ref source, (nuint)at + 32);
                var hits = Delimiters(low) | ((ulong)Delimiters(high) << 32);
                var releases = Releases(low) | ((ulong)Releases(high) << 32);
                if ((releases | pending) != 0) hits &= ~Released(releases, ref pending);
                var found = BitOperations.PopCount(hits);
                var end = count + found;
                for (; count < end; count += 8)
                {
                    for (var i = 0; i < 8; i++)
                    {
                        Unsafe.Add(ref target, count + i) = (uint)(at + BitOperations.TrailingZeroCount(hits));
                        hits &= hits - 1;
                    }
                }

                count = end;
            }

            for (; at < bytes.Length; at++)
            {
                var value = bytes[at];
                if (pending != 0) pending = 0;
                else if (value == '?') pending = 1;
                else if (value is (byte)'\'' or (byte)'+' or (byte)':') places[count++] = (uint)at;
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Delimiters(Vector256<byte> block)
        => (Vector256.Equals(block, Vector256.Create((byte)'\'')) | Vector256.Equals(block, Vector256.Create((byte)'+'))
            | Vector256.Equals(block, Vector256.Create((byte)':'))).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Releases(Vector256<byte> block)
        => Vector256.Equals(block, Vector256.Create((byte)'?')).ExtractMostSignificantBits();

    /// <summary>The bytes behind a release character that is not itself released.</summary>
    private static ulong Released(ulong releases, ref ulong pending)
    {
        var released = 0UL;
        var carry = pending;
        unchecked
        {
            // One turn for each release character in force; two in a row are a literal one.
            var left = releases & ~carry;
            released |= carry;
            carry = 0;
            while (left != 0)
            {
                var place = left & (~left + 1);
                var next = place << 1;
                if (next == 0) carry = 1;
                released |= next;
                left &= ~(place | next);
            }
        }

        pending = carry;
        return released;
    }
}
