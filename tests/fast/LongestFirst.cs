using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Gateway.Tests.Fast.LongestFirst", "Gateway.Tests.Fast")]

namespace Gateway.Tests.Fast;

/// <summary>Begins with the collection that takes longest, one test after another, so that it does not run on alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderBy(collection => collection.DisplayName == "faults" ? 0 : 1)
            .ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);
}
