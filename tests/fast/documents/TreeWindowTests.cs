using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Trees;

public sealed class TreeWindowTests
{
    [Fact]
    public void Borrowed_bytes_stay_as_they_are_whatever_is_added_to_the_window()
    {
        var bytes = "a,b"u8.ToArray();
        var raw = new Tree();
        raw.Reset(null, null);
        raw.Borrow(bytes, 3);
        var named = new Tree();
        named.Reset(null, null);
        named.TakeWindow(raw);
        var at = named.Append(";"u8);
        raw.Reset(null, null);
        raw.Append("xyz"u8);
        Assert.Equal("a,b;"u8, named.Window);
        Assert.Equal("a,b"u8, bytes);
        Assert.Equal(new SourceSpan(0, 5, 1), named.SpanOf(2, 1));
        Assert.Equal(new SourceSpan(0, -1, 0), named.SpanOf(at, 1));
    }

    [Fact]
    public void A_window_that_was_taken_over_stays_whatever_becomes_of_the_first_tree()
    {
        var raw = new Tree();
        raw.Reset(null, null);
        raw.Append("ab"u8, 10);
        raw.Append("cd"u8, 20);
        var named = new Tree();
        named.Reset(null, null);
        named.TakeWindow(raw);
        Assert.Equal("abcd"u8, raw.Window);
        named.Append("ef"u8, 30);
        Assert.Equal(new SourceSpan(0, 20, 1), raw.SpanOf(2, 1));
        raw.Reset(null, null);
        raw.Append("xyz"u8, 5);
        Assert.Equal("abcdef"u8, named.Window);
        Assert.Equal([10, 20, 30, 5], [named.SpanOf(0, 1).Start, named.SpanOf(2, 1).Start, named.SpanOf(4, 1).Start, raw.SpanOf(0, 1).Start]);
        named.Reset(null, null);
        Assert.Equal("xyz"u8, raw.Window);
    }

    [Fact]
    public void What_was_taken_back_from_borrowed_bytes_is_not_written_over()
    {
        var bytes = "abc"u8.ToArray();
        var tree = new Tree();
        tree.Reset(null, null);
        tree.Borrow(bytes, 0);
        tree.Shrink(1);
        tree.Append("x"u8);
        Assert.Equal("abx"u8, tree.Window);
        Assert.Equal("abc"u8, bytes);
    }

    [Fact]
    public void A_tree_of_millions_of_nodes_keeps_them_all_while_it_grows()
    {
        const int Count = 2_500_000;
        var tree = new Tree();
        tree.Reset(null, null);
        tree.KeepProvenance();
        var root = tree.Open(0);
        for (var i = 1; i < Count; i++)
        {
            tree.Add(0, tree.Append("12345678"u8), 8, NodeFlags.HasValue);
            tree.SetRule(i % 60_000);
            tree.AddOrigin(new SourceSpan(0, i, 1), OriginRole.Value);
        }

        tree.Close(root);
        for (var i = 1; i < Count; i += 1111)
        {
            Assert.Equal(i, tree.Sources(i, out var rule)[0].Span.Start);
            Assert.Equal((i % 60_000, i + 1, 0), (rule, tree.Nodes[i].Next, tree.Parent(i)));
        }

        Assert.Equal("12345678"u8, tree.Bytes(Count - 1));
        Assert.Equal(8 * (Count - 1), tree.Window.Length);
    }
}
