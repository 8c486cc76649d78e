using System.Text;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats;

/// <summary>Invoices, packing lists and other papers of the trade with the shipped mappings: what a sender sees of them.</summary>
public sealed class TradePaperTests
{
    private const string Ubl = "urn:oasis:names:specification:ubl:schema:xsd:";

    private static async Task<JsonElement> One(string name, byte[] bytes)
    {
        var documents = await TestGateway.Translate(name, bytes);
        var made = Assert.Single(documents);
        Assert.False(made.IsParked, made.Reason);
        using var json = JsonDocument.Parse(made.Json);
        return json.RootElement.Clone();
    }

    private static async Task<List<string>> Masses(string rows)
    {
        var table = $"Packing list no.;7;;\nDescription;Quantity;Gross weight (kg);Net weight (kg)\n{rows}";
        var document = await One("list.csv", Encoding.UTF8.GetBytes(table));
        return [.. document.GetProperty("commercialDocument").GetProperty("line").EnumerateArray().Select(
            line => line.GetProperty("goodsMeasure").GetProperty("grossMassMeasure").GetProperty("value").GetRawText())];
    }

    [Theory]
    [InlineData("A;1;1,234.50;1\nB;1;12,000;1\n", "1234.50 12000")]
    [InlineData("A;1;1.234,50;1\nB;1;12.000;1\n", "1234.50 12000")]
    [InlineData("A;1;1 234,5;1\nB;1;0,75 kg;1\n", "1234.5 0.75")]
    [InlineData("A;1;1'234.5;1\nB;1;KGS 17.25;1\n", "1234.5 17.25")]
    [InlineData("A;1;1,234;1\nB;1;500;1\n", "1234 500")]
    [InlineData("A;1;1,234.50;1\nB;1;12,5 kg;1\n", "1234.50 12.5")]
    [InlineData("A;1;1.234,50;1\nB;1;2.5;1\n", "1234.50 2.5")]
    [InlineData("A;1;2.5;1\nB;1;1.234,50 kg;1\n", "2.5 1234.50")]
    [InlineData("A;1;2.5;1\nB;1;1,00,000;1\n", "2.5 100000")]
    [InlineData("A;1;１２．５;1\nB;1;3.5;1\n", "12.5 3.5")]
    public async Task The_figures_of_a_table_are_read_by_its_own_decimal_mark(string rows, string masses)
        => Assert.Equal(masses, string.Join(' ', await Masses(rows)));

    [Fact]
    public async Task A_label_with_its_value_in_one_cell_gives_the_value_at_its_own_bytes()
    {
        var table = "Invoice No.: \"\"X-7\"\";;\nSeller: Nord AG;;Seal No.;\nDescription;Quantity;Amount (EUR)\nBolts;5;10\n"u8.ToArray();
        var documents = await TestGateway.Translate("invoice.csv", table, withValues: true);
        var seller = Assert.Single(documents).Values.Single(v => v.Path.EndsWith("/Seller/Name", StringComparison.Ordinal));
        Assert.Equal("Nord AG", seller.Text);
        var span = seller.Origins.Single(o => o.Role == OriginRole.Value).Span;
        Assert.Equal("Nord AG", Encoding.UTF8.GetString(table.AsSpan((int)span.Start, span.Length)));
    }

    [Fact]
    public async Task A_party_below_its_label_ends_where_another_label_begins()
    {
        var table = "Seller:;Nord AG;;Buyer:;Sur SL\nInvoice no.:;4711;;Date:;2026-02-03\nDescription;Quantity;Amount (EUR)\nBolts;5;10\n"u8.ToArray();
        var document = (await One("invoice.csv", table)).GetProperty("commercialDocument");
        Assert.Equal(("4711", "2026-02-03"), (document.GetProperty("id").GetString(), document.GetProperty("issueDateTime").GetString()));
        Assert.False(document.GetProperty("seller").TryGetProperty("address", out _));
    }

    [Theory]
    [InlineData("list.csv", "Packing list no.;7;;\nDescription;Quantity;Gross weight;Net\nA;1;heavy;1\n", "line 3, column 5, C3")]
    [InlineData(
        "order.json", "{\"documentType\":\"order\",\"documentNumber\":\"7\",\"lines\":[{\"line\":1,\"material\":\"M\",\"origin\":\"ZZ\"}]}",
        "line 1, column 90, /lines/0/origin")]
    [InlineData(
        "invoice.xml",
        "<Invoice xmlns=\"" + Ubl + "Invoice-2\" xmlns:c=\"" + Ubl + "CommonBasicComponents-2\">\n<c:ID>7</c:ID>\n"
            + "<c:IssueDate>tomorrow</c:IssueDate>\n</Invoice>",
        "line 3, column 14, /Invoice/IssueDate")]
    public async Task A_finding_names_the_place_as_people_of_the_format_do(string name, string text, string place)
    {
        var documents = await TestGateway.Translate(name, Encoding.UTF8.GetBytes(text));
        var findings = Assert.Single(documents).Findings.Select(f => FindingText.Of(f.Finding, f.Severity, null, null).Where);
        Assert.Contains(findings, where => where.EndsWith(place, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_with_its_subject_between_number_signs_is_taken_apart_behind_an_entity()
    {
        var invoice = $"<Invoice xmlns=\"{Ubl}Invoice-2\" xmlns:c=\"{Ubl}CommonBasicComponents-2\"><c:ID>7</c:ID>"
            + "<c:Note>#AAI#Salt &amp; pepper<!-- twice --> &#233;</c:Note></Invoice>";
        var note = (await One("invoice.xml", Encoding.UTF8.GetBytes(invoice)))
            .GetProperty("commercialDocument").GetProperty("additionalInformation")[0];
        Assert.Equal("AAI", note.GetProperty("statementTypeCode").GetString());
        Assert.Equal("Salt & pepper é", note.GetProperty("statementDescription").GetString());
    }

    [Theory]
    [InlineData("\"grossMass\":2.5", "{\"value\":2.5,\"unit\":\"KGM\"}")]
    [InlineData("\"grossMass\":{\"value\":2.5,\"unit\":\"TNE\"}", "{\"value\":2.5,\"unit\":\"TNE\"}")]
    public async Task A_value_in_json_may_be_an_object_with_its_unit(string member, string mass)
    {
        var json = $"{{\"documentType\":\"order\",\"documentNumber\":\"7\",\"lines\":[{{\"line\":1,\"material\":\"M\",{member}}}]}}";
        var document = (await One("order.json", Encoding.UTF8.GetBytes(json))).GetProperty("commercialDocument");
        Assert.Equal(mass, document.GetProperty("line")[0].GetProperty("goodsMeasure").GetProperty("grossMassMeasure").GetRawText());
    }

    // Every case of the administration is translated, with nothing left over that no rule reads.
    [Fact]
    public async Task Entry_summaries_of_the_administration_are_read_whole()
    {
        var folder = Path.Combine(Repository.Shared, "wco", "hmrc-ics-ens");
        var (values, left) = (0, 0);
        string[] files = [.. Directory.GetFiles(Path.Combine(folder, "samples"), "*.xml"),
            .. Directory.GetFiles(Path.Combine(folder, "rulecases315"), "*.xml"),
            .. Directory.GetFiles(Path.Combine(folder, "schemacases315"), "*.xml")];
        foreach (var file in files)
        {
            foreach (var made in await TestGateway.Translate(Path.GetFileName(file), await File.ReadAllBytesAsync(file)))
            {
                Assert.False(made.IsParked, $"{made.Name}: {made.Reason}");
                values += Encoding.UTF8.GetString(made.Json).Split("\":\"").Length - 1;
                left += Encoding.UTF8.GetString(made.Json).Split("\"extension\":").Length - 1;
            }
        }

        Assert.True(files.Length > 200 && left * 100 < values, $"{left} of {values} values in {files.Length} files are left over");
    }
}
