using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Gateway.Tests.Real.Storm;

/// <summary>Packed bytes as no honest program makes them: of any size without unpacking them ever, and with lies about themselves.</summary>
internal static class Packed
{
    /// <summary>Deflated bytes of <paramref name="head"/>, then <paramref name="times"/> times <paramref name="body"/>, then
    /// <paramref name="tail"/>: blocks that end on a byte refer to nothing before them, so one can be written again and again.</summary>
    public static byte[] Deflate(string head, byte[] body, long times, string tail)
    {
        using var all = new MemoryStream();
        all.Write(Block(Encoding.UTF8.GetBytes(head)));
        var block = Block(body);
        for (long i = 0; i < times; i++) all.Write(block);
        all.Write(Block(Encoding.UTF8.GetBytes(tail)));
        // A last block with nothing in it (RFC 1951 section 3.2.6).
        all.Write([3, 0]);
        return all.ToArray();
    }

    /// <summary>The text again and again, about a megabyte long.</summary>
    public static byte[] Megabyte(string text) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 1_000_000 / text.Length)));

    /// <summary>A gzip file of deflated bytes.</summary>
    public static byte[] Gzip(byte[] deflated) => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. deflated, 1, 2, 3, 4, 0, 0, 0, 1];

    /// <summary>A zip archive of entries as they are given.</summary>
    public static byte[] Zip(params IReadOnlyList<ZipEntry> entries)
    {
        using var all = new MemoryStream();
        var table = new MemoryStream();
        foreach (var entry in entries)
        {
            var at = entry.At ?? all.Position;
            if (entry.At is null)
            {
                all.Write(Local(entry));
                all.Write(entry.Bytes);
            }

            table.Write(Central(entry, (uint)at));
        }

        var start = all.Position;
        all.Write(table.ToArray());
        var end = new byte[22];
        "PK\x05\x06"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)table.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)start);
        all.Write(end);
        return all.ToArray();
    }

    /// <summary>A zip archive as an honest program makes it.</summary>
    public static byte[] Honest(params IReadOnlyList<(string Name, byte[] Bytes)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Block(byte[] bytes)
    {
        if (bytes.Length == 0) return [];
        using var stream = new MemoryStream();
        using var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        deflate.Write(bytes);
        deflate.Flush();
        return stream.ToArray();
    }

    private static byte[] Local(ZipEntry entry)
    {
        var head = new byte[30 + entry.Name.Length];
        "PK\x03\x04"u8.CopyTo(head);
        Facts(head.AsSpan(4), entry);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(26), (ushort)entry.Name.Length);
        Encoding.ASCII.GetBytes(entry.Name, head.AsSpan(30));
        return head;
    }

    private static byte[] Central(ZipEntry entry, uint at)
    {
        var head = new byte[46 + entry.Name.Length];
        "PK\x01\x02"u8.CopyTo(head);
        head[4] = 20;
        Facts(head.AsSpan(6), entry);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(28), (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(42), at);
        Encoding.ASCII.GetBytes(entry.Name, head.AsSpan(46));
        return head;
    }

    private static void Facts(Span<byte> at, ZipEntry entry)
    {
        at[0] = 20;
        at[2] = (byte)entry.Flags;
        at[4] = (byte)entry.Method;
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], (uint)entry.Bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(at[18..], entry.Length ?? (uint)entry.Bytes.Length);
    }
}

/// <summary>An entry of an archive.</summary>
/// <param name="Name">Its name, in ASCII.</param>
/// <param name="Bytes">As they are packed.</param>
/// <param name="Method">8 deflated, 0 stored.</param>
/// <param name="Length">Unpacked bytes that it states; null for as many as packed.</param>
internal sealed record ZipEntry(string Name, byte[] Bytes, int Method = 8, uint? Length = null)
{
    public uint Crc { get; init; }

    public int Flags { get; init; }

    /// <summary>Where its local header stands, when it is that of another entry.</summary>
    public uint? At { get; init; }
}
