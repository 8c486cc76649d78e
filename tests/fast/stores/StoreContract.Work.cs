using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Work_has_everything_that_was_known_when_the_bytes_were_kept()
    {
        var content = "content";
        var envelope = About(content, "acme-line", false, Unb("R1", "one"), Unb("R1", "two")) with { Findings = [Missing] };
        var receipt = await Keep(content, "acme", envelope);
        var work = await Claim();
        Assert.Equal((receipt.Id, "edifact", "acme-line", "rev-1", 1, 1), (work.Receipt.Id, work.Format, work.Partner, work.Revision,
            work.NextDocument, work.Attempt));
        Assert.Equal(From("acme"), work.Arrival);
        Assert.Equal(envelope.Interchanges, work.Interchanges.Select(i => i.Interchange));
        Assert.Equal([InterchangeState.Accepted, InterchangeState.Conflict], work.Interchanges.Select(i => i.State));
        var finding = Assert.Single(work.EnvelopeFindings);
        Assert.Equal(("The weight is missing.", Missing.Span, Missing.Place, Missing.Code, Missing.Related),
            (finding.Sentence, finding.Span, finding.Place, finding.Code, finding.Related));
    }

    [Fact]
    public async Task A_lane_is_worked_on_in_order_one_at_a_time_and_lanes_take_turns()
    {
        foreach (var content in new[] { "a1", "a2", "a3" }) await Keep(content, "a");
        await Keep("b1", "b");
        var a1 = await Claim();
        var b1 = await Claim();
        Assert.Equal((1, 4), (a1.Receipt.Sequence, b1.Receipt.Sequence));
        Assert.Null(await Store.Claim("n1", "rev-1", None));
        await Store.Settle(a1, Last(a1, ReceiptState.Accepted, []), None);
        var a2 = await Claim();
        Assert.Equal(2, a2.Receipt.Sequence);
        await Keep("c1", "c");
        await Store.Settle(a2, Last(a2, ReceiptState.Accepted, []), None);
        // c waits since before a3 became the head of its lane.
        Assert.Equal(5, (await Claim()).Receipt.Sequence);
        Assert.Equal(3, (await Claim()).Receipt.Sequence);
    }

    [Fact]
    public async Task A_lease_that_ran_out_gives_the_receipt_to_another_and_the_old_fence_changes_nothing()
    {
        var receipt = await Keep("A");
        var stale = await Claim("n1");
        Clock.Advance(TimeSpan.FromSeconds(Limits.WorkLeaseSeconds - 1));
        Assert.Null(await Store.Claim("n2", "rev-2", None));
        Clock.Advance(TimeSpan.FromSeconds(2));
        var work = await Claim("n2");
        Assert.Equal((2, "rev-1"), (work.Attempt, work.Revision));
        Assert.False(await Store.Settle(stale, Last(stale, ReceiptState.Rejected, [Document(stale, 1)], Entry("x")), None));
        Assert.Equal((ReceiptState.Working, 0), ((await Show(receipt.Id)).State, (await Show(receipt.Id)).Documents));
        Assert.Empty(await Take());
        Assert.True(await Store.Settle(work, Last(work, ReceiptState.Accepted, [Document(work, 1)]), None));
    }

    [Fact]
    public async Task A_restart_takes_back_what_was_in_work_at_once_and_goes_on_at_the_cursor()
    {
        await Keep("A");
        var work = await Claim();
        var half = new Outcome(3, false, ReceiptState.Working, [Document(work, 1), Document(work, 2)], [Entry("e1")], []);
        Assert.True(await Store.Settle(work, half, None));
        await Restart();
        Assert.Equal(1, (await Store.Read(Viewer.Operator, new CountsQuery(), None)).Items[0].Receipts[ReceiptState.Kept]);
        var again = await Claim();
        Assert.Equal((3, 2), (again.NextDocument, again.Attempt));
        Assert.False(await Store.Settle(work, half with { NextDocument = 9 }, None));
    }

    [Fact]
    public async Task Work_that_kills_its_worker_each_time_is_parked_and_its_lane_goes_on()
    {
        var poison = await Keep("A", "a");
        await Keep("B", "a");
        for (var i = 1; i <= Limits.WorkAttemptsMax; i++)
        {
            var work = await Claim();
            Assert.Equal((1, i), (work.Receipt.Sequence, work.Attempt));
            await Restart();
        }

        Assert.Equal(2, (await Claim()).Receipt.Sequence);
        var shown = await Show(poison.Id);
        Assert.Equal((ReceiptState.Parked, Limits.WorkAttemptsMax), (shown.State, shown.Attempts));
        Assert.Contains("5 times", shown.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_makes_progress_is_never_taken_for_poison()
    {
        await Keep("A");
        for (var i = 1; i <= Limits.WorkAttemptsMax + 2; i++)
        {
            var work = await Claim();
            Assert.True(await Store.Settle(work, new Outcome(i + 1, false, ReceiptState.Working, [Document(work, i)], [], []), None));
            await Restart();
        }

        Assert.Equal(Limits.WorkAttemptsMax + 3, (await Claim()).NextDocument);
    }

    [Fact]
    public async Task Settling_again_after_an_unknown_outcome_changes_nothing_and_succeeds()
    {
        await Keep("A");
        var work = await Claim();
        var first = new Outcome(2, false, ReceiptState.Working, [Document(work, 1)], [Entry("e1")],
            [Encoding.UTF8.GetBytes("""{"x":1}""")]);
        Assert.True(await Store.Settle(work, first, None));
        var lines = (await JournalLines()).Count;
        Assert.True(await Store.Settle(work, first, None));
        var last = Last(work, ReceiptState.Accepted, [Document(work, 2)], Entry("e2"));
        Assert.True(await Store.Settle(work, last, None));
        Assert.True(await Store.Settle(work, last, None));
        Assert.Equal(lines + 2, (await JournalLines()).Count);
        var shown = await Show(work.Receipt.Id);
        Assert.Equal((ReceiptState.Accepted, 2, 2), (shown.State, shown.Documents, shown.Accepted));
        Assert.Equal(2, (await Store.Read(Viewer.Operator, new EntriesQuery(), None)).Items.Count);
    }

    [Fact]
    public async Task Work_given_back_is_due_again_with_its_attempt_counted()
    {
        await Keep("A");
        var work = await Claim();
        Assert.True(await Store.Settle(work, Last(work, ReceiptState.Kept, []), None));
        Assert.Equal(2, (await Claim()).Attempt);
    }

    [Fact]
    public async Task A_document_result_is_read_back_as_it_was_settled()
    {
        await Keep("A");
        var work = await Claim();
        var document = Document(work, 1, isAccepted: false);
        await Store.Settle(work, Last(work, ReceiptState.Rejected, [document]), None);
        await Restart();
        var view = Assert.Single((await Store.Read(Viewer.Operator, new DocumentsQuery(Id: document.Id, WithBytes: true), None)).Items);
        var read = view.Result;
        Assert.Equal((work.Receipt.Id, document.Mark, false, document.Reason, document.Mapping),
            (view.ReceiptId, read.Mark, read.IsAccepted, read.Reason, read.Mapping));
        Assert.True(read.Json.Span.SequenceEqual(document.Json.Span) && read.Xml.Span.SequenceEqual(document.Xml.Span)
            && read.Provenance.Span.SequenceEqual(document.Provenance.Span));
        Assert.Equal(document.Keys, read.Keys);
        Assert.Equal([(Severity.Error, 7), (Severity.Warning, 9)], read.Findings.Select(f => (f.Severity, f.Finding.Position)));
        Assert.Equal("Give The weight.", read.Findings[0].Finding.Fix);
        Assert.Equal("The weight is missing.", (await Show(work.Receipt.Id)).Reason);
        var without = (await Store.Read(Viewer.Operator, new DocumentsQuery(Id: document.Id), None)).Items[0].Result;
        Assert.True(without.Json.IsEmpty && without.Xml.IsEmpty && without.Provenance.IsEmpty);
    }

    [Fact]
    public async Task An_interchange_that_work_rejects_is_shown_so_gives_its_reference_back_and_is_judged_anew_when_released()
    {
        var receipt = await Keep("A", "acme", Unb("R1", "one"), Unb("R2", "two"), Unb("R3", "three", isSound: false));
        var work = await Claim();
        var last = Last(work, ReceiptState.Parked, [Document(work, 1)]) with { Rejected = [2] };
        Assert.True(await Store.Settle(work, last, None));
        Assert.True(await Store.Settle(work, last, None));
        await Restart();
        InterchangeState[] expected = [InterchangeState.Accepted, InterchangeState.Rejected, InterchangeState.Rejected];
        Assert.Equal(expected, (await Show(receipt.Id)).Receipt.Interchanges.Select(i => i.State));
        Assert.Equal(expected, (await Keep("A", "acme", Unb("R1", "one"), Unb("R2", "two"))).Interchanges.Select(i => i.State));
        var again = await Claim();
        Assert.Equal([InterchangeState.Accepted, InterchangeState.Accepted, InterchangeState.Rejected],
            again.Interchanges.Select(i => i.State));
        Assert.True(await Store.Settle(again, Last(again, ReceiptState.PartlyAccepted, []) with { Rejected = [2] }, None));

        Assert.Equal(InterchangeState.Conflict, (await Keep("B", "acme", Unb("R1", "other"))).Interchanges[0].State);
        Assert.Equal(InterchangeState.Accepted, (await Keep("C", "acme", Unb("R2", "corrected"))).Interchanges[0].State);
    }

    [Fact]
    public async Task A_released_receipt_replaces_what_was_not_accepted_and_leaves_what_was()
    {
        await Keep("A");
        var work = await Claim();
        DocumentResult[] parked = [Document(work, 1), Document(work, 2, isAccepted: false)];
        await Store.Settle(work, Last(work, ReceiptState.Parked, parked, Entry("e1")), None);
        await Store.Apply(new Command("release-receipt", work.Receipt.Id, "ann", "mapping added", Clock.GetUtcNow()), None);
        var again = await Claim();
        Assert.Equal(1, again.NextDocument);
        DocumentResult[] better = [Document(work, 1) with { Reason = "not written" }, Document(work, 2)];
        await Store.Settle(again, Last(again, ReceiptState.Accepted, better, Entry("e1"), Entry("e2")), None);
        var shown = await Show(work.Receipt.Id);
        Assert.Equal((ReceiptState.Accepted, 2, 2, ""), (shown.State, shown.Documents, shown.Accepted, shown.Reason));
        var documents = (await Store.Read(Viewer.Operator, new DocumentsQuery(work.Receipt.Id), None)).Items;
        Assert.Equal([("", true), ("", true)], documents.Select(d => (d.Result.Reason, d.Result.IsAccepted)));
        Assert.Equal(["e1"], await Take(1));
    }
}
