using Gateway.Documents;

namespace Gateway.Tests.Fast.Xlsx;

public sealed class CellValueTests
{
    private static string Cell(string cell, string properties = "", string format = "General", string strings = "")
    {
        var findings = new Findings();
        var bytes = WorkbookFile.Of(
            $"<sheetData><row r=\"7\"><c r=\"C7\"{cell}</c></row></sheetData>", properties, $"<numFmt numFmtId=\"200\" formatCode=\"{format}\"/>", strings);
        var cells = WorkbookFile.Read(bytes, findings)[0].Mark.IsReadable ? WorkbookFile.Cells(bytes, new Findings()) : "";
        return cells + string.Concat(findings.All.Where(f => f.Code.Id != "XLS-0003" || cells.Length > 0).Select(f => " " + f.Code.Id));
    }

    [Theory]
    [InlineData("80110", "000000", "080110")]
    [InlineData("80110000", "0000\\.00\\.00", "8011.00.00")]
    [InlineData("80110", "0000\\.00\\.00", "0008.01.10")]
    [InlineData("7", "0", "7")]
    [InlineData("1234.5", "#,##0.00", "1234.5")]
    [InlineData("1.1000000000000001", "General", "1.1")]
    [InlineData("0.17499999999999999", "0.0%", "17.5%")]
    [InlineData("1E-3", "0.00E+00", "0.001")]
    [InlineData("1234567890", "General", "1234567890")]
    [InlineData("-5", "000", "-5")]
    [InlineData("12", "0 &quot;kg&quot;", "12")]
    [InlineData("5", "[Red]0.00;[Blue]-0.00", "5")]
    [InlineData("46092", "yyyy\\-mm\\-dd", "2026-03-11")]
    [InlineData("46092.75", "d/m/yy h:mm", "2026-03-11T18:00")]
    [InlineData("46092.75", "dd\\.mm\\.yyyy", "2026-03-11")]
    [InlineData("46092", "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "2026-03-11")]
    [InlineData("46092", "mmm\\-yy", "2026-03-11")]
    [InlineData("0.5", "hh:mm", "12:00")]
    [InlineData("0.50005787037037", "mm:ss", "12:00:05")]
    [InlineData("1.5", "[h]:mm", "36:00:00")]
    [InlineData("1", "yyyy-mm-dd", "1900-01-01")]
    [InlineData("59", "yyyy-mm-dd", "1900-02-28")]
    [InlineData("61", "yyyy-mm-dd", "1900-03-01")]
    public void A_number_is_read_as_its_format_means_it(string stored, string format, string text)
        => Assert.Equal("C7=" + text, Cell($" s=\"1\"><v>{stored}</v>", format: format));

    [Theory]
    [InlineData("60")]
    [InlineData("-1")]
    [InlineData("3000000")]
    public void A_date_that_never_was_is_a_finding_and_a_number(string stored)
        => Assert.Equal($"C7={stored} XLS-0008", Cell($" s=\"1\"><v>{stored}</v>", format: "yyyy-mm-dd"));

    [Fact]
    public void Days_may_be_counted_from_1904()
        => Assert.Equal("C7=2026-03-11", Cell(" s=\"2\"><v>44630</v>", "<workbookPr date1904=\"1\"/>"));

    [Theory]
    [InlineData(" t=\"inlineStr\"><is><t xml:space=\"preserve\"> 0042 </t></is>", "C7= 0042 ")]
    [InlineData(" t=\"inlineStr\"><is><r><t>Fol</t></r><r><t>ding</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is>", "C7=Folding")]
    [InlineData(" t=\"s\"><v>1</v>", "C7=椅子")]
    [InlineData(" t=\"str\"><f>A1</f><v>x_x000A_y</v>", "C7=x\ny")]
    [InlineData(" t=\"b\"><v>1</v>", "C7=true")]
    [InlineData(" t=\"d\"><v>2026-03-11T00:00:00</v>", "C7=2026-03-11")]
    [InlineData("><f>SUM(A1:A2)</f><v>3.5</v>", "C7=3.5")]
    [InlineData("><v>1234567890123456789</v>", "C7=1234567890123456789 XLS-0007")]
    public void Texts_booleans_and_results_are_read(string cell, string expected)
        => Assert.Equal(expected, Cell(cell, strings: "<si><t>a</t></si><si><t>椅子</t><rPh sb=\"0\" eb=\"2\"><t>いす</t></rPh></si>"));

    [Fact]
    public void The_result_of_a_formula_may_be_an_empty_text()
        => Assert.Equal("", Cell(" t=\"str\"><f>IF(A1,A1,\"\")</f><v></v></c><c r=\"D7\"><v>1</v>").Replace("D7=1", ""));

    [Theory]
    [InlineData(" t=\"e\"><v>#N/A</v>", "XLS-0005")]
    [InlineData("><f>A1+1</f>", "XLS-0006")]
    [InlineData("><f>A1+1</f><v></v>", "XLS-0006")]
    [InlineData("><f>A1+1</f><v/>", "XLS-0006")]
    [InlineData(" t=\"s\"><v>99</v>", "XLS-0003")]
    public void What_has_no_value_is_a_finding_at_its_cell(string cell, string code)
    {
        var findings = new Findings();
        WorkbookFile.Read(WorkbookFile.Of($"<sheetData><row r=\"7\"><c r=\"A7\"><v>1</v></c><c r=\"C7\"{cell}</c></row></sheetData>"), findings);
        var finding = Assert.Single(findings.All);
        Assert.Equal((code, "C7"), (finding.Code.Id, CellPlace.Of(finding.Span)!.Value.Address));
        Assert.Contains("Sheet 'Items', cell C7", FindingText.Of(finding, Severity.Error, null, "a.xlsx").Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_take_the_decimal_mark_of_the_figures_that_were_typed_as_text()
    {
        var bytes = WorkbookFile.Sdk(("Items", [["a", "1.234,50"], ["=2.5", "7,25"]]));
        Assert.Equal("A1=a|B1=1.234,50|A2=2,5|B2=7,25", WorkbookFile.Cells(bytes, new Findings()));
    }
}
