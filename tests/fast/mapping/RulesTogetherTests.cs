using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Tests.Fast.Mappings;

/// <summary>The rules of a pack look at the nodes of one place together, and learn the patterns of these nodes. What they say must be
/// what each says by itself.</summary>
public sealed class RulesTogetherTests
{
    private const int Often = 20;

    /// <summary>What the samples of all mappings become, by their root documents.</summary>
    public static TheoryData<string> Roots => new("CargoReport", "CommercialDocument", "EquipmentReport", "GoodsDeclaration");

    [Theory]
    [MemberData(nameof(Roots))]
    public void Rules_say_together_what_each_says_by_itself(string root)
    {
        var pack = ShippedConfiguration.Another().RulesFor(root)!;
        var documents = Documents(root).ToList();
        Assert.NotEmpty(documents);
        var expected = documents.ConvertAll(document => Said(pack, document, isApart: true));

        for (var i = 0; i < Often; i++) Assert.Equal(expected[i % documents.Count], Said(pack, documents[i % documents.Count], false));
        for (var i = 0; i < documents.Count; i++) Assert.Equal(expected[i], Said(pack, documents[i], false));

        // The samples of declarations break no rule.
        Assert.True(root == "GoodsDeclaration" || expected.Exists(said => said.Count > 1));
    }

    [Fact]
    public void Where_a_value_cannot_be_calculated_with_each_rule_says_so_in_its_turn()
    {
        const string lines = """{"commercialDocument":{"typeCode":"380","line":[{"id":"1","itemChargeAmount":{"value":"a","currency":"EUR"},"""
            + """ "invoicedQuantity":{"value":"b"},"unitPriceAmount":{"value":"c","currency":"EUR"}},{"id":"1"}]}}""";
        var pack = ShippedConfiguration.Revision.RulesFor("CommercialDocument")!;
        var document = Read("CommercialDocument", Encoding.UTF8.GetBytes(lines));

        Assert.Equal(Said(pack, document, true), Said(pack, document, false));
    }

    // Each whole, and with its nodes of one name emptied: for each document another name.
    private static IEnumerable<Tree> Documents(string root)
    {
        var number = 0;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "mappings"), "*.verified.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(path);
            if (Read(root, bytes) is not { Nodes.Length: > 20 } document) continue;
            yield return document;
            var text = Encoding.UTF8.GetString(bytes);
            var name = document.Schema![document.Nodes[3 + (++number * 7 % (document.Nodes.Length - 3))].Position];
            yield return Read(root, Encoding.UTF8.GetBytes(text.Replace($"\"{name.JsonName ?? name.Name}\"", "\"id\"", StringComparison.Ordinal)));
        }
    }

    private static Tree Read(string root, byte[] bytes)
    {
        var tree = new Tree();
        JsonForm.Read(bytes, WcoModel.Root(root), tree, new Findings());
        return tree;
    }

    private static List<string> Said(RulePack pack, Tree document, bool isApart)
    {
        var findings = new Findings(1000);
        pack.Run(document, default, (d, n) => (WcoModel.Pointer(d, n), WcoModel.JsonPointer(d, n)), findings, isApart);
        return [.. findings.All.Select(f => $"{f.Code.Id} {f.Span.Start}+{f.Span.Length} {f.WcoPointer} {f.JsonPointer} {f.Sentence}")];
    }
}
