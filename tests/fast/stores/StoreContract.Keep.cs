using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Kept_bytes_are_read_back_after_a_restart()
    {
        var receipt = await Keep("UNB+...");
        Assert.Equal(Digest.Of("receipt", "acme", receipt.Sha256).Short(32), receipt.Id);
        Assert.Equal((1, 7, false), (receipt.Sequence, receipt.Bytes, receipt.IsRepeat));
        await Restart();
        var raw = Store.Raw(receipt.Id)!;
        var bytes = new byte[20];
        Assert.Equal(7, raw.Read(0, bytes));
        Assert.Equal("UNB+...", Encoding.UTF8.GetString(bytes, 0, 7));
        Assert.Equal(3, raw.Read(4, bytes));
        Assert.Equal(0, raw.Read(7, bytes));
        Assert.Null(Store.Raw("none"));
    }

    [Fact]
    public async Task The_same_bytes_of_the_same_sender_give_the_same_receipt_after_a_restart_too()
    {
        var first = await Keep("A");
        await Restart();
        var again = await Keep("A");
        var other = await Keep("A", "other");
        Assert.Equal(first with { IsRepeat = true, Interchanges = again.Interchanges }, again);
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(2, (await Store.Read(Viewer.Operator, new ReceiptsQuery(), None)).Items.Count);
    }

    [Fact]
    public async Task A_sender_s_key_never_brings_other_content_and_is_his_alone()
    {
        var first = await KeepUnder("k", "A");
        Assert.Equal((first.Id, false), ((await KeepUnder("k", "A")).Id, (await KeepUnder("k", "A")).IsKeyReused));
        await Restart();
        var other = await KeepUnder("k", new string('B', 600_000));
        Assert.Equal((first.Id, true, true), (other.Id, other.IsKeyReused, other.IsRepeat));
        Assert.False((await KeepUnder("k", "B", "other")).IsKeyReused);
        Assert.False((await KeepUnder("l", "A")).IsKeyReused);
        Assert.True((await KeepUnder("l", "C")).IsKeyReused);
        Assert.Equal(2, (await Store.Read(Viewer.Operator, new ReceiptsQuery(), None)).Items.Count);
    }

    [Fact]
    public async Task A_sender_s_key_ends_after_a_day_and_begins_anew()
    {
        var first = await KeepUnder("k", "A");
        Clock.Advance(TimeSpan.FromHours(Limits.IdempotencyKeyHours) - TimeSpan.FromSeconds(1));
        Assert.True((await KeepUnder("k", "B")).IsKeyReused);
        await Restart();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await KeepUnder("k", "B");
        Assert.False(second.IsKeyReused);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((second.Id, true), ((await KeepUnder("k", "A")).Id, (await KeepUnder("k", "A")).IsKeyReused));
        Clock.Advance(TimeSpan.FromHours(Limits.IdempotencyKeyHours) - TimeSpan.FromSeconds(1));
        Assert.True((await KeepUnder("k", "A")).IsKeyReused);
    }

    protected async Task<Receipt> KeepUnder(string key, string content, string scope = "acme")
    {
        await using var body = Store.Begin();
        await body.Append(Encoding.UTF8.GetBytes(content), None);
        return await Store.Keep(body, From(scope) with { IdempotencyKey = key }, About(content), None);
    }

    [Fact]
    public async Task Keeping_the_same_body_twice_leaves_its_bytes_whole()
    {
        var content = new byte[3 * Limits.RawRowBytes + 17];
        for (var i = 0; i < content.Length; i++) content[i] = unchecked((byte)(i * 31 + i / 251));
        var envelope = new Envelope(null, Digest.Of(content), null, [], [], false);
        string id;
        await using (var body = Store.Begin())
        {
            await body.Append(content, None);
            id = (await Store.Keep(body, From("acme"), envelope, None)).Id;
            Assert.True((await Store.Keep(body, From("acme"), envelope, None)).IsRepeat);
        }

        await Restart();
        var read = new byte[content.Length];
        Assert.Equal(content.Length, Store.Raw(id)!.Read(0, read));
        Assert.True(content.AsSpan().SequenceEqual(read));
        var part = new byte[100];
        Assert.Equal(100, Store.Raw(id)!.Read(2 * Limits.RawRowBytes - 50, part));
        Assert.True(content.AsSpan(2 * Limits.RawRowBytes - 50, 100).SequenceEqual(part));
    }

    [Theory]
    [InlineData(Limits.RawRowBytes)]
    [InlineData(2 * Limits.RawRowBytes)]
    [InlineData(Limits.RawRowBytes + 1)]
    [InlineData(0)]
    public async Task Bodies_at_the_border_of_a_row_are_kept_whole(int length)
    {
        var content = new byte[length];
        Array.Fill(content, (byte)'x');
        await using var body = Store.Begin();
        for (var at = 0; at < length; at += 10_000) await body.Append(content.AsMemory(at, Math.Min(10_000, length - at)), None);
        Assert.Equal(length, body.Length);
        var receipt = await Store.Keep(body, From("acme"), new Envelope(null, Digest.Of(content), null, [], [], false), None);
        Assert.Equal(length, receipt.Bytes);
        var read = new byte[length + 1];
        Assert.Equal(length, Store.Raw(receipt.Id)!.Read(0, read));
        Assert.True(content.AsSpan().SequenceEqual(read.AsSpan(0, length)));
    }

    [Fact]
    public async Task A_reference_with_other_content_is_a_conflict_that_names_what_came_before()
    {
        var first = await Keep("file 1", "acme", Unb("R1", "one"));
        Assert.Equal(InterchangeState.Accepted, Assert.Single(first.Interchanges).State);
        await Restart();
        var second = Assert.Single((await Keep("file 2", "acme", Unb("R1", "two"))).Interchanges);
        Assert.Equal((InterchangeState.Conflict, Unb("R1", "one").Digest.Hex, first.Id),
            (second.State, second.EarlierSha256, second.EarlierReceipt));
        // Another sender's reference is its own.
        Assert.Equal(InterchangeState.Accepted, (await Keep("file 3", "other", Unb("R1", "two"))).Interchanges[0].State);
        // A conflict takes no reference: sent again it is a conflict with the first one still.
        Assert.Equal(first.Id, (await Keep("file 4", "acme", Unb("R1", "two"))).Interchanges[0].EarlierReceipt);
    }

    [Fact]
    public async Task The_same_interchange_in_another_file_is_a_repeat()
    {
        var first = await Keep("file 1", "acme", Unb("R1", "one"));
        var second = await Keep("file 2", "acme", Unb("R1", "one"), Unb("R2", "more"));
        Assert.Equal([InterchangeState.Repeat, InterchangeState.Accepted], second.Interchanges.Select(i => i.State));
        Assert.Equal(first.Id, second.Interchanges[0].EarlierReceipt);
    }

    [Fact]
    public async Task Interchanges_of_one_file_are_decided_among_each_other()
    {
        var receipt = await Keep("file", "acme", Unb("R1", "one"), Unb("R1", "one"), Unb("R1", "two"));
        Assert.Equal([InterchangeState.Accepted, InterchangeState.Repeat, InterchangeState.Conflict],
            receipt.Interchanges.Select(i => i.State));
        Assert.Equal(receipt.Id, receipt.Interchanges[2].EarlierReceipt);
    }

    [Fact]
    public async Task A_partner_that_may_use_a_reference_again_has_no_conflicts_but_still_repeats()
    {
        await Keep("1", "acme", About("1", "p", true, Unb("R1", "one")));
        var again = await Keep("2", "acme", About("2", "p", true, Unb("R1", "two")));
        var repeat = await Keep("3", "acme", About("3", "p", true, Unb("R1", "one")));
        Assert.Equal((InterchangeState.Accepted, InterchangeState.Repeat), (again.Interchanges[0].State, repeat.Interchanges[0].State));
    }

    [Fact]
    public async Task An_unsound_interchange_is_rejected_and_takes_no_reference()
    {
        Assert.Equal(InterchangeState.Rejected, (await Keep("1", "acme", Unb("R1", "one", isSound: false))).Interchanges[0].State);
        Assert.Equal(InterchangeState.Accepted, (await Keep("2", "acme", Unb("R1", "two"))).Interchanges[0].State);
    }

    [Fact]
    public async Task A_reference_of_a_rejected_receipt_is_free_again()
    {
        await Keep("1", "acme", Unb("R1", "one"));
        var work = await Claim();
        await Store.Settle(work, Last(work, ReceiptState.Rejected, [Document(work, 1, isAccepted: false)]), None);
        Assert.Equal(InterchangeState.Accepted, (await Keep("2", "acme", Unb("R1", "two"))).Interchanges[0].State);
        Assert.Equal(InterchangeState.Conflict, (await Keep("3", "acme", Unb("R1", "three"))).Interchanges[0].State);
    }

    [Fact]
    public async Task A_repeat_of_a_parked_receipt_releases_it()
    {
        var receipt = await Keep("A", "acme", Unb("R1", "one"));
        var work = await Claim();
        await Store.Settle(work, Last(work, ReceiptState.Parked, []) with { Reason = "No mapping." }, None);
        Assert.Equal((ReceiptState.Parked, "No mapping."), ((await Show(receipt.Id)).State, (await Show(receipt.Id)).Reason));
        Assert.Null(await Store.Claim("n1", "rev-2", None));

        Assert.True((await Keep("A", "acme", Unb("R1", "one"))).IsRepeat);
        var again = await Store.Claim("n1", "rev-2", None);
        Assert.Equal((receipt.Id, 1, "rev-2"), (again!.Receipt.Id, again.Attempt, again.Revision));
        Assert.True(again.Fence > work.Fence);
    }

    [Fact]
    public async Task A_repeat_in_another_file_releases_the_parked_one_too()
    {
        var receipt = await Keep("A", "acme", Unb("R1", "one"));
        var work = await Claim();
        await Store.Settle(work, Last(work, ReceiptState.Parked, []), None);
        await Keep("A and more", "acme", Unb("R1", "one"));
        Assert.Equal(ReceiptState.Kept, (await Show(receipt.Id)).State);
    }

    [Fact]
    public async Task Many_senders_at_once_get_a_receipt_each()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Keep($"content {i % 100}", $"s{i % 4}"))));
        Assert.Equal(100, receipts.Count(r => !r.IsRepeat));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), receipts.Where(r => !r.IsRepeat).Select(r => r.Sequence).Order());
        foreach (var pair in receipts.GroupBy(r => r.Id)) Assert.Single(pair, r => !r.IsRepeat);
    }

    [Fact]
    public async Task Keep_is_journalled_with_digests_only()
    {
        var receipt = await Keep("secret content", "acme", Unb("R1", "one"));
        var line = Assert.Single(await JournalLines());
        Assert.Contains(receipt.Sha256, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain("manifest.edi", line, StringComparison.Ordinal);
        Assert.StartsWith("""{"at":"2026-03-04T05:06:07.0000000Z","bytes":14,"channel":"http","event":"kept",""", line,
            StringComparison.Ordinal);
    }
}
