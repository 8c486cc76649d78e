namespace Gateway.Core;

/// <summary>How a partner's mails are known: the block <c>mail</c> of its file.</summary>
/// <param name="Addresses">Addresses that stand in From, lower case.</param>
/// <param name="Certificate">SHA-256 of the certificate that it signs with, lower-case hexadecimal; null for none.</param>
/// <param name="RequiresSignature">A mail without a good signature by that certificate is held: From alone proves nothing.</param>
/// <param name="AuthenticatedBy">Name that the site's own mail server gives itself in Authentication-Results: a mail that it did not
/// find authentic (DMARC) is held. Null to believe From.</param>
public sealed record PartnerMail(
    IReadOnlyList<string> Addresses, string? Certificate, bool RequiresSignature, string? AuthenticatedBy)
{
    /// <summary>Reads the block; null where there is none.</summary>
    internal static PartnerMail? Read(Section file)
    {
        if (file.Block("mail") is not { } block) return null;
        block.Only("addresses", "certificate", "require", "authenticatedBy");
        var addresses = block.List("addresses").Select(address => address.ToLowerInvariant()).ToList();
        if (addresses.Count == 0) block.Required("addresses", "the addresses that the partner sends from");
        foreach (var address in addresses)
        {
            var at = address.LastIndexOf('@');
            if (at < 1 || at == address.Length - 1 || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>'))
            {
                block.Wrong("addresses", address, "an address such as ops@carrier.example");
            }
        }

        var certificate = block.Text("certificate")?.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        if (certificate is not null && (certificate.Length != 64 || !certificate.All(char.IsAsciiHexDigitLower)))
        {
            block.Wrong("certificate", certificate, "the SHA-256 of the certificate, 64 hexadecimal digits");
        }

        var requires = block.Word("require", "", "signature") == "signature";
        if (requires && certificate is null) block.Required("certificate", "the certificate whose signature is required");
        return new PartnerMail(addresses, certificate, requires, block.Text("authenticatedBy")?.ToLowerInvariant());
    }
}
