using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Reading allocates nothing for a segment, and holds one message at most.</summary>
public sealed class AllocationTests
{
    private const string Bill = "CNI+1'RFF+BM:A?'1'CNT+11:5'LOC+9+CNSHA:139:6'NAD+CZ+++SHIPPER'GID+1+5:CT'FTX+AAA+++GOODS:MORE'MEA+AAE+G+KGM:1.5'";

    [Fact]
    public void A_segment_reader_allocates_nothing_for_a_segment_or_component()
    {
        // The second pass: the first has made what is made once.
        Components(Manifest(2));
        Assert.Equal(Components(Manifest(2)), Components(Manifest(2_000)));
    }

    [Fact]
    public void A_message_with_a_directory_allocates_nothing_for_a_segment_or_value()
    {
        var tree = new Tree();
        FindForm find = EdifactDirectory.BuiltIn.Find;
        Messages(Manifest(2_000), tree, find);
        Messages(Manifest(2), tree, find);
        Assert.Equal(Messages(Manifest(2), tree, find), Messages(Manifest(2_000), tree, find));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_messages()
    {
        var (block, tree, findings) = (Manifest(100), new Tree(), new Findings());
        var (messages, capacity) = (0, 0L);
        using var reader = new EdifactReader(
            (offset, into) =>
            {
                // 30 MB that stand nowhere.
                if (offset >= block.Length * 1_000L) return 0;
                var at = (int)(offset % block.Length);
                var count = Math.Min(into.Length, block.Length - at);
                block.AsSpan(at, count).CopyTo(into);
                return count;
            },
            EdifactDirectory.BuiltIn.Find, findings);
        while (reader.Read(tree, out _))
        {
            if (++messages == 10) capacity = tree.Capacity;
        }

        Assert.Equal((1_000, 0), (messages, findings.Count));
        Assert.Equal(capacity, tree.Capacity);
    }

    private static byte[] Manifest(int bills)
        => HandMade.Bytes(HandMade.Message(
            "BGM+785+X+9'" + string.Concat(Enumerable.Repeat(Bill, bills))).Replace("???", "?")
            .Replace($"UNT+{Count(bills, isQuoteCounted: true)}", $"UNT+{Count(bills, isQuoteCounted: false)}"));

    // The quote that is released ends no segment.
    private static int Count(int bills, bool isQuoteCounted) => 3 + (bills * (isQuoteCounted ? 9 : 8));

    private static long Components(byte[] bytes)
    {
        var raw = HandMade.Raw(bytes);
        using var reader = new SegmentReader(raw);
        reader.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        while (reader.Read())
        {
            foreach (var value in reader.Values) sum += value.Raw.Length;
        }

        Assert.True(sum > 0);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Messages(byte[] bytes, Tree tree, FindForm find)
    {
        var (raw, findings) = (HandMade.Raw(bytes), new Findings());
        using var reader = new EdifactReader(raw, find, findings);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(tree, out _)) { }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("", HandMade.Codes(findings));
        return allocated;
    }
}
