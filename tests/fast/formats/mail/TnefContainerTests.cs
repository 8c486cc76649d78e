using System.Buffers.Binary;
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

    private static byte[] File(params (string Name, string Text)[] attachments)
    {
        var file = new List<byte> { 0x78, 0x9F, 0x3E, 0x22, 1, 0 };
        void Attribute(byte level, uint tag, byte[] data)
        {
            var head = new byte[9];
            head[0] = level;
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(1), tag);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(5), data.Length);
            file.AddRange(head);
            file.AddRange(data);
            var sum = data.Sum(b => b) & 0xFFFF;
            file.AddRange([(byte)(sum & 0xFF), (byte)(sum >> 8)]);
        }

        Attribute(1, 0x00089006, [0, 0, 1, 0]);
        Attribute(1, 0x00069007, [0xE4, 4, 0, 0, 0, 0, 0, 0]);
        foreach (var (name, text) in attachments)
        {
            Attribute(2, 0x00069002, [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]);
            Attribute(2, 0x00018010, [.. Encoding.Latin1.GetBytes(name), 0]);
            Attribute(2, 0x0006800F, Encoding.Latin1.GetBytes(text));
        }

        return [.. file];
    }

    [Fact]
    public void Each_attachment_of_a_winmail_file_is_a_part()
    {
        var file = File(("a.edi", "UNB"), ("b.xml", "<b/>"));
        Assert.Equal(100, Container.Recognise(file, null).Score);
        var unpacked = Unpacked.Of(Container, file);
        Assert.Equal([("a.edi", "UNB"), ("b.xml", "<b/>")], unpacked.Documents.Select(d => (d.Name!, d.Text)));
        Assert.Empty(unpacked.Codes);
    }

    [Fact]
    public void A_winmail_file_in_a_mail_is_found()
    {
        var mail = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(File(("a.edi", "UNB")));
        var packed = Assert.Single(Unpacked.Of(new MailContainer(), Encoding.ASCII.GetBytes(mail)).Documents);
        Assert.Equal("a.edi", Assert.Single(Unpacked.Of(Container, packed.Bytes).Documents).Name);
    }

    [Fact]
    public void Any_cut_and_any_flipped_byte_end_without_an_exception()
    {
        var sample = File(("a.edi", "UNB+UNOA:1"), ("b.xml", "<b/>"));
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
