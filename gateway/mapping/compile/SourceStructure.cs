using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Numbers what stands below positions by all that the compilation of a mapping looks at: two positions with one number, of
/// whatever forms, are the same to every path that starts there.</summary>
internal sealed class StructureNumbers
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    // Sections are told by the segments that part them.
    private readonly HashSet<string> words = new(StringComparer.Ordinal) { "UNH", "UNS", "HYN" };

    /// <summary>Numbers what a mapping looks at.</summary>
    public StructureNumbers(MappingText text)
    {
        AddWords(text.File);
        foreach (var part in text.Parts.Values) AddWords(part);
    }

    /// <summary>Whether no path can name a position: a segment, or a group, whose tag stands nowhere in the mapping.</summary>
    public bool IsUnnamed(Position position)
        => position.Kind is PositionKind.Segment or PositionKind.Group && position.Section is null && !words.Contains(position.Name);

    private void AddWords(Entry entry)
    {
        foreach (var text in (string?[])[entry.Key, entry.Text])
        {
            for (var at = 0; at < text?.Length; at++)
            {
                var from = at;
                while (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
                if (at > from) words.Add(text[from..at]);
            }
        }

        foreach (var child in entry.Children) AddWords(child);
    }

    /// <summary>The number of a description, the same for the same.</summary>
    public int Of(string description)
    {
        if (numbers.TryGetValue(description, out var known)) return known;
        return numbers[description] = numbers.Count + 1;
    }
}

/// <summary>The positions of one structural form by their numbers.</summary>
/// <param name="schema">The form.</param>
/// <param name="numbers">Shared by all forms.</param>
internal sealed class SourceStructure(Schema schema, StructureNumbers numbers)
{
    private const int Open = -1;

    // By position: 0 where it is not known yet.
    private readonly int[] known = new int[schema.Positions.Length];

    /// <summary>What the nodes of a block are to its rules: the structure of each, and which of them stand beside each other.</summary>
    /// <returns>Null where a structure holds itself.</returns>
    public string? Of(IReadOnlyList<Spot> spots)
    {
        var text = new StringBuilder();
        for (var i = 0; i < spots.Count; i++)
        {
            var number = NumberOf(spots[i].Position);
            if (number == Open) return null;
            text.Append(CultureInfo.InvariantCulture, $"{number}.{First(spots, i, same: true)}.{First(spots, i, same: false)} ");
        }

        return text.ToString();
    }

    private static int First(IReadOnlyList<Spot> spots, int index, bool same)
    {
        for (var i = 0; i < index; i++)
        {
            if (same ? spots[i] == spots[index] : spots[i].Up == spots[index].Up) return i;
        }

        return index;
    }

    private int NumberOf(int position)
    {
        if (known[position] != 0) return known[position];
        known[position] = Open;
        var p = schema[position];
        var text = new StringBuilder();
        // How often elements are repeated says where the next ones stand; of all others it only matters whether they are.
        var max = p.Kind is PositionKind.Element or PositionKind.Composite ? p.Max : Math.Min(p.Max, 2);
        text.Append(p.Name).Append('|').Append((int)p.Kind).Append('|').Append(max).Append('|').Append(p.Slot).Append('|')
            .Append((int)p.Flags).Append('|').Append(p.Namespace).Append('|').Append(p.Section).Append('|')
            .Append((int?)p.Type?.Kind).Append('|').Append(p.Type?.CodeList).Append('|');
        var shape = schema.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            if (numbers.IsUnnamed(schema[child])) continue;
            var number = NumberOf(child);
            if (number == Open) return Open;
            text.Append(number).Append(' ');
        }

        return known[position] = numbers.Of(text.ToString());
    }
}
