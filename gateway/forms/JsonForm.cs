using System.Buffers;
using System.Globalization;
using System.Text.Json;
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

    /// <summary>Stands for a document type that nothing describes: every name is kept as unknown, and none is reported.</summary>
    public static Schema Undescribed { get; } = new SchemaBuilder().Build("json", new Position("", PositionKind.Root, 1, 1, -1));

    /// <summary>Reads one document; spans are bytes of <paramref name="json"/>. Members may come in any order; the tree is in
    /// that of the schema. What the schema does not know is kept with its name and value.</summary>
    /// <param name="json">The part.</param>
    /// <param name="schema">What the document is.</param>
    /// <param name="into">Filled.</param>
    /// <param name="findings">All faults.</param>
    /// <param name="part">Number of the part, for spans.</param>
    /// <param name="document">Where the document stands in a list; the default is the whole part. Of a list
    /// <see cref="IsReadable"/> held.</param>
    /// <param name="begin">Line and column where the document begins; null to count them from the begin of the part.</param>
    /// <param name="isChecked">It is checked with its JSON Schema too, which says exactly what kinds and names are wrong; that is not
    /// reported here.</param>
    /// <returns>False when it is not usable.</returns>
    public static bool Read(
        ReadOnlySpan<byte> json, Schema schema, Tree into, Findings findings, int part = 0, Range? document = null,
        (int Line, int Column)? begin = null, bool isChecked = false)
    {
        ArgumentNullException.ThrowIfNull(schema);
        // One of many was judged with all of them.
        var isOneOfMany = document is { } place && !place.Equals(Range.All);
        return (isOneOfMany || IsReadable(json, part, findings))
            && new JsonTreeReader(json, document ?? Range.All, schema, into, part, findings, begin, isChecked).Read();
    }

    /// <summary>Whether the size and the character set of a part allow reading it.</summary>
    public static bool IsReadable(ReadOnlySpan<byte> json, int part, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (json.Length > Limits.DocumentBytesMax)
        {
            findings.Add(
                FormFindings.JsonTooLarge, new SourceSpan(part, 0, 0), new Place(1, 0), 0,
                json.Length.ToString(CultureInfo.InvariantCulture), Limits.DocumentBytesMax.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (FormInput.FirstNotUtf8(json) is var at and >= 0)
        {
            var (line, column) = FormDecoder.LineOf(json, at);
            findings.Add(
                FormFindings.NotUtf8, new SourceSpan(part, at, 1), new Place(1, line, column) { IsText = true }, 0,
                at.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        return true;
    }

    /// <summary>Whether a part is a list of documents: an array of nothing but objects.</summary>
    /// <param name="json">The part; <see cref="IsReadable"/> held.</param>
    public static bool IsList(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json[MarkBytes(json)..], new JsonReaderOptions { MaxDepth = Limits.DepthMax });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
            var count = 0;
            for (; reader.Read() && reader.TokenType == JsonTokenType.StartObject; count++) reader.Skip();
            return reader.TokenType == JsonTokenType.EndArray && !reader.Read() && count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Where the next document of a list stands.</summary>
    /// <param name="json">The part; <see cref="IsList"/> held.</param>
    /// <param name="after">End of the document before; 0 for the first.</param>
    /// <returns>Null at the end.</returns>
    public static Range? NextOf(ReadOnlySpan<byte> json, int after)
    {
        if (after == 0) after = MarkBytes(json) + json[MarkBytes(json)..].IndexOf((byte)'[') + 1;
        var start = json[after..].IndexOfAny((byte)'{', (byte)']') + after;
        if (json[start] == ']') return null;
        var reader = new Utf8JsonReader(json[start..], false, new JsonReaderState(new JsonReaderOptions { MaxDepth = Limits.DepthMax }));
        reader.Read();
        reader.TrySkip();
        return start..(start + (int)reader.BytesConsumed);
    }

    /// <summary>Line and column of the begin of a document of a list.</summary>
    /// <param name="json">The part.</param>
    /// <param name="before">A place before it.</param>
    /// <param name="line">Line and column of that place.</param>
    /// <param name="at">Where the document begins.</param>
    public static (int Line, int Column) LineOf(ReadOnlySpan<byte> json, int before, (int Line, int Column) line, int at)
        => FormDecoder.LineAfter(line, json[before..at]);

    private static int MarkBytes(ReadOnlySpan<byte> json) => json.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;

    /// <summary>The names at the top of a document with their texts (null for what is no text), for telling its type.</summary>
    /// <returns>Empty for what is no object; up to the first fault.</returns>
    public static IReadOnlyDictionary<string, string?> NamesOf(ReadOnlySpan<byte> document)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (document.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) document = document[3..];
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Limits.DepthMax });
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartArray) reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return names;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && names.Count < Limits.UnknownNodesMax)
            {
                var name = JsonTreeReader.TextOf(reader.ValueSpan);
                reader.Read();
                names.TryAdd(name, reader.TokenType == JsonTokenType.String ? JsonTreeReader.TextOf(reader.ValueSpan) : null);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The reading itself says where the fault is.
        }

        return names;
    }
}
