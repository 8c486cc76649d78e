using System.Text.RegularExpressions;

namespace Gateway.Tests.Fast.Tidy;

/// <summary>What a machine can check of how the repository is written.</summary>
public sealed class StyleTests
{
    private static readonly string[] Folders = ["gateway", "adapters", "tests"];

    private static IEnumerable<(string Name, string[] Lines)> Files
        => Folders.SelectMany(ArrowTests.Sources).Select(f => (Path.GetRelativePath(Repository.Root, f), File.ReadAllLines(f)));

    [Fact]
    public void No_file_is_longer_than_500_lines()
        => Assert.Empty(Files.Where(f => f.Lines.Length > 500).Select(f => $"{f.Name}: {f.Lines.Length} lines"));

    [Fact]
    public void No_line_is_longer_than_140_characters()
        => Assert.Empty(Files.SelectMany(f => f.Lines.Select((l, i) => (l, i))
            .Where(x => x.l.Length > 140 && !f.Name.StartsWith("tests", StringComparison.Ordinal))
            .Select(x => $"{f.Name}:{x.i + 1}: {x.l.Length} characters")));

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
        => Assert.Empty(Files.SelectMany(f => f.Lines
            .SelectMany(l => Regex.Matches(l, @"\b(?:class|record|struct|interface|enum) (\w*(?:Manager|Helper|Util|Utils|Common|Misc|Processor|Wrapper|Impl|Dto|DTO))\b")
                .Select(m => $"{f.Name}: {m.Groups[1].Value}"))));

    [Fact]
    public void The_pipeline_is_readable_in_two_minutes()
        => Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "gateway/core/Pipeline.cs")).Length, 20, 120);
}
