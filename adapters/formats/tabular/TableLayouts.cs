using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>The layouts of a configuration with their position tables. Thread-safe.</summary>
internal sealed class TableLayouts
{
    private readonly (TableLayout Layout, Schema Schema)[] all;

    public TableLayouts(IEnumerable<TableLayout> layouts)
        => all = [.. layouts.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => (TablePattern.Fold(l), TableReading.SchemaOf(l)))];

    /// <summary>Position table of a layout by name.</summary>
    public Schema? SchemaOf(string name) => Array.Find(all, a => a.Layout.Name == name).Schema;

    /// <summary>Gives names to a raw table by the layout that fits best: one that knows the name of the sheet before others, then the
    /// one that finds most of its columns and labels.</summary>
    /// <param name="raw">The raw table.</param>
    /// <param name="sheet">The sheet; null where there is none.</param>
    /// <param name="into">Filled when a layout fits.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>The document type; null when no layout fits.</returns>
    public DocumentType? Read(Tree raw, SheetFacts? sheet, Tree into, Findings findings)
    {
        if (all.Length == 0) return null;
        var grid = new TableGrid(raw, sheet?.Merged ?? []);
        var name = sheet is null ? null : TablePattern.Fold(sheet.Name);
        (TableLayout? Layout, TableReading? Reading, bool IsNamed) best = default;
        TableLayout? equal = null;
        foreach (var (layout, schema) in all)
        {
            if (TableReading.Try(layout, schema, raw, grid) is not { } reading) continue;
            var isNamed = name is not null && TablePattern.FitsAny(layout.Sheets, name);
            if (best.Reading is { } known && (isNamed == best.IsNamed ? reading.Score <= known.Score : best.IsNamed))
            {
                if (reading.Score == known.Score && isNamed == best.IsNamed) equal = layout;
                continue;
            }

            (best, equal) = ((layout, reading, isNamed), null);
        }

        if (best is not ({ } chosen, { } fitting, _)) return null;
        if (equal is not null) findings.Add(TableFindings.SeveralLayouts, raw.SpanOf(0), new Place(1, 1), 0, chosen.Name, equal.Name);
        fitting.Write(into, findings);
        return new DocumentType("tabular", chosen.Name);
    }
}

/// <summary>What a workbook says of a sheet besides its cells.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Merged">Cells that are shown as one.</param>
internal sealed record SheetFacts(string Name, IReadOnlyList<MergedCells> Merged);

/// <summary>Cells that are shown as one; rows and columns from 0, the last included.</summary>
internal readonly record struct MergedCells(int Row, int Column, int LastRow, int LastColumn);
