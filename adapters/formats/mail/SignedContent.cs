using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>The cryptographic message syntax (RFC 5652): what is signed, and by whom. Keys and trust are others' matter.</summary>
internal static class SignedContent
{
    /// <summary>Content type of signed data.</summary>
    public const string Signed = "1.2.840.113549.1.7.2";

    /// <summary>Content type of encrypted data.</summary>
    public const string Enveloped = "1.2.840.113549.1.7.3";

    /// <summary>Content type of authenticated encrypted data (RFC 5083).</summary>
    public const string AuthEnveloped = "1.2.840.113549.1.9.16.1.23";

    private static readonly HashSet<string> SafeDigests =
        ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3", "2.16.840.1.101.3.4.2.8",
            "2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.2.10"];

    /// <summary>All bytes of a stream; null when there are too many.</summary>
    public static byte[]? ReadBounded(Stream content)
    {
        using var kept = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (content.Read(chunk) is > 0 and var count)
        {
            if (kept.Length + count > MailLimits.SignedBytesMax) return null;
            kept.Write(chunk.AsSpan(0, count));
        }

        return kept.ToArray();
    }

    /// <summary>The content type; null when the bytes are something else.</summary>
    public static string? KindOf(byte[] bytes)
    {
        try
        {
            return new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>What is signed, out of a message that holds it.</summary>
    /// <exception cref="CryptographicException">The bytes are broken.</exception>
    public static byte[] ContentOf(byte[] bytes)
    {
        var message = new SignedCms();
        message.Decode(bytes);
        return message.ContentInfo.Content;
    }

    /// <summary>Checks every signature over a content, and gives the certificates that signed.</summary>
    /// <param name="signature">The signed message; it brings its certificates along.</param>
    /// <param name="content">What is signed, in canonical form; null when the message holds it.</param>
    /// <param name="fault">Why it cannot be relied on; null when it can.</param>
    public static IReadOnlyList<Signer> SignersOf(byte[] signature, byte[]? content, out string? fault)
    {
        try
        {
            var message = content is null ? new SignedCms() : new SignedCms(new ContentInfo(content), detached: true);
            message.Decode(signature);
            fault = message.SignerInfos.Count == 0 ? "nobody signed it" : null;
            foreach (var signer in message.SignerInfos)
            {
                if (signer.Certificate is null) fault = "the certificate of the signer is not enclosed";
                else if (!SafeDigests.Contains(signer.DigestAlgorithm.Value ?? "")) fault = "its digest is no longer safe";
            }

            if (fault is not null) return [];
            // Who may sign is pinned by the partner's file; no chain is built, because nothing may be fetched.
            message.CheckSignature(verifySignatureOnly: true);
            return [.. message.SignerInfos.Cast<SignerInfo>().Select(signer => Of(signer.Certificate!))];
        }
        catch (CryptographicException)
        {
            fault = "it does not fit the content, or is damaged";
            return [];
        }
    }

    private static Signer Of(X509Certificate2 certificate) => new(
        Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256)), certificate.Subject,
        new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
}
