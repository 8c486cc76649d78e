using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Cli;
using Gateway.Host.Serve;

namespace Gateway.Tests.Fast;

/// <summary>The configuration of the repository, loaded and checked once for all tests of a run: checking every mapping against every
/// structural form is most of what a test of one mapping would otherwise do.</summary>
internal static class ShippedConfiguration
{
    /// <summary>The formats that the gateway has.</summary>
    public static IReadOnlyList<IFormat> Formats { get; } = Adapters.Formats();

    // What was found clean before, by content, is known to all programs of this build.
    private static readonly CheckedMappings Clean = new CheckMemory().Mappings;

    private static readonly Lazy<(Revision? Revision, Findings Findings)> Loaded = new(() =>
    {
        var findings = new Findings(1000);
        var revision = Revision.Load(ConfigurationFolder.Read(Repository.Root), Formats, Adapters.ReadYaml, findings);
        revision?.Check(findings, Clean);
        return (revision, findings);
    });

    /// <summary>The same loaded once more: none of its mappings has mapped anything yet.</summary>
    public static Revision Another()
        => Revision.Load(ConfigurationFolder.Read(Repository.Root), Formats, Adapters.ReadYaml, new Findings())!;

    /// <summary>Everything that loading and checking it found.</summary>
    public static Findings Findings => Loaded.Value.Findings;

    /// <summary>The mappings that were found clean, so that nobody checks them again.</summary>
    public static CheckedMappings Checked
    {
        get
        {
            _ = Loaded.Value;
            return Clean;
        }
    }

    /// <summary>The revision; a fault of it fails every test that needs it, with its words.</summary>
    public static Revision Revision
    {
        get
        {
            var errors = Findings.All.Where(f => f.Code.Default == Severity.Error)
                .Select(f => $"{f.Code.Id} {f.Sentence} ({f.Place.Reference}:{f.Place.Segment}:{f.Place.Element})").ToList();
            Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
            return Loaded.Value.Revision!;
        }
    }
}
