using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Core;

/// <summary>Senders are answered in the language of their partner file.</summary>
public sealed class LanguageAnswerTests
{
    [Theory]
    [InlineData("zh")]
    [InlineData("zh-CN")]
    public async Task A_report_speaks_the_partner_s_language_and_keeps_names_values_and_CONTRL(string tag)
    {
        await using var gateway = await RunningStore.Start(
            ("partners/harbour.yaml", $"partner: 1\nlanguage: {tag}\nanswers: [contrl, aperak]\n"));
        await gateway.Receive(Manifests.Interchange("L1", 2, wrongCount: 1), "舱单.edi");
        await gateway.WorkAll();
        await gateway.SendAll();

        var report = gateway.Sender.Text(".report.txt");
        Assert.StartsWith("部分接受: 舱单.edi\n", report, StringComparison.Ordinal);
        Assert.Contains("CUSCAR M1（第 1 份单证）：未接受", report, StringComparison.Ordinal);
        Assert.Contains("EDI-0013 错误: ", report, StringComparison.Ordinal);
        Assert.Contains("  原因: ", report, StringComparison.Ordinal);
        Assert.Contains("（使用新的交换引用号）", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing goes on", report, StringComparison.Ordinal);
        Assert.Matches("UCM\\+M1\\+CUSCAR:D:[0-9A-Z]+:UN\\+4", gateway.Sender.Text(".contrl.edi"));
    }

    [Fact]
    public void A_language_without_texts_is_told_and_answered_in_English()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(TestFiles.OfRepository)
        {
            ["partners/a.yaml"] = "partner: 1\nlanguage: fi\n"u8.ToArray(),
        };
        var findings = new Findings();
        var revision = Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings, new CheckedMappings());

        var told = Assert.Single(findings.All);
        Assert.Equal(("CFG-0034", "partners/a.yaml", 2), (told.Code.Id, told.Place.Reference, told.Place.Segment));
        Assert.Equal(("fi", "en"), (revision!.Partners["a"].Language, revision.Partners["a"].Speaks.Tag));
    }

    [Fact]
    public void Faults_of_a_language_are_told_where_they_stand_as_soon_as_a_partner_wants_it()
    {
        const string Wrong = """
            language: 1
            findings:
              EDI-0013: { sentence: 'Segments {0}' , fix: 'Compter' }
            words:
              'Accepted': 'Accepté'
              'Acceptd': 'Accepté'
              'byte {0}': 'octet'
              'line {0}': 'ligne {0} {x'

            """;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(TestFiles.OfRepository)
        {
            ["languages/fr.yaml"] = Encoding.UTF8.GetBytes(Wrong),
        };
        Assert.Empty(Told());
        files["partners/a.yaml"] = "partner: 1\nlanguage: fr-CH\n"u8.ToArray();
        Assert.Equal(
            [("CFG-0002", 3), ("CFG-0003", 6), ("CFG-0003", 7), ("CFG-0003", 8)],
            Told().Select(finding => (finding.Code.Id, finding.Place.Segment)));

        IReadOnlyList<Finding> Told()
        {
            var findings = new Findings();
            Revision.Load(files, TestFiles.Formats(), YamlText.Read, findings, new CheckedMappings());
            return findings.All;
        }
    }
}
