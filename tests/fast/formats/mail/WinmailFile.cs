using System.Buffers.Binary;
using System.Text;

namespace Gateway.Tests.Fast.Formats.Mail;

/// <summary>Makes a winmail.dat (TNEF) as Outlook sends it.</summary>
internal static class WinmailFile
{
    /// <summary>With these attachments.</summary>
    public static byte[] Of(params (string Name, string Text)[] attachments)
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
}
