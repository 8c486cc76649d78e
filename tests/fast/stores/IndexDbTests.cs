using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Stores;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public sealed class IndexDbTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-index-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private SqliteStore store = null!;
    private IndexDb index = null!;

    public Task InitializeAsync()
    {
        store = SqliteStore.Open(folder, clock);
        index = IndexDb.Open(folder);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        index.Dispose();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_container_is_found_whole_or_by_its_beginning_however_it_is_written()
    {
        var one = await Keep("one", "p", "MSCU1234567", "MSCU9999999");
        Assert.Empty(index.Find(Viewer.Operator, "MSCU1234567", 10));
        await FollowAll();
        var hit = Assert.Single(index.Find(Viewer.Operator, "mscu 123456-7", 10));
        Assert.Equal((one.Id, "container", "MSCU1234567", true), (hit.ReceiptId, hit.Kind, hit.Value, hit.IsExact));
        Assert.NotNull(hit.DocumentId);
        Assert.Equal(["MSCU1234567", "MSCU9999999"], index.Find(Viewer.Operator, "MSCU", 10).Select(h => h.Value));
        Assert.Single(index.Find(Viewer.Operator, "MSCU", 1));
        Assert.Empty(index.Find(Viewer.Operator, "MS", 10));
        Assert.Empty(index.Find(Viewer.Operator, " - ", 10));
        Assert.Equal(0, await index.Follow(store, default));
    }

    [Theory]
    [InlineData("manifest one.edi", "file")]
    [InlineData("CARRIER:ZZ", "sender")]
    [InlineData("R-one", "reference")]
    [InlineData("M1", "message")]
    public async Task A_receipt_is_found_by_its_envelope(string text, string kind)
    {
        var receipt = await Keep("one", "p");
        await FollowAll();
        Assert.Equal((receipt.Id, kind), (index.Find(Viewer.Operator, text, 1)[0].ReceiptId, index.Find(Viewer.Operator, text, 1)[0].Kind));
        Assert.Equal(receipt.Id, index.Find(Viewer.Operator, receipt.Id[..12], 1)[0].ReceiptId);
    }

    [Fact]
    public async Task A_partner_finds_only_its_own_and_whole_matches_come_newest_first()
    {
        var p1 = await Keep("one", "p", "MSCU1234567");
        var q = await Keep("two", "q", "MSCU1234567");
        var p2 = await Keep("three", "p", "MSCU1234567");
        await FollowAll();
        Assert.Equal([p2.Id, q.Id, p1.Id], index.Find(Viewer.Operator, "MSCU1234567", 10).Select(h => h.ReceiptId));
        Assert.Equal([q.Id], index.Find(new Viewer("key", "q"), "MSCU123", 10).Select(h => h.ReceiptId));
        Assert.Empty(index.Find(new Viewer("key", "r"), "MSCU1234567", 10));
    }

    [Fact]
    public async Task A_deleted_or_damaged_index_is_made_again_from_the_journal()
    {
        await Keep("one", "p", "MSCU1234567");
        await FollowAll();
        index.Dispose();
        foreach (var file in Directory.GetFiles(folder, "index.db*")) File.Delete(file);
        index = IndexDb.Open(folder);
        Assert.Empty(index.Find(Viewer.Operator, "MSCU1234567", 10));
        await FollowAll();
        Assert.Single(index.Find(Viewer.Operator, "MSCU1234567", 10));

        index.Dispose();
        foreach (var file in Directory.GetFiles(folder, "index.db*")) File.Delete(file);
        await File.WriteAllBytesAsync(Path.Combine(folder, "index.db"), Encoding.ASCII.GetBytes(new string('x', 5000)));
        index = IndexDb.Open(folder);
        await FollowAll();
        Assert.Single(index.Find(Viewer.Operator, "MSCU1234567", 10));
    }

    [Fact]
    public async Task An_index_goes_on_at_its_cursor_and_starts_over_with_another_journal()
    {
        await Keep("one", "p", "MSCU1234567");
        await FollowAll();
        index.Dispose();
        index = IndexDb.Open(folder);
        await Keep("two", "p", "MSCU7654321");
        Assert.Equal(2, await index.Follow(store, default));

        await store.DisposeAsync();
        foreach (var file in Directory.GetFiles(folder, "gateway.db*")) File.Delete(file);
        store = SqliteStore.Open(folder, clock);
        await Keep("three", "p", "TCLU0000001");
        index.Dispose();
        index = IndexDb.Open(folder);
        await FollowAll();
        Assert.Empty(index.Find(Viewer.Operator, "MSCU1234567", 10));
        Assert.Single(index.Find(Viewer.Operator, "TCLU0000001", 10));
    }

    [Fact]
    public async Task What_was_purged_is_not_found_any_more()
    {
        await Keep("one", "p", "MSCU1234567");
        await FollowAll();
        Assert.Equal(1, await store.Purge(clock.GetUtcNow().AddDays(1), 10, default));
        await FollowAll();
        Assert.Empty(index.Find(Viewer.Operator, "MSCU1234567", 10));
        Assert.Empty(index.Find(Viewer.Operator, "manifest one.edi", 10));
    }

    [Fact]
    public async Task A_partner_that_shows_only_in_the_parts_of_an_archive_finds_it_and_its_papers_are_filed()
    {
        var bytes = "zip"u8.ToArray();
        await using var body = store.Begin();
        await body.Append(bytes, default);
        var envelope = new Envelope("zip", Digest.Of(bytes), null, [], [], false);
        var receipt = await store.Keep(body, new Arrival("http", "door", "a.zip", null, "", clock.GetUtcNow()), envelope, default);
        await FollowAll();
        Assert.Empty(index.Find(new Viewer("key", "p"), "a.zip", 10));
        var work = (await store.Claim("n1", "r", default))!;
        await store.Decide(work, envelope with { Partner = "p" }, default);
        var mark = new DocumentMark(1, 1, new DocumentType("edifact", "CUSCAR"), "M1", new SourceSpan(1, 0, 5), null, Digest.Of(bytes), true);
        var document = new DocumentResult(
            "d", mark, true, "", null, default, default, default, [], [new DocumentKey("container", "MSCU1234567")]);
        await store.Settle(work, new Outcome(2, true, ReceiptState.Accepted, [document], [], []), default);
        await FollowAll();
        Assert.Equal(receipt.Id, Assert.Single(index.Find(new Viewer("key", "p"), "a.zip", 10)).ReceiptId);
        Assert.Equal([new DocumentKey("container", "MSCU1234567")], index.Known("p", ["MSCU123456-7", "AB123"]));
        Assert.Empty(index.Known("q", ["MSCU1234567"]));
        Assert.Empty(index.Known(null, ["MSCU1234567"]));
    }

    private async Task FollowAll()
    {
        while (await index.Follow(store, default) > 0)
        {
            // Until the end of the journal.
        }
    }

    private async Task<Receipt> Keep(string content, string partner, params string[] containers)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var unb = new Interchange(
            "CARRIER:ZZ", null, "R-" + content, new SourceSpan(0, 0, bytes.Length), Digest.Of(bytes), 1, true, true, false);
        Receipt receipt;
        await using (var body = store.Begin())
        {
            await body.Append(bytes, default);
            receipt = await store.Keep(
                body, new Arrival("http", partner, $"manifest {content}.edi", null, "", clock.GetUtcNow()),
                new Envelope("edifact", Digest.Of(bytes), partner, [unb], [], false), default);
        }

        var work = (await store.Claim("n1", "r", default))!;
        var mark = new DocumentMark(1, 1, new DocumentType("edifact", "CUSCAR"), "M1", new SourceSpan(0, 0, 5), null,
            Digest.Of(bytes), true);
        var document = new DocumentResult(
            "d-" + receipt.Id, mark, true, "", null, default, default, default, [],
            [.. containers.Select(c => new DocumentKey("container", c))]);
        Assert.True(await store.Settle(work, new Outcome(2, true, ReceiptState.Accepted, [document], [], []), default));
        return receipt;
    }
}
