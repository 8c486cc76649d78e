using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Host.Cli;
using Gateway.Tests.Fast.Core;
using Gateway.Tests.Fast.Formats;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Xlsx;

public sealed class WorkbookAnswerTests
{
    private static async Task<(OfflineTranslation Translation, IReadOnlyList<AnswerFile> Answers)> Work(byte[] bytes, Partner? partner = null)
    {
        var arrival = new Arrival("file", "test", "list.xlsx", null, "", new DateTimeOffset(2026, 3, 12, 0, 0, 0, TimeSpan.Zero));
        using var translation = OfflineTranslation.Open(new TestBytes(bytes), arrival, TestGateway.Revision, TestGateway.Formats, partner: partner);
        while (await translation.Next(default) is not null)
        {
            // Only the answer is of interest.
        }

        return (translation, translation.Answer());
    }

    private static byte[] Faulty(string quantity) => WorkbookFile.Sdk(("Packing List",
    [
        ["Invoice No", "NFW-1", "Date", "s1=46092"], ["Carton No", "Description", "HS code", "Quantity", "Unit", "Gross weight (kg)"],
        ["1-10", "Chairs", "94016900", quantity, "PCS", "=820.5"], ["11", "Tables", "94036000", "=40", "FOO", "=96"],
    ]));

    private static Dictionary<string, byte[]> Files(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var from = entry.Open();
            using var into = new MemoryStream();
            from.CopyTo(into);
            return into.ToArray();
        });
    }

    private static List<string> Errors(byte[] bytes)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        return [.. new OpenXmlValidator().Validate(document).Select(error => $"{error.Part?.Uri}: {error.Description}")];
    }

    [Fact]
    public async Task The_sender_s_own_workbook_comes_back_with_its_faults_and_nothing_else_changed()
    {
        var sent = Faulty("many");
        var answer = (await Work(sent)).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        Assert.Empty(Errors(answer));
        using var document = SpreadsheetDocument.Open(new MemoryStream(answer), false);
        var part = document.WorkbookPart!.WorksheetParts.Single();
        var notes = part.WorksheetCommentsPart!.Comments.CommentList!.Elements<Comment>().ToDictionary(note => note.Reference!.Value!, note => note.InnerText);
        Assert.Contains("'many'", notes["D3"], StringComparison.Ordinal);
        Assert.Contains("'FOO'", notes["E4"], StringComparison.Ordinal);
        var colours = document.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        var cells = part.Worksheet.Descendants<Cell>().ToDictionary(cell => cell.CellReference!.Value!);
        Assert.True(colours[(int)cells["D3"].StyleIndex!.Value].FillId!.Value > 0);
        Assert.Null(cells["D4"].StyleIndex);
        var (before, after) = (Files(sent), Files(answer));
        Assert.Equal(["[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"],
            before.Keys.Where(name => !before[name].SequenceEqual(after[name])).Order(StringComparer.Ordinal));
        Assert.Equal(3, after.Count - before.Count);
    }

    [Fact]
    public async Task A_cell_that_was_corrected_says_so_when_others_are_still_wrong()
    {
        var answer = (await Work(Faulty("many"))).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        using var edited = new MemoryStream();
        edited.Write(answer);
        using (var document = SpreadsheetDocument.Open(edited, true))
        {
            var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().ToDictionary(cell => cell.CellReference!.Value!);
            cells["D3"].InlineString = new InlineString(new Text("200"));
        }

        var notes = Notes((await Work(edited.ToArray())).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray());
        Assert.Equal("Corrected.", notes["D3"]);
        Assert.Contains("'FOO'", notes["E4"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_without_styles_gets_colours_too()
    {
        var sent = Faulty("many");
        using var bare = new MemoryStream();
        bare.Write(sent);
        using (var document = SpreadsheetDocument.Open(bare, true)) document.WorkbookPart!.DeletePart(document.WorkbookPart.WorkbookStylesPart!);
        var answer = (await Work(bare.ToArray())).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        Assert.Empty(Errors(answer));
        using var marked = SpreadsheetDocument.Open(new MemoryStream(answer), false);
        var style = marked.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Single(cell => cell.CellReference == "D3").StyleIndex!;
        var formats = marked.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        Assert.True(formats[(int)style.Value].FillId! > 1);
    }

    [Fact]
    public async Task Notes_speak_the_partner_s_language_and_those_in_another_one_are_known_as_ours()
    {
        var english = (await Work(Faulty("many"))).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        var answer = (await Work(english, InChinese())).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        var notes = Notes(answer);
        Assert.Matches("^(错误|请核对)：", notes["D3"]);
        Assert.Contains("many", notes["D3"], StringComparison.Ordinal);
        Assert.DoesNotContain("Please check: ", notes["D3"], StringComparison.Ordinal);
        Assert.Empty(Errors(answer));
    }

    private static Partner InChinese()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(TestFiles.OfRepository)
        {
            ["partners/factory.yaml"] = "partner: 1\nlanguage: zh\n"u8.ToArray(),
        };
        return Revision.Load(files, TestFiles.Formats(), YamlText.Read, new Findings(), new CheckedMappings())!.Partners["factory"];
    }

    private static Dictionary<string, string> Notes(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), false);
        return document.WorkbookPart!.WorksheetParts.Single().WorksheetCommentsPart!.Comments.CommentList!.Elements<Comment>()
            .ToDictionary(note => note.Reference!.Value!, note => note.InnerText);
    }

    [Fact]
    public async Task Its_notes_stay_and_the_corrected_workbook_is_accepted()
    {
        var answer = (await Work(Faulty("many"))).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        // Sent again as it is: it gets the notes that it has.
        var again = (await Work(answer)).Answers.Single(file => file.Name == "checked.xlsx").Bytes.ToArray();
        Assert.Empty(Errors(again));
        Assert.Equal(Notes(answer), Notes(again));
        using var edited = new MemoryStream();
        edited.Write(again);
        using (var document = SpreadsheetDocument.Open(edited, true))
        {
            var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().ToDictionary(cell => cell.CellReference!.Value!);
            cells["D3"].InlineString = new InlineString(new Text("200"));
            cells["E4"].InlineString = new InlineString(new Text("PCS"));
        }

        var (translation, answers) = await Work(edited.ToArray());
        Assert.True(translation.Documents.Single().IsAccepted);
        Assert.DoesNotContain(answers, file => file.Name == "checked.xlsx");
    }

    [Theory]
    [InlineData("csv/invoice", false)]
    [InlineData("csv/packing-list", false)]
    [InlineData("csv/manifest-list", false)]
    [InlineData("csv/invoice", true)]
    [InlineData("csv/packing-list", true)]
    [InlineData("csv/manifest-list", true)]
    public async Task A_template_is_valid_and_its_example_is_accepted(string mapping, bool isChinese)
    {
        var sheet = TemplateCommand.Sheet(TestGateway.Revision, mapping, isChinese)!;
        var (empty, filled) = (new MemoryStream(), new MemoryStream());
        TemplateWriter.Write(sheet, false, empty);
        TemplateWriter.Write(sheet, true, filled);
        Assert.Empty(Errors(empty.ToArray()));
        Assert.Empty(Errors(filled.ToArray()));
        Assert.Contains(sheet.Columns, column => column.IsRequired);
        Assert.Contains(sheet.Columns, column => column.Codes.Count > 0);
        var (translation, _) = await Work(filled.ToArray());
        var document = Assert.Single(translation.Documents);
        Assert.Equal(sheet.Title, document.Mark.Type.Name);
        Assert.Empty(document.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Finding.Sentence));
        Assert.True(document.IsAccepted);
        // Help, example and lists of our own template are nothing that was forgotten.
        string[] ofSheets = ["XLS-0010", "XLS-0011"];
        Assert.DoesNotContain(document.Findings.Concat(translation.Envelope), f => ofSheets.Contains(f.Finding.Code.Id));
    }

    [Theory]
    [InlineData(false, "PCS", "AE")]
    [InlineData(true, "件", "阿联酋")]
    public void A_list_of_a_template_has_one_word_for_each_meaning_in_its_language(bool isChinese, string piece, string emirates)
    {
        var columns = TemplateCommand.Sheet(TestGateway.Revision, "csv/packing-list", isChinese)!.Columns;
        var units = columns.Single(column => column.Heading == (isChinese ? "单位" : "Unit")).Codes;
        Assert.Contains(piece, units);
        Assert.DoesNotContain(isChinese ? "PCS" : "PC", units);
        var countries = Assert.Single(columns, column => column.Codes.Contains(emirates)).Codes;
        Assert.InRange(countries.Count, 200, 260);
        Assert.Contains("ZW", countries);
    }

    [Fact]
    public async Task A_sheet_of_one_s_own_that_is_not_read_is_told_whatever_its_name_is()
    {
        var sent = WorkbookFile.Sdk(("Packing List",
        [
            ["Invoice No", "NFW-1", "Date", "s1=46092"], ["Carton No", "Description", "HS code", "Quantity", "Unit", "Gross weight (kg)"],
            ["1-10", "Chairs", "94016900", "=5", "PCS", "=820.5"],
        ]), ("Help", [["call", "me"]]));
        var (translation, _) = await Work(sent);
        var told = translation.Documents.SelectMany(d => d.Findings).Concat(translation.Envelope)
            .Where(f => f.Finding.Code.Id == "XLS-0010").Select(f => f.Finding.Arguments[0]);
        Assert.Equal(["Help"], told);
    }
}
