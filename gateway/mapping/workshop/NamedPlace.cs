using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A value of the source or the target as its names describe it.</summary>
/// <param name="Path">From the block on.</param>
/// <param name="Position">What its schema says of it.</param>
/// <param name="Own">Words of its own name.</param>
/// <param name="Around">Words of the classes around it.</param>
/// <param name="Told">Words of its description and of the block's own class, which it need not have.</param>
/// <param name="Texts">Values that a sample has there; empty where nobody knows.</param>
internal sealed record NamedPlace(string Path, Position Position, int[] Own, int[] Around, int[] Told, IReadOnlyList<string> Texts);

/// <summary>Judges whether a value of the source is one of the target, by the words of their names, their types and a sample.</summary>
/// <param name="target">The target: what it never speaks of counts little.</param>
internal sealed class NameJudge(Schema target)
{
    private const double KindWeight = 0.35, HolderWeight = 0.15, RoleWeight = 0.8, StrangeWeight = 0.3, ToldShare = 0.6;

    // Words that name the kind of a value and not what it is about.
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "id", "name", "value", "text", "content", "measure", "amount", "quantity", "indicator", "datetime", "string", "kg", "kgs", "bill",
    };

    // Classes that hold others together and have no role of their own.
    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal)
    {
        "address", "document", "goods", "shipment", "consignment", "commodity", "trade", "item", "measure", "line", "border", "transport",
        "declaration", "government", "agency", "means", "id", "name", "information",
    };

    // Words of names whose values are figures.
    private static readonly HashSet<string> Figures = new(StringComparer.Ordinal)
    {
        "quantity", "amount", "mass", "volume", "measure", "price", "rate", "percent", "percentage", "total", "packaging", "kg", "sum",
        "length", "width", "height", "temperature",
    };

    private readonly Dictionary<string, int[]> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> words = [];
    private readonly HashSet<string> spoken = SpokenBy(target);

    /// <summary>The words of a name by number; a name without one that says something is a word itself.</summary>
    public int[] Own(string name) => Words(name) is { Length: > 0 } own ? own : [Number(name.ToUpperInvariant())];

    /// <summary>The words of a name or a text by number.</summary>
    public int[] Words(string name)
        => known.TryGetValue(name, out var found) ? found : known[name] = [.. NameLikeness.WordsOf(name).Select(Number)];

    /// <summary>The words of a value that say what it is about.</summary>
    public IEnumerable<int> Telling(NamedPlace place)
        => place.Own.Union(place.Around).Where(word => !Kinds.Contains(words[word]) && !Holders.Contains(words[word]));

    /// <summary>How likely the value of the source is that of the target: 0 to 1.</summary>
    public double Likeness(NamedPlace from, NamedPlace to)
    {
        if (!Overlap(to.Own, from.Own) && !Overlap(to.Around, from.Own)) return 0;
        double all = 0, made = 0, used = 0, own = 0;
        foreach (var word in to.Own) Count(word, OwnWeight(word), Has(from.Own, word) || Has(from.Around, word) ? 1 : 0, ref all, ref made);
        foreach (var word in to.Around)
        {
            if (Has(to.Own, word)) continue;
            Count(word, AroundWeight(word), Has(from.Own, word) || Has(from.Around, word) ? 1 : 0, ref all, ref made);
        }

        foreach (var word in from.Own) Count(word, OwnWeight(word), Found(to, word), ref own, ref used);
        foreach (var word in from.Around)
        {
            if (!Has(from.Own, word)) Count(word, AroundWeight(word), Found(to, word), ref own, ref used);
        }

        if (made == 0 || used == 0) return 0;
        (made, used) = (made / all, used / own);
        return Math.Min(1, 2 * made * used / (made + used) * Agreement(from, to));
    }

    private static void Count(int word, double weight, double found, ref double all, ref double common)
        => (all, common) = (all + weight, common + (weight * found));

    private static double Found(NamedPlace to, int word)
        => Has(to.Own, word) || Has(to.Around, word) ? 1 : Has(to.Told, word) ? ToldShare : 0;

    private static bool Has(int[] set, int word) => Array.IndexOf(set, word) >= 0;

    private static bool Overlap(int[] one, int[] other) => Array.Exists(one, word => Has(other, word));

    private bool Is(int[] set, string word) => Array.Exists(set, one => words[one] == word);

    private double OwnWeight(int word) => Kinds.Contains(words[word]) ? KindWeight : 1;

    private double AroundWeight(int word)
        => Holders.Contains(words[word]) || Kinds.Contains(words[word]) ? HolderWeight
            : spoken.Contains(words[word]) ? RoleWeight : StrangeWeight;

    private int Number(string word)
    {
        if (numbers.TryGetValue(word, out var number)) return number;
        words.Add(word);
        return numbers[word] = words.Count - 1;
    }

    private static HashSet<string> SpokenBy(Schema schema)
    {
        var spoken = new HashSet<string>(StringComparer.Ordinal);
        for (var position = 0; position < schema.Positions.Length; position++)
        {
            spoken.UnionWith(NameLikeness.WordsOf(schema.NameOf(position)));
        }

        return spoken;
    }

    /// <summary>What type, number of the UN/TDED, code list, length and the values of a sample say for or against it.</summary>
    private double Agreement(NamedPlace from, NamedPlace to)
    {
        var (one, other) = (from.Position, to.Position);
        var kind = other.Type?.Kind ?? ValueKind.Text;
        var isNamedSo = kind == ValueKind.Moment ? Is(from.Own, "datetime") : Array.Exists(from.Own, word => Figures.Contains(words[word]));
        var share = Kind(one.Type?.Kind ?? ValueKind.Text, kind, isNamedSo);
        // The last row of a table, and other sums, say nothing of a single thing.
        if (Is(from.Around, "total") && !Is(to.Own, "total")) share *= 0.5;
        if (one.Tded > 0 && other.Tded > 0) share *= one.Tded == other.Tded ? 1.1 : 0.6;
        if (one.Type?.CodeList is { } list && other.Type?.CodeList is { } wanted) share *= list == wanted ? 1.1 : 0.6;
        if (other.Type is { MaxLength: > 0 and var most } && one.Type is { MinLength: > 0 and var least } && least > most) share *= 0.5;
        return share * Sampled(from, to);
    }

    private static double Kind(ValueKind from, ValueKind to, bool isNamedSo) => (from, to) switch
    {
        (ValueKind.Moment, ValueKind.Moment) or (ValueKind.Boolean, ValueKind.Boolean) => 1,
        (ValueKind.Number or ValueKind.Integer, ValueKind.Number or ValueKind.Integer) => 1,
        (ValueKind.Text, ValueKind.Moment or ValueKind.Number or ValueKind.Integer) => isNamedSo ? 0.95 : 0.5,
        (ValueKind.Number or ValueKind.Integer, ValueKind.Text) => 0.85,
        (ValueKind.Text or ValueKind.Alphabetic, ValueKind.Text or ValueKind.Alphabetic) => 1,
        _ => 0.3,
    };

    private double Sampled(NamedPlace from, NamedPlace to)
    {
        if (from.Texts.Count == 0) return Is(to.Own, "name") ? 1.01 : 1;
        if (to.Position.Type?.Kind is ValueKind.Number or ValueKind.Integer)
        {
            return from.Texts.All(text => text.All(c => char.IsDigit(c) || c is '.' or ',' or ' ' or '-')) ? 1.12 : 0.4;
        }

        // A code has no blanks, and one of letters alone is short and in capitals.
        var areCodes = from.Texts.All(text => !text.Contains(' ', StringComparison.Ordinal)
            && (text.Any(char.IsDigit) || (text.Length <= 5 && !text.Any(char.IsLower))));
        if (Is(to.Own, "id")) return areCodes ? 1.06 : 0.97;
        if (to.Position.Name.EndsWith("Code", StringComparison.Ordinal)) return areCodes ? 1.03 : 0.85;
        return Is(to.Own, "name") ? areCodes ? 0.99 : 1.05 : 1;
    }
}
