using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>The only place where a finding gets its severity.</summary>
public static class Policy
{
    /// <summary>What a finding weighs for a partner: as its file says, else as the code's default.</summary>
    public static JudgedFinding Judge(Finding finding, Partner? partner) => new(
        finding,
        partner is not null && partner.Severities.TryGetValue(finding.Code.Id, out var severity) ? severity : finding.Code.Default);

    /// <summary>All findings with their severity.</summary>
    public static IReadOnlyList<JudgedFinding> Judge(IReadOnlyList<Finding> findings, Partner? partner)
    {
        if (findings.Count == 0) return [];
        var judged = new JudgedFinding[findings.Count];
        for (var i = 0; i < judged.Length; i++) judged[i] = Judge(findings[i], partner);
        return judged;
    }
}

/// <summary>Makes the verdict on a document from its findings.</summary>
internal static class Verdict
{
    public static Translation Accepted(Tree document, Mapping mapping, Findings findings, Partner? partner)
        => new(document, mapping, true, false, "", Policy.Judge(findings.All, partner));

    public static Translation Rejected(Tree? document, Mapping? mapping, Findings findings, Partner? partner)
    {
        var judged = Policy.Judge(findings.All, partner);
        var worst = judged.FirstOrDefault(finding => finding.Severity == Severity.Error)?.Finding;
        var reason = worst is null ? "It has more faults than are listed." : $"{worst.Code.Id}: {worst.Sentence}";
        return new(document, mapping, false, false, reason, judged);
    }

    /// <summary>A document that answers one of ours: there is nothing to translate.</summary>
    public static Translation Answer(Findings findings, Partner? partner) => HasError(findings, partner)
        ? Rejected(null, null, findings, partner)
        : new(null, null, true, false, "It answers what was sent; there is nothing to translate.", Policy.Judge(findings.All, partner));

    public static Translation Parked(Mapping? mapping, Findings findings, Partner? partner)
        => new(null, mapping, false, true, $"{findings.All[^1].Code.Id}: {findings.All[^1].Sentence}", Policy.Judge(findings.All, partner));

    public static bool HasError(Findings findings, Partner? partner)
    {
        var errors = 0;
        foreach (var finding in findings.All)
        {
            if (Policy.Judge(finding, partner).Severity == Severity.Error) return true;
            if (finding.Code.Default == Severity.Error) errors++;
        }

        // An error over the cap was only counted; nobody can say whether the partner's file forgives its code.
        return findings.Errors > errors;
    }
}
