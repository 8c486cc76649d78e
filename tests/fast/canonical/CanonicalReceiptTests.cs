using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Tests.Fast.Core;

namespace Gateway.Tests.Fast.Canonical;

/// <summary>A sender who writes by the model sends like any other: kept, checked, delivered, answered.</summary>
public sealed class CanonicalReceiptTests
{
    private const string Risk = "destination: 1\nchannel: http\naddress: http://127.0.0.1:9/risk\n";

    [Theory]
    [InlineData("cargo-report/samples/two-air-waybills.xml", false)]
    [InlineData("goods-declaration/samples/transit.json", false)]
    [InlineData("response/samples/fault-in-an-item.json", true)]
    public async Task A_canonical_document_goes_the_way_of_all_others(string sample, bool isTest)
    {
        await using var gateway = await RunningStore.Start(("destinations/risk.yaml", Risk));

        var receipt = await gateway.Receive(Sample(sample), Path.GetFileName(sample));
        await gateway.WorkAll();
        await gateway.SendAll();

        var view = await gateway.View(receipt.Id);
        Assert.Equal((ReceiptState.Accepted, 1), (view.State, view.Accepted));
        Assert.Equal(isTest ? 0 : 1, gateway.Risk.Got.Count);
        var report = gateway.Sender.Text(".report.txt");
        Assert.Equal(isTest, report.Contains("You marked it as a test (TestIndicator)", StringComparison.Ordinal));
        var json = Encoding.UTF8.GetString(Assert.Single(await gateway.Documents(receipt.Id)).Json.Span);
        Assert.Contains("\"sourceFormatName\":\"wco\"", json, StringComparison.Ordinal);
        Assert.Equal(isTest, json.Contains("\"testIndicator\":true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cargo-report/samples/two-air-waybills.xml", "</CargoReport>", "<Mood>good</Mood></CargoReport>")]
    [InlineData("cargo-report/samples/houses-of-one-container.json", "\"cargoReport\": {", "\"cargoReport\": { \"Mood\": \"good\",")]
    public async Task A_name_that_the_model_does_not_have_is_refused_and_kept_where_the_partner_may_send_it(
        string sample, string from, string to)
    {
        const string Partner = "partner: 1\nname: Harbour Line\nseverities:\n  SCH-0003: { severity: warn, reason: their old program }\n"
            + "  SCH-0019: { severity: warn, reason: likewise }\n";
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample(sample)).Replace(from, to, StringComparison.Ordinal));
        await using var strict = await RunningStore.Start();
        await using var lenient = await RunningStore.Start(("partners/harbour.yaml", Partner));
        var (refused, taken) = (await strict.Receive(bytes, sample), await lenient.Receive(bytes, sample));
        await strict.WorkAll();
        await lenient.WorkAll();

        Assert.Equal(ReceiptState.Rejected, (await strict.View(refused.Id)).State);
        Assert.Equal(ReceiptState.Accepted, (await lenient.View(taken.Id)).State);
        var kept = Assert.Single(await lenient.Documents(taken.Id));
        Assert.Contains(kept.Findings, f => f is { Severity: Severity.Warning, Finding.Code.Id: "SCH-0003" or "SCH-0019" });
        const string Extension = "{\"label\":\"wco\",\"path\":\"Mood\",\"value\":\"good\"}";
        Assert.Contains(Extension, Encoding.UTF8.GetString(kept.Json.Span), StringComparison.Ordinal);
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "mappings", "wco", name));
}
