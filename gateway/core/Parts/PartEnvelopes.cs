using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The envelopes in the parts of a receipt, scanned as those of raw bytes are while they arrive.</summary>
internal static class PartEnvelopes
{
    /// <summary>Scans all parts.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="readers">The formats.</param>
    /// <param name="findings">Faults of the envelopes.</param>
    /// <returns>The interchanges, part by part.</returns>
    public static IReadOnlyList<Interchange> Scan(ReceiptParts parts, Readers readers, Findings findings)
    {
        var all = new List<Interchange>();
        foreach (var part in parts.All)
        {
            if (readers.Format(part.Reader) is null) continue;
            using var detection = new Detection(readers, part.Name ?? part.MediaType);
            detection.FeedAll(parts.Raw(part.Number));
            var own = new Findings();
            foreach (var interchange in detection.End(own).Interchanges)
            {
                if (all.Count == Limits.InterchangesMax)
                {
                    var behind = parts.All.Where(other => other.Number > part.Number && readers.Format(other.Reader) is not null);
                    Detection.ReportTooMany(findings, detection.Length - interchange.Span.Start + behind.Sum(other => other.Length));
                    return all;
                }

                all.Add(interchange with
                {
                    Span = interchange.Span with { Part = part.Number },
                    FaultyGroups = interchange.FaultyGroups?.Select(group => group with { Part = part.Number }).ToList(),
                });
            }

            own.Amend(0, finding => finding with
            {
                Span = finding.Span with { Part = part.Number },
                Related = finding.Related is { } related ? related with { Part = part.Number } : null,
            });
            findings.AddAll(own);
        }

        return all;
    }
}
