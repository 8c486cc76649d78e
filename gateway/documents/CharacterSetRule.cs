namespace Gateway.Documents;

/// <summary>A partner's exception: which character set its interchanges are really written in.</summary>
/// <param name="Is">The set to read with, as UNB 0001 names it or by its common name, such as <c>WINDOWS-1251</c>.</param>
/// <param name="InsteadOf">Only where UNB 0001 names this one; null for always.</param>
/// <param name="Reason">Why, for the finding; null where none was given.</param>
public sealed record CharacterSetRule(string Is, string? InsteadOf = null, string? Reason = null)
{
    /// <summary>Whether the rule holds for an interchange.</summary>
    /// <param name="identifier">UNB 0001.</param>
    public bool AppliesTo(string identifier)
        => InsteadOf is null || string.Equals(InsteadOf, identifier, StringComparison.OrdinalIgnoreCase);
}
