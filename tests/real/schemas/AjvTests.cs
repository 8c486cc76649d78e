using System.Text;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Tests.Fast;
using Xunit;

namespace Gateway.Tests.Real.Schemas;

/// <summary>Verdicts on random documents under random schemas, compared with those of Ajv, which others wrote.</summary>
public sealed class AjvTests : IDisposable
{
    private const int Schemas = 1500;
    private const int DocumentsEach = 8;

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
        var (different, valid, invalid) = (new List<string>(), 0, 0);
        for (var i = 0; i < pairs.Count; i++)
        {
            var findings = new Findings();
            var schema = Compiled(pairs[i].Schema, findings);
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
        // Both verdicts are frequent, or nothing was compared.
        Assert.InRange(valid, Schemas, int.MaxValue);
        Assert.InRange(invalid, Schemas, int.MaxValue);
    }

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
