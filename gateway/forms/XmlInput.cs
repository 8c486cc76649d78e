using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Bytes of an XML document as UTF-8, whatever character set they came in (XML 1.0 §4.3.3).</summary>
internal static partial class XmlInput
{
    /// <summary>The document as UTF-8 without byte order mark.</summary>
    /// <param name="xml">As it came.</param>
    /// <param name="rawStart">Where it begins in what came; -1 when it was converted.</param>
    /// <param name="characterSet">The character set, for the finding.</param>
    /// <returns>Null when the character set is not known or the bytes do not follow it.</returns>
    public static ReadOnlyMemory<byte>? Utf8Of(ReadOnlyMemory<byte> xml, out long rawStart, out string characterSet)
    {
        (rawStart, characterSet) = (0, "utf-8");
        var bytes = xml.Span;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            rawStart = 3;
            xml = xml[3..];
        }
        else
        {
            characterSet = CharacterSetOf(bytes);
        }

        if (characterSet is "utf-8" or "us-ascii") return FormInput.FirstNotUtf8(xml.Span) < 0 ? (ReadOnlyMemory<byte>?)xml : null;
        rawStart = -1;
        try
        {
            var encoding = Encoding.GetEncoding(characterSet, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return Encoding.UTF8.GetBytes(encoding.GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A reader with everything off that reaches outside the document or grows.</summary>
    public static XmlReader Open(ReadOnlyMemory<byte> utf8)
    {
        var array = MemoryMarshal.TryGetArray(utf8, out var segment) ? segment : utf8.ToArray();
        // A text reader: what the declaration says of the character set no longer holds.
        var stream = new MemoryStream(array.Array!, array.Offset, array.Count, false);
        return XmlReader.Create(new StreamReader(stream, Encoding.UTF8, false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, IgnoreComments = true,
            IgnoreProcessingInstructions = true, IgnoreWhitespace = true, MaxCharactersInDocument = Limits.DocumentBytesMax,
            MaxCharactersFromEntities = 1024,
        });
    }

    private static string CharacterSetOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith("<\0"u8)) return "utf-16";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || bytes.StartsWith("\0<"u8)) return "utf-16BE";
        var head = Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, 200)]);
        var named = Declared().Match(head);
        return named.Success ? named.Groups[1].Value.ToLowerInvariant() : "utf-8";
    }

    [GeneratedRegex("^<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)")]
    private static partial Regex Declared();
}
