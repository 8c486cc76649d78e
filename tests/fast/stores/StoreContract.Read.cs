using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_command_is_carried_out_and_journalled_once()
    {
        Assert.Empty((await Store.Read(Viewer.Operator, new ActiveRevisionQuery(), None)).Items);
        var command = new Command("activate-revision", "rev-9", "ann", "new mapping", Clock.GetUtcNow());
        var position = await Store.Apply(command, None);
        await Restart();
        Assert.Equal(position, await Store.Apply(command, None));
        Assert.Equal("rev-9", Assert.Single((await Store.Read(Viewer.Operator, new ActiveRevisionQuery(), None)).Items));
        Assert.Equal(
            """{"actor":"ann","at":"2026-03-04T05:06:07.0000000Z","event":"activate-revision","reason":"new mapping","subject":"rev-9"}""",
            Assert.Single(await JournalLines()));
        Assert.True(await Store.Apply(command with { At = command.At.AddSeconds(1) }, None) > position);
    }

    [Fact]
    public async Task An_unknown_command_is_refused_and_not_journalled()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.Apply(new Command("explode", "", "ann", "", Clock.GetUtcNow()), None));
        Assert.Empty(await JournalLines());
    }

    [Fact]
    public async Task A_conflict_that_is_released_is_accepted_as_new()
    {
        await Keep("1", "acme", Unb("R1", "one"));
        var first = await Claim();
        await Store.Settle(first, Last(first, ReceiptState.Accepted, [Document(first, 1)]), None);
        var second = await Keep("2", "acme", Unb("R1", "two"));
        var work = await Claim();
        Assert.Equal(InterchangeState.Conflict, work.Interchanges[0].State);
        await Store.Settle(work, Last(work, ReceiptState.Rejected, []), None);

        await Store.Apply(new Command("release-receipt", second.Id, "ann", "their counter wrapped", Clock.GetUtcNow()), None);
        var again = await Claim();
        Assert.Equal((second.Id, InterchangeState.Accepted), (again.Receipt.Id, again.Interchanges[0].State));
        Assert.Equal(InterchangeState.Repeat, (await Keep("3", "acme", Unb("R1", "two"))).Interchanges[0].State);
    }

    [Fact]
    public async Task A_receipt_that_ended_well_is_not_released()
    {
        await Keep("1", "acme", Unb("R1", "one"));
        var work = await Claim();
        await Store.Settle(work, Last(work, ReceiptState.Accepted, []), None);
        await Store.Apply(new Command("release-receipt", work.Receipt.Id, "ann", "", Clock.GetUtcNow()), None);
        Assert.Null(await Store.Claim("n1", "rev-1", None));
    }

    [Fact]
    public async Task A_released_receipt_waits_while_its_lane_is_worked_on()
    {
        await Keep("1");
        await Keep("2");
        var first = await Claim();
        await Store.Settle(first, Last(first, ReceiptState.Parked, []), None);
        var second = await Claim();
        await Keep("1");
        Assert.Null(await Store.Claim("n1", "rev-1", None));
        await Store.Settle(second, Last(second, ReceiptState.Accepted, []), None);
        Assert.Equal(first.Receipt.Id, (await Claim()).Receipt.Id);
    }

    [Fact]
    public async Task Files_are_kept_by_their_content()
    {
        var digest = await Store.KeepFile("hello"u8.ToArray(), None);
        Assert.Equal(Digest.Of("hello"u8), digest);
        Assert.Equal(digest, await Store.KeepFile("hello"u8.ToArray(), None));
        await Restart();
        Assert.Equal("hello", Encoding.UTF8.GetString((await Store.ReadFile(digest, None)).Span));
        Assert.True((await Store.ReadFile(Digest.Of("other"u8), None)).IsEmpty);
    }

    [Fact]
    public async Task Reads_come_in_pages_newest_receipt_first()
    {
        for (var i = 1; i <= 5; i++) await Keep($"content {i}");
        var pages = new List<IEnumerable<long>>();
        string? after = null;
        do
        {
            var page = await Store.Read(Viewer.Operator, new ReceiptsQuery(After: after, Max: 2), None);
            pages.Add(page.Items.Select(r => r.Receipt.Sequence));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal([[5, 4], [3, 2], [1]], pages);
        Assert.Empty((await Store.Read(Viewer.Operator, new ReceiptsQuery(After: "nonsense"), None)).Items);
        Assert.Empty((await Store.Read(Viewer.Operator, new ReceiptsQuery(State: ReceiptState.Parked), None)).Items);
    }

    [Fact]
    public async Task Documents_and_entries_are_found_by_what_they_belong_to()
    {
        var one = await Outbox(Entry("e1", "x", "risk", "d1"), Entry("e2", "y", "other", "d2"));
        await Outbox(Entry("e3", "x", "risk", "d3"));
        Assert.Equal(["e1", "e2"], await Ids(new EntriesQuery(one.Receipt.Id)));
        Assert.Equal(["e1", "e3"], await Ids(new EntriesQuery(Destination: "risk")));
        Assert.Equal(["e3"], await Ids(new EntriesQuery(Destination: "risk", After: "2")));
        Assert.Equal(["e1"], await Ids(new EntriesQuery(Max: 1)));
        Assert.Equal(["e3", "e2", "e1"], await Ids(new EntriesQuery(IsNewestFirst: true)));
        var newest = await Store.Read(Viewer.Operator, new EntriesQuery(IsNewestFirst: true, Max: 2), None);
        Assert.Equal(["e1"], await Ids(new EntriesQuery(IsNewestFirst: true, After: newest.Next)));
        Assert.Empty(await Ids(new EntriesQuery(State: EntryState.Parked)));
    }

    [Fact]
    public async Task A_receipt_is_shown_with_its_deliveries_page_by_page_and_its_answers_apart()
    {
        await Keep("A");
        var work = await Claim();
        var entries = Enumerable.Range(1, 150).Select(i => Entry($"d{i}", document: $"m{i}"))
            .Append(Entry("a1", destination: "reply:" + work.Arrival.Channel, document: work.Receipt.Id));
        await Store.Settle(work, Last(work, ReceiptState.Accepted, [Document(work, 1)], [.. entries]), None);
        var first = (await Store.Read(Viewer.Operator, new ReceiptDetailQuery(work.Receipt.Id), None)).Items.Single();
        Assert.Equal(ReceiptState.Accepted, first.Receipt.State);
        Assert.Single(first.Documents.Items);
        Assert.Equal(["a1"], first.Answers.Items.Select(view => view.Entry.Id));
        Assert.Equal(Enumerable.Range(51, 100).Reverse().Select(i => $"d{i}"), first.Deliveries.Items.Select(view => view.Entry.Id));
        var query = new ReceiptDetailQuery(work.Receipt.Id, DeliveriesAfter: first.Deliveries.Next);
        var second = (await Store.Read(Viewer.Operator, query, None)).Items.Single();
        Assert.Equal(Enumerable.Range(1, 50).Reverse().Select(i => $"d{i}"), second.Deliveries.Items.Select(view => view.Entry.Id));
        Assert.Null(second.Deliveries.Next);
        Assert.Empty((await Store.Read(Viewer.Operator, new ReceiptDetailQuery("none"), None)).Items);
        Assert.Empty((await Store.Read(new Viewer("somebody", "other"), new ReceiptDetailQuery(work.Receipt.Id), None)).Items);
    }

    [Fact]
    public async Task A_receipt_in_work_is_never_shown_with_answers_of_later()
    {
        for (var i = 0; i < 60; i++)
        {
            await Keep($"receipt {i}");
            var work = await Claim();
            var answer = Entry($"a{i}", destination: "reply:" + work.Arrival.Channel, document: work.Receipt.Id);
            var settled = Task.Run(async () => await Store.Settle(work, Last(work, ReceiptState.Accepted, [], answer), None));
            for (var isOpen = true; isOpen;)
            {
                var seen = (await Store.Read(Viewer.Operator, new ReceiptDetailQuery(work.Receipt.Id), None)).Items.Single();
                isOpen = seen.Receipt.State == ReceiptState.Working;
                Assert.Equal(isOpen ? 0 : 1, seen.Answers.Items.Count);
            }

            Assert.True(await settled);
        }
    }

    [Fact]
    public async Task Entries_of_a_document_and_answers_of_a_receipt_are_found_by_its_id()
    {
        await Keep("A");
        var work = await Claim();
        var document = Document(work, 1);
        await Store.Settle(work, Last(work, ReceiptState.Accepted, [document, Document(work, 2)],
            Entry("e1", document: document.Id), Entry("e2", document: "another"), Entry("e3", document: work.Receipt.Id)), None);
        Assert.Equal(["e1"], await Ids(new EntriesQuery(DocumentId: document.Id)));
        Assert.Equal(["e3"], await Ids(new EntriesQuery(DocumentId: work.Receipt.Id)));
        var page = await Store.Read(Viewer.Operator, new DocumentsQuery(work.Receipt.Id, Max: 1), None);
        Assert.Equal(1, page.Items[0].Result.Mark.Ordinal);
        page = await Store.Read(Viewer.Operator, new DocumentsQuery(work.Receipt.Id, Max: 1, After: page.Next), None);
        Assert.Equal((2, null), (page.Items[0].Result.Mark.Ordinal, page.Next));
    }

    [Fact]
    public async Task A_partner_sees_its_own_and_nothing_of_others()
    {
        foreach (var partner in new[] { "p", "q" })
        {
            await Keep("of " + partner, partner, About("of " + partner, partner));
            var work = await Claim();
            await Store.Settle(work, Last(work, ReceiptState.Accepted, [Document(work, 1)], Entry("e" + partner)), None);
        }

        var viewer = new Viewer("key of p", "p");
        var own = Assert.Single((await Store.Read(viewer, new ReceiptsQuery(), None)).Items);
        Assert.Equal("p", own.Partner);
        var other = (await Store.Read(new Viewer("key of q", "q"), new ReceiptsQuery(), None)).Items[0].Receipt.Id;
        Assert.Empty((await Store.Read(viewer, new ReceiptsQuery(other), None)).Items);
        Assert.Empty((await Store.Read(viewer, new DocumentsQuery(other), None)).Items);
        Assert.Empty((await Store.Read(viewer, new EntriesQuery(other), None)).Items);
        Assert.Empty((await Store.Read(viewer, new EntriesQuery(Id: "eq"), None)).Items);
        Assert.Equal("ep", Assert.Single((await Store.Read(viewer, new EntriesQuery(Destination: "risk"), None)).Items).Entry.Id);
        Assert.Single((await Store.Read(viewer, new DocumentsQuery(), None)).Items);
        var counts = (await Store.Read(viewer, new CountsQuery(), None)).Items[0];
        Assert.Equal((1, 1, 1), (counts.Receipts[ReceiptState.Accepted], counts.Documents, counts.Entries[EntryState.Waiting]));
        await Store.TakeSlot("s", Clock.GetUtcNow(), None);
        Assert.Empty((await Store.Read(viewer, new SlotsQuery(), None)).Items);
    }

    [Fact]
    public async Task Counts_follow_every_change()
    {
        await Outbox(Entry("e1"), Entry("e2"));
        Clock.Advance(TimeSpan.FromSeconds(5));
        await Keep("waiting");
        await Record(await TakeOne(), SendOutcome.Refused);
        await TakeOne();
        var counts = Assert.Single((await Store.Read(Viewer.Operator, new CountsQuery(), None)).Items);
        Assert.Equal((1, 1, 0), (counts.Receipts[ReceiptState.Kept], counts.Receipts[ReceiptState.Accepted],
            counts.Receipts.GetValueOrDefault(ReceiptState.Working)));
        Assert.Equal((1, 1, 0), (counts.Entries[EntryState.Parked], counts.Entries[EntryState.Sending],
            counts.Entries[EntryState.Waiting]));
        Assert.Equal((1, Clock.GetUtcNow().AddSeconds(-5)), (counts.Documents, counts.OldestWaiting!.Value));
        await Restart();
        Assert.Equal(1, (await Store.Read(Viewer.Operator, new CountsQuery(), None)).Items[0].Entries[EntryState.Waiting]);
    }

    [Fact]
    public async Task The_journal_is_read_in_order_and_in_parts()
    {
        for (var i = 0; i < 5; i++) await Keep($"{i}");
        var first = await Store.Journal(0, 3, None);
        var rest = await Store.Journal(first[^1].Position, 3, None);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], first.Concat(rest).Select(e => e.Position));
        Assert.Empty(await Store.Journal(5, 3, None));
    }

    [Fact]
    public async Task Purge_deletes_what_ended_long_ago_and_nothing_that_is_still_open()
    {
        var done = await Outbox(Entry("e1"));
        await Record(await TakeOne(), SendOutcome.Delivered);
        var unsent = await Outbox(Entry("e2"));
        var waiting = await Keep("waiting");
        Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, await Store.Purge(Clock.GetUtcNow().AddDays(-11), 10, None));
        Assert.Equal(1, await Store.Purge(Clock.GetUtcNow().AddDays(-1), 10, None));
        Assert.Equal(0, await Store.Purge(Clock.GetUtcNow(), 10, None));
        await Restart();

        Assert.Null(Store.Raw(done.Receipt.Id));
        Assert.NotNull(Store.Raw(unsent.Receipt.Id));
        Assert.NotNull(Store.Raw(waiting.Id));
        Assert.Empty((await Store.Read(Viewer.Operator, new DocumentsQuery(done.Receipt.Id), None)).Items);
        Assert.True((await ShowEntry("e1")).Entry.Bytes.IsEmpty);
        Assert.Equal(ReceiptState.Accepted, (await Show(done.Receipt.Id)).State);
        Assert.True((await Keep("e1")).IsRepeat);
        Assert.Contains(await JournalLines(), l => l.Contains("\"event\":\"purged\"", StringComparison.Ordinal));
        Assert.Equal(1, (await Store.Read(Viewer.Operator, new CountsQuery(), None)).Items[0].Documents);
    }

    private async Task<IReadOnlyList<string>> Ids(EntriesQuery query)
        => [.. (await Store.Read(Viewer.Operator, query, None)).Items.Select(e => e.Entry.Id)];
}
