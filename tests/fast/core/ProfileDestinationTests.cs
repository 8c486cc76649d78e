using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

/// <summary>A destination that wants the form of an administration gets it, from the schemas of that administration.</summary>
public sealed class ProfileDestinationTests
{
    private const string ToRisk = "destination: 1\nchannel: http\naddress: http://127.0.0.1:9/risk\n";

    private static byte[] Declaration(string name) => File.ReadAllBytes(
        Path.Combine(Repository.Root, "mappings", "xml", "hmrc-cds", "samples", name + ".xml"));

    // As a site installs them: the schemas of the administration lie beside its set.yaml.
    private static (string Path, string Text)[] Installed(params (string Path, string Text)[] further)
    {
        var folder = Path.Combine(Repository.Shared, "wco", "hmrc-cds", "schemas");
        var schemas = Directory.GetFiles(folder, "*.xsd", SearchOption.AllDirectories)
            .Select(file => ("xsd/hmrc-cds/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)));
        return [("xsd/hmrc-cds/set.yaml", "main: customs/wrapper_submit.xsd\n"), .. schemas, .. further];
    }

    [Fact]
    public async Task A_declaration_is_delivered_in_the_form_of_the_administration()
    {
        await using var gateway = await RunningStore.Start(Installed(("destinations/risk.yaml", ToRisk + "form: profile:hmrc-cds\n")));
        var receipt = await gateway.Receive(Declaration("import-of-machines"), "declaration.xml");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.Accepted, (await gateway.View(receipt.Id)).State);
        var sent = Assert.Single(gateway.Risk.Got);
        Assert.Equal("application/xml", sent.MediaType);
        var text = Encoding.UTF8.GetString(sent.Bytes.Span);
        Assert.Contains("urn:wco:datamodel:WCO:DocumentMetaData-DMS:2", text, StringComparison.Ordinal);
        Assert.Contains("<WCOTypeName>DEC</WCOTypeName>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_does_not_fit_holds_the_document_and_does_not_blame_the_sender()
    {
        var profile = File.ReadAllText(Path.Combine(Repository.Root, "mappings", "profiles", "hmrc-cds", "mapping.yaml"));
        var broken = profile.Replace("WCOTypeName: =DEC", "WCOTypeName: GoodsShipment/TransactionNatureCode", StringComparison.Ordinal)
            .Replace("copy: .                              #", "FunctionCode: GoodsShipment/TransactionNatureCode  #", StringComparison.Ordinal);
        await using var gateway = await RunningStore.Start(Installed(
            ("mappings/profiles/hmrc-cds/mapping.yaml", broken),
            ("destinations/risk.yaml", ToRisk + "form: profile:hmrc-cds\n")));
        var receipt = await gateway.Receive(Declaration("import-of-machines"), "declaration.xml");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Empty(gateway.Risk.Got);
        Assert.Equal(ReceiptState.Parked, (await gateway.View(receipt.Id)).State);
        var document = Assert.Single(await gateway.Documents(receipt.Id));
        Assert.False(document.IsAccepted);
        Assert.StartsWith("GWY-0011", document.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(document.Findings, finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public async Task A_destination_takes_what_its_profile_has_a_form_for_and_others_take_the_rest()
    {
        await using var gateway = await RunningStore.Start(
            ("destinations/customs.yaml", ToRisk + "form: profile:hmrc-cds\n"), ("destinations/risk.yaml", ToRisk));
        await gateway.Receive(Manifests.Interchange("P1", 1));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Single(gateway.Risk.Got);
        Assert.Equal(0, await gateway.Pipeline.Send(gateway.Risk, "customs", "node", CancellationToken.None));
    }

    [Fact]
    public void A_profile_that_is_not_there_is_a_fault_of_the_file()
    {
        var files = TestFiles.OfRepository.ToDictionary();
        files["destinations/x.yaml"] = Encoding.UTF8.GetBytes(ToRisk + "form: profile:hmrc-cd\n");
        var findings = new Findings();
        Revision.Load(files, TestFiles.Formats(), Gateway.Formats.YamlText.Read, findings);
        var fault = Assert.Single(findings.All, finding => finding.Code.Default == Severity.Error);
        Assert.Contains("profile:hmrc-cds", fault.Fix, StringComparison.Ordinal);
    }
}
