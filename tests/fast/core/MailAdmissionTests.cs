using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Core;

/// <summary>Whose a mail is, and what becomes of one whose sender nobody knows.</summary>
public sealed class MailAdmissionTests
{
    private const string Known = "partner: 1\nmail: { addresses: [ops@carrier.example] }\n";

    private static byte[] Mail(string from, string more = "")
        => Encoding.ASCII.GetBytes($"From: {from}\r\nTo: intake@customs.example\r\nSubject: s\r\n{more}\r\nHello.\r\n");

    private static ValueTask<Receipt> Receive(RunningStore store, byte[] mail) => store.Pipeline.Receive(
        new Arrival("test", "mail:intake", "s.eml", "message/rfc822", "back", store.Clock.GetUtcNow()), new MemoryStream(mail),
        CancellationToken.None);

    private static HeldMails Held(RunningStore store) => new(store.Store, [new MailContainer()], store.Clock);

    private static async Task Reload(RunningStore store, string path, string text)
    {
        store.Change(path, text);
        Assert.True(await store.Configuration.Reload("test", new Findings(), CancellationToken.None));
    }

    [Fact]
    public async Task A_mail_from_nobody_is_held_and_answered_with_how_to_register()
    {
        await using var store = await RunningStore.Start(("partners/carrier.yaml", Known));
        var receipt = await Receive(store, Mail("stranger@nowhere.example"));
        await store.WorkAll();
        await store.SendAll();
        var view = await store.View(receipt.Id);
        Assert.Equal(ReceiptState.Parked, view.State);
        Assert.StartsWith("GWY-0030: The mail address stranger@nowhere.example", view.Reason, StringComparison.Ordinal);
        var answer = Assert.Single(store.Sender.Got);
        Assert.Equal("s.eml.register.txt", answer.FileName);
        Assert.Contains(receipt.Id, Encoding.UTF8.GetString(answer.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_of_a_partner_is_that_partners()
    {
        await using var store = await RunningStore.Start(("partners/carrier.yaml", Known));
        var receipt = await Receive(store, Mail("\"Ops\" <OPS@Carrier.Example>"));
        await store.WorkAll();
        var view = await store.View(receipt.Id);
        Assert.Equal("carrier", view.Partner);
        Assert.NotEqual(ReceiptState.Parked, view.State);
    }

    [Fact]
    public async Task The_same_mail_again_does_not_admit_itself()
    {
        await using var store = await RunningStore.Start();
        var mail = Mail("stranger@nowhere.example");
        var receipt = await Receive(store, mail);
        await store.WorkAll();
        Assert.True((await Receive(store, mail)).IsRepeat);
        await store.WorkAll();
        await store.SendAll();
        Assert.Equal(ReceiptState.Parked, (await store.View(receipt.Id)).State);
        Assert.Single(store.Sender.Got);
    }

    [Fact]
    public async Task An_operator_admits_a_mail_and_a_restart_forgets_it_not()
    {
        await using var store = await RunningStore.Start();
        var receipt = await Receive(store, Mail("stranger@nowhere.example"));
        await store.WorkAll();
        await store.Store.Apply(new Command("release-receipt", receipt.Id, "anna", "known by phone", store.Clock.GetUtcNow()), default);
        using (var stopped = new CancellationTokenSource())
        {
            await stopped.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Pipeline.Work("node", stopped.Token).AsTask());
        }

        await store.Restart();
        await store.WorkAll();
        Assert.NotEqual(ReceiptState.Parked, (await store.View(receipt.Id)).State);
        await store.SendAll();
        Assert.Equal(["s.eml.register.txt", "s.eml.report.txt"], store.Sender.Got.Select(o => o.FileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_partners_file_with_the_address_lets_held_mails_go_on_with_their_own_time()
    {
        await using var store = await RunningStore.Start();
        var receipt = await Receive(store, Mail("ops@carrier.example"));
        var other = await Receive(store, Mail("stranger@nowhere.example"));
        await store.WorkAll();
        var held = Held(store);
        Assert.Equal(0, await held.Release(store.Configuration.Active, default));
        store.Clock.Advance(TimeSpan.FromDays(3));
        await Reload(store, "partners/carrier.yaml", Known);
        Assert.Equal(1, await held.Release(store.Configuration.Active, default));
        await store.WorkAll();
        var view = await store.View(receipt.Id);
        Assert.Equal(("carrier", receipt.ArrivedAt), (view.Partner, view.Receipt.ArrivedAt));
        Assert.NotEqual(ReceiptState.Parked, view.State);
        Assert.Equal(ReceiptState.Parked, (await store.View(other.Id)).State);
        Assert.Equal(0, await held.Release(store.Configuration.Active, default));
    }

    [Theory]
    [InlineData("certificate: '" + Pin + "', require: signature", "GWY-0031")]
    [InlineData("authenticatedBy: mx.customs.example", "GWY-0032")]
    public async Task From_alone_is_not_enough_where_the_partners_file_says_so(string rule, string code)
    {
        await using var store = await RunningStore.Start(
            ("partners/carrier.yaml", $"partner: 1\nmail: {{ addresses: [ops@carrier.example], {rule} }}\n"));
        var receipt = await Receive(store, Mail("ops@carrier.example"));
        await store.WorkAll();
        await store.SendAll();
        var view = await store.View(receipt.Id);
        Assert.Equal((ReceiptState.Parked, "carrier"), (view.State, view.Partner));
        Assert.StartsWith(code, view.Reason, StringComparison.Ordinal);
        Assert.Contains(code, Encoding.UTF8.GetString(Assert.Single(store.Sender.Got).Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_own_server_confirmed_is_believed()
    {
        await using var store = await RunningStore.Start(
            ("partners/carrier.yaml", "partner: 1\nmail: { addresses: [ops@carrier.example], authenticatedBy: mx.customs.example }\n"));
        var receipt = await Receive(store, Mail("ops@carrier.example",
            "Authentication-Results: mx.customs.example; dmarc=pass header.from=carrier.example\r\n"));
        await store.WorkAll();
        Assert.NotEqual(ReceiptState.Parked, (await store.View(receipt.Id)).State);
    }

    [Theory]
    [InlineData("", "", "2026-06-01", null)]
    [InlineData(Pin, Pin, "2026-06-01", null)]
    [InlineData(Pin, Other, "2026-06-01", "another certificate")]
    [InlineData(Pin, "", "2026-06-01", "no signature")]
    [InlineData(Pin, Pin, "2025-12-31", "valid from 2026-01-01 to 2027-01-01")]
    [InlineData(Pin, Pin, "2027-01-02", "valid from 2026-01-01 to 2027-01-01")]
    public async Task A_required_signature_is_that_of_the_pinned_certificate_in_its_time(string pin, string signer, string day, string? fault)
    {
        var rule = pin.Length == 0 ? "" : $", certificate: '{pin}', require: signature";
        await using var store = await RunningStore.Start(
            ("partners/carrier.yaml", $"partner: 1\nmail: {{ addresses: [ops@carrier.example]{rule} }}\n"));
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Signer[] signers = signer.Length == 0 ? [] : [new Signer(signer, "CN=Carrier", from, from.AddYears(1))];
        var at = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var admission = MailAdmission.Of(new ClaimedSender("ops@carrier.example", signers), store.Configuration.Active, at, false);
        if (fault is null) Assert.Null(admission.Held);
        else Assert.Contains(fault, admission.Held!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_signed_with_the_pinned_certificate_goes_on_and_a_changed_one_does_not(bool isChanged)
    {
        using var key = RSA.Create(2048);
        var at = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = new CertificateRequest("CN=Carrier", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(at, at.AddYears(1));
        var pin = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        const string content = "Content-Type: text/plain\r\n\r\nHello.";
        var cms = new SignedCms(new ContentInfo(Encoding.ASCII.GetBytes(content)), detached: true);
        cms.ComputeSignature(new CmsSigner(certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });
        var mail = "From: ops@carrier.example\r\nTo: x@y.example\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n" + content
            + "\r\n--s\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(cms.Encode()) + "\r\n--s--\r\n";
        if (isChanged) mail = mail.Replace("Hello.", "Hullo.", StringComparison.Ordinal);
        await using var store = await RunningStore.Start(
            ("partners/carrier.yaml", $"partner: 1\nmail: {{ addresses: [ops@carrier.example], certificate: {pin}, require: signature }}\n"));
        var receipt = await Receive(store, Encoding.ASCII.GetBytes(mail));
        await store.WorkAll();
        Assert.Equal(isChanged, (await store.View(receipt.Id)).State == ReceiptState.Parked);
    }

    [Fact]
    public async Task Two_partners_never_share_an_address()
    {
        await using var store = await RunningStore.Start(("partners/carrier.yaml", Known));
        store.Change("partners/second.yaml", "partner: 1\nmail: { addresses: [OPS@carrier.example, 'no address'], require: signature }\n");
        var findings = new Findings();
        Assert.False(await store.Configuration.Reload("test", findings, CancellationToken.None));
        Assert.Equal(3, findings.Errors);
    }

    private const string Pin = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Other = "11112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
}
