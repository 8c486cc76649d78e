using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Checks qualifiers and other codes that an author wrote down against the code lists at hand.</summary>
internal sealed class QualifierCheck(Compilation shared)
{
    private readonly Dictionary<(StepSyntax Step, int Number), string> known = [];

    /// <summary>Checks the words after the n-th plus of a step.</summary>
    /// <param name="entry">Where it is written.</param>
    /// <param name="step">The step.</param>
    /// <param name="number">Which plus, from 0.</param>
    /// <param name="elements">Names of the data elements that they are compared with in the present form.</param>
    public void Check(Entry entry, StepSyntax step, int number, IReadOnlyList<string> elements)
    {
        var found = string.Join(" or ", elements.Order(StringComparer.Ordinal));
        if (known.TryAdd((step, number), found))
        {
            foreach (var element in elements) Codes(entry, step.At, element, step.Qualifiers[number]);
        }
        else if (known[(step, number)] is { } before && before != found)
        {
            shared.Report(MappingFindings.QualifierMoves, entry, step.At, step.Name + "+" + string.Join(';', step.Qualifiers[number]),
                before, found);
        }
    }

    /// <summary>Checks words that are compared with the values of a path.</summary>
    public void Compared(Entry entry, int at, IEnumerable<Position> positions, IReadOnlyList<string> words)
    {
        foreach (var list in positions.Select(ListOf).OfType<string>().Distinct(StringComparer.Ordinal)) Codes(entry, at, list, words);
    }

    /// <summary>Checks codes against a list, if that is at hand.</summary>
    public void Codes(Entry entry, int at, string name, IReadOnlyList<string> words)
    {
        if (shared.CodeListOf(name) is not { } list) return;
        foreach (var word in words.Where(word => !list.Contains(word)))
        {
            var column = entry.Text?.IndexOf(word, Math.Min(at, entry.Text.Length), StringComparison.Ordinal) ?? -1;
            shared.Report(MappingFindings.UnknownCode, entry, column < 0 ? at : column, word, name,
                Nearest.To(word, list.Codes.Select(code => code.Value)));
        }
    }

    // An EDIFACT code list is named by its data element.
    private static string? ListOf(Position position)
        => position.Type?.CodeList ?? (position.Kind == PositionKind.Element ? position.Name : null);
}
