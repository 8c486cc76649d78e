using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Tests.Fast.Core;
using CargoReports = Gateway.Tests.Fast.Core.Manifests;

namespace Gateway.Tests.Fast.Containers;

[Collection("faults")]
public sealed class PartTests
{
    [Theory]
    [InlineData("Übersee 舱单.edi", "Übersee_舱单.edi")]
    [InlineData("../../etc/pass\u202Ewd.edi", "pass_wd.edi")]
    [InlineData("C:\\x\\..hidden.edi", "hidden.edi")]
    public async Task Answers_have_the_names_of_the_parts_in_the_letters_of_their_sender(string entry, string name)
    {
        await using var gateway = await RunningStore.Start();
        await gateway.Receive(Archives.Zip((entry, TestFiles.Sample("d95b-short.edi"))), "all.zip");
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Contains(gateway.Sender.Got, answer => answer.FileName == $"all.zip.{name}.contrl.edi");
    }

    [Fact]
    public async Task Every_document_of_an_archive_goes_on_and_a_bad_entry_costs_only_itself()
    {
        await using var gateway = await RunningStore.Start();
        var inner = Archives.Zip(("b.edi", CargoReports.Interchange("Z2", 2)));
        var receipt = await gateway.Receive(Archives.Zip(
            ("a/x.edi", CargoReports.Interchange("Z1", 2, wrongCount: 2)), ("../../etc/logo.png", [0x89, 0x50, 1, 2]), ("inner.zip", inner),
            ("c.edi.gz", Archives.Gzip(CargoReports.Interchange("Z3", 1)))), "all.zip");
        await gateway.WorkAll();
        await gateway.SendAll();

        var documents = await gateway.Documents(receipt.Id);
        Assert.Equal([1, 2, 3, 4, 5], documents.Select(d => d.Mark.Number));
        Assert.Equal([1, 1, 4, 4, 6], documents.Select(d => d.Mark.Span.Part));
        Assert.Equal(4, gateway.Risk.InEffect.Count);
        Assert.Equal(ReceiptState.PartlyAccepted, (await gateway.View(receipt.Id)).State);
        var report = gateway.Sender.Text("all.zip.report.txt");
        Assert.Contains("all.zip > a/x.edi, byte", report, StringComparison.Ordinal);
        Assert.Contains("all.zip > ../../etc/logo.png is no document", report, StringComparison.Ordinal);
        Assert.Contains("UCI+Z2+", gateway.Sender.Text("all.zip.b.edi.contrl.edi"), StringComparison.Ordinal);
        Assert.Contains("UCM+M2+", gateway.Sender.Text("all.zip.x.edi.contrl.edi"), StringComparison.Ordinal);
        Assert.All(documents, d => Assert.Equal(Ids.Document(receipt.Id, d.Mark.Span.Part, d.Mark.Interchange, d.Mark.Ordinal), d.Id));
    }

    [Fact]
    public async Task An_interchange_that_came_before_is_not_worked_again_and_one_with_other_content_is_a_conflict()
    {
        await using var gateway = await RunningStore.Start();
        var first = CargoReports.Interchange("D1", 1);
        await gateway.Receive(first);
        var second = await gateway.Receive(Archives.Zip(
            ("same.edi", first), ("other.edi", CargoReports.Interchange("D1", 2)), ("new.edi", CargoReports.Interchange("D2", 1)),
            ("new-again.edi", CargoReports.Interchange("D2", 1))), "two.zip");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(2, gateway.Risk.InEffect.Count);
        var decisions = (await gateway.View(second.Id)).Receipt.Interchanges.Select(d => d.State);
        Assert.Equal(
            [InterchangeState.Repeat, InterchangeState.Conflict, InterchangeState.Accepted, InterchangeState.Repeat], decisions);
    }

    [Theory]
    [InlineData("settle.after-commit@2:throw")]
    [InlineData("work.before-settle@3:throw")]
    [InlineData("decide.before-commit@1:throw")]
    [InlineData("decide.after-commit@1:throw")]
    public async Task Work_on_an_archive_goes_on_in_the_midst_of_it_after_a_failure(string fault)
    {
        await using var gateway = await RunningStore.Start();
        var entries = Enumerable.Range(1, 60).Select(i => ($"{i}.edi", CargoReports.Interchange($"K{i}", 3))).ToList();
        var receipt = await gateway.Receive(Archives.Zip(entries), "many.zip");
        Faults.Enable(fault);
        try
        {
            await Assert.ThrowsAsync<InjectedFaultException>(gateway.WorkAll);
        }
        finally
        {
            Faults.Disable();
        }

        var settled = (await gateway.Documents(receipt.Id)).Count;
        Assert.Equal(fault.StartsWith("decide", StringComparison.Ordinal) ? 0 : 128, settled);
        await gateway.Restart();
        gateway.Clock.Advance(TimeSpan.FromMinutes(15));
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(180, gateway.Risk.InEffect.Count);
        Assert.Equal(180, gateway.Risk.Got.Count);
        Assert.Equal((ReceiptState.Accepted, 180), ((await gateway.View(receipt.Id)).State, (await gateway.View(receipt.Id)).Documents));
        Assert.Single(gateway.Sender.Got, answer => answer.FileName == "many.zip.report.txt");
        Assert.Equal(60, gateway.Sender.Got.Count(answer => answer.FileName.EndsWith(".contrl.edi", StringComparison.Ordinal)));
        var one = (await gateway.Documents(receipt.Id))[130];
        var rebuilt = await Rebuild.Document(gateway.Store, gateway.Configuration, TestFiles.Readers(), one.Id, CancellationToken.None);
        Assert.True(rebuilt!.IsSame);
    }

    [Fact]
    public async Task An_archive_that_is_given_up_is_answered_with_all_that_was_found_in_it()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Archives.Zip(
            ("a.edi", CargoReports.Interchange("G1", 70, wrongCount: 3)), ("b.png", [0x89, 0x50, 1, 2]),
            ("c.edi", CargoReports.Interchange("G2", 2))), "given-up.zip");
        for (var attempt = 1; attempt < Gateway.Documents.Limits.WorkAttemptsMax; attempt++)
        {
            // After the first settle its attempts count from there.
            Faults.Enable($"work.before-settle@{(attempt == 1 ? 2 : 1)}:throw");
            try
            {
                await Assert.ThrowsAsync<InjectedFaultException>(gateway.WorkAll);
            }
            finally
            {
                Faults.Disable();
            }

            gateway.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Equal(ReceiptState.Parked, (await gateway.View(receipt.Id)).State);
        var report = gateway.Sender.Text("given-up.zip.report.txt");
        Assert.Contains("given-up.zip > b.png is no document", report, StringComparison.Ordinal);
        Assert.Contains("M3 (document 3) in given-up.zip > a.edi: NOT accepted", report, StringComparison.Ordinal);
        Assert.Contains("GWY-", report, StringComparison.Ordinal);
        Assert.Equal(63, gateway.Risk.InEffect.Count);
    }

    [Fact]
    public async Task A_paper_is_filed_under_the_consignments_that_came_with_it()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Archives.Zip(
            ("bill.pdf", Archives.Pdf("Bill of lading BLP11 signed")), ("manifest.edi", CargoReports.Interchange("P1", 1))), "p.zip");
        await gateway.WorkAll();
        await gateway.SendAll();

        var paper = (await gateway.Documents(receipt.Id))[^1];
        Assert.Equal(("paper", true, 2), (paper.Mark.Type.Format, paper.IsAccepted, paper.Mark.Number));
        Assert.Contains(paper.Keys, key => key.Value == "BLP11");
        Assert.Contains("kept as evidence for", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
        Assert.Single(gateway.Risk.InEffect);
    }

    [Fact]
    public void Embedded_XML_of_a_PDF_is_its_document_and_the_PDF_no_paper()
    {
        var xml = Encoding.ASCII.GetBytes("<?xml version='1.0'?><a/>");
        using var parts = Unpacked(Archives.Pdf("Invoice", ("factur-x.xml", xml)));
        Assert.Empty(parts.Papers);
        Assert.Equal("x > factur-x.xml", parts.NameOf(1));
        Assert.Equal(("xml", (long)xml.Length), (parts.All[1].Reader, parts.All[1].Length));
    }

    internal static ReceiptParts Unpacked(byte[] bytes)
    {
        var raw = new Formats.TestBytes(bytes);
        var readers = TestFiles.Readers();
        return ReceiptParts.Open(raw, "x", readers.Recognise(raw, null), Gateway.Documents.Digest.Of(bytes), readers);
    }
}
