using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>Writes the model as JSON Schema 2020-12. Digits of numbers are bounded as far as the language can say it.</summary>
internal sealed class JsonSchemaGenerator
{
    private readonly ModelTable table;
    private readonly Utf8JsonWriter writer;

    private JsonSchemaGenerator(ModelTable model, Utf8JsonWriter to) => (table, writer) = (model, to);

    /// <summary>The schema as UTF-8.</summary>
    public static byte[] Write(ModelTable table)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            new JsonSchemaGenerator(table, writer).WriteSchema();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private void WriteSchema()
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        writer.WriteString("$id", WcoModel.Namespace);
        writer.WriteString("$comment", "Generated from model.csv; do not edit. x-wco-id is an identifier of the WCO Data Model.");
        writer.WriteStartArray("oneOf");
        writer.WriteStartObject();
        writer.WriteString("$ref", "#/$defs/MetaData");
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("type", "array");
        writer.WriteNumber("minItems", 1);
        WriteReference("items", "MetaData");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("$defs");
        foreach (var name in table.Classes) WriteClass(name);
        WriteMeasured("unit", ModelAttributes.Unit);
        WriteMeasured("currency", ModelAttributes.Currency);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteClass(string name)
    {
        var isEnvelope = name == "MetaData";
        writer.WriteStartObject(name);
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var row in table[name]) WritePosition(row);
        if (isEnvelope)
        {
            foreach (var root in table.Roots) WritePosition(root);
        }

        writer.WriteEndObject();
        WriteRequired(table[name].Where(row => row.Min > 0));
        if (isEnvelope)
        {
            writer.WriteStartArray("oneOf");
            foreach (var root in table.Roots)
            {
                writer.WriteStartObject();
                WriteRequired([root]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }

    private void WriteRequired(IEnumerable<ModelRow> rows)
    {
        var names = rows.Select(row => row.JsonName).ToList();
        if (names.Count == 0) return;
        writer.WriteStartArray("required");
        foreach (var name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private void WritePosition(ModelRow row)
    {
        writer.WriteStartObject(row.JsonName);
        writer.WriteString("description", row.Description);
        WriteNotes(row);
        if (row.Repeats)
        {
            writer.WriteString("type", "array");
            if (row.Min > 0) writer.WriteNumber("minItems", row.Min);
            writer.WriteStartObject("items");
        }

        if (!row.IsValue) writer.WriteString("$ref", "#/$defs/" + row.Use);
        else if (row.Format.Attribute is { } attribute) WriteMeasuredUse(row.Format.Type, attribute == "unitCode" ? "unit" : "currency");
        else WriteType(row.Format.Type);
        if (row.Repeats) writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteNotes(ModelRow row)
    {
        if (row.Id.Length > 0) writer.WriteString("x-wco-id", row.Id);
        if (row.Ids.Length > 0)
        {
            writer.WriteStartObject("x-wco-ids");
            foreach (var pair in row.Ids.Split(' ').Select(text => text.Split('='))) writer.WriteString(pair[0], pair[1]);
            writer.WriteEndObject();
        }

        if (row.Tded > 0) writer.WriteString("x-tded", row.Tded.ToString("0000", CultureInfo.InvariantCulture));
        if (row.Format.Text.Length > 0) writer.WriteString("x-format", row.Format.Text);
        if (row.List.Length > 0) writer.WriteString("x-code-list", row.List);
        if (row.Key.Length > 0) writer.WriteString("x-key", row.Key);
    }

    private void WriteMeasuredUse(SimpleType type, string attribute)
    {
        writer.WriteString("$ref", "#/$defs/" + attribute);
        writer.WriteStartObject("properties");
        writer.WriteStartObject("value");
        WriteType(type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A value with its unit or currency; what digits the value has stands where it is used.</summary>
    private void WriteMeasured(string attribute, SimpleType type)
    {
        writer.WriteStartObject(attribute);
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        writer.WriteStartObject("value");
        writer.WriteString("type", "number");
        writer.WriteEndObject();
        writer.WriteStartObject(attribute);
        WriteType(type);
        writer.WriteString("x-code-list", type.CodeList);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        writer.WriteStringValue("value");
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }

    private void WriteType(SimpleType type)
    {
        var (name, pattern) = type.Kind switch
        {
            ValueKind.Integer => ("integer", null),
            ValueKind.Number => ("number", null),
            ValueKind.Boolean => ("boolean", null),
            ValueKind.Moment => ("string", ValueCheck.MomentPattern),
            ValueKind.Alphabetic => ("string", "[A-Za-z]*"),
            _ => ("string", (string?)null),
        };
        writer.WriteString("type", name);
        if (pattern is not null) writer.WriteString("pattern", $"^{pattern}$");
        if (type.Kind is ValueKind.Integer or ValueKind.Number)
        {
            var whole = "1" + new string('0', type.MaxLength);
            writer.WritePropertyName("exclusiveMinimum");
            writer.WriteRawValue("-" + whole);
            writer.WritePropertyName("exclusiveMaximum");
            writer.WriteRawValue(whole);
            return;
        }

        if (type.MinLength > 0) writer.WriteNumber("minLength", type.MinLength);
        if (type.MaxLength > 0) writer.WriteNumber("maxLength", type.MaxLength);
    }

    private void WriteReference(string property, string name)
    {
        writer.WriteStartObject(property);
        writer.WriteString("$ref", "#/$defs/" + name);
        writer.WriteEndObject();
    }
}
