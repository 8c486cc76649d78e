using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The layouts of a configuration with their position tables. Thread-safe.</summary>
internal sealed class TableLayouts
{
    private readonly (TableLayout Layout, Schema Schema)[] all;

    public TableLayouts(IEnumerable<TableLayout> layouts)
        => all = [.. layouts.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => (l, TableReading.SchemaOf(l)))];

    /// <summary>Position table of a layout by name.</summary>
    public Schema? SchemaOf(string name) => Array.Find(all, a => a.Layout.Name == name).Schema;

    /// <summary>Gives names to a raw table by the layout that fits best.</summary>
    /// <param name="raw">The raw table.</param>
    /// <param name="sheet">Name of the sheet; null where there is none.</param>
    /// <param name="into">Filled when a layout fits.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>The document type; null when no layout fits.</returns>
    public DocumentType? Read(Tree raw, string? sheet, Tree into, Findings findings)
    {
        if (all.Length == 0) return null;
        var grid = new TableGrid(raw);
        (TableLayout? Layout, TableReading? Reading) best = default;
        TableLayout? equal = null;
        foreach (var (layout, schema) in all)
        {
            if (sheet is not null && layout.Sheets.Count > 0 && !TablePattern.FitsAny(layout.Sheets, TablePattern.Fold(sheet))) continue;
            if (TableReading.Try(layout, schema, raw, grid) is not { } reading) continue;
            if (best.Reading is { } known && reading.Score <= known.Score)
            {
                if (reading.Score == known.Score) equal = layout;
                continue;
            }

            (best, equal) = ((layout, reading), null);
        }

        if (best is not ({ } chosen, { } fitting)) return null;
        if (equal is not null) findings.Add(TableFindings.SeveralLayouts, raw.SpanOf(0), new Place(1, 1), 0, chosen.Name, equal.Name);
        fitting.Write(into, findings);
        return new DocumentType("tabular", chosen.Name);
    }
}
