namespace Gateway.Core;

/// <summary>Finds what somebody who misspelt a name may have meant.</summary>
internal static class NearestNames
{
    /// <summary>The likest names, at most <paramref name="max"/>, with commas between; <c>none</c> when there are none.</summary>
    public static string Of(string name, IEnumerable<string> names, int max = 3)
    {
        var nearest = names.Order(StringComparer.Ordinal).OrderBy(candidate => Distance(name, candidate)).Take(max).ToList();
        return nearest.Count == 0 ? "none" : string.Join(", ", nearest);
    }

    // Levenshtein's distance, letters of either case being equal.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
