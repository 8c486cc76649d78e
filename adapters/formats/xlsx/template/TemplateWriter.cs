using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>Writes a workbook to fill in, with the Open XML SDK: the sheet, the same sheet with an example, and what each value
/// means.</summary>
public static class TemplateWriter
{
    private const int LabelsInRow = 3, FilledRows = 1000;

    // The styles in the order in which they are written.
    private const uint Plain = 0, Label = 1, Required = 2, Optional = 3, Date = 4, Wrapped = 5;

    /// <summary>Name of the sheet that holds the example; it is never read.</summary>
    /// <param name="isChinese">In Chinese.</param>
    public static string ExampleName(bool isChinese) => isChinese ? "示例" : "Example";

    private const string ListsName = "Lists";

    private static string HelpName(bool isChinese) => isChinese ? "说明" : "Help";

    /// <summary>The sheets of a workbook that a template has beside the one to be filled; none where it came from elsewhere.</summary>
    /// <param name="names">Names of all its sheets.</param>
    public static IReadOnlySet<string> Beside(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var isChinese in (ReadOnlySpan<bool>)[false, true])
        {
            string[] own = [ExampleName(isChinese), HelpName(isChinese)];
            if (names.Count > own.Length && own.All(names.Contains)) return new HashSet<string>([.. own, ListsName]);
        }

        return new HashSet<string>();
    }

    /// <summary>Writes it.</summary>
    /// <param name="sheet">What it asks for.</param>
    /// <param name="isFilled">The example stands in the sheet itself, as if it had been filled in.</param>
    /// <param name="output">Gets the workbook.</param>
    public static void Write(TemplateSheet sheet, bool isFilled, Stream output)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        using var document = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(new Sheets());
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var lists = sheet.Labels.Concat(sheet.Columns).Select(field => field.Codes).Where(codes => codes.Count > 0).Distinct().ToList();
        AddTable(book, sheet, sheet.Title, isFilled, lists);
        AddTable(book, sheet, ExampleName(sheet.IsChinese), true, lists);
        AddHelp(book, sheet);
        if (lists.Count > 0) AddLists(book, lists);
    }

    private static void AddTable(WorkbookPart book, TemplateSheet sheet, string name, bool isFilled, List<IReadOnlyList<string>> lists)
    {
        var part = book.AddNewPart<WorksheetPart>();
        var rows = new SheetData();
        var notes = new List<(CellPlace, string)>();
        var choices = new List<(string Cells, IReadOnlyList<string> Codes)>();
        var number = 0u;
        for (var i = 0; i < sheet.Labels.Count; i += LabelsInRow)
        {
            var row = new Row { RowIndex = ++number };
            for (var j = i; j < Math.Min(i + LabelsInRow, sheet.Labels.Count); j++)
            {
                var (field, at) = (sheet.Labels[j], 1 + (2 * (j - i)));
                row.Append(TextCell(number, at, field.Heading, field.IsRequired ? Required : Label),
                    ValueCell(number, at + 1, field, isFilled));
                Describe(field, new CellPlace(1, (int)number, at), new CellPlace(1, (int)number, at + 1), 0);
            }

            rows.Append(row);
        }

        var header = new Row { RowIndex = number += 2 };
        for (var i = 0; i < sheet.Columns.Count; i++)
        {
            var field = sheet.Columns[i];
            header.Append(TextCell(number, i + 1, field.Heading, field.IsRequired ? Required : Optional));
            Describe(field, new CellPlace(1, (int)number, i + 1), new CellPlace(1, (int)number + 1, i + 1), FilledRows - 1);
        }

        rows.Append(header);
        var first = new Row { RowIndex = number + 1 };
        for (var i = 0; isFilled && i < sheet.Columns.Count; i++) first.Append(ValueCell(number + 1, i + 1, sheet.Columns[i], true));
        if (isFilled) rows.Append(first);
        part.Worksheet = new Worksheet(Frozen(number), Columns(sheet), rows);
        if (choices.Count > 0) part.Worksheet.Append(Validations(choices, lists));
        AddNotes(part, notes);
        AddSheet(book, part, name, false);

        void Describe(TemplateField field, CellPlace at, CellPlace start, int further)
        {
            notes.Add((at, field.Note));
            var to = start with { Row = start.Row + further };
            if (field.Codes.Count > 0) choices.Add((further == 0 ? start.Address : $"{start.Address}:{to.Address}", field.Codes));
        }
    }

    private static SheetViews Frozen(uint rows) => new(new SheetView(new Pane
    {
        VerticalSplit = rows, TopLeftCell = new CellPlace(1, (int)rows + 1, 1).Address, ActivePane = PaneValues.BottomLeft,
            State = PaneStateValues.Frozen,
    }) { WorkbookViewId = 0 });

    // What is typed below the header takes the format of its column: text keeps leading zeros.
    private static Columns Columns(TemplateSheet sheet)
    {
        var columns = new Columns();
        for (var i = 0; i < Math.Max(sheet.Columns.Count, 2 * LabelsInRow); i++)
        {
            var field = i < sheet.Columns.Count ? sheet.Columns[i] : null;
            columns.Append(new Column
            {
                Min = (uint)i + 1, Max = (uint)i + 1, CustomWidth = true, Width = Math.Clamp((field?.Heading.Length ?? 0) + 4, 14, 40),
                Style = StyleOf(field),
            });
        }

        return columns;
    }

    private static uint StyleOf(TemplateField? field)
        => field?.Kind switch { TemplateValue.Number => 6, TemplateValue.Date => Date, _ => Plain };

    private static DataValidations Validations(List<(string Cells, IReadOnlyList<string> Codes)> choices, List<IReadOnlyList<string>> lists)
        => new(choices.Select(choice =>
        {
            var column = new CellPlace(1, 1, lists.IndexOf(choice.Codes) + 1).Address.TrimEnd('1');
            return new DataValidation(new Formula1(string.Create(CultureInfo.InvariantCulture,
                $"Lists!${column}$1:${column}${choice.Codes.Count}")))
            {
                // Others are told by the answer, which knows more words than the list.
                Type = DataValidationValues.List, AllowBlank = true, ShowErrorMessage = false, SequenceOfReferences = new([choice.Cells]),
            };
        }))
        {
            Count = (uint)choices.Count,
        };

    private static void AddNotes(WorksheetPart part, List<(CellPlace, string)> notes)
    {
        var bytes = NotePatch.Texts(null, notes, Language.English, out _);
        using (var texts = new MemoryStream(bytes)) part.AddNewPart<WorksheetCommentsPart>().FeedData(texts);
        var drawing = part.AddNewPart<VmlDrawingPart>();
        using (var shapes = new MemoryStream(NotePatch.Drawing(null, [.. notes.Select(note => note.Item1)]))) drawing.FeedData(shapes);
        part.Worksheet.Append(new LegacyDrawing { Id = part.GetIdOfPart(drawing) });
    }

    private static void AddHelp(WorkbookPart book, TemplateSheet sheet)
    {
        var part = book.AddNewPart<WorksheetPart>();
        var rows = new SheetData();
        var zh = sheet.IsChinese;
        IEnumerable<string[]> lines =
        [
            [zh ? "请填写第一张工作表;带颜色的标题为必填项。" : "Fill in the first sheet. Headings in orange must be filled.", "", ""],
            [zh ? "返回的文件会在有误的单元格上加批注;改正后重新发送即可。"
                : "What is wrong comes back as notes of its cells: correct it and send the file again.", "", ""],
            [], [zh ? "名称" : "Value", zh ? "必填" : "Must be filled", zh ? "说明" : "Meaning"],
            .. sheet.Labels.Concat(sheet.Columns).Select(field
                => new[] { field.Heading, field.IsRequired ? zh ? "是" : "yes" : "", field.Note }),
        ];
        var number = 0u;
        foreach (var line in lines)
        {
            var row = new Row { RowIndex = ++number };
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i].Length > 0) row.Append(TextCell(number, i + 1, line[i], i == 2 ? Wrapped : Plain));
            }

            rows.Append(row);
        }

        part.Worksheet = new Worksheet(new Columns(
            new Column { Min = 1, Max = 1, Width = 30, CustomWidth = true },
            new Column { Min = 2, Max = 2, Width = 16, CustomWidth = true },
            new Column { Min = 3, Max = 3, Width = 90, CustomWidth = true }), rows);
        AddSheet(book, part, HelpName(zh), false);
    }

    private static void AddLists(WorkbookPart book, List<IReadOnlyList<string>> lists)
    {
        var part = book.AddNewPart<WorksheetPart>();
        var rows = new SheetData();
        for (var row = 0; row < lists.Max(codes => codes.Count); row++)
        {
            var cells = new Row { RowIndex = (uint)row + 1 };
            for (var column = 0; column < lists.Count; column++)
            {
                if (row < lists[column].Count) cells.Append(TextCell((uint)row + 1, column + 1, lists[column][row], Plain));
            }

            rows.Append(cells);
        }

        part.Worksheet = new Worksheet(rows);
        AddSheet(book, part, ListsName, true);
    }

    private static void AddSheet(WorkbookPart book, WorksheetPart part, string name, bool isHidden)
    {
        var sheets = book.Workbook.Sheets!;
        var sheet = new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name };
        if (isHidden) sheet.State = SheetStateValues.Hidden;
        sheets.Append(sheet);
    }

    private static Cell TextCell(uint row, int column, string text, uint style) => new(new InlineString(new Text(text)))
    {
        CellReference = new CellPlace(1, (int)row, column).Address, DataType = CellValues.InlineString, StyleIndex = style,
    };

    private static Cell ValueCell(uint row, int column, TemplateField field, bool isFilled)
    {
        var address = new CellPlace(1, (int)row, column).Address;
        if (!isFilled) return new Cell { CellReference = address, StyleIndex = StyleOf(field) };
        if (field.Kind == TemplateValue.Text) return TextCell(row, column, field.Example, Plain);
        var value = field.Kind == TemplateValue.Number ? field.Example
            : (DateOnly.ParseExact(field.Example, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber
                - new DateOnly(1899, 12, 30).DayNumber)
                .ToString(CultureInfo.InvariantCulture);
        return new Cell(new CellValue(value)) { CellReference = address, StyleIndex = StyleOf(field) };
    }

    private static Stylesheet Styles()
    {
        static Fill Solid(string colour)
            => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });
        static CellFormat Format(uint number, uint font, uint fill) => new()
        {
            NumberFormatId = number, FontId = font, FillId = fill, BorderId = 0, ApplyNumberFormat = true, ApplyFont = true,
            ApplyFill = true,
        };
        var wrapped = Format(0, 0, 0);
        wrapped.Append(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top });
        wrapped.ApplyAlignment = true;
        return new Stylesheet(
            new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy\\-mm\\-dd" }) { Count = 1 },
            new Fonts(new Font(), new Font(new Bold())) { Count = 2 },
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                Solid("FFF4B183"), Solid("FFDDEBF7")) { Count = 4 },
            new Borders(new Border()) { Count = 1 }, new CellStyleFormats(new CellFormat()) { Count = 1 },
            // Plain is text (49), for whatever is typed; figures are general.
            new CellFormats(Format(49, 0, 0), Format(49, 1, 0), Format(49, 1, 2), Format(49, 1, 3), Format(164, 0, 0), wrapped,
                Format(0, 0, 0))
            {
                Count = 7,
            });
    }
}
