using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>What the answers to a receipt need of each of its documents. Errors end the reading at <see cref="Limits.FaultsMax"/>;
/// warnings of accepted documents end nothing, so they are only counted from <see cref="Limits.WarningsMax"/> on.</summary>
internal sealed class DocumentReports
{
    private readonly List<DocumentReport> all = [];
    private int warnings;

    /// <summary>All so far.</summary>
    public IReadOnlyList<DocumentReport> All => all;

    /// <summary>Takes one.</summary>
    public void Add(DocumentReport report)
    {
        if (report.IsAccepted && warnings >= Limits.WarningsMax) report = report with { Findings = [], Untold = report.Findings.Count };
        else if (report.IsAccepted) warnings += report.Findings.Count;
        all.Add(report);
    }

    /// <summary>All in the order of the documents: after a release those that were accepted before came first.</summary>
    public IReadOnlyList<DocumentReport> InOrder()
    {
        all.Sort(static (a, b) => a.Mark.Number.CompareTo(b.Mark.Number));
        return all;
    }
}
