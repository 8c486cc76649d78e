using System.Text;
using CsCheck;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Formats;

namespace Gateway.Tests.Fast.Formats.Mail;

/// <summary>winmail.dat.</summary>
public sealed class TnefContainerTests
{
    private static readonly TnefContainer Container = new();

    [Fact]
    public void Each_attachment_of_a_winmail_file_is_a_part()
    {
        var file = WinmailFile.Of(("a.edi", "UNB"), ("b.xml", "<b/>"));
        Assert.Equal(100, Container.Recognise(file, null).Score);
        var unpacked = Unpacked.Of(Container, file);
        Assert.Equal([("a.edi", "UNB"), ("b.xml", "<b/>")], unpacked.Documents.Select(d => (d.Name!, d.Text)));
        Assert.Empty(unpacked.Codes);
    }

    [Fact]
    public void A_winmail_file_in_a_mail_is_found()
    {
        var mail = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(WinmailFile.Of(("a.edi", "UNB")));
        var packed = Assert.Single(Unpacked.Of(new MailContainer(), Encoding.ASCII.GetBytes(mail)).Documents);
        Assert.Equal("a.edi", Assert.Single(Unpacked.Of(Container, packed.Bytes).Documents).Name);
    }

    [Fact]
    public void Any_cut_and_any_flipped_byte_end_without_an_exception()
    {
        var sample = WinmailFile.Of(("a.edi", "UNB+UNOA:1"), ("b.xml", "<b/>"));
        Gen.Select(Gen.Int[4, sample.Length], Gen.Int[4, sample.Length - 1], Gen.Byte).Sample(
            (cut, at, value) =>
            {
                var bytes = sample.ToArray();
                bytes[at] = value;
                Unpacked.Of(Container, bytes[..cut]);
            },
            iter: 3_000);
    }
}
