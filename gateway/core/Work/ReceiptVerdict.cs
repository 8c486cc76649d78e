using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Sums the verdicts on documents up to the state of their receipt.</summary>
internal static class ReceiptVerdict
{
    /// <summary>The state, and why in one sentence (empty when all went on).</summary>
    public static (ReceiptState State, string Reason) Of(
        IReadOnlyList<InterchangeReport> interchanges, IReadOnlyList<JudgedFinding> envelope, int documents, int accepted, int parked,
        bool isContainer)
    {
        // What a container did not give is no document, and still something that did not go on.
        var isLost = isContainer && envelope.Any(finding => finding.Severity == Severity.Error);
        var refused = interchanges.FirstOrDefault(i => i.State is InterchangeState.Conflict or InterchangeState.Rejected);
        var reason = envelope.FirstOrDefault(finding => finding.Severity == Severity.Error)?.Finding is { } worst
            ? $"{worst.Code.Id}: {worst.Sentence}"
            : refused is null ? "" : $"Interchange {refused.Interchange.Reference} is refused: {refused.State}.";
        if (documents == 0)
        {
            // Only repeats: everything in it is already under way.
            return interchanges.Count > 0 && interchanges.All(i => i.State == InterchangeState.Repeat)
                ? (ReceiptState.Accepted, "")
                : (ReceiptState.Rejected, reason);
        }

        if (accepted == documents && refused is null && !isLost) return (ReceiptState.Accepted, "");
        if (accepted > 0) return (ReceiptState.PartlyAccepted, reason);
        return (parked > 0 ? ReceiptState.Parked : ReceiptState.Rejected, reason);
    }
}
