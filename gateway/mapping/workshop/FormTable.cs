using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A path of a rule that exists in some structural forms only.</summary>
/// <param name="File">File of the mapping or fragment.</param>
/// <param name="Line">Line of the rule.</param>
/// <param name="Path">The path as it is written.</param>
/// <param name="InForm">For each form in the order of the table whether the path leads somewhere there.</param>
public sealed record FormDifference(string File, int Line, string Path, IReadOnlyList<bool> InForm);

/// <summary>The rules by structural forms, where they differ (mapping language, section 2.5).</summary>
/// <param name="Forms">Names of the forms.</param>
/// <param name="Rows">Paths that some of them lack, in the order of files and lines.</param>
public sealed record FormTable(IReadOnlyList<string> Forms, IReadOnlyList<FormDifference> Rows)
{
    /// <summary>Compares a mapping compiled for each form.</summary>
    public static FormTable Of(IReadOnlyList<(Schema Form, Mapping Mapping)> forms)
    {
        var rows = new Dictionary<(Place Place, string Path), bool[]>();
        for (var form = 0; form < forms.Count; form++)
        {
            foreach (var use in forms[form].Mapping.Uses)
            {
                if (use.Entry.Text is not { } text) continue;
                var key = (use.Entry.Place, PathAt(text, use.At));
                if (!rows.TryGetValue(key, out var there)) rows.Add(key, there = new bool[forms.Count]);
                there[form] |= use.Spots.Count > 0;
            }
        }

        return new FormTable([.. forms.Select(form => form.Form.Name)], [.. rows
            .Where(row => row.Value.Contains(false) && row.Value.Contains(true))
            .Select(row => new FormDifference(row.Key.Place.Reference ?? "", row.Key.Place.Segment, row.Key.Path, row.Value))
            .OrderBy(row => row.File, StringComparer.Ordinal).ThenBy(row => row.Line)]);
    }

    /// <summary>The path that begins at a place of an expression: up to what cannot be part of one outside brackets.</summary>
    private static string PathAt(string text, int at)
    {
        var depth = 0;
        var end = at;
        for (; end < text.Length; end++)
        {
            if (text[end] == '[') depth++;
            else if (text[end] == ']') depth--;
            if (depth < 0 || (depth == 0 && text[end] is ' ' or '|' or ')' or '(' or ',' or '=' or '!' or '<' or '>' or '~')) break;
        }

        return text[Math.Min(at, text.Length)..end];
    }
}
