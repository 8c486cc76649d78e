using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Changes one sheet: the colour of cells, and the reference to the drawing that holds the notes.</summary>
internal static class SheetPatch
{
    // What may follow the reference in a sheet (ECMA-376-1 §18.3.1.99).
    private static readonly string[] Followers =
        ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
            "AlternateContent"];

    /// <summary>Changes it.</summary>
    /// <param name="sheet">Its file.</param>
    /// <param name="cells">Cells with their colour, in order of rows and columns.</param>
    /// <param name="styles">Gets the colours.</param>
    /// <param name="drawing">Id of the relationship to the drawing; null when the sheet refers to one already.</param>
    public static byte[] Apply(byte[] sheet, IReadOnlyList<(CellPlace Cell, bool IsError)> cells, StylePatch styles, string? drawing)
    {
        var patch = new FilePatch(sheet);
        var tags = new XmlTags(sheet);
        var (next, row, column, prefix, isData) = (0, 0, 0, "", false);
        while (tags.Next())
        {
            if (tags.Depth == 0 && !tags.IsEnd) prefix = tags.Prefix;
            var isFollower = tags.Depth == 1 && !tags.IsEnd && Followers.Contains(Encoding.UTF8.GetString(tags.Name));
            if (drawing is not null && (isFollower || (tags.Depth == 0 && tags.IsEnd)))
            {
                patch.Insert(tags.Start, $"<{prefix}legacyDrawing r:id=\"{drawing}\" xmlns:r=\"{WorkbookAnswer.Related}\"/>");
                drawing = null;
            }

            if (tags.Depth == 1 && tags.Name.SequenceEqual("sheetData"u8))
            {
                if (isData) next = AddRows(patch, tags.Start, cells, next, int.MaxValue, prefix, styles);
                isData = !tags.IsEnd;
            }
            else if (isData && tags.Depth == 2 && tags.Name.SequenceEqual("row"u8))
            {
                if (!tags.IsEnd)
                {
                    row = Workbook.NumberOf(tags.Value("r"u8)) ?? row + 1;
                    column = 0;
                    next = AddRows(patch, tags.Start, cells, next, row, prefix, styles);
                }

                if (tags.IsEnd) next = AddCells(patch, tags.Start, cells, next, row, int.MaxValue, prefix, styles);
                else if (tags.IsEmpty && next < cells.Count && cells[next].Cell.Row == row)
                {
                    // The row gets cells, so its only tag becomes two.
                    patch.Replace(tags.End - 2, 2, ">");
                    next = AddCells(patch, tags.End, cells, next, row, int.MaxValue, prefix, styles);
                    patch.Insert(tags.End, $"</{prefix}row>");
                }
            }
            else if (isData && tags.Depth == 3 && !tags.IsEnd && tags.Name.SequenceEqual("c"u8))
            {
                column = tags.Value("r"u8) is { } address && SheetReader.TryAddress(address, out _, out var its) ? its + 1 : column + 1;
                next = AddCells(patch, tags.Start, cells, next, row, column, prefix, styles);
                if (next == cells.Count || cells[next].Cell.Row != row || cells[next].Cell.Column != column) continue;
                Colour(patch, tags, styles, cells[next++].IsError);
            }
        }

        return patch.Apply();
    }

    private static void Colour(FilePatch patch, XmlTags tags, StylePatch styles, bool isError)
    {
        var number = styles.Coloured(Workbook.NumberOf(tags.Value("s"u8)) ?? 0, isError).ToString(CultureInfo.InvariantCulture);
        if (tags.Attribute("s"u8, out var at, out var length)) patch.Replace(at, length, number);
        else patch.Insert(tags.Start + 1 + tags.FullName.Length, $" s=\"{number}\"");
    }

    private static int AddCells(FilePatch patch, int at, IReadOnlyList<(CellPlace Cell, bool IsError)> cells, int next, int row, int before,
        string prefix, StylePatch styles)
    {
        for (; next < cells.Count && cells[next].Cell.Row == row && cells[next].Cell.Column < before; next++)
        {
            patch.Insert(at, CellOf(cells[next], prefix, styles));
        }

        return next;
    }

    private static int AddRows(FilePatch patch, int at, IReadOnlyList<(CellPlace Cell, bool IsError)> cells, int next, int before,
        string prefix, StylePatch styles)
    {
        while (next < cells.Count && cells[next].Cell.Row < before)
        {
            var row = cells[next].Cell.Row;
            patch.Insert(at, string.Create(CultureInfo.InvariantCulture, $"<{prefix}row r=\"{row}\">"));
            for (; next < cells.Count && cells[next].Cell.Row == row; next++) patch.Insert(at, CellOf(cells[next], prefix, styles));
            patch.Insert(at, $"</{prefix}row>");
        }

        return next;
    }

    private static string CellOf((CellPlace Cell, bool IsError) cell, string prefix, StylePatch styles)
        => string.Create(CultureInfo.InvariantCulture, $"<{prefix}c r=\"{cell.Cell.Address}\" s=\"{styles.Coloured(0, cell.IsError)}\"/>");
}
