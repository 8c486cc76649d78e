using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>The only place where a finding gets its severity.</summary>
public static class Policy
{
    /// <summary>What a finding weighs for a partner: as its file says for what arrived then, else as the code's default.</summary>
    public static JudgedFinding Judge(Finding finding, Partner? partner, DateTimeOffset arrivedAt)
        => new(finding, partner?.SeverityOf(finding.Code.Id, arrivedAt) ?? finding.Code.Default);

    /// <summary>All findings with their severity.</summary>
    public static IReadOnlyList<JudgedFinding> Judge(IReadOnlyList<Finding> findings, Partner? partner, DateTimeOffset arrivedAt)
    {
        if (findings.Count == 0) return [];
        var judged = new JudgedFinding[findings.Count];
        for (var i = 0; i < judged.Length; i++) judged[i] = Judge(findings[i], partner, arrivedAt);
        return judged;
    }
}

/// <summary>Makes the verdict on a document from its findings.</summary>
/// <param name="findings">All findings.</param>
/// <param name="partner">Whose policy holds.</param>
/// <param name="arrivedAt">When the document arrived: what a partner's file sets may have an end.</param>
internal readonly struct Verdict(Findings findings, Partner? partner, DateTimeOffset arrivedAt)
{
    private IReadOnlyList<JudgedFinding> Judged => Policy.Judge(findings.All, partner, arrivedAt);

    public bool HasError
    {
        get
        {
            var errors = 0;
            foreach (var finding in findings.All)
            {
                if (Policy.Judge(finding, partner, arrivedAt).Severity == Severity.Error) return true;
                if (finding.Code.Default == Severity.Error) errors++;
            }

            // An error over the cap was only counted; nobody can say whether the partner's file forgives its code.
            return findings.Errors > errors;
        }
    }

    public Translation Accepted(Tree document, Mapping mapping) => new(document, mapping, true, false, "", Judged);

    public Translation Rejected(Tree? document, Mapping? mapping)
    {
        var judged = Judged;
        var worst = judged.FirstOrDefault(finding => finding.Severity == Severity.Error)?.Finding;
        var reason = worst is null ? "It has more faults than are listed." : $"{worst.Code.Id}: {worst.Sentence}";
        return new(document, mapping, false, false, reason, judged);
    }

    /// <summary>A document that answers one of ours: there is nothing to translate.</summary>
    public Translation Answer() => HasError
        ? Rejected(null, null)
        : new(null, null, true, false, "It answers what was sent; there is nothing to translate.", Judged);

    public Translation Parked(Mapping? mapping)
        => new(null, mapping, false, true, $"{findings.All[^1].Code.Id}: {findings.All[^1].Sentence}", Judged);
}
