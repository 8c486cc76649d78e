using System.Buffers.Binary;
using System.Text;

namespace Gateway.Tests.Real.Storm;

/// <summary>A zip archive whose only entry is the archive itself, so that whoever unpacks all that he finds never comes to an end.</summary>
/// <remarks>
/// The packed bytes are a program in the language of RFC 1951: a stored block is "write these bytes", a match as long as its distance is
/// "write the last n bytes again". All steps have ten bytes, so that a step can write steps. The checksum stands in what it is calculated
/// of: it is linear in each of its bits, so that the right one is the solution of 32 equations.
/// </remarks>
internal static class Quine
{
    private const int Step = 10;
    private const string Name = "again.zip";

    /// <summary>Makes the archive.</summary>
    public static byte[] Zip()
    {
        for (byte time = 0; ; time++)
        {
            // The equations have no solution for about two of three contents.
            if (With(time) is { } found) return found;
        }
    }

    private static byte[]? With(byte time)
    {
        var none = Archive(0, time);
        var crc = Crc(none);
        var rows = new ulong[32];
        for (var bit = 0; bit < 32; bit++)
        {
            // What changes in the checksum with this bit, and the bit itself, which must be what is calculated.
            var change = Crc(Archive(1u << bit, time)) ^ crc ^ (1u << bit);
            for (var row = 0; row < 32; row++) rows[row] |= (ulong)((change >> row) & 1) << bit;
        }

        for (var row = 0; row < 32; row++) rows[row] |= (ulong)((crc >> row) & 1) << 32;
        for (var bit = 0; bit < 32; bit++)
        {
            var pivot = Array.FindIndex(rows, bit, row => ((row >> bit) & 1) != 0);
            if (pivot < 0) return null;
            (rows[bit], rows[pivot]) = (rows[pivot], rows[bit]);
            for (var row = 0; row < 32; row++)
            {
                if (row != bit && ((rows[row] >> bit) & 1) != 0) rows[row] ^= rows[bit];
            }
        }

        var solution = 0u;
        for (var bit = 0; bit < 32; bit++) solution |= (uint)((rows[bit] >> 32) & 1) << bit;
        return Archive(solution, time);
    }

    private static byte[] Archive(uint crc, byte time)
    {
        byte[] before = new byte[30 + Name.Length], after = new byte[46 + Name.Length + 22];
        // Its length depends on theirs alone.
        var packed = Program(before, after).Length;
        var facts = new byte[26];
        facts[0] = 20;
        (facts[4], facts[6], facts[22]) = (8, time, (byte)Name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(facts.AsSpan(10), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(facts.AsSpan(14), (uint)packed);
        BinaryPrimitives.WriteUInt32LittleEndian(facts.AsSpan(18), (uint)(before.Length + packed + after.Length));
        byte[] name = Encoding.ASCII.GetBytes(Name);
        before = [.. "PK\x03\x04"u8, .. facts, .. name];
        byte[] table = [.. "PK\x01\x02"u8, 20, 0, .. facts, .. new byte[14], .. name];
        after = [.. table, .. "PK\x05\x06"u8, 0, 0, 0, 0, 1, 0, 1, 0, (byte)table.Length, 0, 0, 0, .. new byte[6]];
        BinaryPrimitives.WriteUInt32LittleEndian(after.AsSpan(table.Length + 16), (uint)(before.Length + packed));
        return [.. before, .. Program(before, after), .. after];
    }

    /// <summary>Writes what stands before it, itself, and what stands after it.</summary>
    private static byte[] Program(byte[] before, byte[] after)
    {
        byte[] end = [3, 0];
        var (first, four, nothing) = (before.Length + Step, 4 * Step, Write(0));
        byte[] last = [.. Repeat(Step + end.Length + after.Length), .. end, .. after];
        byte[] writeFour = Write(four), repeatFour = Repeat(four), writeOne = Write(Step);
        return
        [
            .. Write(first), .. before, .. Write(first),
            .. Repeat(first),
            .. writeOne, .. Repeat(first),
            .. writeOne, .. writeOne,
            .. writeFour, .. Repeat(first), .. writeOne, .. writeOne, .. writeFour,
            .. repeatFour,
            .. writeFour, .. repeatFour, .. writeFour, .. repeatFour, .. writeFour,
            .. repeatFour,
            .. writeFour, .. repeatFour, .. nothing, .. nothing, .. Write(last.Length),
            .. repeatFour,
            .. nothing, .. nothing,
            .. Write(last.Length), .. last,
            .. last[..(Step + end.Length)],
        ];
    }

    /// <summary>A stored block of so many bytes, which follow; an empty one before it makes it as long as a repetition.</summary>
    private static byte[] Write(int count)
        => unchecked([0, 0, 0, 0xFF, 0xFF, 0, (byte)count, (byte)(count >> 8), (byte)~count, (byte)(~count >> 8)]);

    /// <summary>Blocks with fixed codes that write the last bytes again, and an empty stored one up to the next whole byte.</summary>
    private static byte[] Repeat(int count)
    {
        var bits = new Bits();
        bits.Add(0b010, 3);
        for (var left = count; left > 0;)
        {
            // No match may have fewer than 3 bytes.
            var length = left > 258 ? 255 : left;
            bits.Length(length);
            bits.Distance(count);
            left -= length;
        }

        bits.Add(0, 7);
        // Empty blocks fill it up.
        while (bits.Count + 3 <= 8 * (Step - 5)) 
        {
            bits.Add(0b010, 3);
            bits.Add(0, 7);
        }

        bits.Add(0, 3);
        byte[] all = [.. bits.Bytes, 0, 0, 0xFF, 0xFF];
        return all.Length == Step ? all : throw new InvalidOperationException($"A step has {all.Length} bytes.");
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    /// <summary>Bits in the order of RFC 1951 section 3.1.1.</summary>
    private sealed class Bits
    {
        private ulong bits;

        public int Count { get; private set; }

        public byte[] Bytes
        {
            get
            {
                var all = new byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(all, bits);
                return all[..((Count + 7) / 8)];
            }
        }

        public void Add(uint value, int count)
        {
            bits |= (ulong)value << Count;
            Count += count;
        }

        /// <summary>The fixed code of a length (RFC 1951 sections 3.2.5 and 3.2.6).</summary>
        public void Length(int length)
        {
            var (code, extra, from) = Code(length, 3, 257, 4);
            if (length == 258) (code, extra, from) = (285, 0, 258);
            if (code < 280) Huffman((uint)(code - 256), 7);
            else Huffman((uint)(0b11000000 + code - 280), 8);
            Add((uint)(length - from), extra);
        }

        /// <summary>The fixed code of a distance.</summary>
        public void Distance(int distance)
        {
            var (code, extra, from) = Code(distance, 1, 0, 2);
            Huffman((uint)code, 5);
            Add((uint)(distance - from), extra);
        }

        // After twice as many as a group has, codes stand for twice as many values with each group.
        private static (int Code, int Extra, int From) Code(int value, int from, int code, int group)
        {
            for (var (extra, size, left) = (0, 1, 2 * group); ; code++)
            {
                if (value < from + size) return (code, extra, from);
                from += size;
                if (--left == 0) (extra, size, left) = (extra + 1, size * 2, group);
            }
        }

        private void Huffman(uint code, int count)
        {
            for (var bit = count - 1; bit >= 0; bit--) Add((code >> bit) & 1, 1);
        }
    }
}
