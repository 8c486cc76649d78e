using System.Text;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

public sealed class PipelineTests
{
    [Fact]
    public async Task One_bad_message_of_forty_costs_only_itself_and_is_named_in_the_answer()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Manifests.Interchange("F40", 40, wrongCount: 17));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(39, gateway.Risk.InEffect.Count);
        Assert.DoesNotContain(
            gateway.Risk.Got, o => Encoding.UTF8.GetString(o.Bytes.Span).Contains("\"F40-17\"", StringComparison.Ordinal));
        var control = gateway.Sender.Text(".contrl.edi");
        Assert.Contains("UCM+M17+", control, StringComparison.Ordinal);
        Assert.Contains("M17 (document 17): NOT accepted", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
        var view = await gateway.View(receipt.Id);
        Assert.Equal((ReceiptState.PartlyAccepted, 40, 39), (view.State, view.Documents, view.Accepted));
    }

    [Fact]
    public async Task A_wrong_segment_count_goes_on_where_the_partner_s_file_says_warn()
    {
        var bytes = Manifests.Interchange("UNT1", 1, wrongCount: 1);
        await using var strict = await RunningStore.Start();
        var refused = await strict.Receive(bytes);
        await strict.WorkAll();
        var code = (await strict.Documents(refused.Id))[0].Findings.Single(f => f.Severity == Severity.Error).Finding.Code.Id;

        await using var lenient = await RunningStore.Start(("partners/harbour.yaml",
            $"partner: 1\nseverities:\n  {code}: {{ severity: warn, reason: ships' offices count by hand }}\n"));
        var accepted = await lenient.Receive(bytes);
        await lenient.WorkAll();
        var document = (await lenient.Documents(accepted.Id)).Single();
        Assert.True(document.IsAccepted);
        Assert.Contains(document.Findings, f => f.Finding.Code.Id == code && f.Severity == Severity.Warning);
    }

    [Theory]
    [InlineData("+PORTCUSTOMS:ZZ+261110", "++261110", "+4+", 0)]
    [InlineData("261110:2200", "26XX10:2200", "+7'", 3)]
    public async Task An_error_in_UNB_rejects_every_message_of_its_interchange_and_a_warning_none(
        string right, string wrong, string action, int accepted)
    {
        var text = Encoding.ASCII.GetString(Manifests.Interchange("H1", 3)).Replace(right, wrong, StringComparison.Ordinal);
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(text + Encoding.ASCII.GetString(Manifests.Interchange("H2", 1))));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(accepted + 1, gateway.Risk.InEffect.Count);
        var control = gateway.Sender.Text(".contrl.edi");
        var first = control[control.IndexOf("UCI+H1", StringComparison.Ordinal)..control.IndexOf("UNZ", StringComparison.Ordinal)];
        Assert.Contains(action, first, StringComparison.Ordinal);
        Assert.DoesNotContain("UCM", first, StringComparison.Ordinal);
        Assert.Contains("UCI+H2+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+7'", control, StringComparison.Ordinal);
        Assert.Equal(
            accepted == 0 ? ReceiptState.PartlyAccepted : ReceiptState.Accepted, (await gateway.View(receipt.Id)).State);
    }

    [Fact]
    public async Task However_many_interchanges_are_faulty_none_of_them_is_taken_for_sound()
    {
        var one = Encoding.ASCII.GetString(Manifests.Interchange("Z", 1));
        var text = string.Concat(Enumerable.Range(0, Limits.FindingsMax + 5).Select(i => one.Replace("UNZ+1", "UNZ+2", StringComparison.Ordinal)
            .Replace("+Z'", $"+Z{i}'", StringComparison.Ordinal)));
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Encoding.ASCII.GetBytes(text));
        Assert.All(receipt.Interchanges, interchange => Assert.Equal(InterchangeState.Rejected, interchange.State));
    }

    [Fact]
    public async Task A_CONTRL_is_kept_and_shown_and_neither_translated_nor_answered()
    {
        await using var gateway = await RunningStore.Start();
        var control = Encoding.ASCII.GetBytes(
            "UNB+UNOA:3+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+261110:2200+K1'UNH+1+CONTRL:D:3:UN'UCI+77+PORTCUSTOMS:ZZ+HARBRLINE:ZZ+4+23+UNB+3:1'"
            + "UNT+3+1'UNZ+1+K1'");
        var receipt = await gateway.Receive(control);
        await gateway.WorkAll();
        var again = await gateway.Receive([.. control, .. "\n"u8], "again.edi");
        Assert.Equal(InterchangeState.Repeat, Assert.Single(again.Interchanges).State);
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.Accepted, (await gateway.View(receipt.Id)).State);
        var document = (await gateway.Documents(receipt.Id)).Single();
        Assert.True(document.IsAccepted);
        Assert.Equal(
            "The recipient rejects the interchange 77: the sender is not known (0085 = 23) in UNB.",
            Assert.Single(document.Findings, f => f.Severity == Severity.Warning).Finding.Sentence);
        Assert.Empty(gateway.Sender.Got);
        Assert.Empty(gateway.Risk.Got);
    }

    [Fact]
    public async Task A_partner_who_wants_APERAK_gets_both_answers()
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml", "partner: 1\nanswers: [contrl, aperak]\n"));
        await gateway.Receive(Manifests.Interchange("AP1", 1));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Contains("UCI+AP1+", gateway.Sender.Text(".contrl.edi"), StringComparison.Ordinal);
        Assert.Contains("UNH+1+APERAK:D:95B:UN'BGM+3", gateway.Sender.Text(".aperak.edi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_bytes_give_the_same_receipt_and_are_delivered_once()
    {
        await using var gateway = await RunningStore.Start();
        var bytes = Manifests.Interchange("R1", 3);
        var first = await gateway.Receive(bytes);
        await gateway.WorkAll();
        await gateway.SendAll();
        await gateway.Restart();
        var second = await gateway.Receive(bytes, "again.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(first.Id, second.Id);
        Assert.Equal((false, true), (first.IsRepeat, second.IsRepeat));
        Assert.Equal(3, gateway.Risk.Got.Count);
    }

    [Fact]
    public async Task The_same_reference_with_other_content_is_a_conflict_answered_with_both_digests()
    {
        await using var gateway = await RunningStore.Start();
        var first = await gateway.Receive(Manifests.Interchange("C1", 1));
        var second = await gateway.Receive(Manifests.Interchange("C1", 2));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(InterchangeState.Conflict, second.Interchanges.Single().State);
        Assert.Single(gateway.Risk.InEffect);
        Assert.Equal(ReceiptState.Rejected, (await gateway.View(second.Id)).State);
        var report = Encoding.UTF8.GetString(gateway.Sender.Got
            .Single(o => o.FileName.EndsWith(".report.txt", StringComparison.Ordinal)
                && Encoding.UTF8.GetString(o.Bytes.Span).Contains(second.Id, StringComparison.Ordinal)).Bytes.Span);
        Assert.Contains(first.Interchanges[0].Sha256, report, StringComparison.Ordinal);
        Assert.Contains(second.Interchanges[0].Sha256, report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "GWY-0002")]
    [InlineData("Dear customs, please find my manifest attached.", "GWY-0001")]
    [InlineData("\0\u0001\u0002PK\u0003\u0004", "GWY-0001")]
    public async Task What_nobody_can_read_is_kept_and_answered(string content, string code)
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Encoding.Latin1.GetBytes(content), "strange.bin");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(content.Length, receipt.Bytes);
        Assert.Equal(ReceiptState.Rejected, (await gateway.View(receipt.Id)).State);
        Assert.Contains(code, gateway.Sender.Text("strange.bin.report.txt"), StringComparison.Ordinal);
        Assert.Empty(gateway.Risk.Got);
    }

    [Fact]
    public async Task A_huge_file_without_a_terminator_ends_in_a_finding()
    {
        await using var gateway = await RunningStore.Start();
        var bytes = new byte[8 * 1024 * 1024];
        bytes.AsSpan().Fill((byte)'A');
        Encoding.ASCII.GetBytes("UNB+UNOA:3+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+261110:2200+H1'UNH+1+CUSCAR:D:95B:UN'BGM+").CopyTo(bytes, 0);
        var receipt = await gateway.Receive(bytes);
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.Rejected, (await gateway.View(receipt.Id)).State);
        Assert.Matches("EDI-[0-9]+ error: ", gateway.Sender.Text(".report.txt"));
    }

    [Fact]
    public async Task A_document_type_without_mapping_is_held_and_answered()
    {
        await using var gateway = await RunningStore.Start();
        var bytes = Encoding.ASCII.GetBytes(
            "UNB+UNOA:3+HARBRLINE:ZZ+PORTCUSTOMS:ZZ+261110:2200+N1'UNH+1+XYZABC:D:95B:UN'BGM+1'UNT+3+1'UNZ+1+N1'");
        var receipt = await gateway.Receive(bytes);
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.Parked, (await gateway.View(receipt.Id)).State);
        Assert.Contains("GWY-0004", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_who_is_not_the_partner_of_the_channel_is_refused_and_kept()
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml", "partner: 1\nsenders: [HARBRLINE]\n"));
        var own = await gateway.Receive(Manifests.Interchange("S1", 1));
        var other = await gateway.Receive(Manifests.Interchange("S2", 1, sender: "SOMEBODY:ZZ"));
        await gateway.WorkAll();

        Assert.Equal(InterchangeState.Accepted, own.Interchanges.Single().State);
        Assert.Equal(InterchangeState.Rejected, other.Interchanges.Single().State);
        Assert.Equal(ReceiptState.Rejected, (await gateway.View(other.Id)).State);
    }

    [Fact]
    public async Task Reports_of_one_voyage_arrive_in_order_although_the_far_side_fails()
    {
        await using var gateway = await RunningStore.Start();
        await gateway.Receive(Manifests.Interchange("O1", 6));
        await gateway.WorkAll();
        var failures = 0;
        gateway.Risk.Answer = _ => failures++ % 2 == 0 ? SendOutcome.Retry : SendOutcome.Delivered;
        for (var i = 0; i < 20 && gateway.Risk.Got.Count < 6; i++)
        {
            await gateway.SendAll();
            gateway.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        var ids = gateway.Risk.Got.Select(o => JsonDocument.Parse(o.Bytes).RootElement
            .GetProperty("cargoReport").GetProperty("id").GetString()).ToList();
        Assert.Equal(["O1-1", "O1-2", "O1-3", "O1-4", "O1-5", "O1-6"], ids);
    }

    [Fact]
    public async Task What_the_far_side_refuses_is_held_and_the_rest_goes_on()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Manifests.Interchange("P1", 1));
        await gateway.Receive(Manifests.Interchange("P2", 1, voyage: "700W"));
        await gateway.WorkAll();
        gateway.Risk.Answer = o => Encoding.UTF8.GetString(o.Bytes.Span).Contains("\"P1-1\"", StringComparison.Ordinal)
            ? SendOutcome.Refused : SendOutcome.Delivered;
        await gateway.SendAll();

        Assert.Single(gateway.Risk.Got);
        var entries = await gateway.Store.Read(
            Viewer.Operator, new EntriesQuery(receipt.Id, Destination: RunningStore.Destination), CancellationToken.None);
        Assert.Equal(EntryState.Parked, entries.Items.Single().State);
    }

    [Fact]
    public async Task The_same_bytes_become_the_same_bytes_in_any_store()
    {
        var bytes = TestFiles.Sample("d99b-sea-cargo-report.edi");
        var made = new List<(string, string, string, string)>();
        for (var i = 0; i < 2; i++)
        {
            await using var gateway = await RunningStore.Start();
            if (i == 1) await gateway.Receive(Manifests.Interchange("Z1", 1));
            var receipt = await gateway.Receive(bytes);
            await gateway.WorkAll();
            var document = (await gateway.Documents(receipt.Id))[0];
            made.Add((
                document.Id, Digest.Of(document.Json.Span).Hex, Digest.Of(document.Xml.Span).Hex, Digest.Of(document.Provenance.Span).Hex));
        }

        Assert.Equal(made[0], made[1]);
    }

    [Fact]
    public async Task A_file_is_whole_when_its_last_interchange_is_closed()
    {
        await using var gateway = await RunningStore.Start();
        var bytes = Manifests.Interchange("W1", 2);
        var end = bytes.AsSpan().TrimEnd((byte)'\n').Length;
        Assert.Equal(ScanState.Complete, gateway.Pipeline.Probe(new MemoryStream(bytes)));
        for (var cut = 12; cut < end; cut += 7)
        {
            Assert.Equal(ScanState.More, gateway.Pipeline.Probe(new MemoryStream(bytes[..cut])));
        }
    }

    [Fact]
    public async Task Bytes_that_a_repeat_releases_are_answered_again()
    {
        await using var gateway = await RunningStore.Start();
        var mapping = "mappings/edifact/cuscar/mapping.yaml";
        var text = Encoding.UTF8.GetString(gateway.Files()[mapping].Span);
        gateway.Change(mapping, text.Replace("\nwhen: ", "\nwhen: BGM.1001 = 999 and ", StringComparison.Ordinal));
        Assert.True(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        var bytes = Manifests.Interchange("H1", 2);
        var held = await gateway.Receive(bytes);
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Equal(ReceiptState.Parked, (await gateway.View(held.Id)).State);

        gateway.Change(mapping, text);
        Assert.True(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        await gateway.Receive(bytes);
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Equal(ReceiptState.Accepted, (await gateway.View(held.Id)).State);
        Assert.Equal(2, gateway.Risk.InEffect.Count);
        Assert.Equal(2, gateway.Sender.InEffect.Count(o => o.FileName.EndsWith(".report.txt", StringComparison.Ordinal)));
    }
}
