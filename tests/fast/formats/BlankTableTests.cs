using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Tests.Fast.Core;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Formats;

/// <summary>A table in which nothing stands is refused and not held: no mapping will ever read it.</summary>
public sealed class BlankTableTests
{
    [Theory]
    [InlineData("   \r\n\r\n  \r\n", "TAB-0004 error: No cell of the table is filled.")]
    [InlineData(",,,\n,,\n", "TAB-0004 error: No cell of the table is filled.")]
    [InlineData(";\" \";\n", "TAB-0004 error: No cell of the table is filled.")]
    public async Task A_table_of_blanks_is_refused(string text, string words)
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(text), "list.csv");
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Equal(ReceiptState.Rejected, (await gateway.View(receipt.Id)).State);
        Assert.Contains(words, gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  ; ;  ;")]
    [InlineData("\u3000;\u00A0;;")]
    public async Task Rows_that_were_cleared_with_the_space_bar_are_no_lines(string blank)
    {
        var text = $"Invoice no.;4711;;\nDescription;Quantity;Amount (EUR);\nBolts;5;10;\n{blank}\n{blank}\nNuts;1;2;\n";
        var made = Assert.Single(await TestGateway.Translate("invoice.csv", Encoding.UTF8.GetBytes(text)));
        using var json = JsonDocument.Parse(made.Json);
        Assert.Equal(2, json.RootElement.GetProperty("commercialDocument").GetProperty("line").GetArrayLength());
    }

    [Fact]
    public async Task The_reason_of_a_table_without_mapping_reads_well()
    {
        await using var gateway = await RunningStore.Start();
        await gateway.Receive("a,b\n1,2\n"u8.ToArray(), "list.csv");
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Contains("cannot translate table yet: no mapping fits table.", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
    }
}
