using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>
/// Takes one read document through map, validate, enrich and form. The engine is one: production, <c>translate</c>,
/// <c>check</c>, <c>explain</c> and replay all come here and get identical bytes. Not thread-safe; one for each worker.
/// </summary>
public sealed class Translator
{
    /// <summary>Makes a translator for a revision.</summary>
    public Translator(Revision revision, IReadOnlyList<IEnricher> enrichers) => _ = (revision, enrichers);

    /// <summary>Translates one document.</summary>
    /// <param name="source">As its format read it.</param>
    /// <param name="mark">What the reader said of it.</param>
    /// <param name="partner">Its sender; null when unknown (policy defaults hold).</param>
    /// <param name="moment">When it arrived.</param>
    /// <param name="findings">Those of the reader; all others are added.</param>
    /// <param name="stop">Ends the work.</param>
    public ValueTask<Translation> Translate(
        Tree source, DocumentMark mark, Partner? partner, Moment moment, Findings findings, CancellationToken stop)
        => throw new NotImplementedException();
}

/// <summary>What became of a document. The tree is reused by the next call.</summary>
/// <param name="Document">The WCO document; null when no mapping fitted or it could not be read.</param>
/// <param name="Mapping">The mapping that made it; null when none.</param>
/// <param name="IsAccepted">No finding is an error under the partner's policy, and there is a document.</param>
/// <param name="IsParked">Not the sender's fault: no mapping, or a fault of ours.</param>
/// <param name="Reason">One sentence when not accepted.</param>
/// <param name="Findings">Findings with their severity.</param>
public sealed record Translation(
    Tree? Document, Mapping? Mapping, bool IsAccepted, bool IsParked, string Reason, IReadOnlyList<JudgedFinding> Findings);
