using System.Runtime.CompilerServices;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>The legends of provenance that the store of a pipeline has. One is a megabyte of text, and every receipt refers to it: it is
/// made and kept once for each compiled mapping. Thread-safe.</summary>
internal sealed class Legends
{
    private readonly ConditionalWeakTable<Mapping, Kept> kept = [];

    /// <summary>Digest of the legend that is kept for a mapping; null when none is.</summary>
    public Digest? Find(Mapping mapping) => kept.TryGetValue(mapping, out var legend) ? legend.Digest : null;

    /// <summary>The store has it now.</summary>
    public void Add(Mapping mapping, Digest legend) => kept.TryAdd(mapping, new Kept(legend));

    private sealed record Kept(Digest Digest);
}
