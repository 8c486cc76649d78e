using System.Text;
using Gateway.Core;

namespace Gateway.Tests.Fast.Core;

/// <summary>Objects (UNO to UNP) and interactive interchanges: read, named, kept and answered, though nothing translates them.</summary>
public sealed class ObjectTests
{
    private const string Object = "UNO+P1+ABC:1+1:T+12'UNZ+'UNB+X?'UNP+12+P1'";
    private const string Head = "UNB+UNOA:4+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+20261110:2200+O1'";

    [Fact]
    public async Task An_interchange_of_an_object_alone_is_accepted_and_received()
    {
        await using var gateway = await RunningStore.Start();

        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(Head + Object + "UNZ+1+O1'"));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal((ReceiptState.Accepted, ""), ((await gateway.View(receipt.Id)).State, (await gateway.View(receipt.Id)).Reason));
        Assert.Contains("UCI+O1+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+8'", gateway.Sender.Text(".contrl.edi"), StringComparison.Ordinal);
        var report = gateway.Sender.Text(".report.txt");
        Assert.StartsWith("Accepted: ", report, StringComparison.Ordinal);
        Assert.Contains("Objects   1 kept as evidence", report, StringComparison.Ordinal);
        Assert.Contains("The object \"P1\" of type 1:T (12 bytes) is kept as evidence", report, StringComparison.Ordinal);
        Assert.Contains("It is kept as evidence. It holds no data for customs", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_beside_messages_costs_them_nothing()
    {
        await using var gateway = await RunningStore.Start();

        var text = Encoding.ASCII.GetString(Manifests.Interchange("O2", 2)).Replace("UNZ+2", Object + "UNZ+3", StringComparison.Ordinal);
        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(text));
        await gateway.WorkAll();
        await gateway.SendAll();

        var view = await gateway.View(receipt.Id);
        Assert.Equal((ReceiptState.Accepted, 2, 2), (view.State, view.Documents, view.Accepted));
        Assert.Equal(2, gateway.Risk.InEffect.Count);
        Assert.Contains("+7'UNT", gateway.Sender.Text(".contrl.edi"), StringComparison.Ordinal);
        Assert.Contains("The object \"P1\"", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_whose_length_lies_is_an_error_that_is_answered()
    {
        await using var gateway = await RunningStore.Start();

        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(
            Head + Object.Replace("T+12", "T+5", StringComparison.Ordinal) + "UNZ+1+O1'"));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.Rejected, (await gateway.View(receipt.Id)).State);
        Assert.Contains("UNO says that 5 bytes of an object follow", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interactive_interchange_is_named_and_held()
    {
        await using var gateway = await RunningStore.Start();

        var text = "UIB+UNOA:4+D1++++HARBRLINE+PORTCUSTOMS'UIH+ICSDEC:D:99B::UN+M1'XYZ+1'UIT+M1+3'UIZ+D1+1'"u8;
        var receipt = await gateway.Receive(text.ToArray());
        await gateway.WorkAll();
        await gateway.SendAll();

        var view = await gateway.View(receipt.Id);
        Assert.Equal((ReceiptState.Parked, 1, 0), (view.State, view.Documents, view.Accepted));
        var report = gateway.Sender.Text(".report.txt");
        Assert.Contains("Interchange D1 from HARBRLINE was read.", report, StringComparison.Ordinal);
        Assert.Contains("ICSDEC M1 (document 1): held", report, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT accepted", report, StringComparison.Ordinal);
    }
}
