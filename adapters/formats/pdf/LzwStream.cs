using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Unpacks LZW as PDF has it (ISO 32000-1 §7.4.4.2): codes of 9 to 12 bits, highest bit first.</summary>
/// <param name="inner">The packed bytes.</param>
/// <param name="early">By how many codes the width grows too early: 1 as usual, or 0.</param>
internal sealed class LzwStream(Stream inner, int early) : ReadOnlyStream
{
    private const int Clear = 256, End = 257, First = 258, CodesMax = 4096;

    private readonly int[] before = new int[CodesMax];
    private readonly byte[] last = new byte[CodesMax];
    private readonly byte[] word = new byte[CodesMax];
    private int next = First;
    private int previous = -1;
    private int bits;
    private int bitCount;
    private int wordAt = CodesMax;
    private bool hasEnded;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && (wordAt < CodesMax || Next()))
        {
            var taken = Math.Min(buffer.Length - count, CodesMax - wordAt);
            word.AsSpan(wordAt, taken).CopyTo(buffer[count..]);
            (wordAt, count) = (wordAt + taken, count + taken);
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Unpacks the next code to the end of the word.</summary>
    private bool Next()
    {
        while (!hasEnded)
        {
            var code = Code();
            if (code == Clear)
            {
                (next, previous) = (First, -1);
                continue;
            }

            hasEnded = code is < 0 or End;
            if (hasEnded) break;
            if (code > next || (code == next && previous < 0)) throw new InvalidDataException("A code that was not made.");
            // The code that is only now being made begins and ends with the same byte.
            var isNew = code == next;
            wordAt = CodesMax - (isNew ? 1 : 0);
            for (var at = isNew ? previous : code; ; at = before[at])
            {
                word[--wordAt] = at < Clear ? (byte)at : last[at];
                if (at < Clear) break;
            }

            if (isNew) word[^1] = word[wordAt];
            if (previous >= 0 && next < CodesMax)
            {
                (before[next], last[next]) = (previous, word[wordAt]);
                next++;
            }

            previous = code;
            return true;
        }

        return false;
    }

    private int Code()
    {
        var width = (next + early) switch { < 512 => 9, < 1024 => 10, < 2048 => 11, _ => 12 };
        while (bitCount < width)
        {
            var value = inner.ReadByte();
            if (value < 0) return -1;
            (bits, bitCount) = (((bits << 8) | value) & 0xFFFFF, bitCount + 8);
        }

        bitCount -= width;
        return (bits >> bitCount) & ((1 << width) - 1);
    }
}
