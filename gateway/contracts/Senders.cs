namespace Gateway.Contracts;

/// <summary>What a message says of its own sender, and what was proven about it. A claim is no proof: anybody can write any address
/// into a mail.</summary>
/// <param name="Address">The one address that it says it is from, lower case; null when it names none or several.</param>
/// <param name="Signers">Certificates whose signature over the content is whole; empty without one.</param>
public sealed record ClaimedSender(string? Address, IReadOnlyList<Signer> Signers)
{
    /// <summary>Mail servers that say they checked the address and found it right (DMARC), by the name they give themselves. Only
    /// what one's own server says can be believed: it removes lines that others wrote in its name.</summary>
    public IReadOnlyList<string> AuthenticatedBy { get; init; } = [];
}

/// <summary>A certificate that signed.</summary>
/// <param name="Sha256">Of the certificate, lower-case hexadecimal: what a partner's file pins.</param>
/// <param name="Subject">As the certificate says.</param>
/// <param name="NotBefore">First moment of its validity.</param>
/// <param name="NotAfter">Last moment of its validity.</param>
public sealed record Signer(string Sha256, string Subject, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
