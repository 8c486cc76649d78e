using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Core;

public sealed class ProvenanceTests
{
    [Fact]
    public async Task Every_value_can_be_traced_from_the_store_to_bytes_and_rule()
    {
        await using var gateway = await RunningStore.Start();
        var bytes = TestFiles.Sample("d99b-sea-cargo-report.edi");
        var receipt = await gateway.Receive(bytes);
        await gateway.WorkAll();
        var document = (await gateway.Documents(receipt.Id))[0];
        var legend = await gateway.Store.ReadFile(Provenance.LegendOf(document.Provenance.Span)!.Value, CancellationToken.None);
        var values = Provenance.Unpack(document.Provenance.Span, legend);

        var tree = new Tree();
        Assert.True(Gateway.Forms.JsonForm.Read(document.Json.Span, WcoModel.Root("CargoReport"), tree, new Findings()));
        var paths = new List<(string, string, string)>();
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            if ((tree.Nodes[node].Flags & NodeFlags.HasValue) == 0) continue;
            paths.Add((WcoModel.Path(tree, node), WcoModel.JsonPointer(tree, node), WcoModel.Pointer(tree, node)));
        }

        Assert.Equal(paths, values.Select(value => (value.Path, value.JsonPointer, value.WcoPointer)));
        var id = values.Single(value => value.Path == "/MetaData/CargoReport/ID");
        Assert.Equal("mappings/edifact/cuscar/mapping.yaml".Replace("mappings/", "", StringComparison.Ordinal), id.Rule!.File);
        var span = id.Origins.First(origin => origin.Role == OriginRole.Value).Span;
        Assert.Equal(tree.Text(WcoModel.Find(tree, id.Path)), System.Text.Encoding.Latin1.GetString(bytes, (int)span.Start, span.Length));
        var sender = values.Single(value => value.Path == "/MetaData/SenderID");
        Assert.NotEmpty(sender.Origins);
    }

    [Fact]
    public async Task What_was_added_says_who_added_it_and_overwrites_nothing()
    {
        await using var gateway = await RunningStore.Start();
        var receipt = await gateway.Receive(Manifests.Interchange("E1", 1));
        await gateway.WorkAll();
        var document = (await gateway.Documents(receipt.Id))[0];
        var legend = await gateway.Store.ReadFile(Provenance.LegendOf(document.Provenance.Span)!.Value, CancellationToken.None);
        var values = Provenance.Unpack(document.Provenance.Span, legend);
        var tree = new Tree();
        Gateway.Forms.JsonForm.Read(document.Json.Span, WcoModel.Root("CargoReport"), tree, new Findings());

        var added = values.Where(value => value.Addition is not null)
            .ToDictionary(value => value.Path, value => (Text: tree.Text(WcoModel.Find(tree, value.Path)), value.Addition!.Source));
        var container = added.Single(a => a.Key.EndsWith("/CharacteristicDescription", StringComparison.Ordinal)).Value;
        Assert.Equal(("40 ft, 8 ft 6 in high, general purpose", "iso6346 1995"), container);
        var countries = added.Where(a => a.Key.EndsWith("/CountryName", StringComparison.Ordinal)).Select(a => a.Value).ToList();
        Assert.Contains(countries, c => c.Text == "Thailand" && c.Source.StartsWith("countries ", StringComparison.Ordinal));
        Assert.All(values.Where(value => value.Addition is null && value.Path.EndsWith("/CountryName", StringComparison.Ordinal)),
            value => Assert.NotNull(value.Rule));
    }

    [Fact]
    public void An_addition_is_refused_where_a_value_stands_or_the_model_forbids_it()
    {
        var tree = new Tree();
        tree.Reset(WcoModel.Class("Address"), null);
        tree.KeepProvenance();
        var root = tree.Open(Schema.Root);
        MadeValue.Write(tree, tree.Schema!.Child(Schema.Root, "CountryCode"), "TH");
        tree.Close(root);
        var on = new DateOnly(2026, 11, 23);
        var countries = new CodeList("countries", "1", [new Code("TH", "Thailand")]);
        var additions = new Additions(name => name == "countries" ? countries : null);
        additions.Begin(tree);

        Assert.False(additions.Add(0, "CountryCode", "DE", "test", on));
        Assert.False(additions.Add(0, "NoSuchName", "x", "test", on));
        Assert.False(additions.Add(0, "CountryName", new string('x', 71), "test", on));
        Assert.True(additions.Add(0, "CountryName", "Côte d'Ivoire", "test", on));
        Assert.False(additions.Add(0, "CountryName", "again", "test", on));
        Assert.True(additions.Add(0, "CityName", "Rayong", "test", on));

        additions.Merge();
        var said = Enumerable.Range(1, tree.Nodes.Length - 1)
            .Select(node => $"{tree.NameOf(node)}={tree.Text(node)}{(tree.AdditionOf(node) is null ? "" : "+")}");
        Assert.Equal(["CityName=Rayong+", "CountryCode=TH", "CountryName=Côte d'Ivoire+"], said);
    }

    [Theory]
    [InlineData("22G1", "20 ft, 8 ft 6 in high, general purpose")]
    [InlineData("45R1", "40 ft, 9 ft 6 in high, refrigerated and heated")]
    [InlineData("L5G1", "45 ft, 9 ft 6 in high, general purpose")]
    [InlineData("22T6", "20 ft, 8 ft 6 in high, tank for dangerous liquids")]
    [InlineData("2210", null)]
    [InlineData("ZZZZ", null)]
    [InlineData("42G", null)]
    public void A_container_s_size_and_type_are_said_in_words_or_not_at_all(string code, string? meaning)
        => Assert.Equal(meaning, ContainerSizeType.Meaning(code));

    [Fact]
    public async Task The_memory_gate_lets_small_documents_pass_a_large_one_that_waits()
    {
        var gate = new MemoryGate(4000, 100);
        var first = await gate.Enter(90, CancellationToken.None);
        var large = gate.Enter(60, CancellationToken.None).AsTask();
        Assert.False(large.IsCompleted);
        var small = await gate.Enter(10, CancellationToken.None);
        Assert.False(large.IsCompleted);
        first.Dispose();
        var entered = await large;
        small.Dispose();
        using var stop = new CancellationTokenSource();
        var given = gate.Enter(90, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        entered.Dispose();
        (await gate.Enter(long.MaxValue, CancellationToken.None)).Dispose();
    }

    [Fact]
    public void A_wait_doubles_up_to_a_quarter_of_an_hour_and_is_the_same_each_time_it_is_asked()
    {
        for (var attempt = 1; attempt < 40; attempt++)
        {
            var wait = Backoff.After("entry", attempt, 5).TotalSeconds;
            var plain = Math.Min(5 * Math.Pow(2, attempt - 1), 900);
            Assert.InRange(wait, plain, plain * 1.25);
            Assert.Equal(wait, Backoff.After("entry", attempt, 5).TotalSeconds);
        }

        Assert.NotEqual(Backoff.After("one", 3, 5), Backoff.After("two", 3, 5));
    }

    [Fact]
    public async Task Offline_and_in_the_store_the_same_bytes_are_made()
    {
        await using var gateway = await RunningStore.Start();
        var bytes = TestFiles.Sample("d95b-forty-messages-one-bad.edi");
        var receipt = await gateway.Receive(bytes);
        await gateway.WorkAll();
        var stored = await gateway.Documents(receipt.Id);

        var arrival = new Arrival("file", "harbour", "manifest.edi", null, "", gateway.Clock.GetUtcNow());
        using var offline = OfflineTranslation.Open(
            gateway.Store.Raw(receipt.Id)!, arrival, gateway.Configuration.Active, TestFiles.Formats());
        var forms = new DocumentForms();
        for (var i = 0; await offline.Next(CancellationToken.None) is { } next; i++)
        {
            Assert.Equal(stored[i].IsAccepted, next.Translation.IsAccepted);
            if (next.Translation.Document is not { } document) continue;
            forms.Begin(document);
            Assert.Equal(stored[i].Json.ToArray(), forms.Json.ToArray());
            Assert.Equal(stored[i].Xml.ToArray(), forms.Xml.ToArray());
        }

        await gateway.SendAll();
        foreach (var file in offline.Answer().Where(file => file.Name == "report.txt"))
        {
            Assert.Equal(gateway.Sender.Text(file.Name), System.Text.Encoding.UTF8.GetString(file.Bytes.Span));
        }
    }
}
