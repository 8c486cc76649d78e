using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Forms;
using Gateway.Mappings;
using Gateway.Wco;
using Gateway.Tests.Fast.Core;

namespace Gateway.Tests.Fast.Docs;

/// <summary>Runs every example of docs/writing-a-mapping.md: a mapping, a source and the output that belongs to it. With GATEWAY_ACCEPT=1
/// the output is written into the page.</summary>
public sealed class WritingAMappingTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "writing-a-mapping.md");

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Block(string Kind, string Text, int Line);

    /// <summary>One example: the mappings (the last one is run), the source, what comes out.</summary>
    private sealed record Example(List<Block> Mappings, Block Source, List<Block> Further, Block? Output, Block? Findings);

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, Read().Count)];

    [Fact]
    public void Every_mapping_of_the_page_belongs_to_an_example()
    {
        var blocks = Blocks(File.ReadAllLines(Page));
        Assert.Equal(blocks.Count(b => b.Kind == "yaml"), Read().Sum(e => e.Mappings.Count));
        Assert.True(Read().Count >= 9);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_gives_what_the_page_says(int number)
    {
        var example = Read()[number];
        var (json, findings) = await Translate(example);
        if (example.Findings is { } expected)
        {
            foreach (var line in expected.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var words = line.Split(' ');
                Assert.Contains(findings, f => f.Code.Id == words[0]);
            }
        }

        if (example.Output is not { } output) return;
        Assert.True(json is not null, string.Join('\n', findings.Select(f => $"{f.Code.Id} {f.Place.Segment}:{f.Place.Element} {f.Sentence}")));
        if (Environment.GetEnvironmentVariable("GATEWAY_ACCEPT") == "1") Accept(output, json);
        else Assert.True(JsonNode.DeepEquals(JsonNode.Parse(output.Text), json), json.ToJsonString(Readable));
    }

    private static async Task<(JsonNode? Document, IReadOnlyList<Finding> Findings)> Translate(Example example)
    {
        var files = TestFiles.OfRepository.Where(f => !f.Key.StartsWith("mappings/", StringComparison.Ordinal)
            || f.Key.StartsWith("mappings/shared/", StringComparison.Ordinal)).ToDictionary();
        var name = "example";
        foreach (var mapping in example.Mappings)
        {
            name = mapping.Text.StartsWith("# file: ", StringComparison.Ordinal) ? mapping.Text.Split('\n')[0]["# file: ".Length..].Trim() : "example";
            files[$"mappings/{name}/mapping.yaml"] = Encoding.UTF8.GetBytes(mapping.Text);
        }

        var findings = new Findings(500);
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings);
        if (revision is null || !revision.Check(findings)) return (null, findings.All);
        Assert.DoesNotContain(findings.All, f => f.Code.Default == Severity.Warning && f.Place.Reference == name + "/mapping.yaml" && f.Code.Id != "MAP-0032");
        var head = revision.HeadOf(name)!;
        var partner = new Partner("docs", "docs")
        {
            Mappings = head.FromTypes.ToDictionary(type => type, _ => name),
        };
        var arrival = new Arrival("file", "docs", "example" + (example.Source.Kind == "csv" ? ".csv" : ""), null, "", DateTimeOffset.UnixEpoch);
        using var translation = OfflineTranslation.Open(new Bytes(SourceOf(example.Source, head.FromTypes[0], head.Releases)), arrival, revision,
            TestFiles.Formats(), partner);
        translation.Further = further => Further(example, further);
        var document = await translation.Next(CancellationToken.None);
        if (document?.Translation.Document is not { } tree) return (null, [.. findings.All, .. document?.Translation.Findings.Select(f => f.Finding) ?? []]);
        var forms = new DocumentForms();
        forms.Begin(tree);
        var all = JsonNode.Parse(forms.Json.Span)!.AsObject();
        var body = all.Last().Value!;
        return (body.DeepClone(), [.. document.Translation.Findings.Select(f => f.Finding)]);
    }

    private static Tree? Further(Example example, FurtherDocument further)
    {
        if (example.Further.Find(block => block.Kind == "json $" + further.Name) is not { } block) return null;
        var tree = new Tree();
        Assert.True(JsonForm.Read(Encoding.UTF8.GetBytes(block.Text), WcoModel.Root(further.Type), tree, new Findings(), 1));
        return tree;
    }

    private static byte[] SourceOf(Block source, string type, IReadOnlyList<string> releases)
    {
        if (source.Kind != "edifact") return Encoding.UTF8.GetBytes(source.Text);
        var release = releases[0].Split('.');
        var body = string.Concat(source.Text.Split('\n'));
        return Encoding.Latin1.GetBytes($"UNB+UNOC:3+S+R+261123:1200+1'UNH+1+{type}:{release[0]}:{release[1]}:UN'{body}UNT+{body.Count(c => c == '\'') + 2}+1'UNZ+1+1'");
    }

    private static void Accept(Block output, JsonNode document)
    {
        // Examples of one class run one after another, and each reads the page anew.
        var lines = File.ReadAllLines(Page).ToList();
        var end = lines.IndexOf("```", output.Line + 1);
        lines.RemoveRange(output.Line + 1, end - output.Line - 1);
        lines.InsertRange(output.Line + 1, document.ToJsonString(Readable).Split('\n').Select(l => l.TrimEnd('\r')));
        File.WriteAllText(Page, string.Join('\n', lines) + "\n");
    }

    private static List<Example> Read()
    {
        var examples = new List<Example>();
        var mappings = new List<Block>();
        var blocks = Blocks(File.ReadAllLines(Page)).Where(b => b.Kind is "yaml" or "edifact" or "xml" or "json source" or "csv" or "json" or "findings"
            || b.Kind.StartsWith("json $", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Kind == "yaml")
            {
                mappings.Add(blocks[i]);
                continue;
            }

            var source = blocks[i];
            var further = blocks.Skip(i + 1).TakeWhile(block => block.Kind.StartsWith("json $", StringComparison.Ordinal)).ToList();
            i += further.Count;
            var output = i + 1 < blocks.Count && blocks[i + 1].Kind == "json" ? blocks[++i] : null;
            var findings = i + 1 < blocks.Count && blocks[i + 1].Kind == "findings" ? blocks[++i] : null;
            examples.Add(new Example(mappings, source, further, output, findings));
            mappings = [];
        }

        return examples;
    }

    private static List<Block> Blocks(string[] lines)
    {
        var blocks = new List<Block>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            var end = Array.IndexOf(lines, "```", i + 1);
            blocks.Add(new Block(lines[i][3..], string.Join('\n', lines[(i + 1)..end]) + "\n", i));
            i = end;
        }

        return blocks;
    }

    private sealed class Bytes(byte[] bytes) : IRaw
    {
        public int Part => 0;

        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> into)
        {
            var count = (int)Math.Clamp(bytes.Length - offset, 0, into.Length);
            bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(into);
            return count;
        }
    }
}
