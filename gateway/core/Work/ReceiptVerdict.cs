using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Sums the verdicts on documents up to the state of their receipt.</summary>
internal static class ReceiptVerdict
{
    /// <summary>The state, and why in one sentence (empty when all went on).</summary>
    public static (ReceiptState State, string Reason) Of(
        IReadOnlyList<InterchangeReport> interchanges, IReadOnlyList<JudgedFinding> envelope, int objects, int documents, int accepted,
        int parked, Repeats repeats)
    {
        var isAllBefore = documents == 0 && interchanges.Count > 0 && interchanges.All(i => i.State == InterchangeState.Repeat)
            && envelope.All(finding => finding.Severity != Severity.Error);
        return repeats.With(isAllBefore ? null : Own(interchanges, envelope, objects, documents, accepted, parked));
    }

    private static (ReceiptState State, string Reason) Own(
        IReadOnlyList<InterchangeReport> interchanges, IReadOnlyList<JudgedFinding> envelope, int objects, int documents, int accepted,
        int parked)
    {
        // What a container did not give, or stood between messages, is no document, and still something that did not go on.
        var worst = envelope.FirstOrDefault(finding => finding.Severity == Severity.Error)?.Finding;
        var refused = interchanges.FirstOrDefault(i => i.State is InterchangeState.Conflict or InterchangeState.Rejected);
        var reason = worst is not null
            ? $"{worst.Code.Id}: {worst.Sentence}"
            : refused is null ? "" : $"Interchange {refused.Interchange.Reference} is refused: {refused.State}.";
        if (documents == 0)
        {
            // Only objects: they are kept, and that is all.
            return objects > 0 && worst is null && refused is null ? (ReceiptState.Accepted, "") : (ReceiptState.Rejected, reason);
        }

        if (accepted == documents && refused is null && worst is null) return (ReceiptState.Accepted, "");
        if (accepted > 0) return (ReceiptState.PartlyAccepted, reason);
        return (parked > 0 ? ReceiptState.Parked : ReceiptState.Rejected, reason);
    }
}
