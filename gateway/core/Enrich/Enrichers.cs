using Gateway.Contracts;

namespace Gateway.Core;

/// <summary>The enrichers that the gateway has itself.</summary>
public static class Enrichers
{
    /// <summary>Those that the reference data of a revision allow, in the order in which they add.</summary>
    public static IReadOnlyList<IEnricher> Of(Revision revision)
    {
        var enrichers = new List<IEnricher> { new ContainerSizeType() };
        if (revision.CodeList("countries") is { } countries) enrichers.Add(new CountryNames(countries));
        return enrichers;
    }
}
