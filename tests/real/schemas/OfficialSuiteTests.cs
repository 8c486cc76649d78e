using System.Text;
using System.Text.Json;
using Gateway.Documents;
using Gateway.Forms;
using Xunit;

namespace Gateway.Tests.Real.Schemas;

/// <summary>The official test suite of JSON Schema, draft 2020-12, all that it requires (Debian: libtest-json-schema-acceptance-perl).</summary>
public sealed class OfficialSuiteTests
{
    private const string Suite = "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance";

    // So many tests the packaged suite has; fewer would mean that files were not found.
    private const int TestsMin = 1100;

    private static Dictionary<string, ReadOnlyMemory<byte>> Remotes()
    {
        // At the top lie some that serve every draft, and some that say for which they are; the other folders are of other drafts.
        var folder = Path.Combine(Suite, "remotes");
        return Directory.EnumerateFiles(folder, "*.json").Where(file => !file.Contains("Draft4") && !file.Contains("Pre2019"))
            .Concat(Directory.EnumerateFiles(Path.Combine(folder, "draft2020-12"), "*.json", SearchOption.AllDirectories))
            .ToDictionary(file => "http://localhost:1234/" + Path.GetRelativePath(folder, file),
                file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file));
    }

    [NeedsFile(Suite)]
    public void Every_required_test_has_the_verdict_that_the_suite_gives()
    {
        var (run, failed) = Run(Path.Combine(Suite, "tests", "draft2020-12"), SearchOption.TopDirectoryOnly);
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.InRange(run, TestsMin, int.MaxValue);
    }

    [NeedsFileTheory(Suite)]
    [InlineData("bignum.json")]
    [InlineData("ecmascript-regex.json")]
    [InlineData("float-overflow.json")]
    [InlineData("no-schema.json")]
    [InlineData("non-bmp-regex.json")]
    [InlineData("refOfUnknownKeyword.json")]
    public void So_has_every_optional_test_on_what_is_supported(string file)
    {
        var (run, failed) = Run(Path.Combine(Suite, "tests", "draft2020-12", "optional"), SearchOption.TopDirectoryOnly, file);
        // It asks for format as an assertion, which the draft leaves out unless a schema's vocabulary demands it.
        failed.Remove("ecmascript-regex.json | \\a is not an ECMA 262 control escape | when used as a pattern: True");
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.NotEqual(0, run);
    }

    private static (int Run, List<string> Failed) Run(string folder, SearchOption depth, string pattern = "*.json")
    {
        var remotes = Remotes();
        var run = 0;
        var failed = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, pattern, depth).Order(StringComparer.Ordinal))
        {
            using var groups = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var group in groups.RootElement.EnumerateArray())
            {
                var name = $"{Path.GetFileName(file)} | {group.GetProperty("description").GetString()}";
                var findings = new Findings();
                var files = new Dictionary<string, ReadOnlyMemory<byte>>(remotes) { ["schema.json"] = Bytes(group.GetProperty("schema")) };
                var schema = JsonSchema.Compile("suite", files, "schema.json", findings);
                if (schema is null) failed.Add($"{name}: {string.Join(' ', findings.All.Select(finding => finding.Sentence))}");
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    run++;
                    var isValid = schema?.IsValid(Bytes(test.GetProperty("data")));
                    if (isValid != test.GetProperty("valid").GetBoolean())
                    {
                        failed.Add($"{name} | {test.GetProperty("description").GetString()}: {isValid?.ToString() ?? "no verdict"}");
                    }
                    else if (isValid == false)
                    {
                        failed.AddRange(Explained(schema!, Bytes(test.GetProperty("data"))).Select(what => $"{name}: {what}"));
                    }
                }
            }
        }

        return (run, failed);
    }

    /// <summary>What the findings of an invalid document lack; nothing when each has its places.</summary>
    private static IEnumerable<string> Explained(JsonSchema schema, byte[] data)
    {
        var findings = new Findings();
        if (schema.Validate(data, findings)) yield return "valid when faults are collected";
        if (findings.Count == 0) yield return "no fault is told";
        foreach (var finding in findings.All)
        {
            if (finding.Span.Start < 0 || finding.Span.End > data.Length) yield return $"{finding.Code.Id} lies outside of the document";
            if (finding.SchemaPointer?.Contains('#', StringComparison.Ordinal) != true) yield return $"{finding.Code.Id} has no place in the schema";
            if (finding.Place.Path is not { } path || !Leads(data, path)) yield return $"{finding.Code.Id}: no value at {finding.Place.Path}";
            if (finding.Sentence.Contains("{1}", StringComparison.Ordinal)) yield return $"unfinished: {finding.Sentence}";
        }
    }

    private static bool Leads(byte[] data, string pointer)
    {
        using var document = JsonDocument.Parse(data);
        var at = document.RootElement;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Array) at = at[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)];
            else if (!at.TryGetProperty(name, out at)) return false;
        }

        return true;
    }

    private static byte[] Bytes(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());
}
