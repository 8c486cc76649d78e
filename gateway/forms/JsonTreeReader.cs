using System.Text;
using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Reads one JSON document into a tree whose window is the document itself.</summary>
internal ref struct JsonTreeReader
{
    private readonly ReadOnlySpan<byte> json;
    private readonly int rawStart;
    private readonly Schema schema;
    private readonly FormTable table;
    private readonly Tree tree;
    private readonly Findings findings;
    private Utf8JsonReader reader;
    private bool isOrdered;

    public JsonTreeReader(ReadOnlySpan<byte> bytes, Schema type, Tree into, Findings faults)
    {
        // Utf8JsonReader refuses a byte order mark, which other programs write.
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) rawStart = 3;
        bytes = bytes[rawStart..];
        (schema, table, tree, findings) = (type, FormTable.Of(type), into, faults);
        json = bytes;
        isOrdered = true;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Limits.DepthMax });
    }

    /// <summary>Reads.</summary>
    /// <returns>False when the text is not JSON or not an object.</returns>
    public bool Read()
    {
        tree.Reset(schema, JsonDecoder.Instance);
        tree.Append(json, rawStart);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                ReportKind(schema.NameOf(Schema.Root), "an object");
                return false;
            }

            ReadObject(tree.Open(Schema.Root));
            reader.Read();
        }
        catch (JsonException)
        {
            var at = (int)Math.Min(reader.BytesConsumed, json.Length);
            var (line, column) = FormDecoder.LineOf(json, at);
            Report(FormFindings.NotJson, at, 0, Number(line), Number(column));
            return false;
        }

        if (!isOrdered) TreeOrder.Sort(tree, rawStart);
        return true;
    }

    private void ReadObject(int node)
    {
        var shape = schema.ChildrenOf(tree.Nodes[node].Position);
        Span<bool> seen = stackalloc bool[shape.Count];
        var last = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var position = PositionOf(shape);
            if (position == 0)
            {
                ReadUnknown();
                continue;
            }

            if (seen[position - shape.First])
            {
                ReportName(FormFindings.DuplicateName);
                reader.Skip();
                continue;
            }

            seen[position - shape.First] = true;
            isOrdered &= position > last;
            last = position;
            reader.Read();
            ReadMember(position);
        }

        tree.Close(node);
    }

    private void ReadMember(int position)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (table.Repeats[position]) ReportKind(schema.NameOf(position), "an array");
            ReadItem(position);
            return;
        }

        if (!table.Repeats[position]) ReportKind(schema.NameOf(position), "a single value");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadItem(position);
    }

    private void ReadItem(int position)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        switch (table.Writings[position])
        {
            case Writing.Class when isObject: ReadObject(tree.Open(position)); break;
            case Writing.Measured when isObject: ReadMeasured(position); break;
            case Writing.Class:
                ReportKind(schema.NameOf(position), "an object");
                reader.Skip();
                break;
            case Writing.Measured:
                ReportKind(schema.NameOf(position), "an object with value");
                ReadScalar(tree.Open(position), position, true);
                break;
            default: ReadScalar(-1, position, false); break;
        }
    }

    private void ReadMeasured(int position)
    {
        var node = tree.Open(position);
        var shape = schema.ChildrenOf(position);
        tree.SetValue(node, 0, 0, NodeFlags.Plain);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var attribute = PositionOf(shape);
            if (attribute == 0 && !IsNamed("value"u8))
            {
                ReadUnknown();
                continue;
            }

            reader.Read();
            if (attribute == 0) ReadScalar(node, position, false);
            else ReadScalar(-1, attribute, false);
        }

        tree.Close(node);
    }

    /// <summary>Reads a value into a node that is open, or into a new one for -1.</summary>
    private void ReadScalar(int node, int position, bool closes)
    {
        var writing = table.Writings[position] == Writing.Measured ? FormTable.OfType(schema[position].Type) : table.Writings[position];
        var isString = reader.TokenType == JsonTokenType.String;
        var isScalar = isString || reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
        var (expected, isExpected) = writing switch
        {
            Writing.Number => ("a number", reader.TokenType == JsonTokenType.Number),
            Writing.Boolean => ("true or false", reader.TokenType is JsonTokenType.True or JsonTokenType.False),
            _ => ("a string", isString),
        };
        if (!isExpected) ReportKind(schema.NameOf(position), expected);
        if (isScalar)
        {
            var start = unchecked((int)reader.TokenStartIndex) + (isString ? 1 : 0);
            var flags = NodeFlags.HasValue | (isString && reader.ValueIsEscaped ? NodeFlags.None : NodeFlags.Plain);
            if (node < 0) tree.Add(position, start, reader.ValueSpan.Length, flags);
            else tree.SetValue(node, start, reader.ValueSpan.Length, flags);
        }
        else
        {
            reader.Skip();
        }

        if (closes) tree.Close(node);
    }

    private void ReadUnknown()
    {
        ReportName(FormFindings.UnknownName);
        var name = Name();
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null)
        {
            reader.Skip();
            return;
        }

        var isString = reader.TokenType == JsonTokenType.String;
        var flags = NodeFlags.HasValue | (isString && reader.ValueIsEscaped ? NodeFlags.None : NodeFlags.Plain);
        var start = unchecked((int)reader.TokenStartIndex) + (isString ? 1 : 0);
        tree.SetUnknownName(tree.Add(0, start, reader.ValueSpan.Length, flags), name);
    }

    private readonly int PositionOf(Shape shape)
    {
        for (var i = shape.First; i < shape.First + shape.Count; i++)
        {
            if (IsNamed(table.Properties[i].AsSpan(2, table.Properties[i].Length - 4))) return i;
        }

        return 0;
    }

    // ValueTextEquals throws on escapes that are no character.
    private readonly bool IsNamed(ReadOnlySpan<byte> name)
        => reader.ValueIsEscaped ? Name().AsSpan().SequenceEqual(Encoding.UTF8.GetString(name)) : reader.ValueSpan.SequenceEqual(name);

    private readonly string Name()
    {
        var utf8 = new byte[reader.ValueSpan.Length];
        return Encoding.UTF8.GetString(utf8, 0, JsonDecoder.Instance.Decode(reader.ValueSpan, utf8));
    }

    private readonly void ReportName(FindingCode code)
        => Report(code, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, Shorten(Name()));

    private readonly void ReportKind(string name, string expected)
        => Report(FormFindings.WrongKind, (int)reader.TokenStartIndex, 0, name, Kind(reader.TokenType), expected);

    private readonly void Report(FindingCode code, int at, int length, params ReadOnlySpan<string> arguments)
    {
        var (line, column) = findings.Left > 0 ? FormDecoder.LineOf(json, at) : default;
        findings.Add(code, new SourceSpan(tree.Part, at + rawStart, length), new Place(1, line, column), 0, arguments);
    }

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "…";

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
