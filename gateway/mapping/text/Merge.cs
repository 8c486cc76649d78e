namespace Gateway.Mappings;

/// <summary>The one merge rule (mapping language, 2.5) on the text of blocks: path keys, overlays and fragments
/// follow it.</summary>
internal static class Merge
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "each", "at", "let", "when", "choose", "use", "with", "copy", "except", "restore", "carry", "isolate", "keep",
        "value", "required",
    };

    /// <summary>The keys of the language.</summary>
    public static IEnumerable<string> AllKeywords => Keywords;

    /// <summary>Whether a key of a block is one of the language and not a target.</summary>
    public static bool IsKeyword(string key) => Keywords.Contains(key);

    /// <summary>Writes path keys (<c>UCR/ID</c>) as nested blocks; keys with one prefix share one block.</summary>
    public static Entry Nested(Entry block)
    {
        if (block.IsList) return Relisted(block);
        if (!block.IsBlock) return block;
        var children = new List<Entry>();
        foreach (var child in block.Children)
        {
            var value = IsKeyword(child.Key) && child.Key != "choose" ? child : Nested(child);
            var key = child.Key.StartsWith("./", StringComparison.Ordinal) ? child.Key[2..] : child.Key;
            var parts = IsKeyword(child.Key) ? [child.Key] : key.Split('/');
            value = value.Renamed(IsKeyword(parts[^1]) && parts.Length == 1 && child.Key != parts[^1]
                ? "./" + parts[^1] : parts[^1]);
            for (var i = parts.Length - 2; i >= 0; i--) value = Entry.Block(child, parts[i], [value]);
            AddOrFill(children, value);
        }

        return Entry.Block(block, block.Key, children);
    }

    /// <summary>What a block of a base becomes under an overlay.</summary>
    /// <param name="lower">The base's.</param>
    /// <param name="upper">The overlay's.</param>
    /// <param name="idle">Takes what changes nothing; null where nobody asks.</param>
    public static Entry Over(Entry lower, Entry upper, List<Entry>? idle = null)
    {
        if (!lower.IsBlock || !upper.IsBlock || upper.IsMoved || upper.IsLongLeaf)
        {
            if (idle is not null && upper.IsSame(lower)) idle.Add(upper);
            return upper;
        }

        var children = new List<Entry>(lower.Children);
        if (upper["except"] is { } except)
        {
            if (children.RemoveAll(c => IsNamed(except, c.Key)) == 0) idle?.Add(except);
        }

        foreach (var child in upper.Children)
        {
            var at = children.FindIndex(c => c.Key == child.Key);
            if (at < 0) children.Add(child);
            else if (child.Key is "let" or "with") children[at] = ByName(children[at], child, idle);
            else children[at] = Over(children[at], child, idle);
        }

        return Entry.Block(lower, lower.Key, children);
    }

    /// <summary>Two blocks whose entries replace each other by name (let, tables, parts, leave).</summary>
    public static Entry ByName(Entry lower, Entry upper, List<Entry>? idle = null)
    {
        var children = new List<Entry>(lower.Children);
        foreach (var child in upper.Children)
        {
            if (children.Exists(c => c.Key == child.Key && child.IsSame(c))) idle?.Add(child);
            children.RemoveAll(c => c.Key == child.Key);
            children.Add(child);
        }

        return Entry.Block(upper, upper.Key, children);
    }

    private static bool IsNamed(Entry list, string key)
        => list.Text == key || list.Children.Exists(c => c.Text == key);

    private static Entry Relisted(Entry list)
    {
        for (var i = 0; i < list.Children.Count; i++) list.Children[i] = Nested(list.Children[i]);
        return list;
    }

    private static void AddOrFill(List<Entry> children, Entry value)
    {
        var at = children.FindIndex(c => c.Key == value.Key);
        if (at < 0 || IsKeyword(value.Key)) children.Add(value);
        else if (children[at].IsBlock && value.IsBlock && !value.IsMoved) children[at] = Filled(children[at], value);
        else children.Add(value);
    }

    // Nothing wins over anything in one file: a target that both name is made twice, which the compiler tells.
    private static Entry Filled(Entry one, Entry other)
    {
        var children = new List<Entry>(one.Children);
        foreach (var child in other.Children)
        {
            var at = children.FindIndex(c => c.Key == child.Key);
            if (at >= 0 && child.Key is ("let" or "with")) children[at] = ByName(children[at], child);
            else AddOrFill(children, child);
        }

        return Entry.Block(one, one.Key, children);
    }
}
