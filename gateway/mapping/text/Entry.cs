using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>One key of a mapping file with its value: text, a block of entries, or a list of entries without
/// keys.</summary>
internal sealed class Entry
{
    private readonly Func<(SourceSpan Span, Place Place)> name;

    private Entry(
        string key, string? text, bool isList, List<Entry> children, Place place, SourceSpan span,
        Func<(SourceSpan Span, Place Place)> name)
        => (Key, Text, IsList, Children, Place, Span, this.name) = (key, text, isList, children, place, span, name);

    /// <summary>The key; empty for an entry of a list.</summary>
    public string Key { get; }

    /// <summary>The text of a scalar; null for a block or a list.</summary>
    public string? Text { get; }

    /// <summary>Whether the children are entries of a list.</summary>
    public bool IsList { get; }

    /// <summary>The entries of a block or list.</summary>
    public List<Entry> Children { get; }

    /// <summary>Line, column and file.</summary>
    public Place Place { get; }

    /// <summary>Where in the file.</summary>
    public SourceSpan Span { get; }

    /// <summary>Where the key stands; found when a fault asks.</summary>
    public (SourceSpan Span, Place Place) Name => name();

    /// <summary>Whether it is a block of keys.</summary>
    public bool IsBlock => Text is null && !IsList;

    /// <summary>The child with that key; null when there is none.</summary>
    public Entry? this[string key]
    {
        get
        {
            foreach (var child in Children)
            {
                if (child.Key == key) return child;
            }

            return null;
        }
    }

    /// <summary>The whole file as an entry.</summary>
    public static Entry Of(Tree tree) => Of(tree, 0);

    /// <summary>A text that stands in no file: what somebody asks.</summary>
    public static Entry Asked(string text) => new("", text, false, [], new Place(1, 1, 1), default, () => default);

    /// <summary>A block that has the key and place of another entry.</summary>
    public static Entry Block(Entry like, string key, List<Entry> children)
        => new(key, null, false, children, like.Place, like.Span, like.name);

    /// <summary>The same value under another key.</summary>
    public Entry Renamed(string key) => new(key, Text, IsList, Children, Place, Span, name);

    /// <summary>An entry at the same place with another text; each is one of its own.</summary>
    public Entry WithText(string text) => new(Key, text, false, [], Place, Span, name);

    /// <summary>A part of the key as the text of an entry of its own: what <c>leave</c> has as keys is a path.</summary>
    /// <param name="at">Where in the key it begins.</param>
    /// <param name="text">The part.</param>
    public Entry OfKey(int at, string text) => new(Key, text, false, [], Place, Span, name) { InKey = at };

    /// <summary>Where the text begins in the key; -1 where it is the value.</summary>
    public int InKey { get; private init; } = -1;

    /// <summary>Whether it moves the scope, so that it replaces rather than fills what is already there.</summary>
    public bool IsMoved => IsBlock && (this["each"] ?? this["at"] ?? this["copy"] ?? this["use"]) is not null;

    /// <summary>Whether it is a leaf in long form.</summary>
    public bool IsLongLeaf => IsBlock && this["value"] is not null;

    /// <summary>Whether it says the same, wherever it stands.</summary>
    public bool IsSame(Entry other)
    {
        var (own, others) = (new StringBuilder(), new StringBuilder());
        Describe(own);
        other.Describe(others);
        return own.Equals(others);
    }

    /// <summary>Writes everything that has a meaning, for the digest.</summary>
    public void Describe(StringBuilder into)
    {
        into.Append(Key.Length).Append(':').Append(Key);
        if (Text is not null)
        {
            into.Append('=').Append(Text.Length).Append(':').Append(Text);
            return;
        }

        into.Append(IsList ? '[' : '{');
        foreach (var child in Children) child.Describe(into);
        into.Append(IsList ? ']' : '}');
    }

    private static Entry Of(Tree tree, int node)
    {
        var n = tree.Nodes[node];
        var place = tree.PlaceOf(node);
        if ((n.Flags & NodeFlags.HasValue) != 0)
        {
            return new Entry(tree.NameOf(node), tree.Text(node), false, [], place, tree.SpanOf(node), () => tree.PlaceOfName(node));
        }

        var children = new List<Entry>();
        for (var child = node + 1; child < n.Next; child = tree.Nodes[child].Next) children.Add(Of(tree, child));
        var isList = children.Count > 0 && children.TrueForAll(c => c.Key.Length == 0);
        return new Entry(tree.NameOf(node), null, isList, children, place, tree.SpanOf(node), () => tree.PlaceOfName(node));
    }
}
