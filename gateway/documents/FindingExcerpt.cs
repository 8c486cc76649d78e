using System.Text.Unicode;

namespace Gateway.Documents;

/// <summary>Cuts the bytes around a place out of raw bytes, as one short line.</summary>
internal static class FindingExcerpt
{
    // The three pieces together fit a line of a terminal.
    private const int BeforeMax = 48;
    private const int MarkedMax = 40;
    private const int AfterMax = 24;

    // The tag and the first value say which segment it is, also where its beginning is far away.
    private const int HeadMax = 12;
    private const int SearchMax = 2048;

    /// <summary>What ends a segment or line, and what makes the next character data.</summary>
    private readonly record struct Ends(byte Terminator, byte Release, bool IsEdifact);

    /// <summary>Before, marked and after; empty for a place that is nowhere.</summary>
    public static (string Before, string Marked, string After) Of(SourceSpan span, ReadRaw read)
    {
        // A cell has no bytes of its own in what was sent: they are packed, and its text may stand elsewhere.
        if (span.Start < 0 || CellPlace.Of(span) is not null) return ("", "", "");
        // What concerns the whole file stands nowhere in it, and packed bytes say nothing to anybody.
        if (span is { Start: 0, Length: 0 } || IsPacked(read)) return ("", "", "");
        var ends = EndsOf(read);
        var from = Math.Max(0, span.Start - SearchMax);
        var buffer = new byte[SearchMax + MarkedMax + AfterMax + 1];
        var bytes = buffer.AsSpan(0, read.Fill(from, buffer));
        var at = (int)Math.Min(span.Start - from, bytes.Length);
        ReadOnlySpan<byte> before = bytes[..at];
        // At the end of the file the last segment is shown, and the place behind it.
        var isEnd = at == bytes.Length;
        if (isEnd) before = before.TrimEnd("\r\n "u8);
        var start = StartOf(isEnd && before.Length > 0 ? before[..^1] : before, ends);
        ReadOnlySpan<byte> marked = bytes.Slice(at, (int)Math.Min(Math.Min(span.Length, MarkedMax), bytes.Length - at));
        var isLong = span.Length > marked.Length && marked.Length == MarkedMax;
        marked = Whole(marked, isLong);
        return (Before(before, start, from), SafeText.Of(marked), isLong ? "..." : After(bytes[(at + marked.Length)..], ends, marked));
    }

    private static string Before(ReadOnlySpan<byte> before, int start, long from)
    {
        var isWhole = start >= 0 || from == 0;
        var own = before[Math.Max(start, 0)..];
        if (own.Length <= BeforeMax) return (isWhole ? "" : "...") + SafeText.Of(own);
        var near = own[^(BeforeMax - HeadMax)..];
        for (var cut = 0; cut < 4 && !Utf8.IsValid(near); cut++) near = own[^(BeforeMax - HeadMax - cut)..];
        return (isWhole ? SafeText.Of(Whole(own[..HeadMax], true)) : "") + "..." + SafeText.Of(near);
    }

    private static string After(ReadOnlySpan<byte> rest, Ends ends, ReadOnlySpan<byte> marked)
    {
        // A terminator is marked: nothing of the next segment is shown.
        var isMarked = ends.IsEdifact && marked.Length > 0 && marked[^1] == ends.Terminator && !IsReleased(marked, marked.Length - 1, ends);
        if (isMarked) return "";
        for (var i = 0; i < Math.Min(rest.Length, AfterMax); i++)
        {
            if (!ends.IsEdifact && rest[i] is (byte)'\r' or (byte)'\n') return SafeText.Of(rest[..i]);
            if (ends.IsEdifact && rest[i] == ends.Release && ends.Release != 0) i++;
            else if (ends.IsEdifact && rest[i] == ends.Terminator) return SafeText.Of(rest[..(i + 1)]);
        }

        return rest.Length <= AfterMax ? SafeText.Of(rest) : SafeText.Of(Whole(rest[..AfterMax], true)) + "...";
    }

    /// <summary>Where the segment or line begins; -1 when that is too far away.</summary>
    private static int StartOf(ReadOnlySpan<byte> before, Ends ends)
    {
        for (var i = before.Length - 1; i >= 0; i--)
        {
            var isEnd = ends.IsEdifact
                ? before[i] == ends.Terminator && !IsReleased(before, i, ends)
                : before[i] is (byte)'\n' or (byte)'\r';
            if (!isEnd) continue;
            var start = i + 1;
            while (start < before.Length && before[start] is (byte)'\r' or (byte)'\n') start++;
            return start;
        }

        return -1;
    }

    // An odd number of release characters before it makes a terminator data.
    private static bool IsReleased(ReadOnlySpan<byte> bytes, int at, Ends ends)
    {
        var count = 0;
        while (ends.Release != 0 && at - count > 0 && bytes[at - count - 1] == ends.Release) count++;
        return count % 2 == 1;
    }

    // A cut in the middle of a UTF-8 character would make the whole text unreadable.
    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> bytes, bool isCut)
    {
        if (!isCut) return bytes;
        for (var cut = 0; cut < Math.Min(4, bytes.Length); cut++)
        {
            if (Utf8.IsValid(bytes[..^cut])) return bytes[..^cut];
        }

        return bytes;
    }

    // Archives and workbooks, gzip, PDF.
    private static bool IsPacked(ReadRaw read)
    {
        Span<byte> head = stackalloc byte[4];
        return read.Fill(0, head) == head.Length
            && ((head.StartsWith("PK"u8) && head[2] < ' ') || head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])
                || head.SequenceEqual("%PDF"u8));
    }

    // EDIFACT segments end with a character that UNA names; other texts have lines.
    private static Ends EndsOf(ReadRaw read)
    {
        Span<byte> buffer = stackalloc byte[64];
        var head = buffer[..read.Fill(0, buffer)];
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head.TrimStart(" \r\n\t"u8);
        if (head.StartsWith("UNA"u8) && head.Length >= 9) return new Ends(head[8], head[6] == ' ' ? (byte)0 : head[6], true);
        if (head.Length > 3 && head.StartsWith("UNB"u8) && head[3] == 0x1D) return new Ends(0x1C, 0, true);
        return head.StartsWith("UN"u8) ? new Ends((byte)'\'', (byte)'?', true) : default;
    }
}
