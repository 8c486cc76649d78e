using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Edifact;

/// <summary>The way of processors that can move the marked bytes of a vector to its front: no loop over the delimiters.</summary>
internal static partial class DelimiterIndex
{
    /// <summary>Whether this processor has that way.</summary>
    internal static bool IsWide => Avx512Vbmi2.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>Takes whole blocks, as <see cref="Blocks"/> does.</summary>
    private static void WideBlocks(
        ref byte source, int length, int shift, in ServiceCharacters characters, ref int place, ref int end, ref Progress progress)
    {
        var component = Vector512.Create(characters.Component);
        var element = Vector512.Create(characters.Element);
        var repetition = Vector512.Create(characters.Repetition == 0 ? characters.Element : characters.Repetition);
        var terminator = Vector512.Create(characters.Terminator);
        var release = Vector512.Create(characters.Release == 0 ? characters.Element : characters.Release);
        var hasRelease = characters.Release == 0 ? 0UL : ulong.MaxValue;
        var (count, endCount, at, pending) = (progress.Places, progress.Ends, progress.At, progress.IsReleased ? 1UL : 0);
        unchecked
        {
            for (; at + BlockBytes <= length; at += BlockBytes)
            {
                var block = Vector512.LoadUnsafe(ref source, (nuint)at);
                var isEnd = Vector512.Equals(block, terminator);
                var isHit = isEnd | Vector512.Equals(block, component) | Vector512.Equals(block, element)
                    | Vector512.Equals(block, repetition);
                var hits = isHit.ExtractMostSignificantBits();
                var terminators = isEnd.ExtractMostSignificantBits();
                var releases = Vector512.Equals(block, release).ExtractMostSignificantBits() & hasRelease;
                if ((releases | pending) != 0)
                {
                    var literal = ~Released(releases, ref pending);
                    hits &= literal;
                    terminators &= literal;
                    WriteEnds(ref end, ref endCount, count, hits, terminators);
                    WritePlaces(ref place, ref count, at + shift, hits);
                    continue;
                }

                WriteEnds(ref end, ref endCount, count, hits, terminators);
                var found = BitOperations.PopCount(hits);
                var compressed = Avx512Vbmi2.Compress(Vector512<byte>.Zero, isHit, Vector512<byte>.Indices);
                var offset = Vector512.Create(at + shift);
                ref var to = ref Unsafe.Add(ref place, count);
                (Avx512F.ConvertToVector512Int32(compressed.GetLower().GetLower()) + offset).StoreUnsafe(ref to);
                (Avx512F.ConvertToVector512Int32(compressed.GetLower().GetUpper()) + offset).StoreUnsafe(ref to, 16);
                if (found > 32)
                {
                    (Avx512F.ConvertToVector512Int32(compressed.GetUpper().GetLower()) + offset).StoreUnsafe(ref to, 32);
                    (Avx512F.ConvertToVector512Int32(compressed.GetUpper().GetUpper()) + offset).StoreUnsafe(ref to, 48);
                }

                count += found;
            }
        }

        progress = new Progress(at, count, endCount, pending != 0);
    }

    /// <summary>Writes of each terminator how many delimiters stand before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteEnds(ref int end, ref int endCount, int count, ulong hits, ulong terminators)
    {
        unchecked
        {
            var next = endCount + BitOperations.PopCount(terminators);
            // One bit for each delimiter, set for terminators.
            var kinds = Bmi2.X64.ParallelBitExtract(terminators, hits);
            for (; endCount < next; endCount += 4)
            {
                ref var to = ref Unsafe.Add(ref end, endCount);
                for (var i = 0; i < 4; i++)
                {
                    Unsafe.Add(ref to, i) = count + BitOperations.TrailingZeroCount(kinds);
                    kinds &= kinds - 1;
                }
            }

            endCount = next;
        }
    }
}
