using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>One file packed by gzip (RFC 1952), also in several members.</summary>
public sealed class GzipContainer : IContainer
{
    private const int HeaderBytes = 10, TrailerBytes = 8, NameBytesMax = 1024;

    /// <inheritdoc/>
    public string Name => "gzip";

    /// <inheritdoc/>
    public Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
        => head.StartsWith(Mark) ? new(90, "It begins with the mark of gzip.")
            : new(0, "It does not begin with the mark of gzip.");

    /// <inheritdoc/>
    public void Unpack(IRaw part, IUnpacking into, Findings findings)
    {
        using var content = new GZipStream(new RawStream(part), CompressionMode.Decompress);
        into.Add(new PartFacts(NameOf(part), null, PartUse.Document), new EndedStream(content, StatedLength(part)));
    }

    /// <summary>The length (ISIZE) that ends a file of one member; null where several members or filling make it unknown.</summary>
    private static uint? StatedLength(IRaw part)
    {
        var tail = new byte[TrailerBytes];
        if (part.Length < HeaderBytes + TrailerBytes || part.Read(part.Length - TrailerBytes, tail) < TrailerBytes) return 0;
        return !tail.AsSpan().ContainsAnyExcept((byte)0) || HasFurtherMember(part)
            ? null : BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(4));
    }

    private static bool HasFurtherMember(IRaw part)
    {
        var chunk = new byte[Limits.RawRowBytes];
        // The pieces overlap, so that no mark is cut in two.
        for (long at = HeaderBytes; part.Read(at, chunk) is > 0 and var count; at += Math.Max(1, count - Mark.Length + 1))
        {
            if (chunk.AsSpan(0, count).IndexOf(Mark) >= 0) return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Mark => [0x1F, 0x8B, 8];

    // Flags: 4 extra field, 8 file name (RFC 1952 section 2.3).
    private static string? NameOf(IRaw part)
    {
        var head = new byte[HeaderBytes + NameBytesMax];
        var length = 0;
        while (length < head.Length && part.Read(length, head.AsSpan(length)) is > 0 and var got) length += got;
        if (length < HeaderBytes || (head[3] & 8) == 0) return null;
        var start = HeaderBytes;
        if ((head[3] & 4) != 0)
        {
            if (length < start + 2) return null;
            start += 2 + head[start] + (head[start + 1] << 8);
        }

        if (start >= length) return null;
        var end = head.AsSpan(start, length - start).IndexOf((byte)0);
        return end <= 0 ? null : Encoding.Latin1.GetString(head, start, end);
    }
}
