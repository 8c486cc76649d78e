using System.Globalization;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Reads one sheet from its begin to its end (ECMA-376-1 §18.3), once.</summary>
internal sealed class SheetReader(Workbook book, SheetEntry sheet, int part, Findings findings)
{
    // Merged cells matter where headers are merged; a sheet full of them costs time for nothing.
    private const int MergedRowsMax = 600, MergedMax = 5000;

    private readonly CellText text = new();
    private readonly List<MergedCells> merged = [];
    private readonly List<string> hidden = [];
    private SheetCells cells = null!;
    private int row = -1;
    private int column = -1;
    private int hiddenTo = -1;
    private bool isEnded;

    /// <summary>Cells that are shown as one.</summary>
    public IReadOnlyList<MergedCells> Merged => merged;

    /// <summary>Reads.</summary>
    /// <param name="into">Gets the raw table.</param>
    /// <returns>False when no cell is filled.</returns>
    public bool Read(Tree into)
    {
        cells = new SheetCells(sheet, part, into);
        using var xml = book.Open(sheet);
        while (!isEnded && xml?.ReadWithin() == true)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            switch (xml.LocalName)
            {
                case "row": BeginRow(xml); break;
                case "c": ReadCell(xml); break;
                case "col" when xml.GetAttribute("hidden") is "1" or "true": HideColumns(xml); break;
                case "mergeCell": Merge(xml.GetAttribute("ref") ?? ""); break;
                default: break;
            }
        }

        cells.End();
        if (hidden.Count == 0 || cells.Count == 0) return cells.Count > 0;
        var shown = string.Join(", ", hidden.Take(10)) + (hidden.Count > 10 ? " and others" : "");
        var first = new SourceSpan(part, new CellPlace(sheet.Number, 1, 1).Start, 0);
        findings.Add(XlsxFindings.HiddenCells, first, PlaceOf(0, 0), 0, sheet.Name, shown);
        return true;
    }

    private void BeginRow(XmlReader xml)
    {
        var number = Workbook.NumberOf(xml.GetAttribute("r")) ?? row + 2;
        if (number <= row + 1 || number > CellPlace.RowsMax)
        {
            Report(XlsxFindings.BadReference, Math.Clamp(row, 0, CellPlace.RowsMax - 1), 0,
                "row " + number.ToString(CultureInfo.InvariantCulture));
            isEnded = true;
            return;
        }

        (row, column) = (number - 1, -1);
        if (xml.GetAttribute("hidden") is not ("1" or "true")) return;
        var name = number.ToString(CultureInfo.InvariantCulture);
        // Rows that follow one another are named together.
        if (hidden.Count > 0 && hidden[^1].StartsWith("row", StringComparison.Ordinal) && hiddenTo == number - 1)
        {
            var from = hidden[^1].Split(' ')[1];
            hidden[^1] = $"rows {from} to {name}";
        }
        else hidden.Add("row " + name);

        hiddenTo = number;
    }

    private void HideColumns(XmlReader xml)
    {
        var (from, to) = (Workbook.NumberOf(xml.GetAttribute("min")) ?? 0, Workbook.NumberOf(xml.GetAttribute("max")) ?? 0);
        if (from is < 1 or > CellPlace.ColumnsMax) return;
        string NameOf(int number) => new CellPlace(1, 1, number).Address.TrimEnd('1');
        // The rest of a sheet is hidden where nothing stands.
        if (to >= CellPlace.ColumnsMax) return;
        hidden.Add(from == to ? "column " + NameOf(from) : $"columns {NameOf(from)} to {NameOf(to)}");
    }

    private void Merge(string reference)
    {
        var parts = reference.Split(':');
        if (parts.Length != 2 || merged.Count == MergedMax) return;
        if (!TryAddress(parts[0], out var top, out var left) || !TryAddress(parts[1], out var bottom, out var right)) return;
        if (top < MergedRowsMax && bottom >= top && right >= left) merged.Add(new MergedCells(top, left, bottom, right));
    }

    private void ReadCell(XmlReader xml)
    {
        var at = column + 1;
        if (xml.GetAttribute("r") is { } reference && (!TryAddress(reference, out var its, out at) || its != row || at <= column))
        {
            Report(XlsxFindings.BadReference, Math.Max(row, 0), Math.Max(column, 0),
                SafeText.Of(reference.Length > 20 ? reference[..20] : reference));
            return;
        }

        if (row < 0 || at >= CellPlace.ColumnsMax) return;
        column = at;
        var (type, style) = (xml.GetAttribute("t") ?? "n", Workbook.NumberOf(xml.GetAttribute("s")) ?? 0);
        if (xml.IsEmptyElement) return;
        var (hasFormula, hasValue) = (false, false);
        text.Clear();
        var depth = xml.Depth;
        while (xml.ReadWithin() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "v")
            {
                text.Clear();
                text.Read(xml);
                // Programs that do not calculate write an empty one; a text may be empty.
                hasValue = type == "str" || !text.Text.IsEmpty;
            }
            else if (xml.LocalName == "is") text.ReadString(xml, "is");
            else if (xml.LocalName == "f") hasFormula = true;
        }

        Take(type, style, hasFormula && !hasValue);
    }

    private void Take(string type, int style, bool isUncalculated)
    {
        if (isUncalculated)
        {
            Report(XlsxFindings.NoResult, row, column);
            return;
        }

        var number = type == "s" ? Workbook.NumberOf(text.Text.ToString()) ?? -1 : -1;
        if (type == "s" && book.Strings.TryGet(number, out var shared)) cells.Add(row, column, shared);
        else if (type == "s" && !text.Text.IsEmpty) Report(XlsxFindings.Broken, row, column, "a cell refers to a text that is not there");
        else if (type is "str" or "inlineStr")
        {
            if (type == "str") text.Unescape();
            cells.Add(row, column, text.Text, false);
        }
        else if (type == "b") cells.Add(row, column, text.Text is "1" or "true" ? "true" : "false", false);
        else if (type == "e") Report(XlsxFindings.ErrorCell, row, column, SafeText.Of(text.Text.ToString()));
        else if (type == "d") cells.Add(row, column, Day(text.Text), false);
        else if (type == "n" && !text.Text.IsEmpty) TakeNumber(text.Text.Trim().ToString(), style);
    }

    private void TakeNumber(string stored, int style)
    {
        var said = book.FormatOf(style).TextOf(stored, book.Is1904, out var isDate, out var isLong);
        if (!isDate) Report(XlsxFindings.BadDate, row, column, said ?? stored);
        if (isLong) Report(XlsxFindings.LongNumber, row, column, said ?? stored);
        // A date has no decimal mark that could change.
        if (said is null) Report(XlsxFindings.Broken, row, column, "a number is none");
        else cells.Add(row, column, said, true);
    }

    // A day is written as a moment at midnight.
    private static ReadOnlySpan<char> Day(ReadOnlySpan<char> iso)
        => iso.Length > 10 && iso[10..].IndexOfAnyExcept("T0:.Z") < 0 ? iso[..10] : iso.TrimEnd('Z');

    private void Report(FindingCode code, int atRow, int atColumn, params ReadOnlySpan<string> arguments)
        => findings.Add(code, new SourceSpan(part, new CellPlace(sheet.Number, atRow + 1, atColumn + 1).Start, 0),
            PlaceOf(atRow, atColumn), 0, arguments);

    private Place PlaceOf(int atRow, int atColumn) => new(1, atRow + 1, atColumn + 1)
    {
        Reference = sheet.Name, IsText = true,
        Path = $"Sheet '{sheet.Name}', cell {new CellPlace(sheet.Number, atRow + 1, atColumn + 1).Address}",
    };

    /// <summary>Reads an address such as <c>B7</c>; row and column from 0.</summary>
    public static bool TryAddress(ReadOnlySpan<char> address, out int row, out int column)
    {
        (row, column) = (0, 0);
        var at = 0;
        for (; at < address.Length && char.IsAsciiLetter(address[at]); at++)
        {
            column = (column * 26) + (char.ToUpperInvariant(address[at]) - 'A' + 1);
            if (column > CellPlace.ColumnsMax) return false;
        }

        if (at == 0 || !int.TryParse(address[at..], NumberStyles.None, CultureInfo.InvariantCulture, out row)) return false;
        (row, column) = (row - 1, column - 1);
        return row is >= 0 and < CellPlace.RowsMax;
    }
}
