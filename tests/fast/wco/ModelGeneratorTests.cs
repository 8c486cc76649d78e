using System.Text;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Wco;

public sealed class ModelGeneratorTests
{
    [Fact]
    public void What_is_generated_is_what_is_committed()
    {
        var folder = Path.Combine(Repository.Root, "schemas", "wco");
        foreach (var (name, bytes) in ModelGenerator.Files(ShippedConfiguration.Revision.Filled()))
        {
            var expected = Path.Combine(folder, name);
            Assert.Equal(File.ReadAllText(expected, Encoding.UTF8), Encoding.UTF8.GetString(bytes.Span));
        }
    }
}
