using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>Where every value of a document came from, packed beside the result: independent of later versions of engine, model
/// and mapping, because the legend (names of positions, texts of rules) is kept too, once for each mapping and model.</summary>
/// <remarks>A pack is a version byte, the legend's digest and the nodes in preorder, each a run of variable-length numbers:
/// position, how many levels end after it and what follows, rule, origins (each start relative to the end of the one before).</remarks>
public static class Provenance
{
    private const byte PackVersion = 1;
    private const int HeadBytes = 1 + 32;

    /// <summary>The legend that packs of this mapping and model refer to; kept with <see cref="IStore.KeepFile"/>.</summary>
    public static ReadOnlyMemory<byte> Legend(Schema schema, Mapping mapping) => ProvenanceLegend.Write(schema, mapping.Rules);

    /// <summary>Packs the provenance of a document.</summary>
    /// <param name="document">The WCO document, with provenance kept.</param>
    /// <param name="legend">Digest of the legend.</param>
    public static ReadOnlyMemory<byte> Pack(Tree document, Digest legend) => Pack(document, legend, null);

    /// <summary>Likewise, in room that is lent, where there is any.</summary>
    internal static ReadOnlyMemory<byte> Pack(Tree document, Digest legend, LentArrays? arrays)
    {
        var output = new NumberWriter(new PieceWriter());
        output.Byte(PackVersion);
        output.Bytes(Convert.FromHexString(legend.Hex));
        long at = 0;
        var nodes = document.Nodes;
        for (var node = 0; node < nodes.Length; node++)
        {
            var origins = document.Sources(node, out var rule);
            var flags = nodes[node].Flags;
            var addition = (flags & NodeFlags.Added) != 0 ? document.AdditionOf(node) : null;
            var hasValue = (flags & NodeFlags.HasValue) != 0;
            output.Number(nodes[node].Position);
            output.Number((Ending(document, node) << 3) | (hasValue ? 1 : 0) | (addition is null ? 0 : 2) | (rule == 0 ? 0 : 4));
            if (rule != 0) output.Number(rule);
            if (hasValue) WriteOrigins(ref output, origins, ref at);
            if (addition is null) continue;
            output.Text(addition.Source);
            output.Number(addition.AsOf.DayNumber);
        }

        return output.Take(arrays);
    }

    /// <summary>The digest of the legend that a pack refers to; null when the bytes are no pack.</summary>
    public static Digest? LegendOf(ReadOnlySpan<byte> pack)
        => pack.Length > HeadBytes && pack[0] == PackVersion ? new Digest(Convert.ToHexStringLower(pack[1..HeadBytes])) : null;

    /// <summary>Unpacks.</summary>
    /// <param name="pack">As <see cref="Pack(Tree, Digest)"/> made it.</param>
    /// <param name="legend">The legend it refers to.</param>
    /// <returns>One line for each value, in the order of the document.</returns>
    public static IReadOnlyList<ValueOrigin> Unpack(ReadOnlySpan<byte> pack, ReadOnlyMemory<byte> legend)
    {
        var values = new List<ValueOrigin>();
        if (LegendOf(pack) is null) return values;
        var names = ProvenanceLegend.Read(legend);
        var way = new ProvenanceWay(names);
        var input = new NumberReader(pack[HeadBytes..]);
        long at = 0;
        while (!input.IsAtEnd)
        {
            way.Enter((int)input.Number());
            var facts = (int)input.Number();
            var rule = (facts & 4) != 0 ? names.Rules[(int)input.Number() - 1] : null;
            IReadOnlyList<Origin> origins = (facts & 1) != 0 ? ReadOrigins(ref input, ref at) : [];
            var addition = (facts & 2) != 0 ? new Addition(input.Text(), DateOnly.FromDayNumber((int)input.Number())) : null;
            if ((facts & 1) != 0) values.Add(new ValueOrigin(way.Path, way.JsonPointer, way.WcoPointer, rule, origins, addition));
            way.Leave(facts >> 3);
        }

        return values;
    }

    /// <summary>The same for a document in memory, for <c>explain</c>.</summary>
    public static IReadOnlyList<ValueOrigin> Of(Tree document, Mapping mapping)
    {
        var legend = Legend(document.Schema!, mapping);
        return Unpack(Pack(document, Digest.Of(legend.Span)).Span, legend);
    }

    // How many nodes end with this one: itself when it has no children, and each ancestor whose last it is.
    private static int Ending(Tree document, int node)
    {
        var nodes = document.Nodes;
        var after = node + 1;
        var ending = 0;
        for (var at = node; at >= 0 && nodes[at].Next == after; at = document.Parent(at)) ending++;
        return ending;
    }

    private static void WriteOrigins(ref NumberWriter output, ReadOnlySpan<Origin> origins, ref long at)
    {
        output.Number(origins.Length);
        foreach (var (span, role) in origins)
        {
            output.Number(((long)span.Part << 2) | (byte)role);
            output.Signed(span.Start - at);
            output.Number(span.Length);
            at = span.End;
        }
    }

    private static List<Origin> ReadOrigins(ref NumberReader input, ref long at)
    {
        var count = (int)input.Number();
        var origins = new List<Origin>(Math.Min(count, Limits.OriginsMax));
        for (var i = 0; i < count; i++)
        {
            var kind = input.Number();
            var span = new SourceSpan((int)(kind >> 2), at + input.Signed(), (int)input.Number());
            at = span.End;
            origins.Add(new Origin(span, (OriginRole)(kind & 3)));
        }

        return origins;
    }
}

/// <summary>Where one value came from.</summary>
/// <param name="Path">As XPath: <c>/MetaData/CargoReport/Consignment[3]/ID</c>; indices where the model allows several.</param>
/// <param name="JsonPointer">In the JSON form.</param>
/// <param name="WcoPointer">By WCO identifiers: <c>42A/28A[3]/016</c>.</param>
/// <param name="Rule">The rule; null for values of the envelope and of enrichers.</param>
/// <param name="Origins">Spans in the raw bytes; empty for constants.</param>
/// <param name="Addition">Who added it; null when a mapping made it.</param>
public sealed record ValueOrigin(
    string Path, string JsonPointer, string WcoPointer, Rule? Rule, IReadOnlyList<Origin> Origins, Addition? Addition);
