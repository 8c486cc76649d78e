using System.Text;

namespace Gateway.Wco;

/// <summary>Rows of comma-separated text (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>All rows; empty lines are left out.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(string text)
    {
        var fields = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            fields.Add(Field(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            while (at < text.Length && text[at] is '\r' or '\n') at++;
            yield return fields;
            fields = [];
        }
    }

    private static string Field(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var end = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
            var plain = end < 0 ? text[at..] : text.Substring(at, end);
            at += plain.Length;
            return plain;
        }

        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"' && (at + 1 == text.Length || text[++at] != '"')) break;
            field.Append(text[at]);
        }

        if (at < text.Length && text[at] == '"') at++;
        return field.ToString();
    }
}
