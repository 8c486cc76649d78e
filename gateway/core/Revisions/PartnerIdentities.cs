using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Whose an identification is: UNB sender, mail address, SFTP place, API key. Each is one partner's alone.</summary>
internal sealed class PartnerIdentities
{
    private readonly Dictionary<string, Partner> byClaim = new(StringComparer.Ordinal);

    /// <summary>Takes the claims of all partners.</summary>
    /// <param name="partners">The partners.</param>
    /// <param name="shared">Told of each claim that an earlier partner has too: the earlier, the later, the key of the file, the claim in
    /// words.</param>
    public PartnerIdentities(IEnumerable<Partner> partners, Action<Partner, Partner, string, string> shared)
    {
        var qualified = new Dictionary<string, Partner>(StringComparer.Ordinal);
        foreach (var partner in partners)
        {
            foreach (var sender in partner.Senders) ClaimSender(partner, sender, qualified, shared);
            foreach (var key in partner.Keys) Claim(partner, "key", key.Sha256, "keys", "one API key", shared);
            foreach (var place in partner.SftpPlaces) Claim(partner, "sftp", place, "sftp", $"the SFTP place {place}", shared);
            foreach (var address in partner.Mail?.Addresses ?? [])
            {
                Claim(partner, "mail", address, "mail", $"the mail address {address}", shared);
            }
        }
    }

    public Partner? OfSender(string sender) => Of("sender", sender) ?? Of("sender", WithoutQualifier(sender));

    public Partner? OfKey(string sha256) => Of("key", sha256);

    public Partner? OfPlace(string place) => Of("sftp", place);

    /// <summary>The partner with that address, else the one with its whole domain.</summary>
    public Partner? OfMail(string address)
    {
        var lower = address.Trim().ToLowerInvariant();
        var at = lower.LastIndexOf('@');
        return at <= 0 ? null : Of("mail", lower) ?? Of("mail", lower[at..]);
    }

    public static string WithoutQualifier(string sender)
        => sender.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? sender[..colon] : sender;

    private Partner? Of(string kind, string claim) => byClaim.GetValueOrDefault(kind + " " + claim);

    private void Claim(
        Partner partner, string kind, string claim, string key, string words, Action<Partner, Partner, string, string> shared)
    {
        if (byClaim.TryAdd(kind + " " + claim, partner)) return;
        var earlier = byClaim[kind + " " + claim];
        if (earlier != partner) shared(earlier, partner, key, words);
    }

    // ID stands for every ID:QUALIFIER, so the two of different partners are one claim.
    private void ClaimSender(
        Partner partner, string sender, Dictionary<string, Partner> qualified, Action<Partner, Partner, string, string> shared)
    {
        Claim(partner, "sender", sender, "senders", "the sender " + sender, shared);
        var bare = WithoutQualifier(sender);
        var other = bare == sender ? qualified.GetValueOrDefault(bare) : Of("sender", bare);
        if (bare != sender) qualified.TryAdd(bare, partner);
        if (other is not null && other != partner) shared(other, partner, "senders", "the sender " + sender);
    }
}
