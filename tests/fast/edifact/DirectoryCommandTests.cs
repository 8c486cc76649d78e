using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Serve;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

public sealed class DirectoryCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-directory-").FullName;
    private readonly StringWriter error = new();

    [Fact]
    public void An_import_becomes_part_of_the_configuration()
    {
        var zip = Path.Combine(Shared.Folder("directories/unece-zip"), "d11b.zip");
        Assert.Equal(ExitCode.Fine, DirectoryImporting.Run(zip, folder, true, error));
        Assert.Contains("Text files 11B.zip:0:0: warning DIR-0002: The file is damaged", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["D11B.gwdir"], Directory.GetFiles(Path.Combine(folder, "directories")).Select(Path.GetFileName));

        var files = ConfigurationFolder.Read(folder);
        var findings = new Findings();
        var revision = Revision.Load(files, Adapters.Formats(), Adapters.ReadYaml, findings)!;
        Assert.Equal(0, findings.Count);
        Assert.NotNull(revision.Format("edifact")!.SchemaOf(new DocumentType("edifact", "PAXLST", "D.11B")));
        Assert.NotEqual(Revision.DigestOf(files), Revision.DigestOf(ConfigurationFolder.Read()));
    }

    [Fact]
    public void An_imported_file_that_was_changed_is_a_fault_of_the_configuration()
    {
        DirectoryImporting.Run(Shared.Folder("directories/unece-text/d95b"), folder, false, error);
        File.AppendAllText(Path.Combine(folder, "directories", "D95B.gwdir"), "CUSCAR\n");
        var findings = new Findings();
        Assert.Null(Revision.Load(ConfigurationFolder.Read(folder), Adapters.Formats(), Adapters.ReadYaml, findings));
        Assert.Equal("directories/D95B.gwdir", Assert.Single(findings.All).Place.Reference);
    }

    [Fact]
    public void What_is_no_directory_is_not_imported()
    {
        Assert.Equal(ExitCode.Environment, DirectoryImporting.Run(Path.Combine(folder, "none.zip"), folder, false, error));
        var file = Path.Combine(folder, "letter.txt");
        File.WriteAllText(file, "Dear customs,");
        Assert.Equal(ExitCode.Faulty, DirectoryImporting.Run(file, folder, false, error));
        Assert.False(Directory.Exists(Path.Combine(folder, "directories")));
    }

    [Theory]
    [InlineData("D95B", "d.16b", "CUSCAR", ExitCode.Fine)]
    [InlineData("95b", "D97A", "CUSCAR", ExitCode.Fine)]
    [InlineData("D95", "D16B", "CUSCAR", ExitCode.Usage)]
    [InlineData("D95B", "D16B", "NOSUCH", ExitCode.Usage)]
    public void Releases_are_compared_however_they_are_written(string before, string after, string type, int exit)
        => Assert.Equal(exit, DirectoryComparison.Run(Gateway.Edifact.EdifactDirectory.BuiltIn, before, after, type, false, error));

    public void Dispose()
    {
        Directory.Delete(folder, true);
        error.Dispose();
    }
}
