using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Large_results_and_entries_come_back_as_they_were_and_few_large_entries_are_taken_together()
    {
        static byte[] Bytes(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => unchecked((byte)((i * seed) >> 3)))];
        var (json, xml) = (Bytes(2_000_001, 7), Bytes(300_000, 5));
        await Keep("large");
        var work = await Claim();
        var entries = new[] { "e1", "e2", "e3", "e4" }.Select(id => Entry(id, lane: id) with { Bytes = json }).ToArray();
        var document = Document(work, 1) with { Json = json, Xml = xml };
        Assert.True(await Store.Settle(work, Last(work, ReceiptState.Accepted, [document], entries), None));
        var kept = Assert.Single((await Store.Read(
            Viewer.Operator, new DocumentsQuery(work.Receipt.Id) { WithBytes = true }, None)).Items).Result;
        Assert.True(kept.Json.Span.SequenceEqual(json) && kept.Xml.Span.SequenceEqual(xml));
        Assert.Equal(document.Provenance.ToArray(), kept.Provenance.ToArray());
        var taken = await Store.TakeDue("risk", 10, "n1", None);
        Assert.All(taken, attempt => Assert.True(attempt.Entry.Bytes.Span.SequenceEqual(json)));
        Assert.Equal(["e1", "e2", "e3"], taken.Select(attempt => attempt.Entry.Id));
        Assert.Equal(["e4"], await Take());
    }

    [Fact]
    public async Task An_entry_is_sent_with_the_bytes_that_were_settled_and_recorded_as_delivered()
    {
        var entry = Entry("e1") with { Supersedes = "e0", Address = "somewhere" };
        var work = await Outbox(entry);
        await Restart();
        Assert.Empty(await Take(destination: "other"));
        var attempt = await TakeOne();
        Assert.Equal("e1", Encoding.UTF8.GetString(attempt.Entry.Bytes.Span));
        Assert.Equal((entry with { Bytes = default }, 1), (attempt.Entry with { Bytes = default }, attempt.Number));
        await Record(attempt, SendOutcome.Delivered);
        Assert.Empty(await Take());
        var shown = await ShowEntry("e1");
        Assert.Equal((EntryState.Delivered, 1, work.Receipt.Id, Clock.GetUtcNow()),
            (shown.State, shown.Attempts, shown.ReceiptId, shown.DeliveredAt!.Value));
        Assert.Equal("e1", Encoding.UTF8.GetString(shown.Entry.Bytes.Span));
    }

    [Fact]
    public async Task A_delivery_lane_is_sent_in_order_one_at_a_time_also_over_retries()
    {
        await Outbox(Entry("a1", "a"), Entry("a2", "a"), Entry("b1", "b"));
        var taken = await Store.TakeDue("risk", 10, "n1", None);
        Assert.Equal(["a1", "b1"], taken.Select(a => a.Entry.Id));
        Assert.Empty(await Take());
        await Record(taken[0], SendOutcome.Retry, seconds: 30);
        Assert.Empty(await Take());
        Clock.Advance(TimeSpan.FromSeconds(31));
        var again = await TakeOne();
        Assert.Equal(("a1", 2), (again.Entry.Id, again.Number));
        Assert.Equal("Retry", (await ShowEntry("a1")).LastReason);
        await Record(again, SendOutcome.Delivered);
        Assert.Equal(["a2"], await Take());
    }

    [Fact]
    public async Task A_refused_entry_is_parked_and_its_lane_goes_on()
    {
        await Outbox(Entry("a1", "a"), Entry("a2", "a"));
        await Record(await TakeOne(), SendOutcome.Refused);
        Assert.Equal((EntryState.Parked, "Refused"), ((await ShowEntry("a1")).State, (await ShowEntry("a1")).LastReason));
        Assert.Equal(["a2"], await Take());
    }

    [Fact]
    public async Task An_entry_is_not_sent_before_its_time()
    {
        await Outbox(Entry("a1") with { NotBefore = Clock.GetUtcNow().AddMinutes(5) });
        Assert.Empty(await Take());
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["a1"], await Take());
    }

    [Fact]
    public async Task A_sending_that_never_ended_is_taken_again_and_its_old_fence_changes_nothing()
    {
        await Outbox(Entry("a1"));
        var stale = await TakeOne();
        Clock.Advance(TimeSpan.FromSeconds(Limits.SendLeaseSeconds + 1));
        var attempt = await TakeOne();
        Assert.Equal(2, attempt.Number);
        await Record(stale, SendOutcome.Refused);
        Assert.Equal(EntryState.Sending, (await ShowEntry("a1")).State);
        await Record(attempt, SendOutcome.Delivered);
        await Record(attempt, SendOutcome.Retry);
        Assert.Equal(EntryState.Delivered, (await ShowEntry("a1")).State);
        Assert.Empty(await Take());
    }

    [Fact]
    public async Task A_restart_takes_back_what_was_being_sent_at_once()
    {
        await Outbox(Entry("a1"), Entry("a2"));
        Assert.Equal(["a1"], await Take());
        await Restart();
        var attempt = await TakeOne();
        Assert.Equal(("a1", 2), (attempt.Entry.Id, attempt.Number));
    }

    [Fact]
    public async Task Every_end_of_an_attempt_is_journalled()
    {
        await Outbox(Entry("a1"));
        await Record(await TakeOne(), SendOutcome.Retry);
        await Record(await TakeOne(), SendOutcome.Delivered);
        var lines = await JournalLines();
        Assert.Equal(
            """{"at":"2026-03-04T05:06:07.0000000Z","attempt":1,"entry":"a1","event":"retry"}""", lines[^2]);
        Assert.EndsWith("""
            "attempt":2,"entry":"a1","event":"delivered"}
            """, lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parked_entry_that_is_retried_goes_before_those_behind_it_that_wait()
    {
        await Outbox(Entry("a1", "a"), Entry("a2", "a"), Entry("a3", "a"));
        await Record(await TakeOne(), SendOutcome.Refused);
        var second = await TakeOne();
        await Store.Apply(new Command("retry-entry", "a1", "ann", "the far side is repaired", Clock.GetUtcNow()), None);
        Assert.Empty(await Take());
        await Record(second, SendOutcome.Delivered);
        Assert.Equal(["a1"], await Take());
        await Restart();
        Assert.Equal(["a1"], await Take());
    }

    [Fact]
    public async Task A_waiting_entry_that_is_retried_is_due_now()
    {
        await Outbox(Entry("a1"));
        await Record(await TakeOne(), SendOutcome.Retry, seconds: 900);
        await Store.Apply(new Command("retry-entry", "a1", "ann", "now", Clock.GetUtcNow()), None);
        Assert.Equal(["a1"], await Take());
    }

    [Fact]
    public async Task Each_run_of_a_schedule_is_taken_once_also_after_a_restart()
    {
        var planned = Clock.GetUtcNow();
        Assert.True(await Store.TakeSlot("hourly", planned, None));
        await Restart();
        Assert.False(await Store.TakeSlot("hourly", planned.ToOffset(TimeSpan.FromHours(2)), None));
        Assert.True(await Store.TakeSlot("hourly", planned.AddHours(1), None));
        Assert.True(await Store.TakeSlot("daily", planned, None));
        var slots = (await Store.Read(Viewer.Operator, new SlotsQuery("hourly"), None)).Items;
        Assert.Equal([planned.AddHours(1), planned], slots.Select(s => s.Planned));

        var release = new Command("release-slot", $"hourly@{planned:O}", "ann", "run again", planned);
        await Store.Apply(release, None);
        Assert.True(await Store.TakeSlot("hourly", planned, None));
    }
}
