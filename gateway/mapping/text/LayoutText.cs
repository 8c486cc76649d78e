using System.Globalization;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Reads the <c>read</c> part of a mapping: how a table becomes a tree (mapping language, section 2.6).</summary>
internal sealed class LayoutText(Findings findings)
{
    private const int LinesMax = 50;

    /// <summary>The layout.</summary>
    public TableLayout Read(string name, Entry read)
    {
        Check(read, "sheets", "cells", "rows");
        var cells = (read["cells"]?.Children ?? []).Select(Label).ToList();
        return new TableLayout(name, Texts(read["sheets"]), cells, read["rows"] is { } rows ? Rows(rows) : null);
    }

    private TableLabel Label(Entry cell)
    {
        if (!cell.IsBlock) return new TableLabel(cell.Key, Texts(cell));
        Check(cell, "labels", "lines");
        return new TableLabel(cell.Key, Needed(cell, "labels"), Number(cell["lines"], 1));
    }

    private TableRows Rows(Entry rows)
    {
        Check(rows, "name", "header", "columns", "needs", "stop");
        var columns = (rows["columns"]?.Children ?? []).Select(Column).ToList();
        Distinct(rows["columns"]?.Children ?? [], columns);
        if (columns.Count == 0) findings.AddAt(MappingFindings.MissingKey, rows, "columns");
        var names = columns.Select(c => c.Name).ToList();
        foreach (var need in Texts(rows["needs"]).Where(n => !names.Contains(n)))
        {
            findings.AddAt(MappingFindings.UnknownKey, rows["needs"]!, need, Nearest.To(need, names));
        }

        return new TableRows(rows["name"]?.Text ?? "Row", Number(rows["header"], 1), columns, Texts(rows["needs"]), Texts(rows["stop"]));
    }

    // The first column would take the header, and the second would stay empty.
    private void Distinct(List<Entry> entries, List<TableColumn> columns)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Count; i++)
        {
            foreach (var header in columns[i].Headers.Where(header => !known.TryAdd(header, columns[i].Name)))
            {
                findings.AddAt(MappingFindings.Ambiguous, entries[i], header, $"{known[header]}, {columns[i].Name}");
            }
        }
    }

    private TableColumn Column(Entry column)
    {
        if (!column.IsBlock) return new TableColumn(column.Key, Texts(column));
        Check(column, "headers", "fill");
        if (column["fill"] is { } fill && fill.Text != "down") findings.AddAt(MappingFindings.UnknownKey, fill, fill.Text ?? "", "down");
        return new TableColumn(column.Key, Needed(column, "headers"), column["fill"] is not null);
    }

    private IReadOnlyList<string> Needed(Entry block, string key)
    {
        if (block[key] is { } entry) return Texts(entry);
        findings.AddAt(MappingFindings.MissingKey, block, key);
        return [];
    }

    private static IReadOnlyList<string> Texts(Entry? entry)
        => entry is null ? [] : entry.Text is { } one ? [one] : [.. entry.Children.Select(c => c.Text ?? "").Where(t => t.Length > 0)];

    private int Number(Entry? entry, int otherwise)
    {
        if (entry is null) return otherwise;
        if (int.TryParse(entry.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= LinesMax) return number;
        findings.AddAt(MappingFindings.UnknownKey, entry, entry.Text ?? "", "1 to 50");
        return otherwise;
    }

    private void Check(Entry block, params string[] keys)
    {
        foreach (var child in block.Children.Where(c => !keys.Contains(c.Key)))
        {
            var (span, place) = child.Name;
            findings.Add(MappingFindings.UnknownKey, span, place, 0, child.Key, Nearest.To(child.Key, keys));
        }
    }
}
