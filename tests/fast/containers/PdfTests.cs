using System.Text;
using CsCheck;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Tests.Fast.Core;
using CargoReports = Gateway.Tests.Fast.Core.Manifests;

namespace Gateway.Tests.Fast.Containers;

public sealed class PdfTests
{
    private static readonly byte[] Xml = Encoding.UTF8.GetBytes("<?xml version='1.0'?><a>é endobj 7 0 obj</a>");

    public static TheoryData<string, bool> Ways => new()
    {
        { "names", false }, { "names", true }, { "kids", false }, { "kids", true }, { "af", true }, { "both", true }, { "annotation", false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_embedded_file_is_found_however_it_is_attached(string way, bool isCompressed)
    {
        var maker = Page(way switch
        {
            "names" => "/Names << /EmbeddedFiles << /Names [(factur-x.xml) 7 0 R] >> >>",
            "kids" => "/Names 8 0 R",
            "af" => "/AF [7 0 R]",
            "both" => "/Names << /EmbeddedFiles << /Names [(factur-x.xml) 7 0 R] >> >> /AF 9 0 R",
            _ => "",
        });
        Assert.Equal(7, maker.Embed("factur-x.xml", Xml));
        maker.Add("<< /EmbeddedFiles << /Kids [10 0 R] >> >>");
        maker.Add("[7 0 R]");
        maker.Add("<< /Kids [11 0 R 10 0 R] >>");
        maker.Add("<< /Names [(a) 7 0 R] /Limits [(a) (a)] >>");
        using var parts = PartTests.Unpacked(isCompressed ? maker.Compressed() : maker.Plain());
        Assert.Empty(parts.Findings.All);
        Assert.Equal(2, parts.All.Count);
        Assert.Equal(("x > factur-x.xml", "text/xml", "xml"), (parts.NameOf(1), parts.All[1].MediaType, parts.All[1].Reader));
        Assert.Equal(Xml, Bytes(parts.Raw(1)));
        Assert.Empty(parts.Papers);
    }

    [Fact]
    public void What_a_later_update_says_of_an_object_holds()
    {
        var maker = Page("/AF [7 0 R]");
        maker.Embed("old.xml", "<old/>"u8.ToArray());
        var update = "\n6 0 obj\n<< /Length 6 >>\nstream\n<new/>\nendstream\nendobj\n7 0 obj\n<< /F (new.xml) /EF << /F 6 0 R >> >>\nendobj\n"
            + "trailer\n<< /Root 1 0 R /Prev 9 >>\n";
        using var parts = PartTests.Unpacked([.. maker.Plain(), .. Encoding.ASCII.GetBytes(update)]);
        Assert.Equal(("new.xml", "<new/>"), (parts.All[1].Name, Encoding.ASCII.GetString(Bytes(parts.Raw(1)))));
    }

    [Fact]
    public void Of_an_invoice_in_two_editions_one_is_the_document_and_the_other_is_shown()
    {
        var maker = Page("/Names << /EmbeddedFiles << /Names [(a) 7 0 R (b) 9 0 R (c) 11 0 R] >> >>");
        maker.Embed("ZUGFeRD-invoice.xml", Xml);
        maker.Embed("factur-x.xml", Xml);
        maker.Embed("packing list.csv", "a;b\n"u8.ToArray());
        using var parts = PartTests.Unpacked(maker.Plain());
        Assert.Equal([PartUse.Note, PartUse.Document, PartUse.Document], parts.All.Skip(1).Select(part => part.Use));
    }

    [Fact]
    public async Task The_invoice_in_a_PDF_goes_on_as_a_document_and_findings_point_into_it()
    {
        var invoice = await File.ReadAllBytesAsync(Directory.GetFiles(
            Path.Combine(Repository.Root, "mappings/xml/cii/samples"), "*.xml").Order(StringComparer.Ordinal).First(f => !f.EndsWith(".verified.xml", StringComparison.Ordinal)));
        var maker = Page("/AF [7 0 R]");
        maker.Embed("factur-x.xml", invoice);
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(maker.Compressed(), "invoice.pdf");
        await gateway.WorkAll();
        await gateway.SendAll();
        var document = Assert.Single(await gateway.Documents(receipt.Id));
        Assert.Equal((1, "xml/cii"), (document.Mark.Span.Part, document.Mapping!.Split('@')[0]));
        Assert.Single(gateway.Risk.InEffect);
        Assert.Contains("in invoice.pdf > factur-x.xml: accepted", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_is_filed_by_what_it_names_also_in_a_subset_font_and_a_form()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Archives.Zip(
            ("m.edi", CargoReports.Interchange("Q100", 2)), ("scan.pdf", Paper("Bill BLQ1002 of lading"))), "papers.zip");
        await gateway.WorkAll();
        await gateway.SendAll();
        var paper = (await gateway.Documents(receipt.Id))[^1];
        Assert.Contains(paper.Keys, key => key.Value == "BLQ1002");
        Assert.DoesNotContain(paper.Keys, key => key.Value == "BLQ1001");
        var alone = await gateway.Receive(Paper("nothing that is known"), "alone.pdf");
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Equal(ReceiptState.Accepted, (await gateway.View(alone.Id)).State);
        Assert.Contains("PRT-0010", gateway.Sender.Text("alone.pdf.report.txt"), StringComparison.Ordinal);
        Assert.Contains("It is kept as evidence", gateway.Sender.Text("alone.pdf.report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_file_is_refused_in_words()
    {
        using var parts = PartTests.Unpacked(Page("/AF [7 0 R]").Plain("/Encrypt << /Filter /Standard /V 2 >> "));
        Assert.Equal("PDF-0001", Assert.Single(parts.Findings.All).Code.Id);
    }

    [Fact]
    public void Cut_or_changed_at_any_place_it_ends_in_parts_or_findings()
    {
        var maker = Page("/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>");
        maker.Embed("factur-x.xml", Xml);
        foreach (var whole in (byte[][])[maker.Plain(), maker.Compressed(), Paper("AB1234567")])
        {
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, isCut) =>
            {
                var changed = isCut ? whole[..at] : (byte[])whole.Clone();
                if (!isCut) changed[at] = value;
                using var parts = PartTests.Unpacked(changed);
                return parts.Findings.All.All(f => f.Code.Id != GatewayCodes.OwnFault.Id);
            }, iter: 400, threads: 1);
        }
    }

    public static TheoryData<string> Hostile =>
        ["page-loop", "name-loop", "nested", "strings", "no-endstream", "reference-loop", "object-stream-bomb", "text-bomb", "form-loop", "many-kids"];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_costs_little_and_ends(string kind)
    {
        var bytes = Bad(kind);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var parts = PartTests.Unpacked(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 300L * 1024 * 1024, $"{allocated} bytes");
        Assert.DoesNotContain(parts.Findings.All, finding => finding.Code.Id == GatewayCodes.OwnFault.Id);
    }

    private static byte[] Bad(string kind)
    {
        var maker = kind is "page-loop" or "name-loop" or "reference-loop" or "many-kids" ? new PdfMaker() : Page("/AF [7 0 R]");
        switch (kind)
        {
            case "page-loop":
                maker.Add("<< /Type /Catalog /Pages 2 0 R >>");
                maker.Add("<< /Kids [2 0 R 3 0 R] >>");
                maker.Add("<< /Kids [2 0 R 3 0 R << /Kids [3 0 R] >>] >>");
                break;
            case "name-loop":
                maker.Add("<< /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >>");
                maker.Add("<< /Kids [2 0 R 2 0 R << /Kids [2 0 R] >>] >>");
                break;
            case "reference-loop":
                maker.Add("<< /Type /Catalog /Names 2 0 R /Pages 2 0 R /AF 3 0 R >>");
                maker.Add("3 0 R");
                maker.Add("2 0 R");
                break;
            case "many-kids":
                maker.Add("<< /Type /Catalog /Pages 2 0 R >>");
                // Direct kids within direct kids, the same ones named again and again.
                maker.Add("<< /Kids [" + string.Concat(Enumerable.Repeat("<< /Kids [3 0 R] >> ", 5000)) + "] >>");
                maker.Add("<< /Contents [" + string.Concat(Enumerable.Repeat("4 0 R ", 5000)) + "] >>");
                maker.AddStream("", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("BT (x) Tj ET ", 5000))));
                break;
            case "nested":
                return [.. maker.Plain(), .. Encoding.ASCII.GetBytes("9 0 obj " + new string('[', 4_000_000))];
            case "strings":
                return [.. maker.Plain(), .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("9 0 obj (", 500_000)))];
            case "no-endstream":
                return [.. maker.Plain(), .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("9 0 obj <<>> stream\n", 200_000)))];
            case "object-stream-bomb":
                for (var i = 0; i < 8; i++) maker.AddStream("/Type /ObjStm /N 5 /First 10", new byte[20 * 1024 * 1024]);
                break;
            case "text-bomb":
                maker = Page("", contents: Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("BT (aaaaaaaaaa) Tj ET ", 3_000_000))));
                break;
            case "form-loop":
                maker = Page("", "/XObject << /F 6 0 R /G 7 0 R >>", "/F Do /G Do"u8.ToArray());
                maker.AddStream("/Subtype /Form", "/F Do /G Do /F Do"u8.ToArray());
                maker.AddStream("/Subtype /Form", "/F Do /G Do /F Do"u8.ToArray());
                break;
        }

        return maker.Plain();
    }

    // A page whose text is in a form, in a font of two-byte codes that only its table explains.
    private static byte[] Paper(string text)
    {
        var codes = string.Concat(text.Select((_, i) => (i + 1).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)));
        var map = new StringBuilder($"{text.Length} beginbfchar\n");
        for (var i = 0; i < text.Length; i++)
        {
            map.Append(System.Globalization.CultureInfo.InvariantCulture, $"<{i + 1:X4}> <{(int)text[i]:X4}>\n");
        }

        var maker = Page("", "/XObject << /F 6 0 R >>", "q /F Do Q"u8.ToArray());
        maker.AddStream("/Subtype /Form /Resources << /Font << /T 7 0 R >> >>", Encoding.ASCII.GetBytes($"BT /T 9 Tf [<{codes}> -300] TJ ET"));
        maker.Add("<< /Type /Font /Subtype /Type0 /ToUnicode 8 0 R >>");
        maker.AddStream("", Encoding.ASCII.GetBytes(map.Append("endbfchar\n").ToString()));
        return maker.Compressed();
    }

    private static PdfMaker Page(string catalogue, string resources = "/Font << /F1 5 0 R >>", byte[]? contents = null)
    {
        var maker = new PdfMaker();
        maker.Add($"<< /Type /Catalog /Pages 2 0 R {catalogue} >>");
        maker.Add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        maker.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>");
        maker.AddStream("", contents ?? "BT /F1 12 Tf 72 700 Td (Invoice) Tj ET"u8.ToArray());
        maker.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        return maker;
    }

    private static byte[] Bytes(IRaw raw)
    {
        var bytes = new byte[raw.Length];
        Assert.Equal(bytes.Length, raw.Read(0, bytes));
        return bytes;
    }
}
