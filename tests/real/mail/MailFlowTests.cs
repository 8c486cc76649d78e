using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Tests.Fast.Containers;
using Gateway.Tests.Fast.Formats.Mail;
using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Serve;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>From a forwarder's mail to the destination and back, over both servers.</summary>
[Collection("mail flow")]
public sealed class MailFlowTests(MailServers servers)
{
    private static readonly (string, string) Drop = ("destinations/drop.yaml", "destination: 1\nchannel: folder\naddress: drop\n");

    private static string[] Delivered(GatewayUnderTest gateway)
        => Directory.Exists(Path.Combine(gateway.Folder, "drop")) ? Directory.GetFiles(Path.Combine(gateway.Folder, "drop")) : [];

    private static IEnumerable<string> Files(MimeMessage mail) => mail.Attachments.OfType<MimePart>().Select(part => part.FileName!);

    private static string Text(MimeMessage mail, string name)
    {
        using var bytes = new MemoryStream();
        mail.Attachments.OfType<MimePart>().Single(part => part.FileName == name).Content!.DecodeTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }

    [NeedsMailServers]
    public async Task Every_attachment_is_a_document_and_one_mail_answers_them_all()
    {
        await using var gateway = await MailGateway.Start(servers, "flow", MailGateway.Partner("forwarder"), Drop);
        var zip = Archives.Zip(("x/b.edi", ChannelStage.Manifest("FLOW2")), ("c.edi", ChannelStage.Manifest("FLOW3")));
        var pdf = Archives.Pdf("Invoice", ("invoice.xml", GatewayUnderTest.Sample("invoice-ubl.xml")));
        var winmail = WinmailFile.Of(("d.edi", Encoding.Latin1.GetString(ChannelStage.Manifest("FLOW4"))));
        var nested = "Content-Type: message/rfc822\n\nFrom: office@elsewhere.example\nTo: forwarder@carrier.example\nSubject: papers\n"
            + MailGateway.Mixed("inner", MailGateway.Attached("e.edi", ChannelStage.Manifest("FLOW5")));
        var mail = "From: \"Forwarder\" <forwarder@carrier.example>\nTo: flow@customs.example\nSubject: Manifest 7\n"
            + "Message-ID: <seven@carrier.example>\nReferences: <six@carrier.example>\n"
            + MailGateway.Mixed("outer",
                "Content-Type: text/plain\n\nDear all, please find the papers of the week attached.", nested,
                MailGateway.Attached("a.edi", ChannelStage.Manifest("FLOW1")), MailGateway.Attached("both.zip", zip),
                MailGateway.Attached("invoice.pdf", pdf), MailGateway.Part("Content-Type: application/ms-tnef; name=winmail.dat", winmail),
                MailGateway.Part("Content-Disposition: attachment; filename*0*=utf-8''Manif; filename*1*=est%20%C3%BC.edi",
                    ChannelStage.Manifest("FLOW6")));
        servers.Deliver("flow", MailGateway.Bytes(mail), "1.f");

        var answer = Assert.Single(await gateway.Received(servers, "forwarder", 1));
        var receipt = await gateway.Only();
        Assert.True(receipt.GetProperty("state").GetString() == "accepted", answer.TextBody);
        Assert.Equal(7, receipt.GetProperty("messages").GetArrayLength());
        Assert.All(receipt.GetProperty("messages").EnumerateArray(), m => Assert.True(m.GetProperty("accepted").GetBoolean()));
        await GatewayUnderTest.Until(() => Delivered(gateway).Length == 7, () => gateway.Log);

        Assert.Equal(("Re: Manifest 7", "seven@carrier.example"), (answer.Subject, answer.InReplyTo));
        Assert.Equal(["six@carrier.example", "seven@carrier.example"], answer.References);
        Assert.Equal(
            ["Manifest_ü.edi.contrl.edi", "a.edi.contrl.edi", "b.edi.contrl.edi", "c.edi.contrl.edi", "d.edi.contrl.edi", "e.edi.contrl.edi"],
            Files(answer).Order(StringComparer.Ordinal));
        Assert.Contains("UCI+FLOW5+", Text(answer, "e.edi.contrl.edi"), StringComparison.Ordinal);
        Assert.Contains("both.zip > x/b.edi", answer.TextBody, StringComparison.Ordinal);
        Assert.Contains("Manifest \u00fc.edi", answer.TextBody, StringComparison.Ordinal);
        // The words to us are kept and shown, and are no reason for anything.
        var note = receipt.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("use").GetString()!.Equals("note", StringComparison.OrdinalIgnoreCase));
        using var words = await gateway.Client.GetAsync(new Uri(
            $"/v1/interchanges/{receipt.GetProperty("receipt")}/parts/{note.GetProperty("part")}", UriKind.Relative));
        Assert.Contains("papers of the week", await words.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await MovedBack("1.f", "flow");
        await Task.Delay(2000);
        Assert.Equal((1, 7), (servers.Files("forwarder").Count, Delivered(gateway).Length));
    }

    // Somebody drags the mail back into the folder that is read: it is there under another number.
    private async Task MovedBack(string name, string box)
    {
        var path = servers.Files(box, "Processed").Single();
        File.Move(path, Path.Combine(servers.Maildir(box), "new", "again-" + name));
        await GatewayUnderTest.Until(() => servers.Files(box, "Processed").Count == 1, () => "It was not taken again.");
    }

    [NeedsMailServers]
    public async Task A_faulty_workbook_comes_back_with_its_faults_and_the_good_attachment_goes_on()
    {
        await using var gateway = await MailGateway.Start(servers, "sheets", MailGateway.Partner("books"), Drop);
        var workbook = WorkbookFile.Of(
            ["Invoice No", "NFW-1", "Date", "2026-03-11"], ["Carton No", "Description", "HS code", "Quantity", "Unit", "Gross weight (kg)"],
            ["1-10", "Chairs", "94016900", "many", "PCS", "820.5"]);
        var mail = MailStage.Mail("books@carrier.example", "List", ("list.xlsx", workbook), ("good.edi", ChannelStage.Manifest("BOOK1")));
        servers.Deliver("sheets", MailStage.Bytes(mail), "1.s");
        var answer = Assert.Single(await gateway.Received(servers, "books", 1));
        Assert.Equal(["good.edi.contrl.edi", "list.xlsx.checked.xlsx"], Files(answer).Order(StringComparer.Ordinal));
        Assert.StartsWith("PK", Text(answer, "list.xlsx.checked.xlsx"), StringComparison.Ordinal);
        Assert.Contains("'many'", answer.TextBody, StringComparison.Ordinal);
        // What should be looked at again stops nothing.
        Assert.Equal("accepted", (await gateway.Only()).GetProperty("state").GetString());
        await GatewayUnderTest.Until(() => Delivered(gateway).Length == 2, () => gateway.Log);
    }

    [NeedsMailServers]
    public async Task A_signature_is_that_of_the_partner_s_certificate_or_the_mail_is_held()
    {
        using var own = Certificate("Sealed");
        using var other = Certificate("Somebody");
        await using var gateway = await MailGateway.Start(
            servers, "signed", MailGateway.Partner("sealed", ", certificate: sealed.pem, require: signature"),
            ("partners/sealed.pem", own.ExportCertificatePem()), Drop);
        var (good, foreign) = (Signed("Good", own), Signed("Foreign", other));
        var changed = Signed("Changed", own).Replace("REF-Changed", "REF-Changer", StringComparison.Ordinal);
        var i = 0;
        foreach (var mail in new[] { good, foreign, changed }) servers.Deliver("signed", MailGateway.Bytes(mail), $"{i++}.s");
        var answers = (await gateway.Received(servers, "sealed", 3)).ToDictionary(answer => answer.Subject!, answer => answer.TextBody!);
        Assert.StartsWith("Accepted", answers["Re: Good"], StringComparison.Ordinal);
        Assert.Contains("GWY-0031", answers["Re: Foreign"], StringComparison.Ordinal);
        Assert.Contains("signed with another certificate", answers["Re: Foreign"], StringComparison.Ordinal);
        Assert.Contains("GWY-0031", answers["Re: Changed"], StringComparison.Ordinal);
        Assert.Contains("no signature that can be relied on", answers["Re: Changed"], StringComparison.Ordinal);
        await GatewayUnderTest.Until(() => Delivered(gateway).Length == 1, () => gateway.Log);
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
    }

    private static string Signed(string subject, X509Certificate2 by)
    {
        var manifest = Encoding.Latin1.GetString(ChannelStage.Manifest("REF-" + subject));
        var content = $"Content-Disposition: attachment; filename=a.edi\r\n\r\n{manifest}";
        var message = new SignedCms(new ContentInfo(Encoding.Latin1.GetBytes(content.ReplaceLineEndings("\r\n"))), detached: true);
        message.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, by));
        return $"From: sealed@carrier.example\nTo: signed@customs.example\nSubject: {subject}\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=s\n\n"
            + $"--s\n{content}\n--s\n{MailGateway.Part("Content-Type: application/pkcs7-signature; name=smime.p7s", message.Encode())}\n--s--\n";
    }

    [NeedsMailServers]
    public async Task An_operator_releases_the_mail_of_a_stranger_and_it_keeps_its_time()
    {
        await using var gateway = await MailGateway.Start(servers, "held", Drop);
        servers.Deliver("held", MailStage.Bytes(MailStage.Mail("unknown@carrier.example", "M", ("a.edi", ChannelStage.Manifest("HELD1")))), "1.h");
        Assert.Contains("How to register", (await gateway.Received(servers, "unknown", 1))[0].TextBody, StringComparison.Ordinal);
        var held = await gateway.Only();
        Assert.Equal("parked", held.GetProperty("state").GetString());
        var id = held.GetProperty("receipt").GetString()!;
        Assert.Equal(1, await Release(gateway, "no-such-receipt"));
        Assert.Equal(0, await Release(gateway, id));
        await gateway.Received(servers, "unknown", 2);
        await GatewayUnderTest.Until(() => Delivered(gateway).Length == 1, () => gateway.Log);
        var released = await gateway.Only();
        Assert.Equal("accepted", released.GetProperty("state").GetString());
        Assert.Equal(held.GetProperty("arrivedAt").GetString(), released.GetProperty("arrivedAt").GetString());
        Assert.Equal(1, await Release(gateway, id));
        // A page of somebody else in the operator's browser can send a form, and nothing more.
        using var form = new StringContent("{\"by\":\"x\",\"reason\":\"y\"}", Encoding.UTF8, "text/plain");
        using var refused = await gateway.Client.PostAsync(new Uri($"/v1/interchanges/{id}/release", UriKind.Relative), form);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static async Task<int> Release(GatewayUnderTest gateway, string id)
    {
        var (output, err) = (new StringWriter(), new StringWriter());
        return await Gateway.Host.Serve.ReleaseCommand.Run(
            new Gateway.Host.Serve.ServeOptions(Path.Combine(gateway.Folder, "gateway.yaml")) { Home = Repository.Root }, id, "anna",
            "known by telephone", output, err, TimeProvider.System, CancellationToken.None);
    }

    [NeedsMailServers]
    public async Task Two_gateways_that_write_to_each_other_are_silent_after_one_answer()
    {
        await using var one = await MailGateway.Start(
            servers, "gate-a", ("partners/other.yaml", "partner: 1\nmail: { addresses: [gate-b@customs.example] }\n"));
        await using var other = await MailGateway.Start(
            servers, "gate-b", ("partners/one.yaml", "partner: 1\nmail: { addresses: [gate-a@customs.example] }\n"));
        // Without an interchange, whose CONTRL alone would end it.
        servers.Send(MailStage.Mail("gate-b@customs.example", "Hello", ("a.txt", "nothing"u8.ToArray())), "gate-a", "gate-b@customs.example");
        var kept = await other.Only();
        var answer = kept.GetProperty("answers").EnumerateArray().First(a => a.GetProperty("fileName").GetString()!.EndsWith(".report.txt", StringComparison.Ordinal));
        await GatewayUnderTest.Until(
            async () => (await other.Only()).GetProperty("answers").EnumerateArray().All(a => a.GetProperty("state").GetString() == "parked"),
            () => $"{answer}\n{other.Log}");
        await Task.Delay(3000);
        Assert.Equal(1, (await one.Get("/v1/interchanges")).GetProperty("interchanges").GetArrayLength());
        Assert.Equal(1, (await other.Get("/v1/interchanges")).GetProperty("interchanges").GetArrayLength());
        var place = (await other.Get("/v1/status")).GetProperty("places").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "gate-b");
        Assert.Equal(0, place.GetProperty("counts").GetProperty("answered").GetInt64());
        Assert.Equal(1, place.GetProperty("counts").GetProperty("notAnswered").GetInt64());
    }

    [NeedsMailServers]
    public async Task A_destination_can_be_a_mail_address()
    {
        await using var gateway = await MailGateway.Start(
            servers, "out", ("destinations/officer.yaml", "destination: 1\nchannel: mail\naddress: out:officer@customs.example\nform: wco-xml\n"));
        var receipt = await gateway.Receipt(ChannelStage.Manifest("OUT1"));
        await gateway.Settled(receipt);
        var mail = Assert.Single(await gateway.Received(servers, "officer", 1));
        var entry = (await gateway.Get("/v1/interchanges/" + receipt)).GetProperty("messages")[0].GetProperty("id").GetString()!;
        var name = Assert.Single(Files(mail));
        Assert.Equal(entry + ".xml", name);
        Assert.Contains("CargoReport", Text(mail, name), StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        var place = (await gateway.Get("/v1/status")).GetProperty("places").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "officer");
        Assert.Equal(("well", 1), (place.GetProperty("state").GetString(), place.GetProperty("counts").GetProperty("sent").GetInt32()));
    }

    [NeedsMailServers]
    public async Task Nothing_of_a_mail_stands_in_the_log()
    {
        await using var gateway = await MailGateway.Start(servers, "hush", ("partners/known.yaml", MailGateway.Partner("discreet").Text), Drop);
        string[] secrets = ["discreet", "someone", "Quiet subject", "quiet-file", "quiet body", "QUIETREF", "elsewhere"];
        var mails = new List<byte[]>
        {
            MailStage.Bytes(MailStage.Mail("discreet@carrier.example", "Quiet subject", ("quiet-file.edi", ChannelStage.Manifest("QUIETREF")))),
            MailStage.Bytes(MailStage.Mail("someone@elsewhere.invalid", "Quiet subject", ("quiet-file.edi", ChannelStage.Manifest("QUIETREF2")))),
            MailStage.Bytes(MailStage.Mail("discreet@carrier.example", "Quiet subject", ("quiet-file.bin", new byte[3_000_000]))),
            MailStage.Plain("From: discreet@carrier.example\nReply-To: someone@elsewhere.invalid\nSubject: Quiet subject\n", "quiet body"),
            MailStage.Plain("From: discreet@carrier.example\nSubject: Quiet subject\nContent-Type: multipart/mixed\n", "quiet body"),
        };
        for (var i = 0; i < mails.Count; i++) servers.Deliver("hush", mails[i], $"{i}.h");
        await gateway.Received(servers, "discreet", 3);
        await GatewayUnderTest.Until(() => servers.Files("hush", "Processed").Count == mails.Count, () => gateway.Log);
        gateway.Write("partners/later.yaml", "partner: 1\nmail: { addresses: [someone@elsewhere.invalid] }\n");
        await GatewayUnderTest.Until(() => gateway.Log.Contains("release", StringComparison.Ordinal), () => gateway.Log);
        await gateway.Stop();
        Assert.NotEmpty(gateway.Log);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, gateway.Log, StringComparison.OrdinalIgnoreCase));
    }
}
