using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Workshop;

/// <summary>Reads the columns of a table from a sample, for a mapping that has no <c>read:</c> part yet.</summary>
internal static class SampleTable
{
    private const int HeaderWithin = 30;

    /// <summary>The layout: the row of the first thirty that has most texts is the header; null when it is no table.</summary>
    public static TableLayout? LayoutOf(string sample, string name)
    {
        var rows = Rows(sample);
        if (rows.Count == 0) return null;
        var header = rows.MaxBy(row => row.Count(cell => cell.Length > 0 && !cell.All(c => char.IsDigit(c) || char.IsPunctuation(c))))!;
        var columns = new List<TableColumn>();
        foreach (var cell in header.Where(cell => cell.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var made = NameOf(cell, columns.Count + 1);
            if (columns.Exists(c => c.Name == made)) made += columns.Count + 1;
            columns.Add(new TableColumn(made, [cell]));
        }

        return columns.Count < 2 ? null : new TableLayout(name, [], Labels(rows, header), new TableRows("Row", 1, columns, [], ["Total*"]));
    }

    // What stands above the header with a value beside it.
    private static List<TableLabel> Labels(List<List<string>> rows, List<string> header)
    {
        var labels = new List<TableLabel>();
        foreach (var row in rows.TakeWhile(row => row != header).Where(row => row.Count > 1 && row[0].Length > 0 && row[1].Length > 0))
        {
            var name = NameOf(row[0], labels.Count + 1);
            if (!labels.Exists(label => label.Name == name)) labels.Add(new TableLabel(name, [row[0].TrimEnd(' ', ':', '：')]));
        }

        return labels;
    }

    /// <summary>The <c>read:</c> part.</summary>
    public static IReadOnlyList<string> Lines(TableLayout layout)
    {
        var rows = layout.Rows!;
        return
        [
            "read:", .. layout.Cells.Count > 0 ? ["  cells:"] : Array.Empty<string>(),
            .. layout.Cells.Select(label => $"    {label.Name}: {Quoted(label.Patterns[0])}"), "  rows:",
            $"    name: {rows.Name}", "    header: 1", "    columns:",
            .. rows.Columns.Select(column => $"      {column.Name}: {Quoted(column.Headers[0])}"),
            $"    needs: [{string.Join(", ", rows.Columns.Take(2).Select(column => column.Name))}]  # by which the table is recognised",
            "    stop: 'Total*'",
        ];
    }

    /// <summary>Some values of a column by its name, as the sample has them.</summary>
    public static Func<string, IReadOnlyList<string>> TextsOf(string? sample, TableLayout? layout)
    {
        if (sample is null || layout?.Rows is not { } table) return _ => [];
        var rows = Rows(sample);
        var header = rows.FindIndex(row => table.Columns.All(column => row.Contains(column.Headers[0], StringComparer.OrdinalIgnoreCase)));
        var texts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var column in table.Columns)
        {
            var at = header < 0 ? -1 : rows[header].FindIndex(cell => cell.Equals(column.Headers[0], StringComparison.OrdinalIgnoreCase));
            if (at < 0) continue;
            texts[column.Name] = [.. rows.Skip(header + 1).Where(row => at < row.Count && row[at].Length > 0).Select(row => row[at])];
        }

        foreach (var row in rows.Take(Math.Max(0, header)).Where(row => row.Count > 1 && row[1].Length > 0))
        {
            texts.TryAdd(NameOf(row[0], 1), [row[1]]);
        }

        return name => texts.GetValueOrDefault(name, []);
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static List<List<string>> Rows(string sample)
    {
        using var file = new FilePart(sample);
        var tree = new Tree();
        // Without any layout: one that is known would give the table its own columns instead of showing those that stand there.
        var format = Adapters.Formats().First(format => format.Name == "tabular");
        using var reader = format.Open(file, Contracts.ReadSettings.Default, new Findings());
        var rows = new List<List<string>>();
        if (!reader.Read(tree, out _)) return rows;
        for (var node = 0; node < tree.Nodes.Length && rows.Count < HeaderWithin; node++)
        {
            if (tree.NameOf(node) != "Row") continue;
            var row = new List<string>();
            for (var cell = node + 1; cell < tree.Nodes[node].Next; cell = tree.Nodes[cell].Next) row.Add(tree.Text(cell).Trim());
            rows.Add(row);
        }

        return rows;
    }

    // A name of the language: letters, digits, begun with a letter. Headers in other scripts are kept: they are names too.
    private static string NameOf(string header, int number)
    {
        var words = header.Split([.. header.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length > 0 && char.IsLetter(name[0]) ? name : $"Column{number}";
    }
}
