using Gateway.Documents;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Every value of every sample, of the gateway and of each mapping, can be made again from the bytes that it says it came
/// from.</summary>
public sealed class ProvenanceTests
{
    public static TheoryData<string> Samples => [.. SampleFiles.AllPaths];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_value_comes_from_its_bytes(string path)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, path));

        var wrong = new List<string>();
        foreach (var document in await TestGateway.Translate(Path.GetFileName(path), bytes, withValues: true))
        {
            foreach (var value in document.Values.Where(v => !v.IsAdded && v.Rule is not null))
            {
                var texts = value.Origins.Where(o => o.Role == OriginRole.Value)
                    .Select(o => RawText.Of(bytes, o.Span)).ToList();
                if (texts.Count == 0 ? Remaking.IsOfRule(value) : Remaking.Makes(value, texts)) continue;
                wrong.Add($"{document.Name} {value.Path} = '{value.Text}' from [{string.Join("][", texts)}] "
                    + $"by {value.Rule!.File}:{value.Rule.Line} {value.Rule.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_origin_lies_in_the_message(string path)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, path));

        foreach (var document in await TestGateway.Translate(Path.GetFileName(path), bytes, withValues: true))
        {
            Assert.All(
                document.Values.SelectMany(v => v.Origins),
                o => Assert.InRange(o.Span.End, o.Span.Start, bytes.Length));
        }
    }
}
