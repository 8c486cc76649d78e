using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Edifact;

/// <summary>
/// Reads the short notation of tables: <c>UNH! BGM! DTM*9 SG1*9(TDT! LOC*99) UNT!</c>, and of elements in a
/// segment.
/// </summary>
internal static class TableText
{
    /// <summary>Reads the rows of a message table.</summary>
    /// <exception cref="FormatException">The text is not in that notation.</exception>
    public static ImmutableArray<TableRow> Rows(string text)
    {
        var at = 0;
        var rows = Rows(text, ref at);
        return at == text.Length ? rows : throw new FormatException($"A bracket too many at {at}.");
    }

    /// <summary>Reads one element of a segment or component of a composite.</summary>
    /// <param name="word">
    /// Number, <c>!</c> for each one that is mandatory, then <c>x5</c> for what stands five times in a row or
    /// <c>*5</c> for what
    /// stands once with that repeat count: <c>C817</c>, <c>3286!x5</c>, <c>C819*5</c>.
    /// </param>
    public static (string Number, int Min, int Max, bool Repeats) Part(ReadOnlySpan<char> word)
    {
        var end = word.IndexOfAny('!', 'x', '*');
        if (end < 0) return (word.ToString(), 0, 1, false);
        var rest = word[end..];
        var min = rest.Count('!');
        var count = rest[min..];
        return (word[..end].ToString(), min, count.IsEmpty ? 1 : Number(count[1..]), !count.IsEmpty && count[0] == '*');
    }

    /// <summary>Whether a word among the elements of a segment is a dependency note: <c>D5(6,5)</c>.</summary>
    public static bool IsNote(ReadOnlySpan<char> word) => word.Length > 2 && word[0] == 'D' && word[2] == '(';

    private static ImmutableArray<TableRow> Rows(string text, ref int at)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        while (true)
        {
            while (at < text.Length && text[at] == ' ') at++;
            if (at == text.Length || text[at] == ')') return rows.ToImmutable();
            var start = at;
            while (at < text.Length && text[at] is not (' ' or '(' or ')')) at++;
            var row = Row(text.AsSpan(start, at - start));
            if (at < text.Length && text[at] == '(')
            {
                at++;
                row = row with { Rows = Rows(text, ref at) };
                if (at == text.Length) throw new FormatException($"A bracket is not closed: {row.Tag}.");
                at++;
            }

            rows.Add(row);
        }
    }

    private static TableRow Row(ReadOnlySpan<char> word)
    {
        var star = word.IndexOf('*');
        var max = star < 0 ? 1 : Number(word[(star + 1)..]);
        var head = star < 0 ? word : word[..star];
        var isMandatory = head.EndsWith('!');
        return new TableRow((isMandatory ? head[..^1] : head).ToString(), "", isMandatory, max, []);
    }

    private static int Number(ReadOnlySpan<char> digits)
        => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
