using CsCheck;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Random cases that are the same in every run: the fuzzer looks for new ones.</summary>
internal static class Samples
{
    /// <summary>Tries some cases.</summary>
    public static void Each<T>(this Gen<T> cases, int count, string seed, Action<T> holds)
    {
        var random = PCG.Parse(seed);
        for (var i = 0; i < count; i++) holds(cases.Generate(random, null, out _));
    }
}
