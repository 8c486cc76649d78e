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
        var (few, many) = (Manifest(2), Manifest(2_000));
        AssertNothing(8 * 1_998, () => Components(few), () => Components(many));
    }

    [Fact]
    public void A_message_with_a_directory_allocates_nothing_for_a_segment_or_value()
    {
        var (tree, few, many) = (new Tree(), Manifest(2), Manifest(2_000));
        FindForm find = EdifactDirectory.BuiltIn.Find;
        AssertNothing(8 * 1_998, () => Messages(few, tree, find), () => Messages(many, tree, find));
    }

    [Fact]
    public void A_date_that_is_right_costs_no_memory_on_the_short_way_and_on_the_long_one()
    {
        var (tree, few, many) = (new Tree(), Dates(2), Dates(2_000));
        FindForm find = EdifactDirectory.BuiltIn.Find;
        AssertNothing(2 * 1_998, () => Messages(few, tree, find), () => Messages(many, tree, find));
        AssertNothing(2 * 1_998, () => Messages(few, tree, find, chunk: 1), () => Messages(many, tree, find, chunk: 1));
    }

    /// <summary>Nothing more is allocated for many segments than for few.</summary>
    /// <param name="more">How many more they are.</param>
    /// <param name="few">Reads a file with few and says what was allocated.</param>
    /// <param name="many">Reads one with many.</param>
    /// <remarks>What is made once is made by the first tries, and an array that another test has taken out of the pool in
    /// between is made by some: what counts is the least of several.</remarks>
    internal static void AssertNothing(long more, Func<long> few, Func<long> many)
        => Assert.Equal(0, Math.Max(0, Least(many) - Least(few)) / more);

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

    private static long Least(Func<long> allocated) => Enumerable.Range(0, 12).Min(_ => allocated());

    private static byte[] Dates(int lines)
        => HandMade.Bytes(HandMade.Message("BGM+380+1+9'DTM+137:20260228:102'NAD+BY+1::9'" + string.Concat(Enumerable.Repeat(
                "LIN+1'DTM+171:202602281530:203'", lines)) + "UNS+S'MOA+79:1'")
            .Replace("CUSCAR:D:95B", "INVOIC:D:96A", StringComparison.Ordinal));

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

    private static long Messages(byte[] bytes, Tree tree, FindForm find, int chunk = int.MaxValue)
    {
        var (raw, findings) = (HandMade.Raw(bytes, chunk), new Findings());
        using var reader = new EdifactReader(raw, find, findings);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(tree, out _)) { }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("", HandMade.Codes(findings));
        return allocated;
    }
}
