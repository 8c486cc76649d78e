using Gateway.Tests.Real.Channels;
using Gateway.Tests.Real.Serve;
using MimeKit;

namespace Gateway.Tests.Real.Mail;

/// <summary>The whole gateway, its configuration file and both servers: a trader writes a mail and reads the answer.</summary>
[Collection("mail flow")]
public sealed class MailServeTests(MailServers servers)
{
    private Task<GatewayUnderTest> Start(string box, string? sender = null)
        => MailGateway.Start(servers, box, sender is null ? [] : [MailGateway.Partner(sender)]);

    private async Task<IReadOnlyList<MimeMessage>> Received(GatewayUnderTest gateway, string sender, int count)
    {
        for (var i = 0; i < 60 && servers.Files(sender).Count < count; i++) await Task.Delay(1000);
        await GatewayUnderTest.Until(() => servers.Files(sender).Count >= count, () => $"{sender} got {servers.Files(sender).Count}\n{gateway.Log[^Math.Min(3000, gateway.Log.Length)..]}");
        return [.. servers.Received(sender).OrderBy(m => m.Date)];
    }

    [NeedsMailServers]
    public async Task A_stranger_registers_and_the_mail_goes_on_with_its_own_time()
    {
        await using var gateway = await Start("serve");
        var mail = MailStage.Mail("stranger@carrier.example", "First manifest", ("a.edi", ChannelStage.Manifest("S1")));
        mail.MessageId = "first@carrier.example";
        servers.Send(mail, "serve", "stranger@carrier.example");
        var told = (await Received(gateway, "stranger", 1)).Single();
        Assert.Contains("How to register", told.TextBody, StringComparison.Ordinal);
        servers.Send(MailStage.Mail("stranger@carrier.example", "Second manifest", ("b.edi", ChannelStage.Manifest("S2"))), "serve", "stranger@carrier.example");
        await GatewayUnderTest.Until(() => servers.Files("serve", "Processed").Count == 2, () => gateway.Log);
        var before = await gateway.Get("/v1/interchanges");
        gateway.Write("partners/stranger.yaml", "partner: 1\nmail: { addresses: [stranger@carrier.example] }\n");
        var answers = await Received(gateway, "stranger", 3);
        Assert.Equal(["Re: First manifest", "Re: First manifest", "Re: Second manifest"], answers.Select(a => a.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(2, answers.Count(a => a.InReplyTo == "first@carrier.example"));
        Assert.Equal(3, answers.Select(a => a.MessageId).Distinct().Count());
        var after = await gateway.Get("/v1/interchanges");
        Assert.Equal(Times(before), Times(after));
    }

    [NeedsMailServers]
    public async Task Three_hundred_mails_get_three_hundred_answers()
    {
        const int Count = 300;
        await using var gateway = await Start("many", "trader");
        for (var i = 0; i < Count; i++)
        {
            var mail = MailStage.Mail("trader@carrier.example", $"N{i}", ("a.edi", ChannelStage.Manifest($"N{i}")));
            servers.Deliver("many", MailStage.Bytes(mail), $"{i:0000}.m");
        }

        var answers = await Received(gateway, "trader", Count);
        Assert.Equal(Count, answers.Select(a => a.Subject).Distinct().Count());
        Assert.Equal(Count, servers.Files("many", "Processed").Count);
    }

    [NeedsMailServers]
    public async Task Mails_of_all_kinds_good_and_hostile_get_one_answer_each()
    {
        await using var gateway = await Start("kinds", "signer");
        var mails = Kinds().ToList();
        foreach (var (name, mail) in mails) servers.Deliver("kinds", mail, name);
        var answers = await Received(gateway, "signer", mails.Count);
        Assert.Equal(
            mails.Select(m => "Re: " + m.Name).Order(StringComparer.Ordinal), answers.Select(a => a.Subject).Order(StringComparer.Ordinal));
        Assert.All(answers, a => Assert.NotEmpty(a.TextBody!));
        Assert.Empty(servers.Files("kinds"));
        await Task.Delay(1000);
        Assert.Equal(mails.Count, servers.Files("signer").Count);
    }

    private static IEnumerable<(string Name, byte[] Mail)> Kinds()
    {
        static byte[] Mail(string name, string rest) => MailStage.Plain(
            $"From: signer@carrier.example\nTo: kinds@customs.example\nSubject: {name}\nMessage-ID: <{name}@carrier.example>\n{rest}".TrimEnd('\n') + "\n", "");
        static string Mixed(params string[] parts)
            => "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(parts.Select(p => "--b\n" + p + "\n")) + "--b--\n";
        var manifest = System.Text.Encoding.Latin1.GetString(ChannelStage.Manifest("KIND"));
        const string attached = "Content-Disposition: attachment; filename=a.edi\n";
        yield return ("attached", Mail("attached", Mixed("\nHello", attached + "\n" + manifest)));
        yield return ("pasted", Mail("pasted", "\n" + manifest));
        yield return ("nested", Mail("nested", Mixed("Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: in\n" + Mixed(attached + "\n" + manifest)
            .Replace("=b\n", "=i\n", StringComparison.Ordinal).Replace("--b", "--i", StringComparison.Ordinal))));
        yield return ("names", Mail("names", Mixed("Content-Disposition: attachment; filename*=koi8-r''%ED.edi\n\n" + manifest, attached + "\n1", attached + "\n2")));
        yield return ("junk64", Mail("junk64", Mixed(attached + "Content-Transfer-Encoding: base64\n\n!!!%%%VU5C")));
        yield return ("uuencode", Mail("uuencode", "\nbegin 644 cat.txt\n#0V%T\n`\nend\n"));
        yield return ("encrypted", Mail("encrypted", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG"));
        yield return ("empty", Mail("empty", ""));
        yield return ("html", Mail("html", "Content-Type: text/html\n\n<p>Where is my ship?</p>"));
        yield return ("cutoff", Mail("cutoff", "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + attached + "\nUNB"));
        yield return ("boundless", Mail("boundless", "Content-Type: multipart/mixed\n\n--b\n\nx"));
        yield return ("winmail", Mail("winmail", Mixed("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgEA")));
        yield return ("parts", Mail("parts", Mixed([.. Enumerable.Repeat("\nx", 10_000)])));
        yield return ("deep", Mail("deep", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"Content-Type: multipart/mixed; boundary={i}\n\n--{i}\n"))));
        yield return ("mails", Mail("mails", string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 5_000))));
        yield return ("header", Mail("header", "X-Long: " + new string('x', 5_000_000) + "\n\nx"));
        yield return ("binary", Mail("binary", "Content-Type: \u00ff\u00fe; charset=\u0000\n\n\u0000\u00ff"));
        yield return ("partial", Mail("partial", "Content-Type: message/partial; id=1; number=1; total=9\n\nFrom: x\n\ny"));
        yield return ("external", Mail("external", "Content-Type: message/external-body; access-type=URL; URL=\"http://127.0.0.1/\"\n\nContent-Type: text/xml\n\n"));
    }

    private static string Times(System.Text.Json.JsonElement page) => string.Join('\n', page.GetRawText().Split(',')
        .Where(part => part.Contains("rrived", StringComparison.Ordinal) || part.Contains("eceived", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
