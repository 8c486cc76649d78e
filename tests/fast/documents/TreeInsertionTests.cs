using System.Globalization;
using System.Text;
using Gateway.Documents;
using Gateway.Tests.Fast.Manifests;
using Xunit;

namespace Gateway.Tests.Fast.Trees;

/// <summary>Values put into a finished tree, beside the same tree written with them from the begin.</summary>
public sealed class TreeInsertionTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Fact]
    public void A_tree_with_inserted_values_is_the_tree_that_was_written_with_them()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var made = new Case(seed);
            made.Plain.Insert(made.Insertions);
            Assert.Equal(Shown(made.Whole), Shown(made.Plain));
        }
    }

    [Fact]
    public void Values_before_one_node_stand_in_the_order_of_their_classes()
    {
        var tree = new Tree();
        tree.Reset(null, null);
        var root = tree.Open(1);
        var inner = tree.Open(2);
        tree.Add(3, 0, 0, NodeFlags.None);
        tree.Close(inner);
        tree.Close(root);
        Insertion[] insertions = [InsertionAt(0, 3, 9, tree), InsertionAt(1, 3, 8, tree), InsertionAt(1, 3, 7, tree)];
        Array.Sort(insertions, Insertion.InOrder);

        tree.Insert(insertions);

        Assert.Equal([1, 2, 3, 7, 8, 9], tree.Nodes.ToArray().Select(n => (int)n.Position));
        Assert.Equal([-1, 0, 1, 1, 1, 0], Enumerable.Range(0, 6).Select(tree.Parent));
        Assert.Equal([6, 5, 3, 4, 5, 6], tree.Nodes.ToArray().Select(n => n.Next));
        Assert.Equal([false, false, false, true, true, true], Enumerable.Range(0, 6).Select(n => tree.AdditionOf(n) is not null));
    }

    private static Insertion InsertionAt(int parent, int at, int position, Tree tree)
    {
        var start = tree.Append(Encoding.ASCII.GetBytes($"added {position}"));
        var flags = NodeFlags.HasValue | NodeFlags.Plain;
        return new Insertion(parent, at, position, start, tree.Window.Length - start, flags, new Addition("test", Day));
    }

    private static string Shown(Tree tree)
    {
        var text = new StringBuilder();
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            var n = tree.Nodes[node];
            var origins = tree.Sources(node, out var rule).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"{n.Position} {n.Flags} {n.Next} below {tree.Parent(node)} ");
            text.Append(CultureInfo.InvariantCulture, $"'{tree.Text(node)}' by {tree.AdditionOf(node)?.Source} rule {rule} from ");
            text.AppendJoin(' ', origins.Select(o => o.Span.Start)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Two trees of the same random shape: one without, one with the values; and what turns the first into the second.</summary>
    private sealed class Case
    {
        private readonly Dice dice;
        private readonly List<Insertion> insertions = [];

        public Case(int seed)
        {
            dice = new Dice(seed);
            foreach (var tree in new[] { Plain, Whole })
            {
                tree.Reset(null, null);
                tree.KeepProvenance();
            }

            Class(1, 4);
            insertions.Sort(Insertion.InOrder);
        }

        public Tree Plain { get; } = new();

        public Tree Whole { get; } = new();

        public Insertion[] Insertions => [.. insertions];

        private void Class(int position, int levels)
        {
            var (plain, whole) = (Plain.Open(position), Whole.Open(position));
            for (var at = 2; at < 8; at++)
            {
                if (dice.Percent(25)) Added(plain, at);
                else if (levels > 0 && dice.Percent(40)) Class(at, levels - 1);
                else if (dice.Percent(40)) Value(at);
            }

            Plain.Close(plain);
            Whole.Close(whole);
        }

        private void Value(int position)
        {
            var text = Encoding.ASCII.GetBytes($"value {dice.Roll(1000)}");
            var origin = dice.Roll(1000);
            foreach (var tree in new[] { Plain, Whole })
            {
                tree.Add(position, tree.Append(text), text.Length, NodeFlags.HasValue | NodeFlags.Plain);
                tree.SetRule(position + 100);
                for (var i = origin % 3; i > 0; i--) tree.AddOrigin(new SourceSpan(0, origin + i, 1), OriginRole.Value);
            }
        }

        private void Added(int parent, int position)
        {
            insertions.Add(InsertionAt(parent, Plain.Nodes.Length, position, Plain));
            var added = InsertionAt(0, 0, position, Whole);
            Whole.SetAddition(Whole.Add(position, added.Start, added.Length, added.Flags), added.Addition);
        }
    }
}
