using System.Diagnostics;
using System.Text;
using CsCheck;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Formats.Mail;

/// <summary>Mails as traders send them, good and bad: every attachment is a part of its own.</summary>
public sealed class MailContainerTests
{
    private const string Head = "From: ops@carrier.example\r\nTo: intake@customs.example\r\nSubject: Manifest\r\nMIME-Version: 1.0\r\n";
    private const string Interchange = "UNB+UNOA:1+A+B+261123:1000+1'UNZ+0+1'";

    private static readonly MailContainer Container = new();

    private static Unpacked Unpack(string mail) => Unpacked.Of(Container, Encoding.Latin1.GetBytes(mail));

    private static string Mixed(params string[] parts)
        => Head + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n" + string.Concat(parts.Select(p => "--b\r\n" + p + "\r\n")) + "--b--\r\n";

    [Fact]
    public void A_body_is_a_note_and_each_attachment_a_document()
    {
        var mail = Unpack(Mixed(
            "Content-Type: text/plain\r\n\r\nDear all,\r\nplease find attached.",
            "Content-Type: text/html\r\n\r\n<p>Dear all</p>",
            "Content-Type: application/edifact\r\nContent-Disposition: attachment; filename=a.edi\r\n\r\n" + Interchange,
            "Content-Type: application/xml; name=b.xml\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Convert.ToBase64String("<a/>"u8)));
        Assert.Equal([PartUse.Note, PartUse.Note, PartUse.Document, PartUse.Document], mail.Entries.Select(e => e.Facts.Use));
        Assert.Equal("Dear all,\r\nplease find attached.", mail.Entries[0].Text);
        Assert.Equal(("a.edi", Interchange), (mail.Entries[2].Name, mail.Entries[2].Text));
        Assert.Equal(("b.xml", "<a/>"), (mail.Entries[3].Name, mail.Entries[3].Text));
        Assert.Empty(mail.Codes);
    }

    [Theory]
    [InlineData("filename*=UTF-8''Ladung%20M%C3%BCnchen.edi", "Ladung München.edi")]
    [InlineData("filename*=koi8-r''%ED%C1%CE%C9%C6%C5%D3%D4.xml", "Манифест.xml")]
    [InlineData("filename*0*=UTF-8''Ladung%20; filename*1*=M%C3%BCn; filename*2=\"chen.edi\"", "Ladung München.edi")]
    [InlineData("filename=\"=?windows-1251?B?zODt6PTl8fI=?=.xml\"", "Манифест.xml")]
    [InlineData("filename=\"=?GB2312?B?0sHU2LWl?=.xlsx\"", "伊载单.xlsx")]
    [InlineData("filename=\"=?iso-8859-1?Q?f=E4cher=2Epdf?=\"", "fächer.pdf")]
    [InlineData("filename=plain name with blanks.edi", "plain name with blanks.edi")]
    [InlineData("filename=\"../../etc/passwd\"", "../../etc/passwd")]
    public void Names_are_read_in_every_coding(string parameter, string name)
    {
        var mail = Unpack(Mixed("Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + parameter + "\r\n\r\nx"));
        Assert.Equal(name, Assert.Single(mail.Entries).Name);
    }

    [Fact]
    public void Missing_and_repeated_names_cost_nothing()
    {
        const string attachment = "Content-Type: application/octet-stream\r\nContent-Disposition: attachment";
        var mail = Unpack(Mixed(attachment + "\r\n\r\n1", attachment + "; filename=a\r\n\r\n2", attachment + "; filename=a\r\n\r\n3"));
        Assert.Equal([null, "a", "a"], mail.Documents.Select(d => d.Name));
        Assert.Equal(["1", "2", "3"], mail.Documents.Select(d => d.Text));
    }

    [Fact]
    public void A_wrong_media_type_is_no_matter()
    {
        var mail = Unpack(Mixed(
            "Content-Type: image/jpeg; name=m.edi\r\nContent-Disposition: inline\r\n\r\n" + Interchange,
            "Content-Type: audio/x-wav; name=m.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String("%PDF-1.7"u8),
            "Content-Type: nonsense\r\nContent-Disposition: attachment; filename=n.xml\r\n\r\n<n/>"));
        Assert.Equal(["m.edi", "m.pdf", "n.xml"], mail.Documents.Select(d => d.Name));
    }

    [Theory]
    [InlineData(12, PartUse.Note)]
    [InlineData(60_000, PartUse.Evidence)]
    public void Inline_files_of_a_related_text_are_documents_scans_are_evidence_and_logos_are_not(int bytes, PartUse use)
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[bytes]];
        var mail = Unpack(Head + "Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<img src=cid:1>\r\n"
            + "--r\r\nContent-Type: application/octet-stream; name=logo.bin\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(png)
            + "\r\n--r\r\nContent-Type: application/pdf; name=i.pdf\r\nContent-Disposition: inline\r\nContent-ID: <2>\r\n\r\n%PDF-1.4\r\n--r--\r\n");
        Assert.Equal([PartUse.Note, use, PartUse.Document], mail.Entries.Select(e => e.Facts.Use));
    }

    [Theory]
    [InlineData("application/pkcs7-signature; name=smime.p7s")]
    [InlineData("application/pgp-signature; name=signature.asc")]
    [InlineData("text/vcard; name=me.vcf")]
    [InlineData("text/calendar; name=invite.ics")]
    public void What_mail_programs_add_is_no_paper(string type)
    {
        var mail = Unpack(Mixed("Content-Type: application/edifact; name=a.edi\r\n\r\n" + Interchange, $"Content-Type: {type}\r\n\r\nx"));
        Assert.Equal([PartUse.Document, PartUse.Note], mail.Entries.Select(e => e.Facts.Use));
    }

    [Fact]
    public void A_mail_within_the_mail_is_one_part_and_unpacks_itself()
    {
        var inner = Mixed("Content-Type: application/edifact; name=deep.edi\r\n\r\n" + Interchange).Replace("\"b\"", "\"i\"", StringComparison.Ordinal)
            .Replace("--b", "--i", StringComparison.Ordinal);
        var mail = Unpack(Mixed("Content-Type: text/plain\r\n\r\nFYI", "Content-Type: message/rfc822\r\n\r\n" + inner));
        var nested = Assert.Single(mail.Documents);
        Assert.Equal("message/rfc822", nested.Facts.MediaType);
        Assert.True(Container.Recognise(nested.Bytes, nested.Facts.MediaType).Score > 90);
        Assert.Equal("deep.edi", Assert.Single(Unpacked.Of(Container, nested.Bytes).Documents).Name);
    }

    [Fact]
    public void A_nested_mail_in_base64_is_decoded()
    {
        var inner = Head + "\r\n" + Interchange;
        var mail = Unpack(Mixed("Content-Type: message/rfc822; name=f.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(Encoding.ASCII.GetBytes(inner), Base64FormattingOptions.InsertLineBreaks)));
        Assert.Equal(inner, Assert.Single(mail.Documents).Text);
    }

    [Theory]
    [InlineData("PGE+\r\nPGI+!!!", "<a><b>")]
    [InlineData("PGE+PG I+\r\n-- \r\n", "<a><b>")]
    [InlineData("PGE+PGI+A", "<a><b>")]
    public void Base64_with_junk_is_read_and_reported(string coded, string text)
    {
        var mail = Unpack(Mixed("Content-Type: text/xml; name=a.xml\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded));
        Assert.StartsWith(text, Assert.Single(mail.Documents).Text, StringComparison.Ordinal);
        Assert.Equal(["MAIL-0009"], mail.Codes);
    }

    [Fact]
    public void Sound_base64_has_no_finding()
    {
        var bytes = Enumerable.Range(0, 1000).Select(i => (byte)(i % 251)).ToArray();
        var mail = Unpack(Mixed("Content-Type: a/b; name=a\r\nContent-Transfer-Encoding: BASE64\r\n\r\n"
            + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)));
        Assert.Equal(bytes, Assert.Single(mail.Documents).Bytes);
        Assert.Empty(mail.Codes);
    }

    [Fact]
    public void Quoted_printable_that_is_none_is_read_and_reported()
    {
        const string header = "Content-Type: text/xml; name=a.xml\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
        var good = Unpack(Mixed(header + "<a b=3D'=C3=BC'>=\r\n</a>"));
        Assert.Equal("<a b='ü'></a>", Assert.Single(good.Documents).Text);
        Assert.Empty(good.Codes);
        var bad = Unpack(Mixed(header + "<a b='x' c='y'/>"));
        Assert.Equal("<a b='x' c='y'/>", Assert.Single(bad.Documents).Text);
        Assert.Equal(["MAIL-0010"], bad.Codes);
    }

    [Fact]
    public void Files_uuencoded_in_the_text_are_documents()
    {
        var mail = Unpack("From: a@b.example\r\nTo: c@d.example\r\nSubject: old\r\n\r\nHello\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye\r\n");
        Assert.Equal(("cat.txt", "Cat"), (Assert.Single(mail.Documents).Name, mail.Documents.Single().Text));
        Assert.StartsWith("Hello", Assert.Single(mail.Notes).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Interchange, 1)]
    [InlineData("\r\n  {\"a\": 1}", 1)]
    [InlineData("<?xml version='1.0'?><a/>", 1)]
    [InlineData("Dear all,\r\n" + Interchange + "\r\nRegards", 2)]
    [InlineData("[External] please see attached", 0)]
    [InlineData("{see below}", 0)]
    [InlineData("UNBelievable offer", 0)]
    public void A_document_pasted_into_the_text_is_a_document(string body, int kind)
    {
        var mail = Unpack(Head + "\r\n" + body);
        Assert.Equal(kind > 0 ? 1 : 0, mail.Documents.Count());
        Assert.Equal(kind == 1 ? 0 : 1, mail.Notes.Count());
        if (kind == 2) Assert.Equal(Interchange, mail.Documents.Single().Text);
    }

    [Fact]
    public void Flowed_text_gets_its_lines_back()
    {
        var mail = Unpack(Head + "Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\nUNB+UNOA:1+A+B+2611 \r\n23:1000+1'UNZ+0+1'\r\n");
        Assert.Equal(Interchange + "\r\n", Assert.Single(mail.Documents).Text);
    }

    [Fact]
    public void Notes_are_text_in_utf8_whatever_they_came_in()
    {
        var mail = Unpack(Head + "Content-Type: text/plain; charset=windows-1252\r\n\r\nGr\u00FC\u00DFe");
        Assert.Equal("Grüße", Assert.Single(mail.Notes).Text);
    }

    [Theory]
    [InlineData("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n--e\r\n"
        + "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN\r\n--e--")]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + "MIAGCSqGSIb3DQEHA6CAMIACAQAxAA==")]
    public void An_encrypted_mail_is_answered_so(string rest)
    {
        var mail = Unpack(Head + rest);
        Assert.Equal(["MAIL-0005"], mail.Codes);
        Assert.Empty(mail.Documents);
    }

    [Fact]
    public void A_mail_that_was_cut_off_says_so_and_gives_what_it_has()
    {
        var mail = Unpack(Mixed("Content-Type: text/xml; name=a.xml\r\n\r\n<a/>").Replace("--b--\r\n", "", StringComparison.Ordinal));
        Assert.Equal("<a/>", Assert.Single(mail.Documents).Text.Trim());
        Assert.Equal(["MAIL-0008"], mail.Codes);
    }

    [Fact]
    public void A_multipart_without_its_boundary_gives_its_text()
    {
        var mail = Unpack(Head + "Content-Type: multipart/mixed\r\n\r\n" + Interchange);
        Assert.Equal(Interchange, Assert.Single(mail.Documents).Text);
        Assert.Equal(["MAIL-0007"], mail.Codes);
    }

    [Fact]
    public void A_delivery_report_holds_no_documents()
    {
        var mail = Unpack(Head + "Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nIt failed.\r\n"
            + "--r\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--r\r\nContent-Type: message/rfc822\r\n\r\n"
            + Head + "\r\n" + Interchange + "\r\n--r--\r\n");
        Assert.Equal(3, mail.Entries.Count);
        Assert.Empty(mail.Documents);
    }

    [Fact]
    public void Ten_thousand_parts_are_refused_at_once()
    {
        var mail = Mixed([.. Enumerable.Repeat("\r\nx", 10_000)]);
        var watch = Stopwatch.StartNew();
        var unpacked = Unpack(mail);
        Assert.Equal(["MAIL-0002"], unpacked.Codes);
        Assert.Empty(unpacked.Entries);
        // Patience for a busy machine; a search that grows with the square would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(60)]
    public void Parts_in_parts_in_parts_are_refused_at_once(int depth)
    {
        var mail = new StringBuilder(Head);
        for (var i = 0; i < depth; i++) mail.Append("Content-Type: multipart/mixed; boundary=\"").Append(i).Append("\"\r\n\r\n--").Append(i).Append("\r\n");
        var watch = Stopwatch.StartNew();
        Assert.Equal(["MAIL-0003"], Unpack(mail.ToString()).Codes);
        // Patience for a busy machine; a search that grows with the square would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Mails_in_mails_in_mails_end_without_harm()
    {
        var mail = new StringBuilder();
        for (var i = 0; i < 20_000; i++) mail.Append("From: a@b\r\nContent-Type: message/rfc822\r\n\r\n");
        Unpack(mail.ToString());
    }

    [Theory]
    [InlineData("Subject: ", 30_000_000)]
    [InlineData("Content-Type: multipart/mixed; a=", 100_000)]
    [InlineData("X: y\r\n", 0)]
    public void A_header_of_megabytes_is_refused_at_once(string name, int length)
    {
        var header = length > 0 ? name + new string('x', length) + "\r\n" : string.Concat(Enumerable.Repeat(name, 3_000_000));
        var watch = Stopwatch.StartNew();
        var mail = Unpack("From: a@b\r\n" + header + "\r\nbody");
        Assert.Equal(["MAIL-0004"], mail.Codes);
        // Patience for a busy machine; a search that grows with the square would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_name_in_a_thousand_pieces_is_read_within_budget()
    {
        var name = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"; f*{i}*=a"));
        var watch = Stopwatch.StartNew();
        Unpack(Mixed("Content-Disposition: attachment; filename*0*=UTF-8''a" + name + "\r\n\r\nx"));
        // Patience for a busy machine; a search that grows with the square would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Unpacking_ends_when_no_more_is_wanted()
        => Assert.Equal(2, Unpacked.Of(Container, Encoding.ASCII.GetBytes(Mixed("\r\na", "\r\nb", "\r\nc")), 2).Entries.Count);

    [Fact]
    public void Mails_are_recognised_and_documents_are_not_mails()
    {
        Assert.True(Container.Recognise(Encoding.ASCII.GetBytes(Head), null).Score > 90);
        Assert.True(Container.Recognise(Encoding.ASCII.GetBytes("From root Mon Nov 23\n" + Head), null).Score > 90);
        foreach (var other in (string[])["", "hello", Interchange, "{\"From\": 1}", "<a>\n", "a;b;c\n1;2;3\n", "Name: x\nPlace: y\n", "%PDF-1.7\n"])
        {
            Assert.Equal(0, Container.Recognise(Encoding.ASCII.GetBytes(other), null).Score);
        }
    }

    [Fact]
    public void Any_cut_and_any_flipped_byte_end_without_an_exception()
    {
        var sample = Encoding.Latin1.GetBytes(Mixed(
            "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nHello \r\nbegin 644 a\r\n#0V%T\r\nend",
            "Content-Type: message/rfc822\r\n\r\n" + Head + "\r\nx",
            "Content-Disposition: attachment; filename*0*=UTF-8''a%20; filename*1=b\r\nContent-Transfer-Encoding: base64\r\n\r\nPGE+",
            "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHAqCAMIACAQE="));
        Gen.Select(Gen.Int[0, sample.Length], Gen.Int[0, sample.Length - 1], Gen.Byte).Sample(
            (cut, at, value) =>
            {
                var bytes = sample.ToArray();
                bytes[at] = value;
                var unpacked = Unpacked.Of(Container, bytes[..cut]);
                Container.SenderOf(new TestBytes(bytes[..cut]), unpacked.Findings);
            },
            iter: 3_000);
    }
}
