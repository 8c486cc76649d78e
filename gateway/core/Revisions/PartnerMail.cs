namespace Gateway.Core;

/// <summary>How a partner's mails are known: the block <c>mail</c> of its file.</summary>
/// <param name="Addresses">Addresses that stand in From, or <c>@domain</c> for all of a domain; lower case.</param>
/// <param name="Certificates">Certificates that it signs with; any of them will do, so that one can be changed for the next.</param>
/// <param name="RequiresSignature">A mail without a good signature by one of these is held: From alone proves nothing.</param>
/// <param name="AuthenticatedBy">Name that the site's own mail server gives itself in Authentication-Results: a mail that it did not
/// find authentic (DMARC) is held. Null to believe From.</param>
public sealed record PartnerMail(
    IReadOnlyList<string> Addresses, IReadOnlyList<PartnerCertificate> Certificates, bool RequiresSignature, string? AuthenticatedBy)
{
    /// <summary>Whether a certificate is one of the partner's.</summary>
    /// <param name="sha256">Its fingerprint, lower-case hexadecimal.</param>
    public bool SignsWith(string sha256) => Certificates.Any(certificate => certificate.Sha256 == sha256);

    /// <summary>Reads the block; null where there is none.</summary>
    internal static PartnerMail? Read(Section file, PartnerFileNames known)
    {
        if (file.Block("mail") is not { } block) return null;
        block.Only("addresses", "certificate", "require", "authenticatedBy");
        var addresses = block.List("addresses").Select(address => address.ToLowerInvariant()).ToList();
        if (addresses.Count == 0) block.Required("addresses", "the addresses that the partner sends from");
        foreach (var address in addresses.Where(address => !IsAddress(address)))
        {
            block.Wrong("addresses", address, "an address such as edi@line.example, or @line.example for the whole domain");
        }

        var certificates = new List<PartnerCertificate>();
        foreach (var named in block.List("certificate"))
        {
            var fingerprint = named.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
            if (PartnerFile.IsDigest(fingerprint)) certificates.Add(new PartnerCertificate(fingerprint));
            else if (known.Certificate(named) is { } found) certificates.Add(found);
            else block.Wrong("certificate", named, "a certificate file (PEM or DER) in partners/, or its SHA-256 fingerprint");
        }

        var requires = block.Word("require", "", "signature") == "signature";
        if (requires && certificates.Count == 0) block.Required("certificate", "the certificate whose signature is required");
        return new PartnerMail(addresses, certificates, requires, block.Text("authenticatedBy")?.ToLowerInvariant());
    }

    /// <summary>Whether text is an address, or <c>@</c> and a domain.</summary>
    internal static bool IsAddress(string text)
        => text.Length is > 3 and <= 254 && text.LastIndexOf('@') is >= 0 and var at && at < text.Length - 1
            && text.IndexOf('@', StringComparison.Ordinal) == at
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>');
}

/// <summary>A certificate that signs a partner's mail.</summary>
/// <param name="Sha256">Its fingerprint: SHA-256 of its DER form, lower-case hexadecimal.</param>
/// <param name="File">Its file in <c>partners/</c>; null where only the fingerprint is given.</param>
/// <param name="NotAfter">When it ends; null where only the fingerprint is given.</param>
public sealed record PartnerCertificate(string Sha256, string? File = null, DateTimeOffset? NotAfter = null);
