using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>An XML document as it came and as UTF-8, whatever character set it came in (XML 1.0 §4.3.3).</summary>
/// <param name="Raw">As it came, without byte order mark.</param>
/// <param name="RawStart">Where that begins in what came; -1 when the places are lost.</param>
/// <param name="Utf8">The same as UTF-8.</param>
/// <param name="Set">Its character set; null for UTF-8.</param>
/// <param name="IsContradicted">The XML declaration names another character set than the bytes are in.</param>
internal readonly partial record struct XmlInput(
    ReadOnlyMemory<byte> Raw, long RawStart, ReadOnlyMemory<byte> Utf8, Encoding? Set, bool IsContradicted)
{
    /// <summary>Line and column in which it begins in what came.</summary>
    public (int Line, int Column) Begin { get; init; } = (1, 1);

    /// <summary>Namespaces by prefix that are declared around it; null for none.</summary>
    public IDictionary<string, string>? Prefixes { get; init; }

    /// <summary>Finds the character set and converts.</summary>
    /// <param name="xml">As it came.</param>
    /// <param name="characterSet">The character set, for the finding.</param>
    /// <param name="faultAt">The first byte that does not follow it, when that is known.</param>
    /// <returns>Null when the character set is not known or the bytes do not follow it.</returns>
    public static XmlInput? Of(ReadOnlyMemory<byte> xml, out string characterSet, out int faultAt)
    {
        faultAt = 0;
        var bytes = xml.Span;
        var declared = DeclaredIn(bytes);
        var (set, mark) = Marked(bytes);
        characterSet = set ?? declared ?? "utf-8";
        // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
        var isWide = characterSet is "utf-16" or "utf-16le" or "utf-16be" or "ucs-2" or "iso-10646-ucs-2";
        var isContradicted = declared is not null && (set is null ? isWide : set == "utf-8" && declared is not ("utf-8" or "us-ascii"));
        if (set is null && isWide) characterSet = "utf-8";
        xml = xml[mark..];
        if (characterSet is "utf-8" or "utf8" or "us-ascii")
        {
            faultAt = FormInput.FirstNotUtf8(xml.Span);
            if (faultAt < 0) return new XmlInput(xml, mark, xml, null, isContradicted);
            faultAt += mark;
            if (isContradicted) characterSet = declared!;
            return null;
        }

        if (CharacterSets.Find(characterSet) is not { } found || CharacterSets.ToUtf8(found, xml.Span) is not { } utf8) return null;
        return CharacterSets.CanCount(found, xml.Span, utf8)
            ? new XmlInput(xml, mark, utf8, found, isContradicted)
            : new XmlInput(utf8, -1, utf8, null, isContradicted);
    }

    /// <summary>A reader with everything off that reaches outside the document or grows.</summary>
    public XmlReader Open()
    {
        var array = MemoryMarshal.TryGetArray(Utf8, out var segment) ? segment : Utf8.ToArray();
        // A text reader: what the declaration says of the character set no longer holds.
        var stream = new MemoryStream(array.Array!, array.Offset, array.Count, false);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, IgnoreComments = true,
            IgnoreProcessingInstructions = true, IgnoreWhitespace = true, MaxCharactersInDocument = Limits.DocumentBytesMax,
            MaxCharactersFromEntities = 1024,
        };
        return XmlReader.Create(new StreamReader(stream, Encoding.UTF8, false), settings, Around());
    }

    private XmlParserContext? Around()
    {
        if (Prefixes is null) return null;
        var names = new XmlNamespaceManager(new System.Xml.NameTable());
        foreach (var (prefix, space) in Prefixes) names.AddNamespace(prefix, space);
        return new XmlParserContext(null, names, null, XmlSpace.Default);
    }

    /// <summary>Where a tag begins that is too long; -1 when none is. Comments and text may be of any length.</summary>
    public int LongTag()
    {
        var text = Utf8.Span;
        if (text.Length <= Limits.XmlTagBytesMax) return -1;
        for (var at = 0; ;)
        {
            var next = text[at..].IndexOf((byte)'<');
            if (next < 0) return -1;
            at += next;
            var length = TagLength(text[at..]);
            if (length > Limits.XmlTagBytesMax && text[at..] is not [_, (byte)'!' or (byte)'?', ..]) return at;
            at += length;
        }
    }

    /// <summary>Bytes of a tag, comment, instruction or CDATA section up to its end, or to that of the text.</summary>
    public static int TagLength(ReadOnlySpan<byte> text)
    {
        var end = text.StartsWith("<!--"u8) ? "-->"u8 : text.StartsWith("<![CDATA["u8) ? "]]>"u8
            : text.StartsWith("<?"u8) ? "?>"u8 : default;
        if (!end.IsEmpty) return text.IndexOf(end) is var found and >= 0 ? found + end.Length : text.Length;
        for (var at = 1; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (next < 0) return text.Length;
            at += next;
            if (text[at] == '>') return at + 1;
            var quote = text[(at + 1)..].IndexOf(text[at]);
            if (quote < 0) return text.Length;
            at += quote + 1;
        }

        return text.Length;
    }

    /// <summary>The character set that the first bytes show, and how many of them are a byte order mark.</summary>
    private static (string? Set, int Mark) Marked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return ("utf-8", 3);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return ("utf-16", 2);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return ("utf-16be", 2);
        if (bytes.StartsWith("<\0"u8)) return ("utf-16", 0);
        return bytes.StartsWith("\0<"u8) ? ("utf-16be", 0) : (null, 0);
    }

    private static string? DeclaredIn(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        var named = Declaration().Match(Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, 200)]));
        return named.Success ? named.Groups[1].Value.ToLowerInvariant() : null;
    }

    [GeneratedRegex("^<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)")]
    private static partial Regex Declaration();
}
