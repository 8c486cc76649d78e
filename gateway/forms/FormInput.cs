using System.Text;
using System.Text.Unicode;

namespace Gateway.Forms;

/// <summary>Checks of bytes before they are read.</summary>
internal static class FormInput
{
    /// <summary>Offset of the first byte that is not UTF-8; -1 when all are.</summary>
    public static int FirstNotUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return -1;
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }
}
