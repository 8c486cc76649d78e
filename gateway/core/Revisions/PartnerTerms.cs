using System.Globalization;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>What of the partners' files ends: keys, overrides, certificates. An operator is told before it does.</summary>
public static class PartnerTerms
{
    private const int DaysAhead = 30;

    /// <summary>Everything that ends within 30 days or has ended, the earliest first.</summary>
    public static IReadOnlyList<Finding> Ending(Revision revision, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return [.. revision.Partners.Values.SelectMany(Terms).Where(term => term.Last <= today.AddDays(DaysAhead))
            .OrderBy(term => term.Last).Select(term => new Finding(
                ConfigurationCodes.Ending, default, new Place(0, 0) { Reference = $"partners/{term.Partner}.yaml" }, 0,
                [term.What, term.Partner, term.Last < today ? "ended on" : "ends on",
                    term.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]))];
    }

    private static IEnumerable<(string Partner, string What, DateOnly Last)> Terms(Partner partner)
    {
        foreach (var (code, said) in partner.Severities)
        {
            if (said.Until is { } until) yield return (partner.Id, $"The severity of {code}", until);
        }

        foreach (var key in partner.Keys)
        {
            if (key.Until is { } until) yield return (partner.Id, $"The API key {key.Sha256[..8]}", until);
        }

        foreach (var certificate in partner.Mail?.Certificates ?? [])
        {
            if (certificate.NotAfter is not { } end) continue;
            yield return (partner.Id, $"The certificate {certificate.File}", DateOnly.FromDateTime(end.UtcDateTime));
        }
    }
}
