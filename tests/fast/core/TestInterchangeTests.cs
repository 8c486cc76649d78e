using System.Text;
using Gateway.Core;

namespace Gateway.Tests.Fast.Core;

/// <summary>A test (UNB 0035) is worked on and answered like any other interchange, and does not go on to customs.</summary>
public sealed class TestInterchangeTests
{
    private const string Risk = "destination: 1\nchannel: http\naddress: http://127.0.0.1:9/risk\n";

    [Theory]
    [InlineData("", true, 0)]
    [InlineData("", false, 1)]
    [InlineData("tests: no\n", true, 0)]
    [InlineData("tests: also\n", true, 1)]
    [InlineData("tests: also\n", false, 1)]
    [InlineData("tests: only\n", true, 1)]
    [InlineData("tests: only\n", false, 0)]
    public async Task A_destination_gets_tests_as_its_file_says(string tests, bool isTest, int delivered)
    {
        await using var gateway = await RunningStore.Start(("destinations/risk.yaml", Risk + tests));

        var receipt = await gateway.Receive(Interchange("T1", isTest));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal((ReceiptState.Accepted, 1), ((await gateway.View(receipt.Id)).State, (await gateway.View(receipt.Id)).Accepted));
        Assert.Equal(delivered, gateway.Risk.Got.Count);
        Assert.Equal(isTest, gateway.Sender.Text(".report.txt").Contains("You marked it as a test (UNB 0035)", StringComparison.Ordinal));
        var json = Encoding.UTF8.GetString((await gateway.Documents(receipt.Id))[0].Json.Span);
        Assert.Equal(isTest, json.Contains("\"testIndicator\":true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_costs_its_neighbours_in_the_file_nothing()
    {
        await using var gateway = await RunningStore.Start();

        await gateway.Receive([.. Interchange("T2", true), .. Interchange("T3", false)]);
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Contains("T3-1", Encoding.UTF8.GetString(Assert.Single(gateway.Risk.Got).Bytes.Span), StringComparison.Ordinal);
        var report = gateway.Sender.Text(".report.txt");
        Assert.Contains("Interchange T2 from HARBRLINE:ZZ, a test that does not go on to customs, was read.", report, StringComparison.Ordinal);
        Assert.DoesNotContain("You marked it as a test", report, StringComparison.Ordinal);
    }

    private static byte[] Interchange(string reference, bool isTest)
    {
        var text = Encoding.ASCII.GetString(Manifests.Interchange(reference, 1));
        return Encoding.ASCII.GetBytes(isTest ? text.Replace($"+{reference}'\nUNH", $"+{reference}++++++1'\nUNH", StringComparison.Ordinal) : text);
    }
}
