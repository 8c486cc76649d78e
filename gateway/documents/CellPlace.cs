using System.Globalization;

namespace Gateway.Documents;

/// <summary>A cell of a workbook as a place in its part. Every byte of a cell's text has an offset of its own, made of sheet, row,
/// column and byte, in the order in which people read a table: so spans of cells are compared, cut and packed like spans of
/// bytes.</summary>
/// <param name="Sheet">Which sheet of the workbook, from 1.</param>
/// <param name="Row">Row, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct CellPlace(int Sheet, int Row, int Column)
{
    // 17 bits for a byte of the cell (32,767 characters), 14 for the column, 20 for the row, 8 for the sheet; the mark above tells
    // such offsets from those of bytes, and leaves room for differences in a long.
    private const int ColumnShift = 17, RowShift = 31, SheetShift = 51;
    private const long Mark = 1L << 59;

    /// <summary>Sheets that can be told apart.</summary>
    public const int SheetsMax = 255;

    /// <summary>Rows that can be told apart.</summary>
    public const int RowsMax = 1 << 20;

    /// <summary>Columns that can be told apart.</summary>
    public const int ColumnsMax = 1 << 14;

    /// <summary>Offset of the first byte of the cell.</summary>
    public long Start => Mark | ((long)Sheet << SheetShift) | ((long)(Row - 1) << RowShift) | ((long)(Column - 1) << ColumnShift);

    /// <summary>Its address as spreadsheets write it: <c>B7</c>.</summary>
    public string Address
    {
        get
        {
            var letters = "";
            for (var left = Column; left > 0; left = (left - 1) / 26) letters = (char)('A' + ((left - 1) % 26)) + letters;
            return string.Create(CultureInfo.InvariantCulture, $"{letters}{Row}");
        }
    }

    /// <summary>The cell of a span; null for a span of bytes.</summary>
    public static CellPlace? Of(SourceSpan span) => span.Start < Mark ? null : new CellPlace(
        (int)((span.Start & ~Mark) >> SheetShift), (int)((span.Start >> RowShift) & (RowsMax - 1)) + 1,
        (int)((span.Start >> ColumnShift) & (ColumnsMax - 1)) + 1);
}
