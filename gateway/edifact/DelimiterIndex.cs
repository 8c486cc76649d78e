using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Edifact;

/// <summary>Finds every separator and terminator of a run of bytes at once, 64 bytes a step; released ones are left out.</summary>
internal static partial class DelimiterIndex
{
    /// <summary>What the arrays need beyond one entry a byte: entries are written eight at a time.</summary>
    public const int Slack = 8;

    private const int BlockBytes = 64;

    // So few are looked at one by one faster than they are copied.
    private const int FewBytes = 12;

    /// <summary>How far it has come.</summary>
    /// <param name="At">The first byte not looked at.</param>
    /// <param name="Places">Delimiters found.</param>
    /// <param name="Ends">Terminators found.</param>
    /// <param name="IsReleased">Whether that byte is released.</param>
    private readonly record struct Progress(int At, int Places, int Ends, bool IsReleased);

    /// <summary>Writes the places of all delimiters.</summary>
    /// <param name="bytes">Must begin where no release character is pending.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="characters">The service characters.</param>
    /// <param name="places">Gets the places; room for one entry a byte and <see cref="Slack"/> more.</param>
    /// <param name="ends">Gets the index in <paramref name="places"/> of each terminator; as much room.</param>
    /// <returns>How many delimiters were found, and how many of them are terminators.</returns>
    public static (int Places, int Ends) Build(
        ReadOnlySpan<byte> bytes, int from, in ServiceCharacters characters, int[] places, int[] ends)
        => Build(bytes, from, characters, places, ends, IsWide);

    /// <summary>The same with a choice of the way.</summary>
    internal static (int Places, int Ends) Build(
        ReadOnlySpan<byte> bytes, int from, in ServiceCharacters characters, int[] places, int[] ends, bool isWide)
    {
        if (Math.Min(places.Length, ends.Length) < bytes.Length - from + Slack)
        {
            throw new ArgumentException("one entry a byte and some more are needed", nameof(places));
        }

        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var place = ref MemoryMarshal.GetArrayDataReference(places);
        ref var end = ref MemoryMarshal.GetArrayDataReference(ends);
        var progress = new Progress(from, 0, 0, false);
        if (isWide) WideBlocks(ref source, bytes.Length, 0, characters, ref place, ref end, ref progress);
        else Blocks(ref source, bytes.Length, 0, characters, ref place, ref end, ref progress);
        var rest = bytes[progress.At..];
        if (rest.Length < FewBytes || progress.Places + BlockBytes > places.Length || progress.Ends + BlockBytes > ends.Length)
        {
            return Rest(bytes, progress.At, characters, progress.IsReleased, places, ends, progress.Places, progress.Ends);
        }

        // The rest as a block, filled up with bytes that serve as nothing.
        Span<byte> last = stackalloc byte[BlockBytes];
        last.Clear();
        rest.CopyTo(last);
        ref var start = ref MemoryMarshal.GetReference(last);
        var shift = progress.At;
        progress = progress with { At = 0 };
        if (isWide) WideBlocks(ref start, BlockBytes, shift, characters, ref place, ref end, ref progress);
        else Blocks(ref start, BlockBytes, shift, characters, ref place, ref end, ref progress);
        return (progress.Places, progress.Ends);
    }

    /// <summary>Takes whole blocks from where the progress stands.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="shift">What to add to each place.</param>
    /// <param name="characters">The service characters.</param>
    /// <param name="place">Gets the places.</param>
    /// <param name="end">Gets the index of each terminator.</param>
    /// <param name="progress">Where to go on, and afterwards how far it came.</param>
    private static void Blocks(
        ref byte source, int length, int shift, in ServiceCharacters characters, ref int place, ref int end, ref Progress progress)
    {
        var component = Vector256.Create(characters.Component);
        var element = Vector256.Create(characters.Element);
        var repetition = Vector256.Create(characters.Repetition == 0 ? characters.Element : characters.Repetition);
        var terminator = Vector256.Create(characters.Terminator);
        // Without a release character no byte is taken for one.
        var release = Vector256.Create(characters.Release == 0 ? characters.Element : characters.Release);
        var hasRelease = characters.Release == 0 ? 0UL : ulong.MaxValue;
        var (count, endCount, at, pending) = (progress.Places, progress.Ends, progress.At, progress.IsReleased ? 1UL : 0);
        unchecked
        {
            for (; at + BlockBytes <= length; at += BlockBytes)
            {
                var low = Vector256.LoadUnsafe(ref source, (nuint)at);
                var high = Vector256.LoadUnsafe(ref source, (nuint)at + 32);
                var (lowEnds, highEnds) = (Vector256.Equals(low, terminator), Vector256.Equals(high, terminator));
                var lowHits = lowEnds | Vector256.Equals(low, component) | Vector256.Equals(low, element)
                    | Vector256.Equals(low, repetition);
                var highHits = highEnds | Vector256.Equals(high, component) | Vector256.Equals(high, element)
                    | Vector256.Equals(high, repetition);
                var hits = Mask(lowHits, highHits);
                var terminators = Mask(lowEnds, highEnds);
                var releases = Mask(Vector256.Equals(low, release), Vector256.Equals(high, release)) & hasRelease;
                if ((releases | pending) != 0)
                {
                    var literal = ~Released(releases, ref pending);
                    hits &= literal;
                    terminators &= literal;
                }

                var nextEnd = endCount + BitOperations.PopCount(terminators);
                for (; endCount < nextEnd; endCount += 4) Write4(ref Unsafe.Add(ref end, endCount), count, hits, ref terminators);
                endCount = nextEnd;
                WritePlaces(ref place, ref count, at + shift, hits);
            }
        }

        progress = new Progress(at, count, endCount, pending != 0);
    }

    /// <summary>The same, a byte at a time: what the fast way must agree with, and the way for less than a block.</summary>
    internal static (int Places, int Ends) Rest(
        ReadOnlySpan<byte> bytes, int from, in ServiceCharacters characters, bool isReleased, int[] places, int[] ends, int count,
        int endCount)
    {
        for (var i = from; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (isReleased)
            {
                isReleased = false;
            }
            else if (characters.Release != 0 && value == characters.Release)
            {
                isReleased = true;
            }
            else if (value == characters.Component || value == characters.Element || value == characters.Terminator
                || (value == characters.Repetition && value != 0))
            {
                if (value == characters.Terminator) ends[endCount++] = count;
                places[count++] = i;
            }
        }

        return (count, endCount);
    }

    /// <summary>Writes the places of all bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePlaces(ref int place, ref int count, int at, ulong hits)
    {
        var next = unchecked(count + BitOperations.PopCount(hits));
        for (; count < next; count += 8) Write8(ref Unsafe.Add(ref place, count), at, ref hits);
        count = next;
    }

    /// <summary>Writes the places of the eight lowest bits; those beyond the last bit are written over by the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write8(ref int place, int at, ref ulong hits)
    {
        unchecked
        {
            for (var i = 0; i < 8; i++)
            {
                Unsafe.Add(ref place, i) = at + BitOperations.TrailingZeroCount(hits);
                hits &= hits - 1;
            }
        }
    }

    /// <summary>Writes of the four lowest terminators how many delimiters stand before each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write4(ref int end, int count, ulong hits, ref ulong terminators)
    {
        unchecked
        {
            for (var i = 0; i < 4; i++)
            {
                Unsafe.Add(ref end, i) = count + BitOperations.PopCount(hits & (terminators ^ (terminators - 1))) - 1;
                terminators &= terminators - 1;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<byte> low, Vector256<byte> high)
        => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);

    /// <summary>The bytes behind a release character that is not itself released.</summary>
    /// <param name="releases">Release characters of the block.</param>
    /// <param name="pending">1 when the block's first byte is released; set for the next block.</param>
    private static ulong Released(ulong releases, ref ulong pending)
    {
        unchecked
        {
            var released = pending;
            var left = releases & ~pending;
            pending = 0;
            while (left != 0)
            {
                var place = left & (~left + 1);
                var next = place << 1;
                if (next == 0) pending = 1;
                released |= next;
                left &= ~(place | next);
            }

            return released;
        }
    }
}
