using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Numbers what stands below positions by all that a compilation looks at: two positions with one number, of whatever forms, are
/// the same to every path that starts there.</summary>
internal sealed class StructureNumbers
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

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
        text.Append(p.Name).Append('|').Append((int)p.Kind).Append('|').Append(p.Max).Append('|').Append(p.Slot).Append('|')
            .Append((int)p.Flags).Append('|').Append(p.Namespace).Append('|').Append(p.Section).Append('|')
            .Append((int?)p.Type?.Kind).Append('|').Append(p.Type?.CodeList).Append('|');
        var shape = schema.ChildrenOf(position);
        for (var child = shape.First; child < shape.First + shape.Count; child++)
        {
            var number = NumberOf(child);
            if (number == Open) return Open;
            text.Append(number).Append(' ');
        }

        return known[position] = numbers.Of(text.ToString());
    }
}
