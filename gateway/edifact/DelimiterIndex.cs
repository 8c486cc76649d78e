using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Edifact;

/// <summary>Finds every separator and terminator of a run of bytes at once, 32 bytes a step; released ones are left out.</summary>
internal static class DelimiterIndex
{
    /// <summary>Writes the places of all delimiters.</summary>
    /// <param name="bytes">Must begin where no release character is pending.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="characters">The service characters.</param>
    /// <param name="places">Room for one entry a byte.</param>
    /// <returns>How many were found.</returns>
    public static int Build(ReadOnlySpan<byte> bytes, int from, in ServiceCharacters characters, Span<int> places)
    {
        var repetition = characters.Repetition == 0 ? characters.Element : characters.Repetition;
        var component = Vector256.Create(characters.Component);
        var element = Vector256.Create(characters.Element);
        var repeat = Vector256.Create(repetition);
        var terminator = Vector256.Create(characters.Terminator);
        var release = Vector256.Create(characters.Release);
        var hasRelease = characters.Release != 0;
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref MemoryMarshal.GetReference(places);
        if (places.Length < bytes.Length - from) throw new ArgumentException("one entry a byte is needed", nameof(places));
        var count = 0;
        var pending = false;
        var at = from;
        unchecked
        {
            for (; at + Vector256<byte>.Count <= bytes.Length; at += Vector256<byte>.Count)
            {
                var block = Vector256.LoadUnsafe(ref source, (nuint)at);
                var hits = (Vector256.Equals(block, component) | Vector256.Equals(block, element)
                    | Vector256.Equals(block, repeat) | Vector256.Equals(block, terminator)).ExtractMostSignificantBits();
                if (pending || (hasRelease && Vector256.EqualsAny(block, release)))
                {
                    count = Scalar(bytes, at, at + Vector256<byte>.Count, characters, repetition, places, count, ref pending);
                    continue;
                }

                while (hits != 0)
                {
                    Unsafe.Add(ref target, count++) = at + BitOperations.TrailingZeroCount(hits);
                    hits &= hits - 1;
                }
            }
        }

        return Scalar(bytes, at, bytes.Length, characters, repetition, places, count, ref pending);
    }

    private static int Scalar(
        ReadOnlySpan<byte> bytes, int from, int to, in ServiceCharacters characters, byte repetition, Span<int> places,
        int count, ref bool pending)
    {
        for (var i = from; i < to; i++)
        {
            var value = bytes[i];
            if (pending)
            {
                pending = false;
            }
            else if (characters.Release != 0 && value == characters.Release)
            {
                pending = true;
            }
            else if (value == characters.Component || value == characters.Element || value == characters.Terminator
                || value == repetition)
            {
                places[count++] = i;
            }
        }

        return count;
    }
}
