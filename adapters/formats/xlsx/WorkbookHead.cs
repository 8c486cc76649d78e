using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>What the begin of a file says of being a workbook.</summary>
internal static class WorkbookHead
{
    private static ReadOnlySpan<byte> Entry => [0x50, 0x4B, 3, 4];

    /// <summary>The compound file of old and of encrypted workbooks (MS-CFB).</summary>
    public static bool IsCompound(ReadOnlySpan<byte> head)
        => head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>A workbook of Excel 2 to 4: it begins with a BOF record (MS-XLS §2.4.21).</summary>
    public static bool IsBinary(ReadOnlySpan<byte> head)
        => head is [0x09, 0 or 2 or 4 or 8, 4 or 6 or 8 or 16, 0, _, _, 0x05 or 0x10 or 0x20 or 0x40, 0x00, ..];

    /// <summary>Judges.</summary>
    public static Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint)
    {
        var isNamed = IsNamed(nameHint);
        if (IsBinary(head)) return new(60, "It begins like a workbook of an old Excel.");
        if (IsCompound(head))
        {
            if (isNamed) return new(70, "It is a compound file with the name of a workbook: an old or an encrypted one.");
            return Holds(head, "EncryptedPackage") || Holds(head, "Workbook")
                ? new(70, "It is a compound file that holds a workbook.")
                : new(15, "It is a compound file; an old or encrypted workbook is one.");
        }

        if (!head.StartsWith(Entry)) return new(0, "It is no workbook.");
        if (head.IndexOf("application/vnd.oasis.opendocument.spreadsheet"u8) is > 0 and < 100)
        {
            return new(95, "It is an OpenDocument workbook.");
        }

        var isPackage = false;
        for (var at = 0; at >= 0 && at + 30 < head.Length;)
        {
            var name = head[(at + 30)..];
            if (name.StartsWith("xl/"u8)) return new(95, "A zip archive with the files of a workbook.");
            if (name.StartsWith("word/"u8) || name.StartsWith("ppt/"u8)) return new(0, "It is another Office document.");
            isPackage |= name.StartsWith("[Content_Types].xml"u8) || name.StartsWith("_rels/.rels"u8) || name.StartsWith("docProps/"u8);
            var next = head[(at + 4)..].IndexOf(Entry);
            at = next < 0 ? -1 : at + 4 + next;
        }

        if (isPackage) return isNamed ? new(95, "An Office package with the name of a workbook.") : new(60, "An Office package.");
        return isNamed ? new(85, "A zip archive with the name of a workbook.") : new(0, "A zip archive, but no workbook.");
    }

    /// <summary>Names and media types of workbooks in all formats of Excel.</summary>
    private static bool IsNamed(string? hint)
        => hint is not null && (hint.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase)
            || hint.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase) || hint.EndsWith(".xls", StringComparison.OrdinalIgnoreCase)
            || hint.EndsWith(".xltx", StringComparison.OrdinalIgnoreCase) || hint.EndsWith(".xlsb", StringComparison.OrdinalIgnoreCase)
            || hint.Contains("spreadsheetml", StringComparison.OrdinalIgnoreCase)
            || hint.Contains("ms-excel", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a name of a compound file's directory (UTF-16) is in the bytes.</summary>
    public static bool Holds(ReadOnlySpan<byte> bytes, string name) => bytes.IndexOf(System.Text.Encoding.Unicode.GetBytes(name)) >= 0;
}
