using System.Collections.Immutable;

namespace Gateway.Edifact;

/// <summary>What a directory holds of one release.</summary>
/// <param name="Release">For example <c>D.16B</c>.</param>
/// <param name="Messages">How many message types.</param>
/// <param name="Segments">How many segments; of what is built in, those that its messages use.</param>
/// <param name="Codes">How many codes in all lists.</param>
/// <param name="From">Name of what was imported; <c>built in</c> where nothing was.</param>
/// <param name="Date">The latest date that a message of an imported release states; empty when none does.</param>
/// <param name="Sha256">Of what was imported, in hexadecimal; empty for what is built in.</param>
public sealed record DirectorySummary(
    string Release, int Messages, int Segments, int Codes, string From, string Date, string Sha256)
{
    /// <summary>What is built in, by release in order.</summary>
    public static IReadOnlyList<DirectorySummary> OfBuiltIn()
    {
        var found = new SortedDictionary<int, (int Messages, HashSet<string> Tags)>();
        foreach (var type in CompactDirectory.BuiltInMessages)
        {
            var table = DirectoryFiles.BuiltIn.Message(type)!;
            var tags = table.Changes.ToDictionary(from => from, from => Tags(TableText.Rows(table.At(from).Content)));
            foreach (var release in table.Name.Split(' ').Select(DirectoryFiles.Order))
            {
                if (!found.TryGetValue(release, out var so)) so = (0, new HashSet<string>(StringComparer.Ordinal));
                so.Tags.UnionWith(tags[table.ChangeBefore(release)]);
                found[release] = (so.Messages + 1, so.Tags);
            }
        }

        return [.. found.Select(r => new DirectorySummary(
            "D." + ReleaseOrder.Name(r.Key), r.Value.Messages, r.Value.Tags.Count, 0, "built in", "", ""))];
    }

    /// <summary>An imported release.</summary>
    public static DirectorySummary Of(ImportedDirectory imported) => new(
        imported.Release, imported.Messages.Count, imported.CountOf("segments"), imported.CountOf("codes"), imported.From,
        imported.Date, imported.Sha256);

    private static HashSet<string> Tags(ImmutableArray<TableRow> rows)
    {
        var tags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.IsGroup) tags.UnionWith(Tags(row.Rows));
            else if (row.Tag[0] != 'U') tags.Add(row.Tag);
        }

        return tags;
    }
}
