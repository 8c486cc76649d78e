using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>One side of a comparison: a document with a hash of each node and all below it.</summary>
internal sealed class Side
{
    private readonly ulong[] hashes;
    private readonly IReadOnlyList<Rule> rules;
    private readonly IReadOnlySet<string> ignored;

    private Side(Tree tree, IReadOnlyList<Rule> made, IReadOnlySet<string> names)
    {
        (Tree, rules, ignored) = (tree, made, names);
        hashes = new ulong[tree.Nodes.Length];
        // Children come after their parents, so theirs are known when walking backwards.
        for (var node = hashes.Length - 1; node >= 0; node--) hashes[node] = HashOf(node);
    }

    public Tree Tree { get; }

    /// <summary>A version's document; null when it has none.</summary>
    public static Side? Of(DocumentVersion version, IReadOnlySet<string> ignored)
        => version.Document is { Nodes.Length: > 0 } tree ? new Side(tree, version.Rules, ignored) : null;

    /// <summary>Equal for nodes that are equal with all below them.</summary>
    public ulong Hash(int node) => hashes[node];

    /// <summary>The rule that made a node; null for none.</summary>
    public Rule? RuleOf(int node)
    {
        Tree.Sources(node, out var number);
        return number > 0 && number <= rules.Count ? rules[number - 1] : null;
    }

    /// <summary>The text of a node; null when it has no value.</summary>
    public string? TextOf(int node) => (Tree.Nodes[node].Flags & NodeFlags.HasValue) != 0 ? Tree.Text(node) : null;

    /// <summary>Its children by name, in the order of the document; null for none.</summary>
    public Dictionary<string, List<int>> ChildrenOf(int node)
    {
        var all = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var child = node + 1; child < Tree.Nodes[node].Next; child = Tree.Nodes[child].Next)
        {
            if (IsIgnored(child)) continue;
            var name = NameOf(child);
            if (!all.TryGetValue(name, out var list)) all.Add(name, list = []);
            list.Add(child);
        }

        return all;
    }

    private string NameOf(int node)
    {
        var isAttribute = Tree.Schema is { } schema && schema[Tree.Nodes[node].Position].Kind == PositionKind.Attribute;
        return isAttribute ? "@" + Tree.NameOf(node) : Tree.NameOf(node);
    }

    private bool IsIgnored(int node) => Tree.Parent(node) == 0 && ignored.Contains(Tree.NameOf(node));

    private ulong HashOf(int node)
    {
        var hash = Mixed(14695981039346656037UL, Encoding.UTF8.GetBytes(NameOf(node)));
        if ((Tree.Nodes[node].Flags & NodeFlags.HasValue) != 0)
        {
            var text = new byte[Tree.MaxTextLength(node)];
            hash = Mixed(Mixed(hash, "="u8), text.AsSpan(0, Tree.Text(node, text)));
        }

        for (var child = node + 1; child < Tree.Nodes[node].Next; child = Tree.Nodes[child].Next)
        {
            if (!IsIgnored(child)) hash = Mixed(hash, BitConverter.GetBytes(hashes[child]));
        }

        return hash;
    }

    // FNV-1a: the same on every machine.
    private static ulong Mixed(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }
}

/// <summary>One comparison of two documents, value by value.</summary>
internal sealed class TreeComparison(Side before, Side after, Action<ValueDifference> take)
{
    // Beyond this many pairs, siblings are matched by position behind what is equal at both ends.
    private const long PairsMax = 4_000_000;

    /// <summary>Reports every value that differs.</summary>
    public void Run()
    {
        if (before.Hash(0) != after.Hash(0)) Below(0, 0, "", "");
    }

    /// <summary>Reports every value of the earlier document as gone.</summary>
    public void RunRemoved() => Gone(0, "", "");

    /// <summary>Reports every value of the later document as new.</summary>
    public void RunAdded() => New(0, "", "");

    private void Below(int one, int other, string path, string place)
    {
        var (ours, theirs) = (before.ChildrenOf(one), after.ChildrenOf(other));
        foreach (var name in ours.Keys.Union(theirs.Keys))
        {
            var (left, right) = (ours.GetValueOrDefault(name) ?? [], theirs.GetValueOrDefault(name) ?? []);
            var inner = Join(path, name);
            foreach (var (a, b) in Pairs(left, right))
            {
                var at = Join(place, (right.Count > 1 || left.Count > 1) ? $"{name}[{(b >= 0 ? b : a) + 1}]" : name);
                if (b < 0) Gone(left[a], inner, at);
                else if (a < 0) New(right[b], inner, at);
                else Both(left[a], right[b], inner, at);
            }
        }
    }

    private void Both(int one, int other, string path, string place)
    {
        var (was, now) = (before.TextOf(one), after.TextOf(other));
        if (was != now) take(new ValueDifference(path, place, was, now, before.RuleOf(one), after.RuleOf(other)));
        Below(one, other, path, place);
    }

    private void Gone(int node, string path, string place)
    {
        if (before.TextOf(node) is { } text) take(new ValueDifference(path, place, text, null, before.RuleOf(node), null));
        Each(before, node, path, place, Gone);
    }

    private void New(int node, string path, string place)
    {
        if (after.TextOf(node) is { } text) take(new ValueDifference(path, place, null, text, null, after.RuleOf(node)));
        Each(after, node, path, place, New);
    }

    private static void Each(Side side, int node, string path, string place, Action<int, string, string> act)
    {
        foreach (var (name, list) in side.ChildrenOf(node))
        {
            for (var i = 0; i < list.Count; i++) act(list[i], Join(path, name), Join(place, list.Count > 1 ? $"{name}[{i + 1}]" : name));
        }
    }

    private static string Join(string path, string name)
        => path.Length == 0 || name[0] == '@' ? path + name : path + "/" + name;

    /// <summary>Which sibling was which, without those that are equal: indices, -1 for none.</summary>
    private List<(int Before, int After)> Pairs(List<int> left, List<int> right)
    {
        var start = 0;
        while (start < left.Count && start < right.Count && IsEqual(left[start], right[start])) start++;
        var (leftEnd, rightEnd) = (left.Count, right.Count);
        while (leftEnd > start && rightEnd > start && IsEqual(left[leftEnd - 1], right[rightEnd - 1]))
        {
            leftEnd--;
            rightEnd--;
        }

        var pairs = new List<(int, int)>();
        var (i, j) = (start, start);
        foreach (var (a, b) in Common(left, right, start, leftEnd, rightEnd))
        {
            Gap(pairs, i, a, j, b);
            (i, j) = (a + 1, b + 1);
        }

        Gap(pairs, i, leftEnd, j, rightEnd);
        return pairs;
    }

    private bool IsEqual(int one, int other) => before.Hash(one) == after.Hash(other);

    // Between two that are equal the others are taken for each other in their order.
    private static void Gap(List<(int, int)> pairs, int i, int leftEnd, int j, int rightEnd)
    {
        for (; i < leftEnd || j < rightEnd; i++, j++) pairs.Add((i < leftEnd ? i : -1, j < rightEnd ? j : -1));
    }

    /// <summary>A longest list of equal siblings in the same order.</summary>
    private List<(int Before, int After)> Common(List<int> left, List<int> right, int start, int leftEnd, int rightEnd)
    {
        var (rows, columns) = (leftEnd - start, rightEnd - start);
        var common = new List<(int, int)>();
        if (rows == 0 || columns == 0 || (long)rows * columns > PairsMax) return common;
        var length = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                length[i, j] = IsEqual(left[start + i], right[start + j])
                    ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < rows && j < columns;)
        {
            if (IsEqual(left[start + i], right[start + j])) common.Add((start + i++, start + j++));
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }

        return common;
    }
}
