using System.Text;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Wco;

public sealed class ModelGeneratorTests
{
    [Fact]
    public void What_is_generated_is_what_is_committed()
    {
        var findings = new Findings();
        var revision = Revision.Load(ConfigurationFolder.Read(Repository.Root), Adapters.Formats(), Adapters.ReadYaml, findings);
        Assert.True(revision is not null, string.Join('\n', findings.All.Select(f => f.Sentence)));
        var folder = Path.Combine(Repository.Root, "schemas", "wco");
        foreach (var (name, bytes) in ModelGenerator.Files(revision.Filled()))
        {
            var expected = Path.Combine(folder, name);
            Assert.Equal(File.ReadAllText(expected, Encoding.UTF8), Encoding.UTF8.GetString(bytes.Span));
        }
    }
}
