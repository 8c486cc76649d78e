using Gateway.Documents;

namespace Gateway.Core;

/// <summary>What the check of one mapping found.</summary>
/// <param name="Name">The mapping; null for the shared fragments, where no mapping has what they read.</param>
/// <param name="Findings">Everything, errors first.</param>
/// <param name="IsKnown">It had no errors or warnings before, nothing that the check looks at is another now, and it was not checked again.
/// </param>
public sealed record CheckedMapping(string? Name, IReadOnlyList<Finding> Findings, bool IsKnown);
