using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast;

namespace Gateway.Tests.Real.Schemas;

/// <summary>Verdicts on documents of published JSON Schemas and on the same with one fault, compared with those of Ajv.</summary>
public sealed class KnownJsonTests : IDisposable
{
    private const string Vtd = "wco/uncefact-unvtd/unece_";
    private const string D23B = "wco/uncefact-json-d23b/UNECE-";

    // Schemas of which no document is at hand, or that are no draft 2020-12, each with the reason.
    private static readonly Dictionary<string, string> NotApplicable = new()
    {
        [D23B + "CBMRDMConsignmentView.json"] = "no document at hand",
        [D23B + "CrossIndustryExportPackingList.json"] = "no document at hand",
        [D23B + "CrossIndustryInvoice.json"] = "Ajv runs out of stack over it",
        [D23B + "MMTIMOFALCompendium.json"] = "no document at hand",
        [D23B + "PipelineDataExchangeStandard.json"] = "no document at hand",
        [Vtd + "CustomsDeclaration_CustomsDeclarationCredential_jsonSchema.json"] = "no document at hand",
        [Vtd + "PackingList_PackingListCredential_jsonSchema.json"] = "no document at hand",
    };

    // Other JSON that lies there: tables, and schemas of draft 4, which are read with a warning and not promised.
    private static readonly string[] Others = ["wco/hmrc-cds/", "wco/hmrc-ics-ens/", "wco/eucdm6/"];

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-json-").FullName;

    public static TheoryData<string, string> Pairs => new()
    {
        { Vtd + "BillOfLading_BillOfLadingCredential_jsonSchema.json", Vtd + "BillOfLading_BillOfLadingCredential_instance_jsonSchema.json" },
        { Vtd + "BillOfLading_BillOfLading_jsonSchema.json", Vtd + "BillOfLading_BillOfLading_instance_jsonSchema.json" },
        {
            Vtd + "CargoInsuranceDocument_CargoInsuraceDocumentCredential_jsonSchema.json",
            Vtd + "CargoInsuranceDocument_CargoInsuraceDocumentCredential_instance_jsonSchema.json"
        },
        { Vtd + "CommercialInvoice_CommercialInvoice_jsonSchema.json", Vtd + "CommercialInvoice_CommercialInvoice_instance_jsonSchema.json" },
        { Vtd + "PurchaseOrder_PurchaseOrder_jsonSchema.json", Vtd + "PurchaseOrder_PurchaseOrder_instance_jsonSchema.json" },
        { D23B + "MaritimeBillofLading.json", "/mappings/json/d23b-bill-of-lading/samples/reefer-and-dangerous-goods.json" },
    };

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Every_schema_is_compared_or_has_a_reason()
    {
        var compared = Pairs.SelectMany(pair => pair.Cast<string>());
        var found = Directory.EnumerateFiles(Path.Combine(Repository.Shared, "wco"), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Shared, file).Replace('\\', '/'))
            .Where(file => !Others.Any(other => file.StartsWith(other, StringComparison.Ordinal)));
        Assert.Equal([], found.Except(compared).Except(NotApplicable.Keys));
    }

    [NeedsTheory("node")]
    [MemberData(nameof(Pairs))]
    public void Verdicts_are_those_of_Ajv(string schemaFile, string documentFile)
    {
        var schema = File.ReadAllText(PathOf(schemaFile));
        string[] documents = [.. Spoiled(File.ReadAllText(PathOf(documentFile)))];
        var pairs = Path.Combine(folder, "pairs.json");
        File.WriteAllText(pairs, $"[{{\"schema\":{schema},\"documents\":[{string.Join(",\n", documents)}]}}]");
        var (_, text) = Programs.Run("node", [Path.Combine(Repository.Root, "tests", "real", "tools", "compare.mjs"), pairs, "large"]);
        var theirs = text.Trim();
        Assert.True(theirs.Length == documents.Length, theirs);
        var findings = new Findings();
        var ours = JsonSchema.Compile("known", new Dictionary<string, ReadOnlyMemory<byte>> { ["s.json"] = Encoding.UTF8.GetBytes(schema) }, "s.json",
            findings);
        Assert.True(ours is not null, string.Join('\n', findings.All.Select(f => f.Sentence)));
        var different = new List<string>();
        for (var i = 0; i < documents.Length; i++)
        {
            var faults = new Findings();
            var isValid = ours.Validate(Encoding.UTF8.GetBytes(documents[i]), faults);
            if (isValid != (theirs[i] == '1') || isValid == faults.Count > 0) different.Add($"{i}: ours {isValid}, {faults.Count} faults, theirs {theirs[i]}");
        }

        Assert.True(different.Count == 0, $"{different.Count} of {documents.Length}:\n{string.Join('\n', different.Take(20))}");
        Assert.Contains('0', theirs);
    }

    private static string PathOf(string file) => file[0] == '/' ? Repository.Root + file : Path.Combine(Repository.Shared, file);

    /// <summary>The document itself, and with one value at a time taken out or replaced.</summary>
    private static IEnumerable<string> Spoiled(string text)
    {
        const int DocumentsMax = 200;
        yield return text;
        var count = Places(JsonNode.Parse(text)!).Count();
        for (var i = 0; i < Math.Min(count * 5, DocumentsMax); i++)
        {
            var root = JsonNode.Parse(text)!;
            var place = Places(root).ElementAt(i * 7 % count);
            switch (i % 5)
            {
                case 0 when place.Parent is JsonObject parent: parent.Remove(place.GetPropertyName()); break;
                case 1: place.ReplaceWith(JsonValue.Create("?!")); break;
                case 2: place.ReplaceWith(JsonValue.Create(-1)); break;
                case 3: place.ReplaceWith(new JsonArray()); break;
                case 4 when place is JsonObject own: own.Add("neverKnown", true); break;
                default: continue;
            }

            yield return root.ToJsonString(JsonSerializerOptions.Web);
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node)
    {
        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject o => o.Select(member => member.Value),
            JsonArray a => a,
            _ => [],
        };
        foreach (var child in inner.OfType<JsonNode>())
        {
            yield return child;
            foreach (var place in Places(child)) yield return place;
        }
    }
}
