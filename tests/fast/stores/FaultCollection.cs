using Xunit;

namespace Gateway.Tests.Fast.Stores;

/// <summary>A plan of faults holds for the whole process: tests that put one in force run alone.</summary>
[CollectionDefinition("faults", DisableParallelization = true)]
public sealed class FaultCollection;
