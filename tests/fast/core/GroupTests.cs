using System.Globalization;
using System.Text;
using Gateway.Contracts;
using Gateway.Core;

namespace Gateway.Tests.Fast.Core;

/// <summary>What is wrong with a functional group is told once, of the group, and holds for all its messages and for no others.</summary>
[Collection("faults")]
public sealed class GroupTests : IDisposable
{
    public void Dispose() => Faults.Disable();

    /// <summary>An interchange of groups of so many messages each.</summary>
    private static string Groups(params int[] messages)
    {
        var text = new StringBuilder("UNB+UNOA:3+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+261110:2200+G1'\n");
        for (var group = 1; group <= messages.Length; group++)
        {
            var one = Encoding.ASCII.GetString(Manifests.Interchange($"G1-{group}", messages[group - 1]));
            var body = one[one.IndexOf("UNH", StringComparison.Ordinal)..one.IndexOf("UNZ", StringComparison.Ordinal)];
            text.Append(CultureInfo.InvariantCulture, $"UNG+CUSCAR+HARBR+PORT+261110:2200+{group}+UN+D:95B'\n")
                .Append(body.Replace("+M", $"+{group}M", StringComparison.Ordinal))
                .Append(CultureInfo.InvariantCulture, $"UNE+{messages[group - 1]}+{group}'\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"UNZ+{messages.Length}+G1'\n").ToString();
    }

    private static async Task<(RunningStore Gateway, Receipt Receipt)> Work(string text, params (string, string)[] files)
    {
        var gateway = await RunningStore.Start(files);
        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(text));
        await gateway.WorkAll();
        await gateway.SendAll();
        return (gateway, receipt);
    }

    private static string Control(RunningStore gateway)
    {
        var text = gateway.Sender.Text(".contrl.edi");
        return text[text.IndexOf("UCI", StringComparison.Ordinal)..text.LastIndexOf("UNT+", StringComparison.Ordinal)];
    }

    private const string Uci = "UCI+G1+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+7'";

    [Theory]
    [InlineData("UNE+2+2", "UNE+3+2", "UCF+2+HARBR+PORT+4+29+UNE+2'", "UNE says 3 messages; the functional group has 2.")]
    [InlineData("UNE+2+2", "UNE+2+9", "UCF+2+HARBR+PORT+4+28+UNE+3'", "UNE has the reference \"9\", UNG has \"2\".")]
    [InlineData("UNE+2+2'\n", "", "UCF+2+HARBR+PORT+4+13+UNE'", "The functional group 2 has no end (UNE) before UNG.")]
    [InlineData("UNG+CUSCAR+HARBR+PORT+261110:2200+2", "UNG+CUSCAR+HARBR++261110:2200+2", "UCF+2+HARBR+-+4+13+UNG+4'", "UNG lacks the mandatory")]
    public async Task A_faulty_group_is_rejected_whole_and_its_neighbours_go_on(string right, string wrong, string ucf, string sentence)
    {
        var (gateway, receipt) = await Work(Groups(2, 2, 1).Replace(right, wrong, StringComparison.Ordinal));
        await using (gateway)
        {
            Assert.Equal(Uci + ucf, Control(gateway));
            var view = await gateway.View(receipt.Id);
            Assert.Equal((ReceiptState.PartlyAccepted, 5, 3), (view.State, view.Documents, view.Accepted));
            Assert.Equal(3, gateway.Risk.InEffect.Count);
            var documents = await gateway.Documents(receipt.Id);
            Assert.Equal([true, true, false, false, true], documents.Select(d => d.IsAccepted));
            Assert.All(documents.Where(d => !d.IsAccepted), d => Assert.Equal(
                "GWY-0012: The functional group 2, in which this message stands, is refused as a whole.", d.Reason));
            var report = gateway.Sender.Text(".report.txt");
            Assert.Equal(2, report.Split(sentence).Length);
            Assert.Contains("CUSCAR 2M1 (document 3): NOT accepted", report, StringComparison.Ordinal);
            Assert.Contains("CUSCAR 3M1 (document 5): accepted", report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_s_own_fault_in_a_sound_group_costs_only_itself()
    {
        var (gateway, receipt) = await Work(Groups(2, 2).Replace("+2M1'\nUNH", "9+2M1'\nUNH", StringComparison.Ordinal));
        await using (gateway)
        {
            Assert.Equal(Uci + "UCF+2+HARBR+PORT+7'UCM+2M1+CUSCAR:D:95B:UN+4+29+UNT+2'", Control(gateway));
            Assert.Equal(3, (await gateway.View(receipt.Id)).Accepted);
        }
    }

    [Fact]
    public async Task What_a_partner_s_file_forgives_of_a_group_rejects_nothing()
    {
        var (gateway, receipt) = await Work(Groups(1, 2).Replace("UNE+2", "UNE+7", StringComparison.Ordinal), ("partners/harbour.yaml",
            "partner: 1\nseverities:\n  EDI-0015: { severity: warn, reason: counted by hand }\n"));
        await using (gateway)
        {
            Assert.Equal(Uci, Control(gateway));
            Assert.Equal((ReceiptState.Accepted, 3), ((await gateway.View(receipt.Id)).State, (await gateway.View(receipt.Id)).Accepted));
        }
    }

    [Fact]
    public async Task APERAK_says_nothing_of_messages_whose_group_CONTRL_rejects()
    {
        var (gateway, _) = await Work(Groups(1, 1).Replace("UNE+1+2", "UNE+7+2", StringComparison.Ordinal),
            ("partners/harbour.yaml", "partner: 1\nanswers: [contrl, aperak]\n"));
        await using (gateway)
        {
            Assert.Equal(Uci + "UCF+2+HARBR+PORT+4+29+UNE+2'", Control(gateway));
            Assert.Contains("UNZ+1+", gateway.Sender.Text(".aperak.edi"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_fault_of_UNZ_is_of_the_interchange_and_not_of_its_last_group()
    {
        var (gateway, receipt) = await Work(Groups(1, 1).Replace("UNZ+2", "UNZ+5", StringComparison.Ordinal));
        await using (gateway)
        {
            Assert.Equal("UCI+G1+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+4+29+UNZ+2'", Control(gateway));
            Assert.Equal((ReceiptState.Rejected, 0), ((await gateway.View(receipt.Id)).State, (await gateway.View(receipt.Id)).Documents));
        }
    }

    [Fact]
    public async Task A_segment_between_messages_rejects_no_message_and_is_told_of_the_interchange()
    {
        var (gateway, receipt) = await Work(
            Encoding.ASCII.GetString(Manifests.Interchange("G1", 2)).Replace("UNH+M2", "FTX+AAA'UNH+M2", StringComparison.Ordinal));
        await using (gateway)
        {
            Assert.Equal("UCI+G1+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+7+33'", Control(gateway));
            var view = await gateway.View(receipt.Id);
            Assert.Equal((ReceiptState.PartlyAccepted, 2, 2), (view.State, view.Documents, view.Accepted));
            Assert.Contains("EDI-0008", view.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_faulty_group_stays_rejected_when_the_work_on_it_is_cut_short_and_goes_on()
    {
        foreach (var (right, wrong) in ((string, string)[])
            [("UNE+70+2", "UNE+71+2"), ("UNG+CUSCAR+HARBR+PORT+261110:2200+2", "UNG+CUSCAR+HARBR++261110:2200+2")])
        {
            await using var gateway = await RunningStore.Start();
            var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(Groups(1, 70, 1).Replace(right, wrong, StringComparison.Ordinal)));
            Faults.Enable("settle.after-commit@1:throw");
            await Assert.ThrowsAnyAsync<Exception>(async () => await gateway.WorkAll());
            Faults.Disable();
            await gateway.Restart();
            await gateway.WorkAll();
            await gateway.SendAll();
            var documents = await gateway.Documents(receipt.Id);
            Assert.Equal((72, 2), (documents.Count, documents.Count(d => d.IsAccepted)));
            Assert.StartsWith(Uci + "UCF+2+", Control(gateway), StringComparison.Ordinal);
            Assert.DoesNotContain("UCM", Control(gateway), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_interchange_whose_UNB_reading_finds_faulty_is_shown_as_rejected_and_may_come_again_under_its_reference()
    {
        var bad = Encoding.ASCII.GetString(Manifests.Interchange("H1", 1)).Replace("+PORTCUSTOMS:ZZ+261110", "++261110", StringComparison.Ordinal);
        var good = Encoding.ASCII.GetString(Manifests.Interchange("H2", 1));
        foreach (var point in (string[])["", "settle.before-commit@1:throw", "settle.after-commit@1:throw"])
        {
            await using var gateway = await RunningStore.Start();
            var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(bad + good));
            Assert.Equal([InterchangeState.Accepted, InterchangeState.Accepted], receipt.Interchanges.Select(i => i.State));
            if (point.Length > 0)
            {
                Faults.Enable(point);
                await Assert.ThrowsAnyAsync<Exception>(async () => await gateway.WorkAll());
                Faults.Disable();
                await gateway.Restart();
            }

            await gateway.WorkAll();
            var view = await gateway.View(receipt.Id);
            Assert.Equal([InterchangeState.Rejected, InterchangeState.Accepted], view.Receipt.Interchanges.Select(i => i.State));
            Assert.Equal(ReceiptState.PartlyAccepted, view.State);
            var corrected = await gateway.Receive(Manifests.Interchange("H1", 1), "corrected.edi");
            Assert.Equal(InterchangeState.Accepted, corrected.Interchanges[0].State);
        }
    }
}
