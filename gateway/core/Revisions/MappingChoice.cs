namespace Gateway.Core;

/// <summary>A mapping, and whether it fits a document.</summary>
/// <param name="Name">The mapping.</param>
/// <param name="Fits">It could read the document.</param>
/// <param name="Reason">Why, or why not, as a sentence.</param>
/// <param name="IsOfFormat">It reads documents of the same format.</param>
public sealed record MappingChoice(string Name, bool Fits, string Reason, bool IsOfFormat);
