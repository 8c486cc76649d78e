using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast.Tidy;

/// <summary>The configuration that docs/operating.md shows is one that the gateway takes.</summary>
public sealed partial class OperatingDocumentTests
{
    [Fact]
    public void The_configuration_in_the_document_loads_without_a_fault()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-doc-").FullName;
        try
        {
            var blocks = Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/operating.md")));
            Assert.Equal(3, blocks.Count);
            foreach (Match block in blocks)
            {
                var path = Path.Combine(folder, block.Groups[1].Value);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, block.Groups[2].Value);
            }

            var findings = new Findings();
            var settings = GatewayFile.Read(new ServeOptions(Path.Combine(folder, "gateway.yaml")) { Home = Repository.Root }, findings);
            Assert.NotNull(settings);
            var revision = Revision.Load(
                ConfigurationFolder.Read([.. settings.Configuration]), Adapters.Formats(), Adapters.ReadYaml, findings);
            Assert.Empty(findings.All.Select(f => f.Sentence));
            Assert.Equal(["OCEANLINE"], revision!.Partners["oceanline"].Senders);
            Assert.Equal("0 0/15 * * * ?", revision.Destinations["risk"].Schedule);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("```yaml\n# (\\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
