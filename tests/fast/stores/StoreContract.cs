using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

/// <summary>What every store promises; each store inherits this and adds nothing but how it is opened.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    protected IStore Store { get; private set; } = null!;

    /// <summary>Opens the store of this test, the same one each time.</summary>
    protected abstract IStore Open();

    public Task InitializeAsync()
    {
        Store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        Forget();
    }

    protected virtual void Forget()
    {
    }

    protected async Task Restart()
    {
        await Store.DisposeAsync();
        Store = Open();
    }

    protected Arrival From(string scope) => new("http", scope, "manifest.edi", null, "reply/1", Clock.GetUtcNow());

    protected static Interchange Unb(string reference, string content, bool isSound = true) => new(
        "CARRIER:ZZ", "CUSTOMS:ZZ", reference, new SourceSpan(0, 0, content.Length), Digest.Of(Encoding.UTF8.GetBytes(content)), 1, true,
        isSound, false);

    protected static Envelope About(string content, string? partner = null, bool reuse = false, params Interchange[] interchanges)
        => new("edifact", Digest.Of(Encoding.UTF8.GetBytes(content)), partner, interchanges, [], reuse);

    protected Task<Receipt> Keep(string content, string scope = "acme", params Interchange[] interchanges)
        => Keep(content, scope, About(content, interchanges: interchanges));

    protected async Task<Receipt> Keep(string content, string scope, Envelope envelope)
    {
        await using var body = Store.Begin();
        await body.Append(Encoding.UTF8.GetBytes(content), None);
        return await Store.Keep(body, From(scope), envelope, None);
    }

    protected async Task<Work> Claim(string node = "n1")
        => await Store.Claim(node, "rev-1", None) ?? throw new InvalidOperationException("Nothing was due.");

    protected static DocumentResult Document(Work work, int ordinal, bool isAccepted = true, string container = "MSCU1234567") => new(
        Digest.Of(work.Receipt.Id, "0", "1", $"{ordinal}").Short(32),
        new DocumentMark(ordinal, 1, new DocumentType("edifact", "CUSCAR", "D.95B", "SMDG20"), $"M{ordinal}",
            new SourceSpan(0, 10, 200), null,
            Digest.Of("content", $"{ordinal}"), true),
        isAccepted, isAccepted ? "" : "The weight is missing.", "edifact/cuscar@1f3c", Encoding.UTF8.GetBytes($$"""{"n":{{ordinal}}}"""),
        "<a/>"u8.ToArray(), new byte[] { 1, 2, 3 },
        isAccepted ? [] : [new JudgedFinding(Missing, Severity.Error), new JudgedFinding(Missing with { Position = 9 }, Severity.Warning)],
        [new DocumentKey("container", container), new DocumentKey("voyage", "042W")]);

    protected static Finding Missing { get; } = new(
        new FindingCode("EDI-0099", Severity.Error, "{0} is missing.", "Forgotten.", "Give {0}.", 13), new SourceSpan(0, 17, 4),
        new Place(1, 5, 2, 1) { Reference = "M1", Tag = "MEA" }, 7, ["The weight"])
    {
        WcoPointer = "42A/28A", JsonPointer = "/a/0", Related = new SourceSpan(0, 20, 0),
    };

    protected Entry Entry(string id, string lane = "lane", string destination = "risk", string? document = null) => new(
        id, document ?? "d-" + id, destination, "", lane, Clock.GetUtcNow(), id + ".json", "application/json", Encoding.UTF8.GetBytes(id));

    protected static Outcome Last(Work work, ReceiptState state, IReadOnlyList<DocumentResult> documents, params Entry[] entries)
        => new(work.NextDocument + documents.Count, true, state, documents, entries, [Encoding.UTF8.GetBytes("""{"event":"worked"}""")]);

    /// <summary>Keeps something and settles entries for it.</summary>
    protected async Task<Work> Outbox(params Entry[] entries)
    {
        await Keep(string.Join(',', entries.Select(e => e.Id)));
        var work = await Claim();
        Assert.True(await Store.Settle(work, Last(work, ReceiptState.Accepted, [Document(work, 1)], entries), None));
        return work;
    }

    protected async Task<IReadOnlyList<string>> Take(int max = 10, string destination = "risk")
        => [.. (await Store.TakeDue(destination, max, "n1", None)).Select(a => a.Entry.Id)];

    protected async Task<Attempt> TakeOne(string destination = "risk") => Assert.Single(await Store.TakeDue(destination, 1, "n1", None));

    protected Task Record(Attempt attempt, SendOutcome outcome, int seconds = 0)
        => Store.Record(attempt, new SendResult(outcome, outcome.ToString()), Clock.GetUtcNow().AddSeconds(seconds), None).AsTask();

    protected async Task<ReceiptView> Show(string id)
        => Assert.Single((await Store.Read(Viewer.Operator, new ReceiptsQuery(id), None)).Items);

    protected async Task<EntryView> ShowEntry(string id)
        => Assert.Single((await Store.Read(Viewer.Operator, new EntriesQuery(Id: id, WithBytes: true), None)).Items);

    protected async Task<IReadOnlyList<string>> JournalLines()
        => [.. (await Store.Journal(0, 1000, None)).Select(e => Encoding.UTF8.GetString(e.Bytes.Span))];
}
