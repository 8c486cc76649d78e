using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Edifact;

/// <summary>
/// Tells whether segments already stand as they are to be written, so that they can be copied in one piece: nothing empty at the
/// end of a composite or segment, the wanted line breaks and no other fill, no release character to think about.
/// </summary>
internal static class CanonicalForm
{
    /// <summary>Judges a run of bytes that begins with a terminator and ends with the first byte of the segment after the run.</summary>
    /// <param name="bytes">The run.</param>
    /// <param name="characters">Its service characters.</param>
    /// <param name="lineBreak">What must stand after each terminator.</param>
    /// <param name="segments">How many segments the run has.</param>
    public static bool IsRun(ReadOnlySpan<byte> bytes, in ServiceCharacters characters, ReadOnlySpan<byte> lineBreak, out int segments)
    {
        segments = 0;
        ref var source = ref MemoryMarshal.GetReference(bytes);
        var pairs = new Pairs(characters, lineBreak);
        var at = 0;
        unchecked
        {
            // Each step looks at the bytes and at the bytes one further on.
            for (; at + Vector256<byte>.Count < bytes.Length; at += Vector256<byte>.Count)
            {
                var here = Vector256.LoadUnsafe(ref source, (nuint)at);
                var next = Vector256.LoadUnsafe(ref source, (nuint)at + 1);
                if (pairs.IsFaulty(here, next, out var terminators)) return false;
                segments += BitOperations.PopCount(terminators.ExtractMostSignificantBits());
            }
        }

        for (; at + 1 < bytes.Length; at++)
        {
            if (pairs.IsFaulty(bytes[at], bytes[at + 1])) return false;
            if (bytes[at] == characters.Terminator) segments++;
        }

        segments--;
        return true;
    }

    /// <summary>Judges one segment with its terminator.</summary>
    public static bool IsSegment(ReadOnlySpan<byte> segment, in ServiceCharacters characters)
    {
        if (segment.Length < 4 || segment[^1] != characters.Terminator) return false;
        var pairs = new Pairs(characters, []);
        ref var source = ref MemoryMarshal.GetReference(segment);
        var at = 0;
        unchecked
        {
            for (; at + Vector256<byte>.Count < segment.Length; at += Vector256<byte>.Count)
            {
                var here = Vector256.LoadUnsafe(ref source, (nuint)at);
                if (pairs.IsFaulty(here, Vector256.LoadUnsafe(ref source, (nuint)at + 1), out _)) return false;
            }
        }

        for (; at + 1 < segment.Length; at++)
        {
            if (pairs.IsFaulty(segment[at], segment[at + 1])) return false;
        }

        return true;
    }

    /// <summary>Which two neighbouring bytes may not stand in a canonical run.</summary>
    private readonly struct Pairs(in ServiceCharacters characters, ReadOnlySpan<byte> lineBreak)
    {
        private readonly byte element = characters.Element;
        private readonly byte component = characters.Component;
        private readonly byte terminator = characters.Terminator;

        // Where there is none, another character that does no harm in its place.
        private readonly byte repetition = characters.Repetition == 0 ? characters.Terminator : characters.Repetition;
        private readonly byte release = characters.Release == 0 ? (byte)'\t' : characters.Release;
        private readonly byte first = lineBreak.IsEmpty ? (byte)0 : lineBreak[0];
        private readonly byte last = lineBreak.IsEmpty ? (byte)0 : lineBreak[^1];

        public bool IsFaulty(Vector256<byte> here, Vector256<byte> next, out Vector256<byte> terminators)
        {
            terminators = Vector256.Equals(here, Vector256.Create(terminator));
            var nextTerminators = Vector256.Equals(next, Vector256.Create(terminator));
            var nextElements = Vector256.Equals(next, Vector256.Create(element)) | nextTerminators;
            var nextRepetitions = Vector256.Equals(next, Vector256.Create(repetition)) | nextElements;
            var faulty = (Vector256.Equals(here, Vector256.Create(element)) & nextTerminators)
                | (Vector256.Equals(here, Vector256.Create(component)) & nextRepetitions)
                | (Vector256.Equals(here, Vector256.Create(repetition)) & nextElements)
                | Vector256.Equals(here, Vector256.Create(release));
            var controls = Vector256.LessThan(here, Vector256.Create((byte)0x20));
            var nextBlanks = Vector256.LessThanOrEqual(next, Vector256.Create((byte)0x20));
            if (first == 0) return (faulty | controls | (terminators & nextBlanks)) != Vector256<byte>.Zero;
            var firsts = Vector256.Equals(here, Vector256.Create(first));
            var lasts = Vector256.Equals(here, Vector256.Create(last));
            faulty |= (terminators ^ Vector256.Equals(next, Vector256.Create(first))) | (lasts & nextBlanks);
            if (first != last) faulty |= firsts ^ Vector256.Equals(next, Vector256.Create(last));
            return (faulty | (controls & ~(firsts | lasts))) != Vector256<byte>.Zero;
        }

        public bool IsFaulty(byte here, byte next)
        {
            if (here == release) return true;
            var isTerminator = here == terminator;
            var isNextElement = next == element || next == terminator;
            if (here == element && next == terminator) return true;
            if (here == component && (isNextElement || next == repetition)) return true;
            if (here == repetition && isNextElement) return true;
            if (first == 0) return here < 0x20 || (isTerminator && next <= 0x20);
            if (isTerminator != (next == first)) return true;
            if (here == last && next <= 0x20) return true;
            if (first != last && (here == first) != (next == last)) return true;
            return here < 0x20 && here != first && here != last;
        }
    }
}
