using Gateway.Documents;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Every value of every sample, of the gateway and of each mapping, can be made again from the bytes that it says it came
/// from.</summary>
public sealed class ProvenanceTests
{
    public static TheoryData<string> Samples => [.. SampleFiles.AllPaths];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_value_comes_from_its_bytes_and_a_rule(string path)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, path));

        var wrong = new List<string>();
        foreach (var document in await TestGateway.Translate(Path.GetFileName(path), bytes, withValues: true))
        {
            Assert.All(document.Values.SelectMany(v => v.Origins), o => Assert.InRange(o.Span.End, o.Span.Start, bytes.Length));
            Assert.All(document.Values, v => Assert.True(IsExplained(v), $"{document.Name} {v.Path} = '{v.Text}' has nothing to tell of it"));
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

    // A value has a rule that stands where it says, is an addition, or is one of the gateway's own envelope. What was counted or says
    // where something stood has no bytes of its own, but those of what it counts or stands for.
    private static bool IsExplained(MadeValue value)
    {
        if (value.IsAdded || value.Path.Count(c => c == '/') == 2) return true;
        if (value.Rule is not { } rule || !Remaking.IsWrittenThere(rule)) return false;
        return value.Origins.Count > 0 || !((rule.Text == "index()" && value.Text != "1") || value.Path.EndsWith("/Path", StringComparison.Ordinal));
    }
}
