using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>The XML form of a tree: element order and namespaces from the schema.</summary>
/// <remarks>
/// Characters that XML 1.0 cannot hold (controls, U+FFFE, U+FFFF) are written as <c>_xHHHH_</c>, and a literal
/// <c>_xHHHH_</c> with its first character so escaped (<c>_x005F_</c>), as ISO/IEC 29500-1 §22.9.2.19 does; the reader undoes
/// both (an escape counts as seven characters against a length in an XSD). Bytes that are not UTF-8 become U+FFFD. Nodes that
/// the schema does not know are not written; the reader has reported them.
/// </remarks>
public static class XmlForm
{
    /// <summary>Element around several documents.</summary>
    public const string DocumentsName = "Documents";

    /// <summary>Writes one document as an element with its namespace declared, without XML declaration and white space.</summary>
    public static void Write(Tree document, IBufferWriter<byte> output)
    {
        var writer = new XmlTreeWriter(document, output);
        writer.WriteDocument();
    }

    /// <summary>Begins a list of documents: XML declaration and start tag.</summary>
    /// <param name="namespaceName">Namespace of the documents; null for none.</param>
    /// <param name="output">Takes the bytes.</param>
    public static void Begin(string? namespaceName, IBufferWriter<byte> output)
    {
        output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<"u8);
        output.Write(Encoding.UTF8.GetBytes(DocumentsName));
        if (namespaceName is not null)
        {
            output.Write(" xmlns=\""u8);
            output.Write(Encoding.UTF8.GetBytes(namespaceName));
            output.Write("\""u8);
        }

        output.Write(">"u8);
    }

    /// <summary>Writes what stands before a document of a list, and the document.</summary>
    public static void Next(Tree document, IBufferWriter<byte> output)
    {
        output.Write("\n"u8);
        Write(document, output);
    }

    /// <summary>Ends a list of documents.</summary>
    public static void End(IBufferWriter<byte> output)
    {
        output.Write("\n</"u8);
        output.Write(Encoding.UTF8.GetBytes(DocumentsName));
        output.Write(">\n"u8);
    }

    /// <summary>Reads one document; DTDs are refused, depth and size bounded. Spans are bytes of <paramref name="xml"/>, or
    /// nowhere when it was in another character set than UTF-8.</summary>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(ReadOnlyMemory<byte> xml, Schema schema, Tree into, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (xml.Length > Limits.DocumentBytesMax)
        {
            findings.Add(
                FormFindings.XmlTooLarge, default, new Place(1, 0), 0,
                xml.Length.ToString(CultureInfo.InvariantCulture), Limits.DocumentBytesMax.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (XmlInput.Utf8Of(xml, out var rawStart, out var characterSet) is not { } utf8)
        {
            findings.Add(FormFindings.Encoding, default, new Place(1, 1, 1), 0, characterSet);
            return false;
        }

        using var xmlReader = XmlInput.Open(utf8);
        var reader = new XmlTreeReader(utf8.Span, rawStart, xmlReader, schema, into, findings);
        return reader.Read();
    }
}
