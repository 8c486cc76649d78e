using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Stores;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

/// <summary>
/// Every write of the store fails once, before it and after its commit; a caller that repeats it loses and doubles nothing.
/// </summary>
[Collection("faults")]
public sealed class FaultTests : IDisposable
{
    private static readonly string[] Writes =
        ["keep", "append", "claim", "decide", "settle", "take-due", "record", "take-slot", "apply", "keep-file"];
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-faults-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    public static TheoryData<string, string> Points()
    {
        var points = new TheoryData<string, string>();
        foreach (var write in Writes)
        {
            points.Add(write, "before-commit");
            points.Add(write, "after-commit");
        }

        return points;
    }

    public static TheoryData<string, FaultMoment> Calls()
    {
        var calls = new TheoryData<string, FaultMoment>();
        foreach (var operation in FaultyStore.Operations)
        {
            calls.Add(operation, FaultMoment.Before);
            calls.Add(operation, FaultMoment.AfterCommit);
        }

        return calls;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_write_that_failed_at_a_fault_point_is_repeated_without_loss_or_doubling(string write, string place)
    {
        await using var store = SqliteStore.Open(folder, clock);
        Faults.Enable($"{write}.{place}@1:throw");
        try
        {
            Assert.Equal(1, await Way(store));
        }
        finally
        {
            Faults.Disable();
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_of_unknown_outcome_is_repeated_without_loss_or_doubling(string operation, FaultMoment moment)
    {
        await using var store = new FaultyStore(SqliteStore.Open(folder, clock));
        store.Fail(operation, moment);
        Assert.Equal(1, await Way(store));
        Assert.Equal(1, store.Thrown);
    }

    [Fact]
    public async Task One_fault_in_a_shared_commit_costs_no_neighbour()
    {
        await using var store = SqliteStore.Open(folder, clock);
        Faults.Enable("keep.before-commit@20:throw");
        try
        {
            var kept = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            {
                try
                {
                    return await Keep(store, [(byte)i]) is not null;
                }
                catch (IOException)
                {
                    return false;
                }
            })));
            Assert.Equal(49, kept.Count(k => k));
            Assert.Equal(49, (await store.Journal(0, 100, default)).Count);
            Assert.Equal(49, (await store.Read(Viewer.Operator, new CountsQuery(), default)).Items[0].Receipts[ReceiptState.Kept]);
        }
        finally
        {
            Faults.Disable();
        }
    }

    [Fact]
    public async Task A_body_that_lost_a_row_can_never_be_sealed_and_leaves_nothing_behind()
    {
        await using var store = SqliteStore.Open(folder, clock);
        Faults.Enable("append.before-commit@1:throw");
        try
        {
            var content = new byte[2 * Limits.RawRowBytes + 5];
            var envelope = Big with { Sha256 = Digest.Of(content) };
            await using (var body = store.Begin())
            {
                await body.Append(content, default);
                for (var i = 0; i < 2; i++)
                {
                    await Assert.ThrowsAnyAsync<IOException>(async () => await store.Keep(
                        body, new Arrival("http", "acme", null, null, "", DateTimeOffset.UnixEpoch), envelope, default));
                }
            }

            Assert.Equal(content.Length, (await Keep(store, content, envelope)).Bytes);
        }
        finally
        {
            Faults.Disable();
        }
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("keep@x:kill")]
    [InlineData("keep@0:kill")]
    [InlineData("keep@1:explode")]
    public void A_plan_that_cannot_be_read_is_refused(string plan) => Assert.Throws<FormatException>(() => Faults.Enable(plan));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly Envelope Big = new(
        "edifact", Digest.Of(new byte[Limits.RawRowBytes + 5]), "p",
        [new Interchange("S", "R", "1", new SourceSpan(0, 0, 5), Digest.Of("x"u8), 1, true, true, false)], [], false);

    private static readonly ReceiptPart[] Parts =
    [
        new(0, -1, "a.zip", null, PartUse.Document, "zip", Digest.Of("zip"u8), 90) { IsContainer = true },
        new(1, 0, "b/c.edi", "text/plain", PartUse.Note, null, Digest.Of("x"u8), 5),
    ];

    private static readonly Envelope InParts = Big with
    {
        Interchanges = [Big.Interchanges[0] with { Reference = "2", Span = new SourceSpan(1, 0, 5) }], Parts = Parts,
    };

    private static async Task<Receipt> Keep(IStore store, byte[] content, Envelope? envelope = null)
    {
        await using var body = store.Begin();
        await body.Append(content, default);
        return await store.Keep(
            body, new Arrival("http", "acme", null, null, "", DateTimeOffset.UnixEpoch),
            envelope ?? new Envelope(null, Digest.Of(content), null, [], [], false), default);
    }

    /// <summary>Repeats the unit of work as the program does: what failed is done again from what the store says.</summary>
    private static async Task<T> Again<T>(Func<Task<T>> unit)
    {
        try
        {
            return await unit();
        }
        catch (InjectedFaultException)
        {
            return await unit();
        }
    }

    /// <summary>One receipt all the way, with each unit repeated after a fault; checks the end and gives the deliveries.</summary>
    private async Task<int> Way(IStore store)
    {
        var receipt = await Again(() => Keep(store, new byte[Limits.RawRowBytes + 5], Big));
        Assert.All(receipt.Interchanges, i => Assert.Equal(InterchangeState.Accepted, i.State));
        Assert.Equal(5, await Again(() => Task.FromResult(store.Raw(receipt.Id)!.Read(Limits.RawRowBytes, new byte[10]))));

        while (!await Again(() => Work(store))) clock.Advance(TimeSpan.FromSeconds(Limits.WorkLeaseSeconds + 1));
        var delivered = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            await Again(() => Send(store, delivered));
            clock.Advance(TimeSpan.FromSeconds(Limits.SendLeaseSeconds + 1));
        }

        var planned = clock.GetUtcNow();
        await Again(async () => await store.TakeSlot("s", planned, default));
        Assert.False(await store.TakeSlot("s", planned, default));
        var command = new Command("activate-revision", "r", "ann", "", planned);
        var position = await Again(async () => await store.Apply(command, default));
        Assert.Equal(position, await store.Apply(command, default));
        var digest = await Again(async () => await store.KeepFile("f"u8.ToArray(), default));
        Assert.Equal(1, (await Again(async () => await store.ReadFile(digest, default))).Length);

        var shown = (await Again(async () => await store.Read(Viewer.Operator, new ReceiptsQuery(), default))).Items;
        Assert.Equal((ReceiptState.Accepted, 1), (Assert.Single(shown).State, shown[0].Documents));
        Assert.Equal(Parts, (await store.Read(Viewer.Operator, new PartsQuery(receipt.Id), default)).Items);
        var entries = (await store.Read(Viewer.Operator, new EntriesQuery(), default)).Items;
        Assert.Equal(EntryState.Delivered, Assert.Single(entries).State);
        var lines = (await Again(async () => await store.Journal(0, 100, default)))
            .Select(j => Encoding.UTF8.GetString(j.Bytes.Span)).ToList();
        foreach (var once in new[] { "kept", "decided", "settled", "delivered", "activate-revision" })
        {
            Assert.Single(lines, l => l.Contains($"\"event\":\"{once}\"", StringComparison.Ordinal));
        }

        await Again(async () => await store.Purge(clock.GetUtcNow().AddDays(1), 5, default));
        Assert.Null(store.Raw(receipt.Id));
        return delivered.Count;
    }

    private static async Task<bool> Work(IStore store)
    {
        if (await store.Claim("n1", "r", default) is not { } work)
        {
            return (await store.Read(Viewer.Operator, new ReceiptsQuery(State: ReceiptState.Accepted), default)).Items.Count == 1;
        }

        var decided = await store.Decide(work, InParts, default);
        Assert.Equal(InterchangeState.Accepted, Assert.Single(decided).State);
        var mark = new DocumentMark(1, 1, new DocumentType("edifact", "CUSCAR"), "M1", new SourceSpan(0, 0, 5), null,
            Digest.Of("d"u8), true);
        var entry = new Entry("e1", "d1", "risk", "", "lane", DateTimeOffset.UnixEpoch, "f", "m", "bytes"u8.ToArray());
        var outcome = new Outcome(
            2, true, ReceiptState.Accepted,
            [new DocumentResult("d1", mark, true, "", null, default, default, default, [], [])], [entry], []);
        return await store.Settle(work, outcome, default);
    }

    private async Task<bool> Send(IStore store, HashSet<string> delivered)
    {
        foreach (var attempt in await store.TakeDue("risk", 10, "n1", default))
        {
            delivered.Add(attempt.Entry.Id);
            await store.Record(attempt, new SendResult(SendOutcome.Delivered, "200"), clock.GetUtcNow(), default);
        }

        return true;
    }
}
