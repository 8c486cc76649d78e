using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Trees;

public sealed class TreeLiftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void A_document_is_written_again_with_nodes_between_its_own(int more)
    {
        var (tree, above, expected) = (Document(0), new Tree(), Document(more));
        var mark = new TreeMark(1, tree.Window.Length, 0);
        tree.Close(0);
        tree.Reopen(0);
        tree.Lift(mark, 10 * more, 10 * more, above);
        Assert.Equal(1, tree.Nodes.Length);
        var first = 1 + (10 * more);
        for (var group = first; group < above.Nodes.Length;)
        {
            var next = above.Nodes[group].Next;
            var n = above.Nodes[group];
            var made = tree.Open(n.Position, n.Start, n.Length, n.Flags);
            tree.AddSourcesOf(above, group);
            tree.AddForest(above, group + 1, next, 0);
            for (var i = 0; i < more; i++) AddMore(tree);
            tree.Close(made);
            group = next;
        }

        above.Release();
        tree.Close(0);
        expected.Close(0);
        Assert.Equal(expected.Nodes.Length, tree.Nodes.Length);
        for (var i = 0; i < tree.Nodes.Length; i++)
        {
            Assert.Equal(expected.Nodes[i], tree.Nodes[i]);
            Assert.Equal(expected.Parent(i), tree.Parent(i));
            Assert.Equal(expected.Sources(i, out var rule).ToArray(), tree.Sources(i, out var again).ToArray());
            Assert.Equal(rule, again);
        }
    }

    // Ten groups of five values, each with a rule and two origins; the root is open.
    private static Tree Document(int more)
    {
        var tree = new Tree();
        tree.Reset(null, null);
        tree.KeepProvenance();
        tree.Append("0123456789"u8);
        tree.Open(1);
        for (var group = 0; group < 10; group++)
        {
            var node = tree.Open(2);
            tree.SetRule(3);
            tree.AddOrigin(new SourceSpan(0, group, 1), OriginRole.Key);
            for (var i = 0; i < 5; i++)
            {
                tree.Add(4 + i, i, 2, NodeFlags.HasValue);
                tree.SetRule(10 + i);
                tree.AddOrigin(new SourceSpan(0, (group * 10) + i, 2), OriginRole.Value);
                tree.AddOrigin(new SourceSpan(1, group, 0), OriginRole.Absent);
            }

            for (var i = 0; i < more; i++) AddMore(tree);
            tree.Close(node);
        }

        return tree;
    }

    private static void AddMore(Tree tree)
    {
        tree.Add(99, 3, 3, NodeFlags.HasValue | NodeFlags.Plain);
        tree.SetRule(7);
        tree.AddOrigin(new SourceSpan(2, 8, 1), OriginRole.Value);
    }
}
