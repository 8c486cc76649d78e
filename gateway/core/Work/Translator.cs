using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;
using Gateway.Wco;

namespace Gateway.Core;

/// <summary>
/// Takes one read document through map, validate and enrich; <see cref="DocumentForms"/> writes it. The engine is one: production,
/// <c>translate</c>, <c>check</c>, <c>explain</c> and replay all come here and get identical bytes. Not thread-safe; one for
/// each worker.
/// </summary>
/// <param name="revision">The configuration.</param>
/// <param name="enrichers">In the order in which they add; <see cref="Enrichers.Of"/> gives those of the revision.</param>
/// <param name="desk">Its trees.</param>
internal sealed class Translator(Revision revision, IReadOnlyList<IEnricher> enrichers, Desk desk)
{
    private static readonly IReadOnlyDictionary<string, string> NoConstants = new Dictionary<string, string>();

    private static readonly Func<Tree, int, (string Wco, string Json)> Pointers =
        (document, node) => (WcoModel.Pointer(document, node), WcoModel.JsonPointer(document, node));

    private readonly Additions additions = new(revision.CodeList);

    /// <summary>Gives the further documents that a mapping names (<c>also</c>), null for one that is not at hand. Only whoever hands them
    /// over has any: on the way of a message there are none, for what a document becomes depends on no other receipt.</summary>
    public Func<FurtherDocument, Tree?>? Further { get; set; }

    /// <summary>Translates one document.</summary>
    /// <param name="source">As its format read it.</param>
    /// <param name="mark">What the reader said of it.</param>
    /// <param name="receiptId">The receipt it is of; its own id is derived from that.</param>
    /// <param name="partner">Its sender; null when unknown (policy defaults hold).</param>
    /// <param name="moment">When it arrived.</param>
    /// <param name="findings">Those of the reader; all others are added.</param>
    /// <param name="stop">Ends the work.</param>
    public async ValueTask<Translation> Translate(
        Tree source, DocumentMark mark, string receiptId, Partner? partner, Moment moment, Findings findings, CancellationToken stop)
    {
        var verdict = new Verdict(findings, partner, moment.ArrivedAt);
        if (partner?.MaySend(mark.Type.Name) == false)
        {
            var agreed = string.Join(", ", partner.Types);
            findings.Add(GatewayCodes.NotAgreed, mark.Span, new Place(mark.Ordinal, 0), 0, mark.Type.Name, agreed);
            if (verdict.HasError) return verdict.Rejected(null, null);
        }

        if (!mark.IsReadable)
        {
            if (verdict.HasError) return verdict.Rejected(null, null);
            return NoMapping(mark, $"the structure of {CompiledMappings.NameOf(mark.Type)} is not known.", findings, verdict);
        }

        if (revision.MappingFor(mark.Type, partner, source, out var reason) is not { } mapping)
        {
            return NoMapping(mark, reason, findings, verdict);
        }

        try
        {
            var first = findings.All.Count;
            Map(source, mark, receiptId, mapping, partner, moment, findings);
            // What only the mapping of a giant needed does not lie beside it while the rest is done.
            if (source.Nodes.Length > Limits.KeptNodesMax) MemoryGate.Collect();
            Validate(mapping.Text.Head.ToType, moment, findings);
            SourcePlaces.Complete(source, mark, findings, first);
            await Enrich(moment, stop);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException))
        {
            // One document on which our code fails must not cost its neighbours; it is held and said so.
            findings.Add(GatewayCodes.OwnFault, mark.Span, new Place(mark.Ordinal, 0), 0, fault.GetType().Name);
            return verdict.Parked(mapping);
        }

        return verdict.HasError ? verdict.Rejected(desk.Document, mapping) : verdict.Accepted(desk.Document, mapping);
    }

    private void Map(
        Tree source, DocumentMark mark, string receiptId, Mapping mapping, Partner? partner, Moment moment, Findings findings)
    {
        var document = desk.Document;
        document.Reset(WcoModel.Root(mapping.Text.Head.ToType), null);
        document.Ordinal = mark.Ordinal;
        document.KeepProvenance();
        var envelope = document.Open(Schema.Root);
        MetaData.Write(source, document, mark, receiptId, moment, mapping);
        mapping.Run(With(source, mapping), document, moment, partner?.Constants ?? NoConstants, findings, addresses: WcoModel.NextPlace);
        document.Close(envelope);
    }

    private Tree With(Tree source, Mapping mapping)
    {
        if (Further is null || mapping.Text.Further.Count == 0) return source;
        var found = new Dictionary<string, Tree>();
        foreach (var further in mapping.Text.Further)
        {
            if (Further(further) is { } document) found[further.Name] = document;
        }

        return found.Count == 0 ? source : mapping.With(source, found);
    }

    private void Validate(string root, Moment moment, Findings findings)
    {
        WcoModel.Check(desk.Document, revision.CodeList, DayOf(moment), findings);
        revision.RulesFor(root)?.Run(desk.Document, moment, Pointers, findings);
    }

    private async ValueTask Enrich(Moment moment, CancellationToken stop)
    {
        additions.Begin(desk.Document);
        foreach (var enricher in enrichers) await enricher.Enrich(desk.Document, DayOf(moment), additions, stop);
        additions.Merge();
    }

    private static DateOnly DayOf(Moment moment) => DateOnly.FromDateTime(moment.ArrivedAt.UtcDateTime);

    private static Translation NoMapping(DocumentMark mark, string reason, Findings findings, Verdict verdict)
    {
        findings.Add(GatewayCodes.NoMapping, mark.Span, new Place(mark.Ordinal, 0), 0, mark.Type.Name, reason);
        // A partner's file may make it an error: then the sender is told to correct it instead of waiting.
        return verdict.HasError ? verdict.Rejected(null, null) : verdict.Parked(null);
    }
}

/// <summary>What became of a document. The tree is reused by the next call.</summary>
/// <param name="Document">The WCO document; null when no mapping fitted, it could not be read, or it is an answer to us.</param>
/// <param name="Mapping">The mapping that made it; null when none.</param>
/// <param name="IsAccepted">No finding is an error under the partner's policy, and there is a document or needs to be none.</param>
/// <param name="IsParked">Not the sender's fault: no mapping, or a fault of ours.</param>
/// <param name="Reason">One sentence when not accepted, or accepted without a document.</param>
/// <param name="Findings">Findings with their severity.</param>
public sealed record Translation(
    Tree? Document, Mapping? Mapping, bool IsAccepted, bool IsParked, string Reason, IReadOnlyList<JudgedFinding> Findings);
