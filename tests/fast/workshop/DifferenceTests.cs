using Gateway.Documents;
using Gateway.Host.Workshop;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Workshop;

public sealed class DifferenceTests : IDisposable
{
    private readonly SiteFolder old = new();
    private readonly SiteFolder changed = new();

    public void Dispose()
    {
        old.Dispose();
        changed.Dispose();
    }

    [Fact]
    public async Task Nothing_differs_between_a_mapping_and_itself()
    {
        var difference = await Compare(SiteFolder.SmallMap, SiteFolder.Manifest);

        Assert.Equal(1, difference.Documents);
        Assert.Empty(difference.Changed);
        Assert.Empty(difference.Elements);
    }

    [Fact]
    public async Task One_changed_rule_names_exactly_the_documents_it_changes()
    {
        var other = SiteFolder.Manifest.Replace("TOYS", "toys", StringComparison.Ordinal)
            .Replace("BOOKS", "books", StringComparison.Ordinal);

        var difference = await Compare(Lower, SiteFolder.Manifest, other);

        Assert.Equal(2, difference.Documents);
        Assert.Equal(["0.edi#1"], difference.Changed.Select(d => d.Document));
        var element = Assert.Single(difference.Elements);
        Assert.Equal("CargoReport/Consignment/ConsignmentItem/Commodity/CargoDescription", element.Path);
        Assert.Equal((2, 0, 0, 1), (element.Changed, element.Added, element.Removed, element.Documents));
        Assert.Equal(("TOYS", "toys"), (element.Examples[0].Value.Before, element.Examples[0].Value.After));
        Assert.Equal("CargoReport/Consignment/ConsignmentItem[1]/Commodity/CargoDescription", element.Examples[0].Value.Place);
    }

    [Fact]
    public async Task The_rules_before_and_after_are_named()
    {
        var rule = Assert.Single((await Compare(Lower, SiteFolder.Manifest)).Rules);

        Assert.Equal("FTX+AAA.4440 | join(' ')", rule.Before?.Text);
        Assert.Equal("FTX+AAA.4440 | join(' ') | lower", rule.After?.Text);
        Assert.Equal(2, rule.Changes);
    }

    [Fact]
    public async Task A_value_that_is_new_or_gone_counts_as_such()
    {
        var map = SiteFolder.SmallMap.Replace("IssueDateTime: DTM+137 | date", "FunctionalReferenceID: =X-1", StringComparison.Ordinal);

        var difference = await Compare(map, SiteFolder.Manifest);

        var added = Assert.Single(difference.Elements, e => e.Path == "CargoReport/FunctionalReferenceID");
        var removed = Assert.Single(difference.Elements, e => e.Path == "CargoReport/IssueDateTime");
        Assert.Equal((0, 1, 0), (added.Changed, added.Added, added.Removed));
        Assert.Equal((0, 0, 1), (removed.Changed, removed.Added, removed.Removed));
    }

    [Fact]
    public async Task A_repeated_class_that_is_left_out_does_not_make_those_behind_it_differ()
    {
        var map = SiteFolder.SmallMap.Replace("each: GID\n", "each: 'GID[not .1496 = 1]'\n", StringComparison.Ordinal);

        var difference = await Compare(map, SiteFolder.Manifest);

        var elements = difference.Elements.Where(e => !e.Path.Contains("Extension", StringComparison.Ordinal)).ToList();
        Assert.All(elements, e => Assert.Equal((0, 1), (e.Changed, e.Removed)));
        Assert.Contains(elements, e => e.Path.EndsWith("/CargoDescription", StringComparison.Ordinal)
            && e.Examples[0].Value.Before == "TOYS");
    }

    [Fact]
    public async Task A_document_that_would_be_refused_is_said_first()
    {
        var map = SiteFolder.SmallMap + "check:\n  - { that: BGM.1001 = 999, say: it is another kind }\n";

        var verdict = Assert.Single((await Compare(map, SiteFolder.Manifest)).Verdicts);

        Assert.Equal("accepted", verdict.Before);
        Assert.StartsWith("refused: MAP-", verdict.After, StringComparison.Ordinal);
        Assert.Equal(["0.edi#1"], verdict.Documents);
    }

    [Fact]
    public async Task A_table_that_another_layout_wins_is_named_or_compared_when_it_is_the_one_asked_for()
    {
        foreach (var (site, text) in new[] { (old, "Goods"), (changed, "Goods | lower") })
        {
            site.Write("mappings/site/small/mapping.yaml", Table("small", "Goods: [Goods], Pieces: [Pcs]", text));
            site.Write("mappings/site/wide/mapping.yaml", Table("wide", "Goods: [Goods], Pieces: [Pcs], Origin: [Origin]", "Goods"));
        }

        var list = old.Write("corpus/list.csv", "Goods,Pcs,Origin\nTOYS,4,CN\nBOOKS,5,DE\n");
        var leftOut = new List<string>();
        async Task<Difference> Over(string path) => await DiffCommand.Compare(
            Version(old, "site/small"), Version(changed, "site/small"), path, leftOut, new Progress(null), CancellationToken.None);

        Assert.Equal(0, (await Over(old.At("corpus"))).Documents);
        Assert.StartsWith("list.csv is not compared: site/wide reads it", Assert.Single(leftOut), StringComparison.Ordinal);
        Assert.Single((await Over(list)).Changed);
    }

    private static string Table(string name, string columns, string description)
        => $"mapping: 1\nfrom: tabular {name}\nto: wco CommercialDocument\nread:\n  rows:\n    columns: {{ {columns} }}\n    needs: [Goods]\n"
        + $"map:\n  TypeCode: =271\n  ID: Row[1]/Goods\n  Line: {{ each: Row, SequenceNumeric: index(), Commodity/Description: {description},"
        + " InvoicedQuantity: Pieces | measure('PCE') }\n  carry: tabular\n";

    [Fact]
    public void Two_documents_with_thousands_of_siblings_are_compared_in_time()
    {
        var difference = new Difference(new HashSet<string>());

        difference.Add("a", Version(Numbered(0, 30_000)), Version(Numbered(1, 30_000)));

        // Too many pairs to find the common ones: matched in their order, each is another.
        Assert.Equal(30_000, difference.Elements[0].Changed);
    }

    private static string Lower
        => SiteFolder.SmallMap.Replace("FTX+AAA.4440 | join(' ')", "FTX+AAA.4440 | join(' ') | lower", StringComparison.Ordinal);

    private static DocumentVersion Version(Tree tree) => new(tree, [], "accepted");

    private static Tree Numbered(int from, int count)
    {
        var tree = new Tree();
        tree.Reset(null, null);
        var root = tree.Open(0);
        for (var i = from; i < from + count; i++)
        {
            var text = System.Text.Encoding.ASCII.GetBytes($"{i}");
            tree.SetUnknownName(tree.Add(0, tree.Append(text), text.Length, NodeFlags.HasValue | NodeFlags.Plain), "Number");
        }

        tree.Close(root);
        return tree;
    }

    private static MappingVersion Version(SiteFolder site, string mapping)
    {
        var whole = site.Open();
        return new MappingVersion(whole, whole.Alone(mapping, TextWriter.Null)!, mapping);
    }

    private async Task<Difference> Compare(string map, params string[] documents)
    {
        old.WriteSmallMapping();
        changed.WriteSmallMapping(map);
        for (var i = 0; i < documents.Length; i++) old.Write($"corpus/{i}.edi", documents[i]);
        return await DiffCommand.Compare(
            Version(old, "site/small"), Version(changed, "site/small"), old.At("corpus"), [], new Progress(null), CancellationToken.None);
    }
}
