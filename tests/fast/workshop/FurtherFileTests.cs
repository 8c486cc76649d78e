using System.Globalization;
using Gateway.Core;
using Gateway.Host.Cli;
using Gateway.Host.Workshop;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Workshop;

/// <summary>Further documents (<c>also</c>) from the files that are handed over to the mapping's result.</summary>
public sealed class FurtherFileTests : IDisposable
{
    private const string Manifest = "UNB+UNOA:2+SENDER:ZZ+CUSTOMS:ZZ+261101:0800+1'UNH+1+CUSCAR:D:96B:UN'BGM+785+R-1+9'"
        + "CNI+1'RFF+BM:L2'GID+1'CNI+2'RFF+BM:L1'GID+1'UNT+9+1'UNZ+1+1'";

    private const string Invoice = "UNB+UNOA:2+SENDER:ZZ+CUSTOMS:ZZ+261101:0800+2'UNH+1+INVOIC:D:96A:UN'BGM+380+I-1+9'NAD+SE+++HARBOUR TOYS'"
        + "LIN+1++L1:SA'MOA+203:3:EUR'LIN+2++L2:SA'MOA+203:7.5:EUR'UNS+S'UNT+9+1'UNZ+1+2'";

    private const string Canonical = """
        {"wcoDataModelVersionCode":"3.6","wcoTypeName":"INV","commercialDocument":{"typeCode":"380","id":"I-1","seller":{"name":"HARBOUR TOYS"},
         "line":[{"sequenceNumeric":1,"id":"L1","itemChargeAmount":{"value":3,"currency":"EUR"}},
                 {"sequenceNumeric":2,"id":"L2","itemChargeAmount":{"value":7.5,"currency":"EUR"}}]}}
        """;

    private readonly SiteFolder site = new();

    public FurtherFileTests()
    {
        site.Write("mappings/site/manifest/mapping.yaml", """
            mapping: 1
            from: edifact CUSCAR D.96B
            also: { invoice: wco CommercialDocument }
            to: wco CargoReport
            map:
              ID: BGM.1004
              TypeCode: BGM.1001
              FunctionCode: =9
              Consignment:
                each: CNI/RFF+BM
                let: { line: '$invoice/Line[ID = $.1154]' }
                SequenceNumeric: index()
                UCR/ID: .1154
                ValueAmount: $line/ItemChargeAmount
                Consignor/Name: $invoice/Seller/Name

            """);
        site.Write("mappings/site/invoice/mapping.yaml", """
            mapping: 1
            from: edifact INVOIC D.96A
            to: wco CommercialDocument
            map:
              TypeCode: BGM.1001
              ID: BGM.1004
              Seller/Name: NAD+SE.3036 | first
              Line: { each: LIN, SequenceNumeric: index(), ID: .7140, ItemChargeAmount: MOA+203 | amount }

            """);
    }

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("invoice.json", Canonical)]
    [InlineData("invoice.edi", Invoice)]
    public async Task A_further_document_is_taken_as_it_is_or_made_of_the_senders_document(string file, string content)
    {
        var path = site.Write(file, content);

        var (code, said) = await Translate(path);
        Assert.Equal((0, ""), (code, said.Faults));
        Assert.Contains("\"id\":\"L2\"", said.Json, StringComparison.Ordinal);
        Assert.Contains("\"valueAmount\":{\"value\":7.5,\"currency\":\"EUR\"}", said.Json, StringComparison.Ordinal);
        Assert.Contains("\"consignor\":{\"name\":\"HARBOUR TOYS\"}", said.Json, StringComparison.Ordinal);

        Assert.Equal(said, (await Translate("invoice=" + path)).Said);
        Assert.DoesNotContain("valueAmount", (await Translate()).Said.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invoice.json", Canonical, "7.5", "EUR")]
    [InlineData("invoice.edi", Invoice, "7.5", "EUR")]
    public async Task A_value_of_a_further_document_is_explained_at_its_bytes(string name, string content, string figure, string currency)
    {
        var bench = site.Open();
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        using var further = FurtherFiles.Open([site.Write(name, content)], bench.Revision, error)!;
        using var file = new FilePart(site.Write("manifest.edi", Manifest));
        using var translation = bench.Translate(file, null);
        translation.Further = further.Find;
        var made = (await translation.Next(CancellationToken.None))!.Translation;
        using var said = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var explanation = new Explanation(said, translation.Parts, further);

        var amount = WcoModel.Find(made.Document!, "/cargoReport/consignment/0/valueAmount");
        explanation.Write(made.Document!, amount, made.Mapping!, 1);
        explanation.Write(made.Document!, amount + 1, made.Mapping!, 1);

        foreach (var text in new[] { figure, currency })
        {
            var line = said.ToString().Split('\n').First(l => l.StartsWith("  value", StringComparison.Ordinal) && l.EndsWith(": " + text, StringComparison.Ordinal));
            Assert.Contains(" of " + site.At(name), line, StringComparison.Ordinal);
            var start = int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
            Assert.Equal(text, content.Substring(start, text.Length));
        }
    }

    [Theory]
    [InlineData("order=", "it is none of $invoice (wco CommercialDocument)")]
    [InlineData("", "it is none of $invoice (wco CommercialDocument)")]
    public async Task A_file_that_the_mapping_does_not_use_is_named(string name, string words)
    {
        var path = site.Write("other.edi", name.Length > 0 ? Invoice : Manifest);

        var (code, said) = await Translate(name + path);

        Assert.Equal(1, code);
        Assert.Contains(words, said.Faults, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Null(FurtherFiles.Open(["invoice=" + site.At("nowhere.json")], site.Open().Revision, said));
        Assert.Contains("nowhere.json cannot be read", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_has_its_further_documents_beside_it()
    {
        site.Write("mappings/site/manifest/samples/one.edi", Manifest);
        site.Write("mappings/site/manifest/samples/one.also.invoice.edi", Invoice);
        site.Write("mappings/site/manifest/samples/two.edi", Manifest);

        using var said = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(0, await TestCommand.Run(site.Open(), "site/manifest", true, false, said, CancellationToken.None));

        var samples = MappingSamples.Find([site.Root], "site/manifest").Select(sample => Path.GetFileName(sample.Path));
        Assert.Equal(["one.edi", "two.edi"], samples);
        Assert.Contains("HARBOUR TOYS", File.ReadAllText(site.At("mappings/site/manifest/samples/one.verified.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("HARBOUR", File.ReadAllText(site.At("mappings/site/manifest/samples/two.verified.json")), StringComparison.Ordinal);

        site.Write("mappings/site/manifest/samples/one.also.order.edi", Invoice);
        Assert.Equal(1, await TestCommand.Run(site.Open(), "site/manifest", true, false, said, CancellationToken.None));
        Assert.Contains("one.also.order.edi was not used", said.ToString(), StringComparison.Ordinal);
    }

    private async Task<(int Code, (string Json, string Faults) Said)> Translate(params string[] also)
    {
        var bench = site.Open();
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var further = FurtherFiles.Open(also, bench.Revision, error)!;
        using var file = new FilePart(site.Write("manifest.edi", Manifest));
        using var translation = bench.Translate(file, null);
        translation.Further = further.Find;
        var document = await translation.Next(CancellationToken.None);
        Assert.True(document!.Translation.IsAccepted, document.Translation.Reason);
        var forms = new DocumentForms();
        forms.Begin(document.Translation.Document!);
        var json = System.Text.Encoding.UTF8.GetString(forms.Json.Span);
        var isFine = further.AreUsed([.. document.Translation.Mapping!.Text.Further], error);
        return (isFine ? 0 : 1, (json, error.ToString()));
    }
}
