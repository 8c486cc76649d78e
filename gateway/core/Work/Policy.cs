using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The only place where a finding gets its severity.</summary>
public static class Policy
{
    /// <summary>What a finding weighs for a partner: as its file says, else as the code's default.</summary>
    public static JudgedFinding Judge(Finding finding, Partner? partner) => new(
        finding,
        partner is not null && partner.Severities.TryGetValue(finding.Code.Id, out var severity) ? severity : finding.Code.Default);
}
