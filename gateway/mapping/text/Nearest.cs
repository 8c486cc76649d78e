using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Says what an author may have meant.</summary>
public static class Nearest
{
    /// <summary>Names that look like another, nearest first.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="names">What there is.</param>
    /// <param name="max">How many names at most.</param>
    /// <returns>With commas between; <c>nothing</c> when there are none at all.</returns>
    public static string To(string name, IEnumerable<string> names, int max = 3)
    {
        var near = names.Distinct(StringComparer.Ordinal)
            .Select(n => (Name: n, Far: Distance(name.ToUpperInvariant(), n.ToUpperInvariant())))
            .OrderBy(n => n.Far).ThenBy(n => n.Name, StringComparer.Ordinal).Take(max).Select(n => n.Name).ToArray();
        return near.Length == 0 ? "nothing" : string.Join(", ", near);
    }

    /// <summary>Reports a fault at an entry of a file.</summary>
    internal static void AddAt(this Findings findings, FindingCode code, Entry entry,
        params ReadOnlySpan<string> arguments)
        => findings.Add(code, entry.Span, entry.Place, 0, arguments);

    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64) return 64;
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        // A name that begins alike is nearer than one of the same distance that does not.
        return (row[b.Length] * 2) - (a.Length > 1 && b.StartsWith(a[..2], StringComparison.Ordinal) ? 1 : 0);
    }
}
