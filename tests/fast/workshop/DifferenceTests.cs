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

    private async Task<Difference> Compare(string map, params string[] documents)
    {
        old.WriteSmallMapping();
        changed.WriteSmallMapping(map);
        for (var i = 0; i < documents.Length; i++) old.Write($"corpus/{i}.edi", documents[i]);
        return await DiffCommand.Compare(
            new MappingVersion(old.Open(), "site/small"), new MappingVersion(changed.Open(), "site/small"), old.At("corpus"),
            new Progress(null), CancellationToken.None);
    }
}
