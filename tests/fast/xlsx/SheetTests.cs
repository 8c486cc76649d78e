using Gateway.Documents;
using Gateway.Formats;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Xlsx;

public sealed class SheetTests
{
    private static readonly string?[][] PackingList =
    [
        ["Packing List"], [], ["Invoice No", "NFW-1", "Date", "s1=46092"], ["Carton No", "Description", "HS code", "Quantity", "Gross weight (kg)"],
        ["1-10", "Chairs", "s2=9401690", "=200", "=820.5"], ["11", "Tables", "09403600", "=40", "=96"], ["TOTAL", null, null, "=240", "=916.5"],
    ];

    private static List<string> Values(Tree tree, string name)
        => [.. Enumerable.Range(1, tree.Nodes.Length - 1).Where(n => tree.NameOf(n) == name).Select(tree.Text)];

    [Fact]
    public void A_mapping_for_tables_reads_a_workbook_as_it_reads_CSV()
    {
        var findings = new Findings();
        var (tree, mark) = Assert.Single(WorkbookFile.Read(WorkbookFile.Sdk(("Any name", PackingList)), findings, true));
        Assert.Equal(("tabular packing-list", "Any name"), (mark.Type.ToString(), mark.Reference));
        Assert.Equal(["09401690", "09403600"], Values(tree, "HSCode"));
        Assert.Equal(["2026-03-11"], Values(tree, "Date"));
        Assert.Equal(["820.5", "96", "916.5"], Values(tree, "Gross"));
        Assert.Empty(findings.All);
    }

    [Fact]
    public void Each_sheet_that_holds_a_table_is_a_document_and_the_others_are_named()
    {
        string?[][] invoice = [["Invoice No", "NFW-1"], ["Description", "Quantity", "Unit price", "Amount"], ["Chairs", "=2", "=3", "=6"]];
        var findings = new Findings();
        var all = WorkbookFile.Read(WorkbookFile.Sdk(("Notes", [["Call us"]]), ("CI", invoice), ("Empty", []), ("PL", PackingList)), findings, true);
        Assert.Equal(["1 invoice CI", "2 packing-list PL"], all.Select(d => $"{d.Mark.Ordinal} {d.Mark.Type.Name} {d.Mark.Reference}"));
        Assert.Equal(["Sheet 'Notes' holds no table that a mapping reads; it was left out."], findings.All.Select(f => f.Sentence));
    }

    [Fact]
    public void A_merged_header_counts_for_the_columns_that_it_covers()
    {
        static string Text(string at, string text) => $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
        var sheet = "<sheetData><row r=\"1\">" + Text("A1", "Description") + Text("B1", "Quantity") + Text("C1", "Weight") + Text("E1", "Order") + "</row>"
            + "<row r=\"2\">" + Text("C2", "Gross") + Text("D2", "Net") + "</row>"
            + "<row r=\"3\">" + Text("A3", "Chairs") + "<c r=\"B3\"><v>2</v></c><c r=\"C3\"><v>10</v></c><c r=\"D3\"><v>9</v></c>" + Text("E3", "PO1") + "</row></sheetData>"
            + "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/><mergeCell ref=\"C1:D1\"/><mergeCell ref=\"E1:E2\"/></mergeCells>";
        var (tree, _) = Assert.Single(WorkbookFile.Read(WorkbookFile.Of(sheet), new Findings(), true));
        Assert.Equal(["Description", "Quantity", "Weight / Gross", "Weight / Net", "Order"], Values(tree, "header"));
        Assert.Equal(["10", "9", "PO1"], [.. Values(tree, "Gross"), .. Values(tree, "Net"), .. Values(tree, "Order")]);
    }

    [Fact]
    public void Hidden_rows_are_read_and_named()
    {
        var findings = new Findings();
        var cells = WorkbookFile.Cells(WorkbookFile.Of("<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
            + "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>2</v></c></row><row r=\"3\" hidden=\"1\"/></sheetData>"), findings);
        Assert.Equal("A1=1|A2=2", cells);
        Assert.Equal(["Sheet 'Items' has hidden columns B to C, rows 2 to 3; they were read like the others."], findings.All.Select(f => f.Sentence));
    }

    [Fact]
    public void Cells_without_an_address_follow_one_another_and_bad_addresses_are_findings()
    {
        var findings = new Findings();
        var cells = WorkbookFile.Cells(WorkbookFile.Of("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"4\"><c r=\"D4\"><v>3</v></c>"
            + "<c r=\"B4\"><v>4</v></c><c r=\"ZZZZZZ4\"><v>5</v></c></row></sheetData>"), findings);
        Assert.Equal("A1=1|B1=2|D4=3", cells);
        Assert.Equal(["XLS-0012", "XLS-0012"], findings.All.Select(f => f.Code.Id));
    }

    [Theory]
    [InlineData("EncryptedPackage", "XLS-0001")]
    [InlineData("Workbook", "XLS-0002")]
    public void An_encrypted_or_old_workbook_is_named(string stream, string code)
    {
        byte[] bytes = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[5000], .. System.Text.Encoding.Unicode.GetBytes(stream), .. new byte[500]];
        Assert.True(new XlsxFormat().Recognise(bytes.AsSpan(0, 4096), "list.xls").Score > 0);
        var findings = new Findings();
        Assert.False(Assert.Single(WorkbookFile.Read(bytes, findings)).Mark.IsReadable);
        Assert.Equal(code, Assert.Single(findings.All).Code.Id);
    }

    [Fact]
    public void A_document_type_or_a_link_to_outside_reaches_nothing()
    {
        var files = WorkbookFile.Zip(("_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><workbook>&b;</workbook>"));
        var findings = new Findings();
        WorkbookFile.Read(files, findings);
        Assert.Contains("declares a document type", Assert.Single(findings.All).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<c t=\"inlineStr\"><is><t>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</t></is></c>", "text in one sheet")]
    [InlineData("<c><v>1</v></c>", "filled cells")]
    [InlineData("<a>", "elements in each other")]
    public void A_bomb_ends_at_a_limit(string cell, string what)
    {
        var row = "<row>" + string.Concat(Enumerable.Repeat(cell, 10_000)) + "</row>";
        var bytes = WorkbookFile.Of("<sheetData>" + string.Concat(Enumerable.Repeat(row, what[0] == 't' ? 75 : 301)) + "</sheetData>");
        Assert.True(bytes.Length < 2_000_000);
        var findings = new Findings();
        Assert.False(Assert.Single(WorkbookFile.Read(bytes, findings)).Mark.IsReadable);
        Assert.Contains(what, Assert.Single(findings.All).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_rows_are_read()
    {
        var rows = new System.Text.StringBuilder("<sheetData>");
        for (var i = 1; i <= 100_000; i++) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"<row r=\"{i}\"><c r=\"A{i}\"><v>{i}</v></c><c r=\"B{i}\"><v>1</v></c></row>");
        var (tree, _) = WorkbookFile.Read(WorkbookFile.Of(rows + "</sheetData>"), new Findings())[0];
        Assert.Equal(1 + 100_000 + 200_000, tree.Nodes.Length);
        Assert.Equal(new CellPlace(1, 100_000, 2), CellPlace.Of(tree.SpanOf(tree.Nodes.Length - 1)));
    }
}
