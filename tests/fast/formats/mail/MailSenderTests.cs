using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Formats.Mail;

/// <summary>Whom a mail is from, as it says and as its signature proves.</summary>
public sealed class MailSenderTests
{
    private const string Head = "From: \"Ops\" <Ops@Carrier.Example>\r\nTo: intake@customs.example\r\nSubject: Manifest\r\nMIME-Version: 1.0\r\n";
    private const string Content = "Content-Type: application/edifact; name=a.edi\r\n\r\nUNB+UNOA:1+A+B+261123:1000+1'\r\nUNZ+0+1'";

    private static readonly X509Certificate2 Certificate = MakeCertificate();

    private static (ClaimedSender Sender, IReadOnlyList<Finding> Findings) Read(string mail)
    {
        var findings = new Findings();
        return (new MailContainer().SenderOf(new TestBytes(Encoding.ASCII.GetBytes(mail)), findings)!, findings.All);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Carrier", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static byte[] Sign(string content, bool detached, string digest = "2.16.840.1.101.3.4.2.1")
    {
        var message = new SignedCms(new ContentInfo(Encoding.ASCII.GetBytes(content)), detached);
        message.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate) { DigestAlgorithm = new Oid(digest) });
        return message.Encode();
    }

    private static string Signed(string content, byte[] signature)
        => Head + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=s\r\n\r\n--s\r\n" + content
            + "\r\n--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(signature, Base64FormattingOptions.InsertLineBreaks) + "\r\n--s--\r\n";

    [Fact]
    public void The_address_is_that_of_From_in_lower_case()
    {
        var (sender, findings) = Read(Head + "Reply-To: other@x.example\r\n\r\nx");
        Assert.Equal("ops@carrier.example", sender.Address);
        Assert.Empty(sender.Signers);
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("From: a@b.example\r\nFrom: c@d.example\r\n")]
    [InlineData("From: a@b.example, c@d.example\r\n")]
    [InlineData("From: undisclosed\r\n")]
    [InlineData("X: y\r\n")]
    public void No_sender_or_several_are_nobody(string from)
    {
        var (sender, _) = Read(from + "To: x@y.example\r\nSubject: s\r\n\r\nx");
        Assert.Null(sender.Address);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void A_signature_names_its_certificate_whatever_the_lines_end_with(string end)
    {
        var (sender, findings) = Read(Signed(Content, Sign(Content, true)).Replace("\r\n", end, StringComparison.Ordinal));
        var signer = Assert.Single(sender.Signers);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData)), signer.Sha256);
        Assert.Equal(2027, signer.NotAfter.Year);
        Assert.Empty(findings);
    }

    [Fact]
    public void What_was_changed_after_signing_is_signed_by_nobody()
    {
        var (sender, findings) = Read(Signed(Content.Replace("+1'", "+2'", StringComparison.Ordinal), Sign(Content, true)));
        Assert.Empty(sender.Signers);
        Assert.Equal("MAIL-0013", Assert.Single(findings).Code.Id);
    }

    [Fact]
    public void A_digest_of_the_last_century_proves_nothing()
        => Assert.Empty(Read(Signed(Content, Sign(Content, true, "1.3.14.3.2.26"))).Sender.Signers);

    [Fact]
    public void A_broken_signature_costs_only_itself()
    {
        var mail = Signed(Content, [1, 2, 3]);
        Assert.Empty(Read(mail).Sender.Signers);
        var unpacked = Unpacked.Of(new MailContainer(), Encoding.ASCII.GetBytes(mail));
        Assert.Equal("a.edi", Assert.Single(unpacked.Documents).Name);
    }

    [Fact]
    public void Signed_content_within_its_signature_is_taken_out()
    {
        var mail = Head + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(Sign(Content, false), Base64FormattingOptions.InsertLineBreaks) + "\r\n";
        Assert.Single(Read(mail).Sender.Signers);
        var inner = Assert.Single(Unpacked.Of(new MailContainer(), Encoding.ASCII.GetBytes(mail)).Documents);
        Assert.Equal("message/rfc822", inner.Facts.MediaType);
        Assert.True(new MailContainer().Recognise(inner.Bytes, inner.Facts.MediaType).Score > 90);
        Assert.Equal("a.edi", Assert.Single(Unpacked.Of(new MailContainer(), inner.Bytes).Documents).Name);
    }

    [Fact]
    public void A_signed_file_is_the_file_in_it()
    {
        var mail = Head + "Content-Type: application/pkcs7-mime; name=invoice.xml.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(Sign("<i/>", false)) + "\r\n";
        var file = Assert.Single(Unpacked.Of(new MailContainer(), Encoding.ASCII.GetBytes(mail)).Documents);
        Assert.Equal(("invoice.xml", "<i/>"), (file.Name, file.Text));
    }

    [Fact]
    public void Whose_a_mail_is_can_be_told_although_it_has_too_many_parts()
    {
        var (sender, findings) = Read(Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 10_000)));
        Assert.Equal("ops@carrier.example", sender.Address);
        Assert.Equal("MAIL-0002", Assert.Single(findings).Code.Id);
    }

    [Fact]
    public void A_server_that_checked_the_address_is_named()
    {
        const string results = "Authentication-Results: mx.customs.example; spf=pass smtp.mailfrom=carrier.example;\r\n"
            + " dmarc=pass (p=reject) header.from=carrier.example\r\n";
        Assert.Equal(["mx.customs.example"], Read(results + Head + "\r\nx").Sender.AuthenticatedBy);
        Assert.Empty(Read(results.Replace("dmarc=pass", "dmarc=fail", StringComparison.Ordinal) + Head + "\r\nx").Sender.AuthenticatedBy);
        Assert.Empty(Read(results.Replace("header.from=carrier", "header.from=other", StringComparison.Ordinal) + Head + "\r\nx").Sender.AuthenticatedBy);
    }
}
