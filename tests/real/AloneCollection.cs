namespace Gateway.Tests.Real;

/// <summary>Tests that load the machine or count on it: they run one after another, when all others are done.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;
