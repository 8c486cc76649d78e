using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Manifests;

public sealed class ReadingTests
{
    public static TheoryData<string> SoundSamples => SampleFiles.Sound;

    [Theory]
    [MemberData(nameof(SoundSamples))]
    public void A_sound_sample_is_read_without_a_finding(string name)
    {
        var findings = Read(SampleFiles.Read(name));

        Assert.Empty(findings.Where(f => f.Code.Id != "EDI-0081").Select(Describe));
    }

    [Theory]
    [InlineData("faulty-unt-count.edi", "UNT says")]
    [InlineData("faulty-missing-bgm.edi", "BGM")]
    [InlineData("faulty-unknown-segment.edi", "ZZX")]
    [InlineData("faulty-character.edi", "UNOA")]
    [InlineData("faulty-cut-off.edi", "no end")]
    [InlineData("d95b-forty-messages-one-bad.edi", "XYZ")]
    public void A_fault_of_the_syntax_is_named(string name, string word)
    {
        var findings = Read(SampleFiles.Read(name));

        Assert.Contains(findings, f => f.Sentence.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Made_manifests_are_valid_in_every_release()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var made = CuscarGenerator.Make(seed);
            var errors = Read(made.Bytes).Where(f => f.Code.Default == Severity.Error).Select(Describe).ToList();
            Assert.True(errors.Count == 0, $"seed {seed}, D.{made.Release}: {string.Join("; ", errors)}");
        }
    }

    [Fact]
    public void The_independent_count_counts_what_a_person_counts()
    {
        var count = Assert.Single(IndependentCount.Of(SampleFiles.Read("d95b-short.edi")));

        Assert.Equal((3, 3, 1326m, 20322.4m),
            (count.Consignments, count.Seals, count.Packages, count.GrossMassKilograms));
        Assert.Equal(3, count.Containers.Split(' ').Length);
    }

    private static List<Finding> Read(byte[] bytes)
    {
        var findings = new Findings();
        using var reader = new EdifactReader(
            (offset, into) =>
            {
                var left = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
                var count = Math.Min(left.Length, into.Length);
                left[..count].CopyTo(into);
                return count;
            },
            EdifactDirectory.BuiltIn.Find, findings);
        var tree = new Tree();
        while (reader.Read(tree, out _))
        {
        }

        return [.. findings.All];
    }

    private static string Describe(Finding f) => $"{f.Code.Id} {f.Sentence} (segment {f.Place.Segment} {f.Place.Tag})";
}
