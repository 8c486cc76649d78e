using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Tests.Fast.Formats;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Xlsx;

/// <summary>Workbooks for tests: made with the Open XML SDK, or with files of one's own inside.</summary>
internal static class WorkbookFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>A workbook of the SDK; a text that begins with <c>=</c> is a number, one with <c>s3=</c> a number in style 3.</summary>
    public static byte[] Sdk(params (string Name, string?[][] Rows)[] sheets)
    {
        using var output = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook(new Sheets());
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "00000000" }),
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }, new CellFormat { NumberFormatId = 164 }, new CellFormat { NumberFormatId = 9 }));
            foreach (var (name, rows) in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select((cells, row) => new Row(cells.Select((text, column) => text is null ? null
                    : CellOf(text, new CellPlace(1, row + 1, column + 1).Address)).OfType<Cell>()) { RowIndex = (uint)row + 1 })));
                book.Workbook.Sheets!.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)book.Workbook.Sheets.Count() + 1, Name = name });
            }
        }

        return output.ToArray();
    }

    /// <summary>A workbook whose only sheet has that XML inside its root.</summary>
    public static byte[] Of(string sheet, string workbookProperties = "", string formats = "", string strings = "")
        => Zip(
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", Relationships(("officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Related}\">{workbookProperties}<sheets><sheet name=\"Items\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", Relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "/xl/sharedStrings.xml"))),
            ("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts>{formats}</numFmts><fills><fill/></fills><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"200\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"),
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{strings}</sst>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\">{sheet}</worksheet>"));

    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, true))
        {
            foreach (var (name, text) in files)
            {
                using var into = archive.CreateEntry(name).Open();
                into.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return output.ToArray();
    }

    /// <summary>Reads all documents as they are without a mapping, or with those of the repository.</summary>
    public static List<(Tree Tree, DocumentMark Mark)> Read(byte[] bytes, Findings findings, bool isMapped = false)
    {
        var format = isMapped ? TestGateway.Revision.Format("xlsx")! : new XlsxFormat();
        var all = new List<(Tree, DocumentMark)>();
        using var reader = format.Open(new TestBytes(bytes), ReadSettings.Default, findings);
        while (true)
        {
            var tree = new Tree();
            if (!reader.Read(tree, out var mark)) return all;
            all.Add((tree, mark));
        }
    }

    /// <summary>The cells of the first document as <c>A1=text</c>.</summary>
    public static string Cells(byte[] bytes, Findings findings)
    {
        var (tree, _) = Read(bytes, findings)[0];
        return string.Join('|', Enumerable.Range(0, tree.Nodes.Length).Where(node => (tree.Nodes[node].Flags & NodeFlags.HasValue) != 0)
            .Select(node => $"{CellPlace.Of(tree.SpanOf(node))!.Value.Address}={tree.Text(node)}"));
    }

    private static string Relationships(params (string Kind, string Target)[] all)
        => "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + string.Concat(all.Select((r, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Related}/{r.Kind}\" Target=\"{r.Target}\"/>")) + "</Relationships>";

    private static Cell CellOf(string text, string address)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return new Cell(new InlineString(new Text(text))) { CellReference = address, DataType = CellValues.InlineString };
        var cell = new Cell(new CellValue(text[(equals + 1)..])) { CellReference = address };
        if (equals > 0) cell.StyleIndex = uint.Parse(text.AsSpan(1, equals - 1), System.Globalization.CultureInfo.InvariantCulture);
        return cell;
    }
}
