using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Decides whose an interchange is, and whether its envelope can be trusted under that partner's policy.</summary>
internal static class Sender
{
    /// <summary>The partner of what arrived: as the channel knows, else by the first UNB sender that somebody claims.</summary>
    public static Partner? PartnerOf(Arrival arrival, IReadOnlyList<Interchange> interchanges, Revision revision)
    {
        if (revision.Partners.TryGetValue(arrival.Scope, out var known)) return known;
        foreach (var interchange in interchanges)
        {
            if (revision.PartnerOf(null, interchange.Sender) is { } partner) return partner;
        }

        return null;
    }

    /// <summary>
    /// Gives each interchange and functional group its final soundness: what the partner's policy forgives is sound, and a sender
    /// who is not the partner is not. Adds the findings that follow.
    /// </summary>
    public static IReadOnlyList<Interchange> Judge(
        IReadOnlyList<Interchange> interchanges, Partner? partner, bool isScoped, DateTimeOffset arrivedAt, Findings findings)
    {
        var judged = new List<Interchange>(interchanges.Count);
        foreach (var interchange in interchanges)
        {
            // With more faults than are kept nobody can say whether the policy forgives them all.
            var isWholeKnown = interchange.IsSound || findings.Count == findings.All.Count;
            var errors = ErrorsOf(interchange, partner, arrivedAt, findings);
            var isSound = interchange.IsComplete && isWholeKnown && errors.TrueForAll(EnvelopePlace.IsOfGroupTrailer);
            if (isScoped && partner is { Senders.Count: > 0 } && interchange.Sender is { } sender && !partner.Owns(sender))
            {
                findings.Add(GatewayCodes.WrongSender, interchange.Span, default, 0, sender, partner.Id);
                isSound = false;
            }

            judged.Add(interchange with
            {
                IsSound = isSound,
                FaultyGroups = interchange.FaultyGroups?.Where(group => errors.Exists(error => IsOf(group, error))).ToList(),
            });
        }

        return judged;
    }

    private static List<Finding> ErrorsOf(Interchange interchange, Partner? partner, DateTimeOffset arrivedAt, Findings findings)
        => [.. findings.All.Where(finding => finding.Span.Part == interchange.Span.Part
            && finding.Span.Start >= interchange.Span.Start && finding.Span.Start <= interchange.Span.End
            && Policy.Judge(finding, partner, arrivedAt).Severity == Severity.Error)];

    // A missing trailer is reported where the group ends.
    private static bool IsOf(SourceSpan group, Finding error)
        => EnvelopePlace.IsOfGroupTrailer(error) && error.Span.Start > group.Start && error.Span.Start <= group.End;
}
