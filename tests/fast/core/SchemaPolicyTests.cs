using System.Text;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

/// <summary>What a schema says against a document weighs what the partner's file says.</summary>
public sealed class SchemaPolicyTests
{
    private static byte[] Delivery => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(TestFiles.Sample("delivery-erp.json"))
        .Replace("\"origin\": \"TW\"", "\"origin\": \"Taiwan\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("", ReceiptState.Rejected, Severity.Error)]
    [InlineData("severities: { SCH-0005: { severity: warn, reason: countries in words } }\n", ReceiptState.Accepted, Severity.Warning)]
    [InlineData("severities: { SCH-0005: { severity: note, reason: countries in words } }\n", ReceiptState.Accepted, Severity.Note)]
    [InlineData("severities: { SCH-0005: { severity: warn, reason: x, until: 2026-11-22 } }\n", ReceiptState.Rejected, Severity.Error)]
    [InlineData("severities: { SCH-0004: { severity: warn, reason: another code } }\n", ReceiptState.Rejected, Severity.Error)]
    public async Task A_partners_file_lifts_a_fault_against_the_schema(string severities, ReceiptState state, Severity severity)
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml", "partner: 1\nname: Harbour Line\n" + severities));
        var receipt = await gateway.Receive(Delivery, "delivery.json");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(state, (await gateway.View(receipt.Id)).State);
        Assert.Equal(state == ReceiptState.Accepted ? 1 : 0, gateway.Risk.Got.Count);
        var finding = Assert.Single(Assert.Single(await gateway.Documents(receipt.Id)).Findings, f => f.Finding.Code.Id == "SCH-0005");
        Assert.Equal((severity, "Taiwan"), (finding.Severity, Encoding.UTF8.GetString(
            Delivery.AsSpan((int)finding.Finding.Span.Start, finding.Finding.Span.Length)).Trim('"')));
    }
}
