using System.Text;
using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Reads one JSON document into a tree whose window is the document itself.</summary>
internal ref struct JsonTreeReader
{
    private readonly ReadOnlySpan<byte> json;
    private readonly int rawStart;
    private readonly int part;
    private readonly int line;
    private readonly int column;
    private readonly bool isOwn;
    private readonly bool isChecked;
    private readonly Schema schema;
    private readonly FormTable table;
    private readonly Tree tree;
    private readonly Findings findings;
    private Utf8JsonReader reader;
    private int unknown;
    private bool isOrdered;
    private bool isFull;

    /// <summary>Makes a reader.</summary>
    /// <param name="bytes">The part.</param>
    /// <param name="document">Where the document stands in it.</param>
    /// <param name="type">The document type.</param>
    /// <param name="into">Filled.</param>
    /// <param name="number">Number of the part, for spans.</param>
    /// <param name="faults">All faults.</param>
    /// <param name="begin">Line and column where the document begins; null to count them.</param>
    /// <param name="hasCheck">A JSON Schema is checked apart: it says exactly what kinds and names are wrong.</param>
    public JsonTreeReader(
        ReadOnlySpan<byte> bytes, Range document, Schema type, Tree into, int number, Findings faults, (int Line, int Column)? begin,
        bool hasCheck)
    {
        var (start, length) = document.GetOffsetAndLength(bytes.Length);
        // Utf8JsonReader refuses a byte order mark, which other programs write.
        rawStart = start == 0 && bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : start;
        (line, column) = begin ?? (start == 0 ? (1, 1) : FormDecoder.LineOf(bytes, start));
        (schema, table, tree, findings, part) = (type, FormTable.Of(type), into, faults, number);
        isChecked = hasCheck;
        isOwn = type[Schema.Root].Namespace is { } space && space.StartsWith("urn:gateway:", StringComparison.Ordinal);
        json = bytes[rawStart..(start + length)];
        isOrdered = true;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Limits.DepthMax });
    }

    /// <summary>Reads.</summary>
    /// <returns>False when the text is not JSON or not an object.</returns>
    public bool Read()
    {
        tree.Reset(schema, line == 1 && column == 1 ? JsonDecoder.Instance : new JsonDecoder((line, column)), part);
        tree.Append(json, rawStart);
        try
        {
            reader.Read();
            if (!ReadRoot()) return false;
            reader.Read();
        }
        catch (JsonException)
        {
            var at = (int)Math.Min(reader.BytesConsumed, json.Length);
            var (faultLine, faultColumn) = PlaceOf(at);
            Report(FormFindings.NotJson, at, 0, Number(faultLine), Number(faultColumn));
            return false;
        }

        if (!isOrdered) TreeOrder.Sort(tree, rawStart);
        return !isFull;
    }

    private bool ReadRoot()
    {
        var root = schema[Schema.Root];
        if (root.Name.Length == 0)
        {
            KeepUnknown("");
            return true;
        }

        var isArray = (root.Flags & PositionFlags.Repeats) != 0;
        if (reader.TokenType != (isArray ? JsonTokenType.StartArray : JsonTokenType.StartObject))
        {
            ReportKind(root.Name, isArray ? "an array" : "an object");
            return false;
        }

        var node = tree.Open(Schema.Root);
        if (!isArray) ReadObject(node);
        else
        {
            var item = schema.ChildrenOf(Schema.Root).First;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadItem(item);
            tree.Close(node);
        }

        return true;
    }

    private void ReadObject(int node)
    {
        var shape = schema.ChildrenOf(tree.Nodes[node].Position);
        Span<bool> seen = stackalloc bool[shape.Count];
        // Where the schema has no order, the document's stays.
        var hasOrder = (schema[tree.Nodes[node].Position].Flags & PositionFlags.Ordered) != 0;
        var last = 0;
        HashSet<string>? others = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var position = PositionOf(shape);
            if (position == 0)
            {
                ReadUnknown(tree.Nodes[node].Position, ref others);
                continue;
            }

            if (seen[position - shape.First])
            {
                ReportName(FormFindings.DuplicateName);
                reader.Skip();
                continue;
            }

            seen[position - shape.First] = true;
            isOrdered &= position > last || !hasOrder;
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
        if (tree.Nodes.Length >= Limits.NodesMax)
        {
            if (!isFull) Report(FormFindings.TooManyValues, (int)reader.TokenStartIndex, 0, Number(Limits.NodesMax));
            isFull = true;
            reader.Skip();
            return;
        }

        var isObject = reader.TokenType == JsonTokenType.StartObject;
        switch (table.Writings[position])
        {
            case var _ when reader.TokenType == JsonTokenType.Null && !isOwn:
                Report(FormFindings.NullValue, (int)reader.TokenStartIndex, 4, schema.NameOf(position));
                break;
            case Writing.Class when isObject: ReadObject(tree.Open(position, (int)reader.TokenStartIndex)); break;
            case Writing.Class when schema[position].Type is not null: ReadScalar(-1, position, false); break;
            case Writing.Measured when isObject: ReadMeasured(position); break;
            case Writing.Class:
                ReportKind(schema.NameOf(position), "an object");
                reader.Skip();
                break;
            case Writing.Measured:
                // A foreign schema may allow the value alone.
                if (isOwn) ReportKind(schema.NameOf(position), "an object with value");
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
        HashSet<string>? others = null;
        var valueName = schema[position].ValueMember is { } member ? Encoding.UTF8.GetBytes(member) : "value"u8;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var attribute = PositionOf(shape);
            if (attribute == 0 && !IsNamed(valueName))
            {
                ReadUnknown(position, ref others);
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
        var writing = table.Writings[position] is Writing.Measured or Writing.Class
            ? FormTable.OfType(schema[position].Type) : table.Writings[position];
        var isString = reader.TokenType == JsonTokenType.String;
        var isScalar = isString || reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
        var (expected, isExpected) = writing switch
        {
            Writing.Number => ("a number", reader.TokenType == JsonTokenType.Number),
            Writing.Boolean => ("true or false", reader.TokenType is JsonTokenType.True or JsonTokenType.False),
            _ => ("a string", isString),
        };
        // A foreign schema may allow values of several kinds.
        isExpected |= isScalar && !isOwn && schema[position].Type is null;
        if (!isExpected) ReportKind(schema.NameOf(position), expected);
        if (isScalar)
        {
            var start = unchecked((int)reader.TokenStartIndex) + (isString ? 1 : 0);
            var flags = NodeFlags.HasValue | FlagsOf(isString);
            if (node < 0) tree.Add(position, start, reader.ValueSpan.Length, flags);
            else tree.SetValue(node, start, reader.ValueSpan.Length, flags);
        }
        else
        {
            reader.Skip();
        }

        if (closes) tree.Close(node);
    }

    private void ReadUnknown(int parent, ref HashSet<string>? others)
    {
        if (unknown >= Limits.UnknownNodesMax)
        {
            // Not even the names of what is beyond are kept.
            reader.Read();
            KeepUnknown("");
            return;
        }

        var name = Name();
        if (!(others ??= new HashSet<string>(StringComparer.Ordinal)).Add(name))
        {
            ReportName(FormFindings.DuplicateName);
            reader.Skip();
            return;
        }

        var isOpen = (schema[parent].Flags & PositionFlags.Open) != 0;
        if (isOpen || !isChecked) ReportName(isOpen ? FormFindings.NameNotDescribed : FormFindings.UnknownName);
        reader.Read();
        KeepUnknown(name);
    }

    /// <summary>Keeps a value that the schema does not know, with all that it holds; entries of an array repeat its name.</summary>
    private void KeepUnknown(string name)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) KeepUnknown(name);
            return;
        }

        if (++unknown > Limits.UnknownNodesMax)
        {
            if (unknown == Limits.UnknownNodesMax + 1)
            {
                Report(FormFindings.TooManyNames, (int)reader.TokenStartIndex, 0, Number(Limits.UnknownNodesMax));
            }

            reader.Skip();
            return;
        }

        var isString = reader.TokenType == JsonTokenType.String;
        var start = unchecked((int)reader.TokenStartIndex) + (isString ? 1 : 0);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var node = tree.Open(0, start);
            tree.SetUnknownName(node, name);
            KeepMembers();
            tree.Close(node);
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            var flags = NodeFlags.HasValue | FlagsOf(isString);
            tree.SetUnknownName(tree.Add(0, start, reader.ValueSpan.Length, flags), name);
        }
    }

    private void KeepMembers()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var inner = unknown < Limits.UnknownNodesMax ? Name() : "";
            if (inner.Length > 0 && !names.Add(inner)) ReportName(FormFindings.DuplicateName);
            reader.Read();
            KeepUnknown(inner);
        }
    }

    /// <summary>Whether the text of the value is its bytes; half a pair of surrogates in it is no character and would be lost.</summary>
    private readonly NodeFlags FlagsOf(bool isString)
    {
        if (!isString || !reader.ValueIsEscaped) return NodeFlags.Plain;
        if (JsonText.HalfPair(reader.ValueSpan) is var at and >= 0)
        {
            Report(FormFindings.HalfPair, (int)reader.TokenStartIndex + 1 + at, 6, Encoding.ASCII.GetString(reader.ValueSpan.Slice(at, 6)));
        }

        return NodeFlags.None;
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

    private readonly string Name() => TextOf(reader.ValueSpan);

    /// <summary>The text of a name or a string, its escapes resolved.</summary>
    public static string TextOf(ReadOnlySpan<byte> raw)
    {
        var utf8 = new byte[raw.Length];
        return Encoding.UTF8.GetString(utf8, 0, JsonDecoder.Instance.Decode(raw, utf8));
    }

    private readonly void ReportName(FindingCode code)
        => Report(code, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, Shorten(Name()));

    private readonly void ReportKind(string name, string expected)
    {
        if (isChecked) return;
        Report(FormFindings.WrongKind, (int)reader.TokenStartIndex, 0, name, Kind(reader.TokenType), expected);
    }

    private readonly void Report(FindingCode code, int at, int length, params ReadOnlySpan<string> arguments)
    {
        var (atLine, atColumn) = findings.Left > 0 ? PlaceOf(at) : default;
        findings.Add(code, new SourceSpan(part, at + rawStart, length), new Place(1, atLine, atColumn) { IsText = true }, 0, arguments);
    }

    private readonly (int Line, int Column) PlaceOf(int at)
    {
        var (atLine, atColumn) = FormDecoder.LineOf(json, at);
        return (atLine + line - 1, atLine == 1 ? atColumn + column - 1 : atColumn);
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
