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

    [Fact]
    public void The_configuration_in_the_document_of_mail_loads_without_a_fault()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-doc-").FullName;
        try
        {
            var files = Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/channels/mail.md")))
                .Select(block => (Name: block.Groups[1].Value, Text: block.Groups[2].Value)).ToList();
            Assert.Equal(
                ["gateway.yaml", "partners/nordkap.yaml", "partners/oceanline.yaml", "destinations/officer.yaml"], files.Select(f => f.Name));
            foreach (var (name, text) in files.Append(("secrets/intake-imap", "x")).Append(("secrets/drop-smtp", "y")))
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                // The fingerprint is cut short for the reader.
                File.WriteAllText(path, text.Replace("3f1c...", new string('3', 64), StringComparison.Ordinal));
                var isSecret = name.StartsWith("secrets/", StringComparison.Ordinal);
                if (isSecret && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead);
            }

            var findings = new Findings();
            var settings = GatewayFile.Read(new ServeOptions(Path.Combine(folder, "gateway.yaml")) { Home = Repository.Root }, findings);
            Assert.NotNull(settings);
            var revision = Revision.Load(
                ConfigurationFolder.Read([.. settings.Configuration]), Adapters.Formats(), Adapters.ReadYaml, findings);
            Assert.Empty(findings.All.Select(f => f.Sentence));
            Assert.Equal("nordkap", revision!.PartnerOfMail("one@vessels.nordkap.example")!.Id);
            Assert.NotNull(Senders.MailboxOf(settings, revision.Destinations["officer"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("```yaml\n# (\\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
