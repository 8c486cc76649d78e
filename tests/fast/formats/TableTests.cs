using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Formats;

public sealed class TableTests
{
    // The layout that the language's own example of a packing list declares.
    private static readonly Lazy<TableLayout> PackingList = new(() =>
    {
        var findings = new Findings();
        var yaml = File.ReadAllBytes(Path.Combine(Repository.Shared, "mapping-examples", "packing-list.yaml"));
        var text = MappingText.Load("packing-list", path => path == "packing-list.yaml" ? (ReadOnlyMemory<byte>?)yaml : null, YamlText.Read, findings);
        Assert.Empty(findings.All.Select(f => f.Sentence));
        return text!.Layout!;
    });

    private static (Tree Tree, DocumentMark Mark, Findings Findings) Read(byte[] bytes, TableLayout? layout = null)
    {
        var (tree, findings) = (new Tree(), new Findings());
        IFormat format = new TabularFormat();
        using var reader = format.WithLayouts(layout is null ? [] : [layout]).Open(new TestBytes(bytes), ReadSettings.Default, findings);
        Assert.True(reader.Read(tree, out var mark));
        return (tree, mark, findings);
    }

    private static string Rows(Tree tree) => string.Join('|', Children(tree, 0).Select(row => string.Join('^', Children(tree, row).Select(tree.Text))));

    private static IEnumerable<int> Children(Tree tree, int node)
    {
        for (var child = node + 1; child < tree.Nodes[node].Next; child = tree.Nodes[child].Next) yield return child;
    }

    private static string Codes(Findings findings) => string.Join(' ', findings.All.Select(f => f.Code.Id));

    [Theory]
    [InlineData("a,b\n1,2\n", "a^b|1^2", "")]
    [InlineData("a;b\r\n1,5;2,5\r\n", "a^b|1,5^2,5", "")]
    [InlineData("a\tb\r1\t2\r", "a^b|1^2", "")]
    [InlineData("a|b\n1|2", "a^b|1^2", "")]
    [InlineData("a,\"b\r\nc\",\"d \"\"e\"\"\"\n1,2,3", "a^b\r\nc^d \"e\"|1^2^3", "")]
    [InlineData("sep=;\r\na;b,c\r\n1;2,3\r\n", "a^b,c|1^2,3", "")]
    [InlineData("a,b,\n1,,", "a^b^|1^^", "")]
    [InlineData(" a , b \n\n 1 , \"2\" \n", "a^b||1^2", "")]
    [InlineData("a,b\n1,\"2\"x\n", "a^b|1^\"2\"x", "CSV-0004")]
    [InlineData("a,b\n1,\"2\n3,4", "a^b|1^2\n3,4", "CSV-0003")]
    [InlineData("a,b\n1,2\n1,2\n1,2\n1,2\n1,2,3\n1,2", "a^b|1^2|1^2|1^2|1^2|1^2^3|1^2", "CSV-0005")]
    public void Cells_are_found_as_they_really_come(string csv, string rows, string codes)
    {
        var (tree, mark, findings) = Read(Encoding.UTF8.GetBytes(csv));
        Assert.Equal((rows, codes, "table"), (Rows(tree), Codes(findings), mark.Type.Name));
    }

    [Theory]
    [InlineData("utf-8", false, "")]
    [InlineData("utf-8", true, "")]
    [InlineData("utf-16", true, "")]
    [InlineData("utf-16BE", true, "")]
    [InlineData("utf-16", false, "")]
    [InlineData("windows-1252", false, "CSV-0001")]
    [InlineData("gb18030", false, "CSV-0001")]
    public void A_cell_has_its_bytes_in_every_character_set(string set, bool isMarked, string codes)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(set) ?? Encoding.GetEncoding(set);
        var word = set == "gb18030" ? "装箱单毛重" : "Größe é";
        var csv = $"Artikel;{word};\"x;\"\"{word}\"\"\"\r\nA;plain;3\r\n";
        byte[] bytes = [.. isMarked ? encoding.GetPreamble() : [], .. encoding.GetBytes(csv)];
        var (tree, _, findings) = Read(bytes);
        Assert.Equal(($"Artikel^{word}^x;\"{word}\"|A^plain^3", codes), (Rows(tree), Codes(findings)));
        for (var node = 1; node < tree.Nodes.Length; node++)
        {
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) == 0) continue;
            var span = tree.SpanOf(node);
            Assert.Equal(tree.Text(node), encoding.GetString(bytes, (int)span.Start, span.Length).Replace("\"\"", "\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_layout_gives_names_to_labelled_cells_columns_and_the_total()
    {
        var sample = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "packing-list.csv"));
        var (tree, mark, findings) = Read(sample, PackingList.Value);
        Assert.Equal(("packing-list", ""), (mark.Type.Name, Codes(findings)));
        Assert.Equal(["NFW-260311"], Values(tree, "InvoiceNo"));
        Assert.Equal(["2026-03-11"], Values(tree, "Date"));
        Assert.Equal(["CSNU6540122"], Values(tree, "Container"));
        Assert.Equal(["Isar Outdoor GmbH", "Lagerweg 3, 80331 München"], Values(tree, "Consignee"));
        Assert.Equal(["200", "400", "1600", "2200"], Values(tree, "Quantity"));
        // An empty carton number is the one above, with its bytes.
        Assert.Equal(["1-10", "11-14", "11-14", "合计 TOTAL"], Values(tree, "Carton"));
        Assert.Equal(["820.5", "96.0", "48", "964.5"], Values(tree, "Gross"));
        Assert.Equal(["760", "88.4", "44.8", "893.2"], Values(tree, "Net"));
        Assert.Equal("毛重 (KGS) / G.W.", Values(tree, "header").First(h => h.Contains('毛')));
        Assert.Single(Children(tree, 0), n => tree.NameOf(n) == "Total");
        Assert.Contains("Ningbo Fair Wind Trading Co.; Ltd", Children(tree, 0).Where(n => tree.Nodes[n].Position == 0).Select(tree.Text));
        for (var node = 1; node < tree.Nodes.Length; node++)
        {
            var span = tree.SpanOf(node);
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) == 0 || span.Start < 0 || tree.NameOf(node) is "header" or "DecimalMark") continue;
            Assert.Equal(tree.Bytes(node).ToArray(), sample[(int)span.Start..(int)span.End]);
        }
    }

    private static List<string> Values(Tree tree, string name)
        => [.. Enumerable.Range(1, tree.Nodes.Length - 1).Where(n => tree.NameOf(n) == name).Select(tree.Text)];

    [Fact]
    public void The_layout_of_the_language_s_example_is_read_from_its_text()
    {
        var layout = PackingList.Value;
        Assert.Equal(("packing-list", 3, 6), (layout.Name, layout.Rows!.HeaderRows, layout.Cells.Count));
        Assert.Equal(4, layout.Cells.Single(c => c.Name == "Shipper").Lines);
        Assert.True(layout.Rows.Columns.Single(c => c.Name == "Carton").FillsDown);
        Assert.Equal(["Carton", "Description", "Quantity"], layout.Rows.Needs);
        var schema = new TabularFormat() is IFormat format ? format.WithLayouts([layout]).SchemaOf(new DocumentType("tabular", "packing-list")) : null;
        Assert.NotEqual(0, schema!.Child(schema.Child(Schema.Root, "Row"), "Gross"));
    }

    [Fact]
    public void A_table_without_the_needed_columns_stays_a_raw_table()
    {
        var (tree, mark, _) = Read("Colour;Size;Shape\nred;1;round\n"u8.ToArray(), PackingList.Value);
        Assert.Equal("table", mark.Type.Name);
        Assert.Equal("Colour^Size^Shape|red^1^round", Rows(tree));
    }

    [Theory]
    [InlineData("G.W*", "g.w.(KGS)", true)]
    [InlineData("Gross weight", " GROSS  WEIGHT ", true)]
    [InlineData("*税则号*", "商品税则号列", true)]
    [InlineData("ABC", "ＡＢＣ", true)]
    [InlineData("发票号*", "發票號碼", true)]
    [InlineData("*總淨重*", "总净重(KG)", true)]
    [InlineData("a*b*c", "axxbxx", false)]
    public void A_pattern_fits_whatever_case_width_blanks_and_script(string pattern, string text, bool fits)
    {
        var layout = new TableLayout("t", [], [], new TableRows("Row", 1, [new TableColumn("A", [pattern])], ["A"], []));
        var (tree, mark, _) = Read(Encoding.UTF8.GetBytes($"Other;\"{text}\"\n1;2\n"), layout);
        Assert.Equal(fits ? "t" : "table", mark.Type.Name);
        if (fits) Assert.Equal(["2"], Values(tree, "A"));
    }
}
