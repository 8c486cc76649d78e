using System.Text;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast;
using Xunit;

namespace Gateway.Tests.Real.Schemas;

/// <summary>Verdicts on random documents under random schemas, compared with those of Ajv, which others wrote.</summary>
public sealed class AjvTests : IDisposable
{
    private const int Schemas = 400;
    private const int DocumentsEach = 8;

    // On some schemas in which properties and unevaluatedProperties meet, Ajv ends with this fault of its own.
    private const string OwnFault = "refused: Cannot set properties of undefined";

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-ajv-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private sealed record Pair(string Schema, string[] Documents);

    [Needs("node")]
    public void Verdicts_on_random_documents_are_those_of_Ajv()
    {
        var pairs = Enumerable.Range(0, Schemas).Select(i =>
        {
            var random = new RandomSchemas((uint)i);
            return new Pair(random.Schema(), [.. Enumerable.Range(0, DocumentsEach).Select(_ => random.Document())]);
        }).ToList();
        var theirs = Ajv(pairs);
        Assert.Equal(pairs.Count, theirs.Length);
        var (different, valid, invalid, refused) = (new List<string>(), 0, 0, 0);
        for (var i = 0; i < pairs.Count; i++)
        {
            var findings = new Findings();
            var schema = Compiled(pairs[i].Schema, findings);
            if (schema is not null && theirs[i].StartsWith(OwnFault, StringComparison.Ordinal))
            {
                refused++;
                continue;
            }

            if (schema is null || theirs[i].StartsWith("refused", StringComparison.Ordinal))
            {
                different.Add($"{theirs[i]} | {string.Join(' ', findings.All.Select(f => f.Sentence))} | {pairs[i].Schema}");
                continue;
            }

            for (var j = 0; j < DocumentsEach; j++)
            {
                var ours = schema.IsValid(Encoding.UTF8.GetBytes(pairs[i].Documents[j]));
                if (ours == true) valid++;
                else invalid++;
                if (ours != (theirs[i][j] == '1')) different.Add($"ours {ours} | {i} {pairs[i].Documents[j]} | {pairs[i].Schema}");
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {valid + invalid}:\n{string.Join('\n', different.Take(20))}");
        Assert.InRange(refused, 0, Schemas / 20);
        // Both verdicts are frequent, or nothing was compared.
        Assert.InRange(valid, Schemas, int.MaxValue);
        Assert.InRange(invalid, Schemas, int.MaxValue);
    }

    /// <summary>
    /// Where Ajv is known to differ, so that the random schemas keep off, and what the specification says. Core §11.2: unevaluatedItems is
    /// applied to the entries that no prefixItems, items, contains or unevaluatedItems of the same value looked at.
    /// §10.3.1.3: contains looks at the entries that fit it; Ajv takes all entries for looked at, or none where minContains is 0.
    /// §7.7.1.2: what a schema that does not fit has looked at is dropped; Ajv counts unevaluatedItems of an alternative that does not
    /// fit, and does not count one that fits, and it counts the items of an else that is not taken. Validation §6.5.3: every name of
    /// required must be there; Ajv forgets an empty name.
    /// </summary>
    [Theory]
    [InlineData("""{"contains":{"type":"string"},"unevaluatedItems":{"type":"string"}}""", """[1,"a"]""", false)]
    [InlineData("""{"contains":{"type":"string"},"unevaluatedItems":{"type":"string"}}""", """["a","b"]""", true)]
    [InlineData("""{"contains":{"type":"string"},"minContains":0,"unevaluatedItems":{"type":"number"}}""", """[1,"a"]""", true)]
    [InlineData("""{"contains":{"type":"string"},"minContains":0,"unevaluatedItems":{"type":"number"}}""", """[true,1]""", false)]
    [InlineData("""{"oneOf":[{},{"unevaluatedItems":{"type":"object"}}],"unevaluatedItems":{"type":"object"}}""", "[false]", false)]
    [InlineData("""{"anyOf":[{"unevaluatedItems":{}}],"unevaluatedItems":{"type":"array"}}""", "[{},{}]", true)]
    [InlineData("""{"if":true,"else":{"items":true},"unevaluatedItems":false}""", "[1]", false)]
    [InlineData("""{"not":{"required":["a",""]}}""", """{"a":1}""", true)]
    public void Where_Ajv_differs_the_specification_decides(string schema, string document, bool isValid)
        => Assert.Equal(isValid, Compiled(schema, new Findings())!.IsValid(Encoding.UTF8.GetBytes(document)));

    private static JsonSchema? Compiled(string schema, Findings findings)
        => JsonSchema.Compile("random", new Dictionary<string, ReadOnlyMemory<byte>> { ["s.json"] = Encoding.UTF8.GetBytes(schema) }, "s.json", findings);

    private string[] Ajv(List<Pair> pairs)
    {
        var file = Path.Combine(folder, "pairs.json");
        File.WriteAllText(file, $"[{string.Join(",\n", pairs.Select(pair => $"{{\"schema\":{pair.Schema},\"documents\":[{string.Join(',', pair.Documents)}]}}"))}]");
        var (_, text) = Programs.Run("node", [Path.Combine(Repository.Root, "tests", "real", "tools", "compare.mjs"), file]);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
