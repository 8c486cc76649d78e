using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Real.Mapping;

/// <summary>The JSON Schema that editors complete and explain mappings with, judged by a validator that others wrote: it takes every mapping
/// there is, and refuses what the loader refuses.</summary>
public sealed class MappingSchemaTests : IDisposable
{
    private static readonly string Schema = Path.Combine(Repository.Root, "schemas", "mapping", "mapping.schema.json");

    private static readonly string Rules = Path.Combine(Repository.Root, "schemas", "mapping", "rules.schema.json");

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-mapping-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Needs("node")]
    public void It_takes_every_mapping_and_fragment()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "mappings"), "*.yaml", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Fast.Repository.Shared, "mapping-examples"), "*.yaml", SearchOption.AllDirectories)).ToList();
        Assert.True(files.Count > 10);
        // As the loader reads it, every scalar is text; as an editor does, 705 and .1496 are numbers.
        var texts = files.SelectMany(file => new[] { Keep(File.ReadAllText(file), false), Keep(File.ReadAllText(file), true) }).ToList();
        Assert.Equal([], Invalid(texts));
    }

    [Needs("node")]
    public void It_refuses_what_the_loader_refuses()
    {
        const string head = "mapping: 1\nfrom: edifact CUSCAR D.95B\nto: wco CargoReport\n";
        string[] faulty =
        [
            "mapping: 2\nfrom: edifact CUSCAR D.95B\nto: wco CargoReport\nmap: {}\n",
            "mapping: 1\nto: wco CargoReport\nmap: {}\n",
            head + "map: {}\nleaf: {}\n",
            head + "map: { Carrier: { each: NAD+CA, at: NAD+CA, ID: .3039 } }\n",
            head + "map: { Carrier: { with: { a: BGM.1004 }, ID: .3039 } }\n",
            head + "map: { Carrier: { at: NAD+CA, keep: no, ID: .3039 } }\n",
            head + "map: { choose: [ { when: BGM.1004, each: NAD, ID: BGM.1004 } ] }\n",
            head + "map: { let: [ BGM.1004 ] }\n",
            head + "map: {}\ncheck: [ { that: BGM } ]\n",
            head + "map: {}\ncheck: [ { that: BGM, say: x, severity: bad } ]\n",
            head + "map: {}\ndates: { week: 102 }\n",
            "mapping: 1\nfrom: tabular x\nto: wco CommercialDocument\nread: { rows: { columns: { A: { headers: A, fill: up } } } }\nmap: {}\n",
            "part: 1\nto: wco Party\nID: .3039\n",
        ];
        var files = faulty.Select(text => Keep(text, true)).ToList();
        Assert.Equal(files.Count, Invalid(files).Count);
    }

    [Needs("node")]
    public void That_of_the_rules_takes_every_pack_and_refuses_planted_faults()
    {
        var packs = Directory.GetFiles(Path.Combine(Repository.Root, "rules"), "*.yaml").Select(File.ReadAllText).ToList();
        Assert.True(packs.Count > 3);
        Assert.Equal([], Invalid([.. packs.SelectMany(text => new[] { Keep(text, false), Keep(text, true) })], Rules));

        const string rule = "  - { code: RUL-0001, when: ID, that: ID = 1, say: x, cause: x, fix: x, severity: note, place: ID }\n";
        const string good = "pack: 1\non: wco CargoReport\nrules:\n" + rule;
        Assert.Equal([], Invalid([Keep(good, true)], Rules));
        (string Good, string Bad)[] faults =
        [
            ("pack: 1", "pack: 2"), ("pack: 1\n", ""), ("on: wco CargoReport\n", ""), ("on: ", "for: "), ("RUL-0001", "RUL-1"),
            ("code: RUL-0001, ", ""), ("that: ID = 1, ", ""), ("say: x, ", ""), ("cause: x, ", ""), ("fix: x, ", ""), ("fix: x", "fixes: x"),
            ("severity: note", "severity: info"), ("place: ID", "place: [ID]"), ("when: ID", "when: [ID]"), (rule, "  RUL-0001: x\n"),
        ];
        foreach (var (sound, faulty) in faults)
        {
            Assert.Contains(sound, good, StringComparison.Ordinal);
            var file = Keep(good.Replace(sound, faulty, StringComparison.Ordinal), true);
            Assert.True(Invalid([file], Rules).Count == 1, $"'{faulty}' for '{sound}' is taken");
        }
    }

    private static List<string> Invalid(List<string> files, string? schema = null)
    {
        var script = Path.Combine(Repository.Root, "tests", "real", "tools", "validate.mjs");
        var (_, text) = Programs.Run("node", [script, schema ?? Schema, .. files]);
        return [.. files.Where(file => !text.Contains($"{file} valid", StringComparison.Ordinal)).Select(file
            => text.Split('\n').FirstOrDefault(line => line.Contains(file, StringComparison.Ordinal)) ?? text)];
    }

    private string Keep(string yaml, bool asEditor)
    {
        var tree = new Tree();
        var findings = new Findings();
        Assert.True(YamlText.Read(System.Text.Encoding.UTF8.GetBytes(yaml), 0, "m.yaml", tree, findings), findings.All is [var first, ..] ? first.Sentence : "");
        var file = Path.Combine(folder, Directory.GetFiles(folder).Length.ToString(CultureInfo.InvariantCulture) + ".json");
        File.WriteAllText(file, Of(tree, 0, asEditor)!.ToJsonString(new JsonSerializerOptions()));
        return file;
    }

    internal static JsonNode? Of(Tree tree, int node, bool asEditor)
    {
        if ((tree.Nodes[node].Flags & NodeFlags.HasValue) != 0) return Scalar(tree.Text(node), asEditor);
        var (block, list) = (new JsonObject(), new JsonArray());
        for (var child = node + 1; child < tree.Nodes[node].Next; child = tree.Nodes[child].Next)
        {
            if (tree.NameOf(child).Length == 0) list.Add(Of(tree, child, asEditor));
            else block[tree.NameOf(child)] = Of(tree, child, asEditor);
        }

        return list.Count > 0 ? list : block;
    }

    private static JsonValue Scalar(string text, bool asEditor)
        => asEditor && text.Length > 0 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
}
