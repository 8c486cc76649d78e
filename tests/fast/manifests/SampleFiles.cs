using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>The files of <c>samples/</c>.</summary>
internal static class SampleFiles
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");

    /// <summary>Those that have no fault.</summary>
    public static TheoryData<string> Sound => [.. Names().Where(name => !IsFaulty(name))];

    /// <summary>All of them.</summary>
    public static TheoryData<string> All => [.. Names()];

    /// <summary>All of them, and the samples of every mapping of senders' documents, below the root of the repository.</summary>
    public static IEnumerable<string> AllPaths
        => Names().Select(name => Path.Combine("samples", name))
            .Concat(MappingSamples.Find([Repository.Root], null)
                .Where(sample => !sample.Mapping.StartsWith("profiles/", StringComparison.Ordinal))
                .Select(sample => Path.GetRelativePath(Repository.Root, sample.Path)));

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static IEnumerable<string> Names()
        => Directory.EnumerateFiles(Folder, "*.edi").Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal);

    private static bool IsFaulty(string name)
        => name.StartsWith("faulty-", StringComparison.Ordinal) || name.Contains("one-bad", StringComparison.Ordinal);
}
