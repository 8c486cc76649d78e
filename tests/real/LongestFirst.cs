using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Gateway.Tests.Real.LongestFirst", "Gateway.Tests.Real")]

namespace Gateway.Tests.Real;

/// <summary>Begins with the tests that take long, so that they do not run on alone when all others are done.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // A name that is not here only makes the run longer.
    private static readonly string[] Long =
    [
        "mail flow", "mail", "KillTests", "StormTests", "SftpManyTests", "BombTests", "SftpTests", "SftpKillTests", "AjvTests", "DiskTests", "TranslationTests",
        "DocumentCommandTests", "SftpConformanceTests", "LibraryExampleTests", "SftpAfterTests",
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderBy(collection => Array.FindIndex(Long, name => Is(collection, name)) is var at && at < 0 ? Long.Length : at)
            .ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    // A class without a collection of its own name makes one: "Test collection for Gateway.Tests.Real.Kill.KillTests".
    private static bool Is(ITestCollection collection, string name)
        => collection.DisplayName == name || collection.DisplayName.EndsWith('.' + name, StringComparison.Ordinal);
}
