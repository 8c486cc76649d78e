namespace Gateway.Edifact;

/// <summary>Says what text around an interchange looks like, so that the sender knows which program put it there.</summary>
internal static class ForeignText
{
    private const string Http = "it looks like an HTTP header";
    private const string Mail = "it looks like a mail header";
    private const string Printer = "it looks like a printer command";
    private const string Transmission = "it looks like a transmission header";
    private const string Command = "it looks like a job or mailbox command";

    private static readonly (string Begin, string Kind)[] Kinds =
    [
        ("HTTP/", Http), ("POST ", Http), ("PUT ", Http), ("GET ", Http), ("Host:", Http), ("User-Agent:", Http),
        ("From", Mail), ("To:", Mail), ("Received:", Mail), ("Return-Path:", Mail), ("Subject:", Mail), ("Date:", Mail),
        ("Message-ID:", Mail), ("Delivered-To:", Mail), ("MIME-Version:", "it looks like a MIME header"),
        ("Content-", "it looks like a MIME header"), ("--", "it looks like a MIME boundary"), ("<?xml", "it looks like XML"),
        ("<", "it looks like HTML or XML"), ("{", "it looks like JSON"), ("[", "it looks like JSON"),
        ("ISA", "it looks like an X12 interchange"), ("%PDF", "it looks like a PDF file"),
        ("PK\u0003\u0004", "it looks like a zip archive"), ("\u001B", Printer), ("%!", Printer), ("\u0001", Transmission),
        ("\u0002", Transmission), ("$$", Command), ("//", Command),
    ];

    /// <summary>A clause on the first bytes of a text.</summary>
    public static string KindOf(ReadOnlySpan<byte> text)
    {
        foreach (var (begin, kind) in Kinds)
        {
            if (StartsWith(text, begin)) return kind;
        }

        var isOther = text.ContainsAnyExceptInRange((byte)' ', (byte)'~') && text.IndexOfAnyExcept("\r\n\t"u8) is var first
            && first >= 0 && text[first] is < 0x20 or > 0x7E;
        if (isOther) return "it looks like binary data";
        return text.IndexOfAnyExcept("'~ \r\n"u8) < 0 ? "it is a stray segment terminator" : "it is text";
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string begin)
    {
        if (text.Length < begin.Length) return false;
        for (var i = 0; i < begin.Length; i++)
        {
            if ((text[i] | 0x20) != (begin[i] | 0x20)) return false;
        }

        return true;
    }
}
