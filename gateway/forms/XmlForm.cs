using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
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

    /// <summary>Stands for a document type that nothing describes: every name is kept as unknown, and none is reported.</summary>
    public static Schema Undescribed { get; } = new SchemaBuilder().Build("xml", new Position("", PositionKind.Root, 1, 1, -1));

    /// <summary>Reads one document; DTDs are refused, depth and size bounded. Spans are bytes of <paramref name="xml"/>, whatever
    /// its character set. What the schema does not know is kept with its name and value.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="schema">What it is.</param>
    /// <param name="into">Filled.</param>
    /// <param name="findings">All faults.</param>
    /// <param name="part">The part of the receipt that the bytes are, for spans.</param>
    /// <param name="isChecked">It is checked with its XSD too, which says exactly what stands at the wrong place; that is not reported
    /// here.</param>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(
        ReadOnlyMemory<byte> xml, Schema schema, Tree into, Findings findings, int part = 0, bool isChecked = false)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(findings);
        if (xml.Length > Limits.DocumentBytesMax)
        {
            findings.Add(
                FormFindings.XmlTooLarge, new SourceSpan(part, 0, 0), new Place(1, 0), 0,
                xml.Length.ToString(CultureInfo.InvariantCulture), Limits.DocumentBytesMax.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (XmlInput.Of(xml, out var characterSet, out var faultAt) is not { } input)
        {
            var (line, column) = FormDecoder.LineOf(xml.Span, faultAt);
            var place = new Place(1, line, column) { IsText = true };
            findings.Add(FormFindings.Encoding, new SourceSpan(part, faultAt, 0), place, 0, characterSet);
            return false;
        }

        if (input.IsContradicted)
        {
            findings.Add(FormFindings.Contradicted, new SourceSpan(part, 0, 0), new Place(1, 1, 1) { IsText = true }, 0, characterSet);
        }

        if (input.LongTag() is var tag and >= 0)
        {
            var at = new RawCursor(input.Utf8.Span, input.Set).MoveTo(tag);
            var (line, column) = FormDecoder.LineOf(input.Utf8.Span, tag);
            findings.Add(
                FormFindings.TagTooLong, input.RawStart < 0 ? new SourceSpan(part, -1, 0) : new SourceSpan(part, at + input.RawStart, 0),
                new Place(1, line, column) { IsText = true }, 0, Limits.XmlTagBytesMax.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        return Read(input, schema, into, findings, part, isChecked);
    }

    /// <summary>Reads one document of a part; spans, lines and columns are those of the part.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, Schema, Tree, Findings, int, bool)"/>
    public static bool Read(XmlPiece piece, Schema schema, Tree into, Findings findings, int part = 0, bool isChecked = false)
    {
        ArgumentNullException.ThrowIfNull(piece);
        // One of a list was judged with all of them.
        return piece.Input is { } own ? Read(own, schema, into, findings, part, isChecked)
            : Read(piece.Part, schema, into, findings, part, isChecked);
    }

    private static bool Read(in XmlInput input, Schema schema, Tree into, Findings findings, int part, bool isChecked)
    {
        using var xmlReader = input.Open();
        var reader = new XmlTreeReader(input, xmlReader, schema, into, part, findings, isChecked);
        return reader.Read();
    }
}
