using System.Buffers;
using System.Globalization;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>The JSON form of a tree: property names from the schema, arrays for what may repeat, decimals written verbatim.</summary>
/// <remarks>
/// The document is an object with the children of node 0. A value with attributes is an object: <c>value</c> and the
/// attributes. A number that is not a JSON number (a leading zero, a comma) is written as a string, so that nothing is lost.
/// Control characters are escaped; bytes that are not UTF-8 become U+FFFD, for there is no text to keep.
/// Nodes that the schema does not know are not written; the reader has reported them.
/// </remarks>
public static class JsonForm
{
    /// <summary>Writes one document as a JSON object, without white space.</summary>
    public static void Write(Tree document, IBufferWriter<byte> output)
    {
        var writer = new JsonTreeWriter(document, output);
        writer.WriteDocument();
    }

    /// <summary>Begins a list of documents.</summary>
    public static void Begin(IBufferWriter<byte> output) => output.Write("["u8);

    /// <summary>Writes what stands before a document of a list, and the document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="isFirst">It is the first of the list.</param>
    /// <param name="output">Takes the bytes.</param>
    public static void Next(Tree document, bool isFirst, IBufferWriter<byte> output)
    {
        output.Write(isFirst ? "\n"u8 : ",\n"u8);
        Write(document, output);
    }

    /// <summary>Ends a list of documents.</summary>
    public static void End(IBufferWriter<byte> output) => output.Write("\n]\n"u8);

    /// <summary>Reads one document; spans are bytes of <paramref name="json"/>. Members may come in any order; the tree is in
    /// that of the schema.</summary>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(ReadOnlySpan<byte> json, Schema schema, Tree into, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (json.Length > Limits.DocumentBytesMax)
        {
            findings.Add(
                FormFindings.JsonTooLarge, default, new Place(1, 0), 0,
                json.Length.ToString(CultureInfo.InvariantCulture), Limits.DocumentBytesMax.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (FormInput.FirstNotUtf8(json) is var at and >= 0)
        {
            var (line, column) = FormDecoder.LineOf(json, at);
            findings.Add(
                FormFindings.NotUtf8, new SourceSpan(0, at, 1), new Place(1, line, column), 0,
                at.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        var reader = new JsonTreeReader(json, schema, into, findings);
        return reader.Read();
    }
}
