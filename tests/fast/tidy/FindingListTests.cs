using Gateway.Host.Cli;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Tidy;

public sealed class FindingListTests
{
    private static readonly IReadOnlyList<FindingArea> Areas = FindingList.Areas(TestGateway.Revision.RuleCodes);

    /// <summary>With GATEWAY_ACCEPT=1 the file is written anew.</summary>
    [Fact]
    public void The_list_of_findings_is_what_the_catalogues_say()
    {
        var file = Path.Combine(Repository.Root, "docs", "findings.md");
        var wanted = FindingList.Markdown(Areas).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("GATEWAY_ACCEPT") == "1") File.WriteAllText(file, wanted);

        Assert.Equal(wanted, File.ReadAllText(file));
    }

    [Fact]
    public void A_code_stands_for_one_fault()
        => Assert.Empty(Areas.SelectMany(a => a.Codes).GroupBy(c => c.Id).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Every_code_says_what_why_and_what_to_do()
        => Assert.Empty(Areas.SelectMany(a => a.Codes)
            .Where(c => c.Sentence.Length == 0 || c.Cause.Length == 0 || c.Fix.Length == 0).Select(c => c.Id));

    [Fact]
    public void One_code_is_explained_whatever_its_case()
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        Assert.Equal(0, FindingsCommand.Run("map-0104", output, error));
        Assert.StartsWith("MAP-0104 error: ", output.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(0, FindingsCommand.Run("MAP-9999", output, error));
        Assert.Contains("MAP-9999", error.ToString(), StringComparison.Ordinal);
    }
}
