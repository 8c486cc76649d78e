using Gateway.Contracts;
using Gateway.Documents;
using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Gateway.Formats;

/// <summary>Reads who a mail is from and who signed it.</summary>
internal static class MailSender
{
    private const int HeaderBytesMax = 256 * 1024;

    /// <summary>The claim of a mail.</summary>
    /// <param name="raw">The mail.</param>
    /// <param name="headers">Its header.</param>
    /// <param name="scan">Its parts; null when they cannot be told apart.</param>
    /// <param name="findings">Faults.</param>
    public static ClaimedSender Of(IRaw raw, IReadOnlyList<Header> headers, MailScan? scan, Findings findings)
    {
        var from = headers.Where(header => header.Id == HeaderId.From).Take(2).ToList();
        var addresses = new InternetAddressList();
        if (from.Count == 1 && InternetAddressList.TryParse(MailScan.Lenient, from[0].RawValue, out var read)) addresses = read;
        var mailboxes = from.Count == 1 ? addresses.Mailboxes.Take(2).ToList() : [];
        if (from.Count > 1 || mailboxes.Count != 1)
        {
            var said = from.Count > 1 ? from.Count : mailboxes.Count;
            findings.Add(MailFindings.UnclearSender, new SourceSpan(raw.Part, from.FirstOrDefault()?.Offset ?? 0, 0), default, 0,
                said == 0 ? "no" : "several");
        }

        var address = mailboxes.Count == 1 && mailboxes[0].Address.Contains('@', StringComparison.Ordinal)
            ? mailboxes[0].Address.ToLowerInvariant() : null;
        return new ClaimedSender(address, scan is null ? [] : Signers(raw, scan, findings))
        {
            AuthenticatedBy = AuthenticatedBy(headers, address),
        };
    }

    /// <summary>The header of a mail, or as much of it as a sensible one has.</summary>
    public static IReadOnlyList<Header> HeadersOf(IRaw raw)
    {
        var bytes = new byte[(int)Math.Min(raw.Length, HeaderBytesMax)];
        var length = 0;
        while (length < bytes.Length && raw.Read(length, bytes.AsSpan(length)) is > 0 and var count) length += count;
        var head = bytes.AsSpan(0, length);
        var end = head.IndexOf("\r\n\r\n"u8) is >= 0 and var dos ? dos : head.IndexOf("\n\n"u8) is >= 0 and var unix ? unix : length;
        try
        {
            using var text = new MemoryStream([.. head[..end], .. "\r\n\r\n"u8]);
            return [.. HeaderList.Load(MailScan.Lenient, text)];
        }
        catch (Exception fault) when (fault is FormatException or IOException or ArgumentException)
        {
            return [];
        }
    }

    private static IReadOnlyList<Signer> Signers(IRaw raw, MailScan scan, Findings findings)
    {
        if (scan.Root is not { } root) return [];
        string? fault = null;
        IReadOnlyList<Signer> signers = [];
        if (root.MediaType == "multipart/signed" && IsSmime(root.Type))
        {
            var signature = scan.Parts.LastOrDefault(part => part.Parent == root && part != scan.First) is { } last
                ? SignedContent.ReadBounded(Decoded(raw, last)) : null;
            var content = scan.First is { } first ? Canonical(raw, first) : null;
            if (signature is null || content is null) fault = "it is missing, or what it signs is too large";
            else signers = SignedContent.SignersOf(signature, content, out fault);
        }
        else if (root.MediaType is "application/pkcs7-mime" or "application/x-pkcs7-mime"
            && SignedContent.ReadBounded(Decoded(raw, root)) is { } bytes && SignedContent.KindOf(bytes) == SignedContent.Signed)
        {
            signers = SignedContent.SignersOf(bytes, null, out fault);
        }

        if (fault is null) return signers;
        findings.Add(MailFindings.BadSignature, new SourceSpan(raw.Part, root.ContentStart, 0), default, 0, fault);
        return [];
    }

    private static bool IsSmime(ContentType type) => type.Parameters["protocol"] is not { } protocol
        || protocol.Contains("pkcs7-signature", StringComparison.OrdinalIgnoreCase);

    private static FilteredStream Decoded(IRaw raw, MailPart part)
    {
        var decoded = new FilteredStream(new MailBytes(raw, part.ContentStart, part.End - part.ContentStart));
        decoded.Add(DecoderFilter.Create(part.Encoding));
        return decoded;
    }

    /// <summary>A part with its header, lines ending in CR LF as RFC 8551 §3.1.1 wants it; null when it is too long.</summary>
    private static byte[]? Canonical(IRaw raw, MailPart part)
    {
        var lines = new FilteredStream(new MailBytes(raw, part.Start, part.End - part.Start));
        lines.Add(new Unix2DosFilter());
        return SignedContent.ReadBounded(lines);
    }

    /// <summary>Names of the servers whose Authentication-Results (RFC 8601) say that DMARC passed for the domain of the address.</summary>
    private static List<string> AuthenticatedBy(IReadOnlyList<Header> headers, string? address)
    {
        var servers = new List<string>();
        if (address is null) return servers;
        var domain = address[(address.LastIndexOf('@') + 1)..];
        foreach (var header in headers.Where(header => header.Id == HeaderId.AuthenticationResults).Take(20))
        {
            if (!MimeKit.Cryptography.AuthenticationResults.TryParse(header.RawValue, out var results)) continue;
            var isRight = results.Results.Any(result => result is { Method: "dmarc", Result: "pass" }
                && result.Properties.Any(p => p is { PropertyType: "header", Property: "from" }
                    && string.Equals(p.Value, domain, StringComparison.OrdinalIgnoreCase)));
            if (isRight && results.AuthenticationServiceIdentifier is { } server) servers.Add(server.ToLowerInvariant());
        }

        return servers;
    }
}
