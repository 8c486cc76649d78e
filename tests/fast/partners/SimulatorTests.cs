using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Tests.Fast.Core;

namespace Gateway.Tests.Fast.Partners;

/// <summary>The simulator answers what production answers, byte for byte, when it is told the number that the receipt has in the store.</summary>
public sealed class SimulatorTests
{
    [Fact]
    public async Task Over_all_samples_the_answers_and_verdicts_are_those_of_production()
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml", "partner: 1\nanswers: [contrl, aperak]\n"));
        var samples = Directory.GetFiles(Path.Combine(Repository.Root, "samples")).Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "mappings"), "*", SearchOption.AllDirectories).Where(IsSample))
            .Order(StringComparer.Ordinal).Select(path => (Name: Path.GetFileName(path), Bytes: File.ReadAllBytes(path)))
            .DistinctBy(sample => Convert.ToBase64String(sample.Bytes)).ToList();
        Assert.True(samples.Count > 40);
        foreach (var (name, bytes) in samples) await Compare(gateway, name, bytes);
        await Compare(gateway, "empty.edi", []);
        await Compare(gateway, "unknown.bin", [0, 1, 2, 3]);
        await Compare(gateway, "cut.edi", Core.Manifests.Interchange("CUT", 3)[..700]);
    }

    [Fact]
    public async Task A_partner_s_own_sender_types_and_terms_hold_in_both()
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml",
            "partner: 1\nsenders: HARBRLINE\ntypes: [ IFTMIN ]\nseverities: { EDI-0013: { severity: warn, reason: x, until: 2026-11-22 } }\n"));
        Assert.Contains("GWY-0041", await Compare(gateway, "type.edi", Core.Manifests.Interchange("T1", 1)), StringComparison.Ordinal);
        Assert.Contains("GWY-0006", await Compare(gateway, "sender.edi", Core.Manifests.Interchange("T2", 1, sender: "OTHER:ZZ")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_is_judged_by_the_arrival_whenever_the_work_is_done()
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml",
            "partner: 1\nseverities: { EDI-0013: { severity: warn, reason: x, until: 2026-11-23 } }\n"));
        var inTime = await gateway.Receive(Core.Manifests.Interchange("O1", 1, wrongCount: 1));
        gateway.Clock.Advance(TimeSpan.FromDays(2));
        var late = await gateway.Receive(Core.Manifests.Interchange("O2", 1, wrongCount: 1));
        await gateway.WorkAll();
        Assert.Equal((ReceiptState.Accepted, ReceiptState.Rejected),
            ((await gateway.View(inTime.Id)).State, (await gateway.View(late.Id)).State));
    }

    [Fact]
    public async Task A_partner_in_test_is_answered_and_nothing_of_it_is_delivered()
    {
        await using var gateway = await RunningStore.Start(("partners/harbour.yaml", "partner: 1\ntrust: test\nanswersTo: risk\n"));
        var receipt = await gateway.Receive(Core.Manifests.Interchange("P1", 2));
        await gateway.WorkAll();
        await gateway.SendAll();
        Assert.Equal((ReceiptState.Accepted, 2), ((await gateway.View(receipt.Id)).State, (await gateway.View(receipt.Id)).Accepted));
        Assert.Contains("registered for tests: nothing goes on to customs", gateway.Sender.Text(".report.txt"), StringComparison.Ordinal);
        Assert.Equal(
            gateway.Sender.Got.Select(answer => answer.FileName).Order(StringComparer.Ordinal),
            gateway.Risk.Got.Select(copy => copy.FileName).Order(StringComparer.Ordinal));
    }

    private static bool IsSample(string path)
        => path.Contains("/samples/", StringComparison.Ordinal) && !path.Contains(".verified.", StringComparison.Ordinal);

    // A conflict is the store's to decide, so each sample comes once.
    private static async Task<string> Compare(RunningStore gateway, string name, byte[] bytes)
    {
        var arrival = new Arrival("test", "harbour", name, null, "back", gateway.Clock.GetUtcNow());
        var receipt = await gateway.Pipeline.Receive(arrival, new MemoryStream(bytes), CancellationToken.None);
        await gateway.WorkAll();
        var entries = await gateway.Store.Read(
            Viewer.Operator, new EntriesQuery(receipt.Id, Destination: "reply:test", WithBytes: true), CancellationToken.None);

        using var simulated = OfflineTranslation.Open(new Bytes(bytes), arrival, gateway.Configuration.Active, TestFiles.Formats(), null, receipt.Sequence);
        while (await simulated.Next(CancellationToken.None) is not null)
        {
        }

        var view = await gateway.View(receipt.Id);
        if (receipt.Interchanges.All(i => i.State is InterchangeState.Accepted or InterchangeState.Rejected))
        {
            Assert.Equal((name, view.State, receipt.Id), (name, simulated.Verdict.State, simulated.ReceiptId));
            Assert.Equal(
                entries.Items.Select(entry => name + ": " + Encoding.Latin1.GetString(entry.Entry.Bytes.Span)),
                simulated.Answer().Select(answer => name + ": " + Encoding.Latin1.GetString(answer.Bytes.Span)));
        }

        return string.Concat(simulated.Answer().Select(answer => Encoding.Latin1.GetString(answer.Bytes.Span)));
    }

    private sealed class Bytes(byte[] bytes) : IRaw
    {
        public int Part => 0;

        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> into)
        {
            var left = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
            var count = Math.Min(left.Length, into.Length);
            left[..count].CopyTo(into);
            return count;
        }
    }
}
