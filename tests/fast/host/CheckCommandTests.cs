using System.Text;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Host;

public sealed class CheckCommandTests
{
    private const string Message = "UNH+1+CUSCAR:D:95B:UN'BGM+785+R1+9'ZZX+1'UNT+4+1'";

    [Theory]
    [InlineData("UNZ+1+1'", new[] { "ZZX" })]
    [InlineData("UNZ+2+1'", new[] { "UNZ", "ZZX" })]
    public async Task The_findings_of_a_refused_interchange_and_of_its_messages_are_all_listed(string end, string[] tags)
    {
        using var file = new TemporaryFile("UNB+UNOC:3+S:ZZ+R:ZZ+261101:1200+1'" + Message + end);
        using var part = new FilePart(file.Name);
        using var translation = TestBench.Own.Translate(part, null);

        var found = await CheckCommand.AllOf(translation, CancellationToken.None);

        var errors = found.Where(judged => judged.Severity == Severity.Error).Select(judged => judged.Finding.Place.Tag);
        Assert.Equal(tags, errors.Distinct().Order(StringComparer.Ordinal));
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Name, text, Encoding.Latin1);

        public string Name { get; } = Path.GetTempFileName();

        public void Dispose() => File.Delete(Name);
    }
}
