namespace Gateway.Mappings;

/// <summary>What the mappings that are there do for a target: proposals for a new one.</summary>
internal sealed class Precedents
{
    /// <summary>A block that moves, or a value.</summary>
    /// <param name="Text">The expression.</param>
    /// <param name="IsEach">It is that of an <c>each</c>.</param>
    /// <param name="Use">The fragment that fills the block; null for none.</param>
    /// <param name="Mapping">Where it was found.</param>
    internal sealed record Precedent(string Text, bool IsEach, string? Use, string Mapping);

    private readonly Dictionary<string, List<Precedent>> moves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Precedent>> values = new(StringComparer.Ordinal);

    /// <summary>Collects from mappings of the same source format: first from those of the same document type.</summary>
    /// <param name="mappings">The mappings that are there.</param>
    /// <param name="from">What the new mapping reads, as <c>from:</c> says it.</param>
    public Precedents(IEnumerable<MappingText> mappings, string from)
    {
        var words = from.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool IsSameType(MappingText mapping) => mapping.Head.FromTypes.Any(words.Contains);
        foreach (var mapping in mappings.OrderByDescending(IsSameType).ThenBy(mapping => mapping.Name, StringComparer.Ordinal))
        {
            if (mapping.Head.FromFormat != words[0] || mapping.Head.ToFormat != "wco") continue;
            Walk(mapping.File["map"]!, mapping.Head.ToType, "", mapping.Name);
            foreach (var (name, part) in mapping.Parts)
            {
                // What a fragment does for a class is done for that class.
                if (part["to"]?.Text is { } made) Walk(part, made.Split(' ')[^1], "", name);
                // One that takes parameters cannot be used without knowing what they mean.
                if (!name.Contains('/', StringComparison.Ordinal) || HasParameters(part)) continue;
                if (part["to"]?.Text is not { } to || part["from"]?.Text is not { } segment) continue;
                Fragments[name] = (segment.Split(' ')[^1], to.Split(' ')[^1]);
            }
        }
    }

    /// <summary>Fragments by name: the segment or class they read and the class they fill.</summary>
    public Dictionary<string, (string From, string To)> Fragments { get; } = new(StringComparer.Ordinal);

    /// <summary>Blocks made at a place: in a class, or else in any.</summary>
    public IEnumerable<Precedent> Moves(string owner, string path) => Of(moves, owner, path);

    /// <summary>Values made at a place.</summary>
    public IEnumerable<Precedent> Values(string owner, string path) => Of(values, owner, path);

    private static List<Precedent> Of(Dictionary<string, List<Precedent>> all, string owner, string path)
        => all.GetValueOrDefault(owner + "|" + path) ?? [];

    private static bool HasParameters(Entry entry)
    {
        if (entry.Text is not { } text) return entry.Children.Exists(HasParameters);
        var at = text.IndexOf('$', StringComparison.Ordinal);
        return at >= 0 && at + 1 < text.Length && char.IsLetter(text[at + 1]);
    }

    private void Walk(Entry block, string owner, string path, string mapping)
    {
        foreach (var key in block.Children)
        {
            if (key.Key == "choose") continue;
            if (Merge.IsKeyword(key.Key) || key.Key.Contains('@', StringComparison.Ordinal)) continue;
            var inner = path.Length == 0 ? key.Key : path + "/" + key.Key;
            foreach (var item in key.IsList ? key.Children : [key]) Item(item, owner, inner, mapping);
        }
    }

    private void Item(Entry item, string owner, string path, string mapping)
    {
        var move = item["each"] ?? item["at"];
        if (item.Text is { } text) Add(values, owner, path, new Precedent(text, false, null, mapping));
        else if (item["value"]?.Text is { } value) Add(values, owner, path, new Precedent(value, false, null, mapping));
        else if (move?.Text is { } way)
        {
            var isBare = item.Children.TrueForAll(c => c.Key is "each" or "at" or "use");
            var precedent = new Precedent(way, item["each"] is not null, item["use"]?.Text, mapping);
            if (precedent.Use is null || isBare) Add(moves, owner, path, precedent);
            Walk(item, path.Split('/')[^1], "", mapping);
        }
        else if (item.IsBlock) Walk(item, owner, path, mapping);
    }

    private static void Add(Dictionary<string, List<Precedent>> all, string owner, string path, Precedent precedent)
    {
        var key = owner + "|" + path;
        if (!all.TryGetValue(key, out var list)) all.Add(key, list = []);
        list.Add(precedent);
    }
}
