using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Xunit;

namespace Gateway.Tests.Fast.Stores;

public abstract partial class StoreContract
{
    private static readonly ReceiptPart[] Unpacked =
    [
        new(0, -1, "a.zip", null, PartUse.Document, "zip", Digest.Of("zip"u8), 90) { IsContainer = true },
        new(1, 0, "b/c.edi", "text/plain", PartUse.Document, "edifact", Digest.Of("x"u8), 5),
        new(2, 0, null, null, PartUse.Evidence, null, Digest.Of("y"u8), 6),
    ];

    [Fact]
    public async Task Interchanges_of_parts_are_decided_like_those_of_raw_bytes_and_among_each_other()
    {
        await Keep("A", "acme", About("A", "line", false, Unb("1", "one")));
        await Keep("zip", "acme");
        var first = await Claim();
        await Store.Settle(first, Last(first, ReceiptState.Accepted, [Document(first, 1)]), None);
        var work = await Claim();
        var decisions = await Decide(work, Unb("1", "one"), Unb("1", "other"), Unb("2", "two"), Unb("2", "two"), Unb("3", "x", false));
        Assert.Equal(
            [InterchangeState.Repeat, InterchangeState.Conflict, InterchangeState.Accepted, InterchangeState.Repeat, InterchangeState.Rejected],
            decisions.Select(d => d.State));
        Assert.Equal(InterchangeState.Repeat, Assert.Single((await Keep("B", "acme", About("B", "line", false, Unb("2", "two")))).Interchanges).State);
    }

    [Fact]
    public async Task Decisions_partner_parts_and_findings_are_there_for_whoever_goes_on_after_a_restart()
    {
        var receipt = await Keep("zip");
        var work = await Claim();
        var first = await Decide(work, Unb("1", "one"), Unb("1", "other"));
        await Restart();
        var again = await Claim();
        Assert.Equal(first, again.Receipt.Interchanges);
        Assert.Equal([InterchangeState.Accepted, InterchangeState.Conflict], again.Interchanges.Select(i => i.State));
        Assert.Equal(("line", Missing), (again.Partner, Assert.Single(again.EnvelopeFindings) with { Code = Missing.Code, Arguments = Missing.Arguments }));
        Assert.Equal(first, await Decide(again, Unb("1", "one"), Unb("1", "other")));
        Assert.Single(await JournalLines(), line => line.Contains("\"event\":\"decided\"", StringComparison.Ordinal));
        var shown = (await Store.Read(Viewer.Operator, new PartsQuery(receipt.Id), None)).Items;
        Assert.Equal(Unpacked, shown.Select(view => view.Part));
        Assert.Equal([1, 0, 0], shown.Select(view => view.Findings.Count));
        Assert.Equal(3, (await Store.Read(new Viewer("key", "line"), new PartsQuery(receipt.Id), None)).Items.Count);
        Assert.Empty((await Store.Read(new Viewer("key", "other"), new PartsQuery(receipt.Id), None)).Items);
    }

    [Fact]
    public async Task A_part_says_how_many_of_its_documents_went_on()
    {
        var receipt = await Keep("zip");
        var work = await Claim();
        await Decide(work);
        var documents = new[] { (1, 1, true), (2, 1, false), (3, 2, true) }.Select(d => Document(work, d.Item1, d.Item3) is var made
            ? made with { Mark = made.Mark with { Span = new SourceSpan(d.Item2, 0, 9) } } : null!);
        await Store.Settle(work, Last(work, ReceiptState.PartlyAccepted, [.. documents]), None);
        var shown = (await Store.Read(Viewer.Operator, new PartsQuery(receipt.Id), None)).Items;
        Assert.Equal([(0, 0), (2, 1), (1, 1)], shown.Select(view => (view.Documents, view.Accepted)));
    }

    [Fact]
    public async Task Whoever_lost_a_receipt_decides_nothing_for_it()
    {
        var receipt = await Keep("zip");
        var work = await Claim();
        await Restart();
        var again = await Claim();
        Assert.Empty(await Decide(work, Unb("1", "one")));
        Assert.Empty((await Store.Read(Viewer.Operator, new PartsQuery(receipt.Id), None)).Items);
        Assert.Equal(InterchangeState.Accepted, Assert.Single(await Decide(again, Unb("1", "one"))).State);
    }

    [Fact]
    public async Task Another_version_that_finds_other_interchanges_takes_none_for_a_repeat_of_its_own()
    {
        await Keep("zip");
        await Decide(await Claim(), Unb("1", "one"));
        await Restart();
        var decisions = await Decide(await Claim(), Unb("1", "one"), Unb("2", "two"));
        Assert.Equal([InterchangeState.Accepted, InterchangeState.Accepted], decisions.Select(d => d.State));
    }

    private ValueTask<IReadOnlyList<InterchangeDecision>> Decide(Work work, params Interchange[] interchanges) => Store.Decide(
        work, new Envelope("zip", new Digest(work.Receipt.Sha256), "line", interchanges, [Missing], false) { Parts = Unpacked }, None);
}
