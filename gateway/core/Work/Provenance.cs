using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>Where every value of a document came from, packed beside the result: independent of later versions of engine, model
/// and mapping, because the legend (names of positions, texts of rules) is kept too, once for each mapping and model.</summary>
public static class Provenance
{
    /// <summary>The legend that packs of this mapping and model refer to; kept with <see cref="IStore.KeepFile"/>.</summary>
    public static ReadOnlyMemory<byte> Legend(Schema schema, Mapping mapping) => throw new NotImplementedException();

    /// <summary>Packs the provenance of a document.</summary>
    /// <param name="document">The WCO document, with provenance kept.</param>
    /// <param name="legend">Digest of the legend.</param>
    public static ReadOnlyMemory<byte> Pack(Tree document, Digest legend) => throw new NotImplementedException();

    /// <summary>The digest of the legend that a pack refers to; null when the bytes are no pack.</summary>
    public static Digest? LegendOf(ReadOnlySpan<byte> pack) => throw new NotImplementedException();

    /// <summary>Unpacks.</summary>
    /// <param name="pack">As <see cref="Pack"/> made it.</param>
    /// <param name="legend">The legend it refers to.</param>
    public static IReadOnlyList<ValueOrigin> Unpack(ReadOnlySpan<byte> pack, ReadOnlyMemory<byte> legend) => throw new NotImplementedException();

    /// <summary>The same for a document in memory, for <c>explain</c>.</summary>
    public static IReadOnlyList<ValueOrigin> Of(Tree document, Mapping mapping) => throw new NotImplementedException();
}

/// <summary>Where one value came from.</summary>
/// <param name="Path">As XPath: <c>/MetaData/CargoReport/Consignment[3]/ID</c>.</param>
/// <param name="JsonPointer">In the JSON form.</param>
/// <param name="Rule">The rule; null for values of the envelope and of enrichers.</param>
/// <param name="Origins">Spans in the raw bytes; empty for constants.</param>
/// <param name="Addition">Who added it; null when a mapping made it.</param>
public sealed record ValueOrigin(
    string Path, string JsonPointer, Rule? Rule, IReadOnlyList<Origin> Origins, Addition? Addition);
