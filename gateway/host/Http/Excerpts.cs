using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Host.Http;

/// <summary>The bytes around a place, as text of one character a byte.</summary>
/// <param name="Start">Offset of the first byte shown.</param>
/// <param name="Before">What stands before the marked bytes.</param>
/// <param name="Marked">The marked bytes; empty where something is absent.</param>
/// <param name="After">What stands after them.</param>
internal sealed record Excerpt(long Start, string Before, string Marked, string After);

/// <summary>Cuts the segment or line that holds a place out of the raw bytes.</summary>
internal static class Excerpts
{
    private const int AroundMax = 120;
    private const int MarkedMax = 400;

    /// <summary>Reads the bytes around a span.</summary>
    public static Excerpt Around(IRaw raw, SourceSpan span)
    {
        var start = Math.Max(0, span.Start - AroundMax);
        var marked = Math.Min(span.Length, MarkedMax);
        var buffer = new byte[span.Start - start + marked + AroundMax];
        var bytes = buffer.AsSpan(0, Read(raw, start, buffer));
        var at = (int)Math.Min(span.Start - start, bytes.Length);
        var end = Math.Min(at + marked, bytes.Length);
        var from = LastEnd(bytes[..at]) + 1;
        var to = end + FirstEnd(bytes[end..], bytes[at..end]);
        return new Excerpt(start + from, Text(bytes[from..at]), Text(bytes[at..end]), Text(bytes[end..to]));
    }

    private static int Read(IRaw raw, long start, Span<byte> into)
    {
        var length = 0;
        while (length < into.Length && raw.Read(start + length, into[length..]) is > 0 and var count) length += count;
        return length;
    }

    // The usual terminator; with another one the excerpt is only longer.
    private static int LastEnd(ReadOnlySpan<byte> before) => before.LastIndexOfAny((byte)'\'', (byte)'\n');

    private static int FirstEnd(ReadOnlySpan<byte> after, ReadOnlySpan<byte> marked)
    {
        if (marked.EndsWith("'"u8)) return 0;
        var end = after.IndexOfAny((byte)'\'', (byte)'\n');
        return end < 0 ? after.Length : end + 1;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, static (text, from) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = from[i] switch
            {
                (byte)'\r' or (byte)'\n' => ' ',
                < 0x20 or 0x7F => (char)0xB7,
                var b => (char)b,
            };
        }
    });
}
