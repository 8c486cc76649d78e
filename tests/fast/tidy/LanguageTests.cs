using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;
using Gateway.Host.Cli;
using Gateway.Tests.Fast.Core;
using Gateway.Tests.Fast.Manifests;

namespace Gateway.Tests.Fast.Tidy;

/// <summary>The languages that are shipped say everything that a sender can be told.</summary>
public sealed partial class LanguageTests
{
    // What the other codes say, only operators and authors of mappings see.
    private static readonly string[] ToSenders =
        ["EDI", "GWY", "CSV", "TAB", "XLS", "XML", "JSON", "PDF", "ZIP", "MAIL", "WCO", "SCH", "RUL"];

    private static readonly Dictionary<string, FindingCode> Codes =
        FindingList.Areas(TestGateway.Revision.RuleCodes).SelectMany(area => area.Codes).ToDictionary(code => code.Id);

    public static TheoryData<string> Tags => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "languages"), "*.yaml")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Every_code_that_reaches_senders_is_translated_with_the_same_places(string tag)
    {
        var file = Read(tag);
        var faults = new List<string>();
        faults.AddRange(Codes.Keys.Where(id => ToSenders.Contains(id.Split('-')[0]) && !file.ContainsKey(id)).Select(id => $"{id} is missing"));
        foreach (var (id, (sentence, cause, fix)) in file)
        {
            if (!Codes.TryGetValue(id, out var code))
            {
                faults.Add($"{id} is no code");
                continue;
            }

            if (!Places(sentence).SetEquals(Places(code.Sentence))) faults.Add($"{id}: places of '{sentence}'");
            if (!Places(cause).IsSubsetOf(Places(code.Cause))) faults.Add($"{id}: places of '{cause}'");
            if (!Places(fix).IsSubsetOf(Places(code.Fix))) faults.Add($"{id}: places of '{fix}'");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Every_other_text_is_translated(string tag)
    {
        var language = Load(tag);
        Assert.DoesNotContain(Language.Words, words => language.Say(words, 1, 2, 3, 4, 5) == Language.English.Say(words, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void Every_text_that_is_said_can_be_translated()
    {
        var said = new[] { "gateway", "adapters" }.SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Said().Matches(File.ReadAllText(file)))
            .Select(match => string.Concat(Literal().Matches(match.Groups[1].Value).Select(literal => literal.Groups[1].Value))).ToList();
        Assert.True(said.Count > 40, $"{said.Count}");
        Assert.Empty(said.Except(Language.Words));
    }

    private static Language Load(string tag)
    {
        var findings = new Findings();
        var partner = new Dictionary<string, ReadOnlyMemory<byte>>(TestFiles.OfRepository)
        {
            ["partners/a.yaml"] = System.Text.Encoding.UTF8.GetBytes($"partner: 1\nlanguage: {tag}\n"),
        };
        var revision = Revision.Load(partner, TestFiles.Formats(), YamlText.Read, findings, new CheckedMappings());
        Assert.Empty(findings.All);
        return revision!.Partners["a"].Speaks;
    }

    private static Dictionary<string, (string Sentence, string Cause, string Fix)> Read(string tag)
    {
        var language = Load(tag);
        var known = new Dictionary<string, (string, string, string)>();
        var text = File.ReadAllText(Path.Combine(Repository.Root, "languages", tag + ".yaml"));
        foreach (var id in Entry().Matches(text).Select(match => match.Groups[1].Value))
        {
            var said = language.Of(new Finding(new FindingCode(id, Severity.Error, "", "", ""), default, default, 0, [])).Code;
            known.Add(id, (said.Sentence, said.Cause, said.Fix));
        }

        return known;
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^  ([A-Z]+-\d{4}):", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex("""\bSay\(\s*((?:"[^"]*"\s*\+?\s*)+)""")]
    private static partial Regex Said();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Literal();
}
