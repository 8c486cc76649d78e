using System.Text;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Core;

public sealed class RebuildTests
{
    private const string Mapping = "mappings/edifact/cuscar/mapping.yaml";

    private static string Cuscar => Encoding.UTF8.GetString(TestFiles.OfRepository[Mapping].Span);

    [Fact]
    public async Task An_output_of_before_a_change_is_rebuilt_bit_for_bit_also_after_a_restart()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(TestFiles.Sample("d95b-short.edi"));
        await gateway.WorkAll();
        var before = Assert.Single(await gateway.Documents(receipt.Id));
        Assert.StartsWith("edifact/cuscar@", before.Mapping, StringComparison.Ordinal);
        Assert.Equal(gateway.Configuration.Active.Digest.Hex, before.Revision);

        gateway.Change(Mapping, Cuscar.Replace("FunctionCode: BGM.1225 else '9'", "FunctionCode: =1", StringComparison.Ordinal));
        Assert.True(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        await gateway.Restart();
        var rebuilt = await Rebuilt(gateway, before.Id);

        Assert.True(rebuilt.IsSame);
        Assert.Equal(Encoding.UTF8.GetString(before.Json.Span), Encoding.UTF8.GetString(rebuilt.Json.Span));
        Assert.Equal(before.Xml.ToArray(), rebuilt.Xml.ToArray());
        Assert.NotEqual(gateway.Configuration.Active.Digest.Hex, rebuilt.Revision);
    }

    [Fact]
    public async Task A_document_that_was_held_and_released_is_rebuilt_with_the_configuration_that_made_it()
    {
        await using var gateway = await RunningStore.Start((Mapping, Cuscar.Replace("\nwhen: ", "\nwhen: BGM.1001 = 999 and ", StringComparison.Ordinal)));
        var receipt = await gateway.Receive(TestFiles.Sample("d95b-short.edi"));
        await gateway.WorkAll();
        Assert.Equal(ReceiptState.Parked, (await gateway.View(receipt.Id)).State);
        gateway.Change(Mapping, Cuscar);
        await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None);
        var maker = gateway.Configuration.Active.Digest.Hex;
        await gateway.Store.Apply(new Command("release-receipt", receipt.Id, "test", "again", gateway.Clock.GetUtcNow()), CancellationToken.None);
        await gateway.WorkAll();
        gateway.Change(Mapping, Cuscar.Replace("ID: BGM.1004 !", "ID: BGM.1004 | lower !", StringComparison.Ordinal));
        await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None);

        var rebuilt = await Rebuilt(gateway, (await gateway.Documents(receipt.Id)).Single().Id);
        Assert.True(rebuilt.IsSame);
        Assert.Equal(maker, rebuilt.Revision);
    }

    [Fact]
    public async Task Each_message_of_a_large_interchange_is_rebuilt_alone()
    {
        await using var gateway = await RunningStore.Start();
        var message = Encoding.Latin1.GetString(TestFiles.Sample("d95b-short.edi"));
        var (unh, unz) = (message.IndexOf("UNH+", StringComparison.Ordinal), message.LastIndexOf("UNZ+", StringComparison.Ordinal));
        var body = string.Concat(Enumerable.Range(1, 70).Select(i => message[unh..unz].Replace("BGM+785+", $"BGM+785+{i}-", StringComparison.Ordinal)));
        var receipt = await gateway.Receive(Encoding.Latin1.GetBytes(message[..unh] + body + message[unz..].Replace("UNZ+1+", "UNZ+70+", StringComparison.Ordinal)));
        await gateway.WorkAll();
        var documents = await gateway.Documents(receipt.Id);
        Assert.Equal(70, documents.Count);
        foreach (var document in documents.Where(d => d.Mark.Ordinal is 1 or 34 or 70)) Assert.True((await Rebuilt(gateway, document.Id)).IsSame);
    }

    [Fact]
    public async Task A_replay_says_which_documents_change_and_by_which_rule_and_changes_nothing()
    {
        await using var gateway = await RunningStore.Start();
        foreach (var sample in new[] { "d95b-short.edi" }) await gateway.Receive(TestFiles.Sample(sample));
        await gateway.WorkAll();
        Assert.Empty((await Replayed(gateway)).Difference.Changed);

        gateway.Change(Mapping, Cuscar.Replace("FunctionCode: BGM.1225 else '9'", "FunctionCode: =1", StringComparison.Ordinal));
        await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None);
        var journal = (await gateway.Store.Journal(0, 1000, CancellationToken.None)).Count;
        var replay = await Replayed(gateway);

        Assert.Equal((1, 0, 1), (replay.Compared, replay.Lost, replay.Difference.Changed.Count));
        var element = Assert.Single(replay.Difference.Elements, e => e.Path == "CargoReport/FunctionCode");
        Assert.Equal(("9", "1"), (element.Examples[0].Value.Before, element.Examples[0].Value.After));
        Assert.Equal(journal, (await gateway.Store.Journal(0, 1000, CancellationToken.None)).Count);
        Assert.Equal(0, (await Replayed(gateway, "edifact/iftmin")).Compared);
        Assert.Equal(0, (await Replayed(gateway, null, gateway.Clock.GetUtcNow().AddDays(1))).Compared);
    }

    [Fact]
    public async Task A_broken_mapping_is_refused_is_told_until_it_is_mended_and_the_old_one_goes_on()
    {
        await using var gateway = await RunningStore.Start();
        var good = gateway.Configuration.Active.Digest;
        gateway.Change(Mapping, Cuscar.Replace("ID: BGM.1004 !", "ID: BMG.1004 !", StringComparison.Ordinal));
        Assert.False(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        Assert.Equal(good, gateway.Configuration.Active.Digest);
        var refused = gateway.Configuration.Refused!;
        Assert.Contains(refused.Findings, f => f.Code.Id == "MAP-0007" && f.Place.Reference == "edifact/cuscar/mapping.yaml");

        var receipt = await gateway.Receive(TestFiles.Sample("d95b-short.edi"));
        await gateway.WorkAll();
        Assert.Equal(ReceiptState.Accepted, (await gateway.View(receipt.Id)).State);
        Assert.False(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        Assert.Same(refused, gateway.Configuration.Refused);

        gateway.Change(Mapping, Cuscar);
        Assert.False(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        Assert.Null(gateway.Configuration.Refused);
    }

    [Fact]
    public async Task A_partner_file_that_names_an_overlay_takes_effect_with_the_next_message()
    {
        const string overlay = "mapping: 1\nbase: edifact/cuscar\nmap:\n  FunctionCode: =1\n";
        await using var gateway = await RunningStore.Start(("mappings/edifact/harbour/mapping.yaml", overlay));
        var first = await gateway.Receive(TestFiles.Sample("d95b-short.edi"));
        await gateway.WorkAll();
        gateway.Change("partners/harbour.yaml", "partner: 1\nmappings: { CUSCAR: edifact/harbour }\n");
        Assert.True(await gateway.Configuration.Reload("test", new Findings(), CancellationToken.None));
        var again = Encoding.Latin1.GetString(TestFiles.Sample("d95b-short.edi")).Replace("BGM+785+", "BGM+785+X", StringComparison.Ordinal);
        var second = await gateway.Receive(Encoding.Latin1.GetBytes(again));
        await gateway.WorkAll();

        var (one, other) = (Assert.Single(await gateway.Documents(first.Id)), (await gateway.Documents(second.Id)).SingleOrDefault());
        Assert.StartsWith("edifact/cuscar@", one.Mapping, StringComparison.Ordinal);
        if (other is not null) Assert.StartsWith("edifact/harbour@", other.Mapping, StringComparison.Ordinal);
        Assert.True((await Rebuilt(gateway, one.Id)).IsSame);
    }

    private static async Task<Rebuilt> Rebuilt(RunningStore gateway, string id)
        => (await Rebuild.Document(gateway.Store, gateway.Configuration, TestFiles.Readers(), id, CancellationToken.None))!;

    private static async Task<Replay> Replayed(RunningStore gateway, string? mapping = null, DateTimeOffset from = default)
        => await Replay.Compare(gateway.Store, gateway.Configuration, TestFiles.Readers(), mapping, from, CancellationToken.None);
}
