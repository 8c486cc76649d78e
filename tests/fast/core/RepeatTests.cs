using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

/// <summary>What comes again in another file is not worked on again; it is answered as it was, whatever the first answer said.</summary>
public sealed class RepeatTests
{
    [Theory]
    [InlineData(0, ReceiptState.Accepted, "Everything was accepted when it came first")]
    [InlineData(2, ReceiptState.PartlyAccepted, "It is not worked on again. What was said when it came first holds")]
    public async Task A_repeat_has_the_state_and_the_answers_of_what_came_first(int wrong, ReceiptState state, string next)
    {
        await using var gateway = await RunningStore.Start();
        var bytes = Manifests.Interchange("R1", 3, wrongCount: wrong);
        await gateway.Receive(bytes, "first.edi");
        await gateway.WorkAll();
        var again = await gateway.Receive([.. bytes, .. "\n\n"u8], "again.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(state, (await gateway.View(again.Id)).State);
        Assert.Equal(wrong == 0 ? 3 : 2, gateway.Risk.Got.Count);
        Assert.Equal(TextOf(gateway, "first.edi.contrl.edi"), TextOf(gateway, "again.edi.contrl.edi"));
        var words = TextOf(gateway, "again.edi.report.txt");
        Assert.Contains(next, words, StringComparison.Ordinal);
        Assert.Contains("  | CUSCAR M2 (document 2): " + (wrong == 0 ? "accepted" : "NOT accepted"), words, StringComparison.Ordinal);
        Assert.StartsWith(wrong == 0 ? "Accepted: again.edi" : "Partly accepted: again.edi", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_beside_something_new_leaves_each_its_own_answer()
    {
        await using var gateway = await RunningStore.Start();
        var before = Manifests.Interchange("R1", 3, wrongCount: 2);
        await gateway.Receive(before, "first.edi");
        await gateway.WorkAll();
        var both = await gateway.Receive([.. before, .. Manifests.Interchange("R2", 1)], "both.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.PartlyAccepted, (await gateway.View(both.Id)).State);
        Assert.Equal(3, gateway.Risk.InEffect.Count);
        Assert.DoesNotContain("UCI+R1+", TextOf(gateway, "both.edi.contrl.edi"), StringComparison.Ordinal);
        Assert.Contains("UCI+R2+", TextOf(gateway, "both.edi.contrl.edi"), StringComparison.Ordinal);
        Assert.Equal(TextOf(gateway, "first.edi.contrl.edi"), TextOf(gateway, "both.edi.before.contrl.edi"));
        Assert.Contains("  | CUSCAR M2 (document 2): NOT accepted", TextOf(gateway, "both.edi.report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_of_several_files_bring_the_answers_of_each()
    {
        await using var gateway = await RunningStore.Start();
        var (one, two) = (Manifests.Interchange("R1", 1), Manifests.Interchange("R2", 2, wrongCount: 1));
        await gateway.Receive(one, "one.edi");
        await gateway.Receive(two, "two.edi");
        await gateway.WorkAll();
        var both = await gateway.Receive([.. one, .. two], "both.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.PartlyAccepted, (await gateway.View(both.Id)).State);
        Assert.Equal(TextOf(gateway, "one.edi.contrl.edi"), TextOf(gateway, "both.edi.contrl.edi"));
        Assert.Equal(TextOf(gateway, "two.edi.contrl.edi"), TextOf(gateway, "both.edi.2.contrl.edi"));
    }

    [Fact]
    public async Task Answers_are_given_again_as_long_as_they_are_few()
    {
        await using var gateway = await RunningStore.Start();
        var files = Enumerable.Range(1, 30).Select(number => Manifests.Interchange($"R{number}", 1, wrongCount: number == 30 ? 1 : 0)).ToList();
        foreach (var (number, file) in files.Index()) await gateway.Receive([.. file, .. Manifests.Interchange($"S{number}", 1)], $"{number}.edi");
        await gateway.WorkAll();
        var all = await gateway.Receive([.. files.SelectMany(file => file)], "all.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.PartlyAccepted, (await gateway.View(all.Id)).State);
        Assert.Equal(20, gateway.Sender.InEffect.Count(o => o.FileName.StartsWith("all.edi.", StringComparison.Ordinal)
            && o.FileName.EndsWith("contrl.edi", StringComparison.Ordinal)));
        Assert.Contains("The answers to 10 receipts named above", TextOf(gateway, "all.edi.report.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_in_another_file_releases_what_was_held_and_both_are_answered()
    {
        const string Mapping = "mappings/edifact/cuscar/mapping.yaml";
        await using var gateway = await RunningStore.Start();
        var text = Encoding.UTF8.GetString(gateway.Files()[Mapping].Span);
        gateway.Change(Mapping, text.Replace("\nwhen: ", "\nwhen: BGM.1001 = 999 and ", StringComparison.Ordinal));
        Assert.True(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        var bytes = Manifests.Interchange("R1", 1);
        var held = await gateway.Receive(bytes, "first.edi");
        await gateway.WorkAll();
        var heldAgain = await gateway.Receive([.. bytes, .. "\n"u8], "held.edi");
        await gateway.WorkAll();
        Assert.Equal(ReceiptState.Parked, (await gateway.View(heldAgain.Id)).State);

        gateway.Change(Mapping, text);
        Assert.True(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        var again = await gateway.Receive([.. bytes, .. "\n\n"u8], "again.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        Assert.Equal(ReceiptState.Accepted, (await gateway.View(held.Id)).State);
        Assert.Equal(ReceiptState.Accepted, (await gateway.View(again.Id)).State);
        Assert.Single(gateway.Risk.Got);
        Assert.Contains("Held: held.edi", TextOf(gateway, "held.edi.report.txt"), StringComparison.Ordinal);
        var words = TextOf(gateway, "again.edi.report.txt");
        Assert.Contains("  | Accepted: first.edi", words, StringComparison.Ordinal);
        Assert.DoesNotContain("  | Held: first.edi", words, StringComparison.Ordinal);
    }

    private static string TextOf(RunningStore gateway, string name)
        => Encoding.UTF8.GetString(gateway.Sender.InEffect.Single(outgoing => outgoing.FileName == name).Bytes.Span);
}
