using System.Globalization;
using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>A document type described by a JSON Schema (draft 2020-12): its position table, and what tells its
/// documents from others.</summary>
/// <remarks>
/// Positions are made from <c>properties</c>, <c>items</c>, <c>$ref</c> into the same file, <c>allOf</c>, <c>oneOf</c>,
/// <c>anyOf</c>, types,
/// lengths and required names. Patterns, ranges, conditions and code lists are not checked. A property whose schema is <c>false</c>
/// anywhere on the way does not exist.
/// </remarks>
public sealed class JsonSchemaImport
{
    private JsonSchemaImport(string name, string? id, Schema schema, JsonSchemaFacts root)
    {
        (Name, Id, Schema) = (name, id, schema);
        Required = root.Required;
        Names = root.Properties.Keys;
        Constants = root.Constants;
    }

    /// <summary>Name under which mappings refer to it: <c>erp-materials</c>.</summary>
    public string Name { get; }

    /// <summary>Its <c>$id</c>; null when it has none.</summary>
    public string? Id { get; }

    /// <summary>The position table. The root carries <see cref="PositionFlags.Repeats"/> when the document is an array.</summary>
    public Schema Schema { get; }

    /// <summary>Names that a document (or each entry of its array) must have.</summary>
    public IReadOnlyCollection<string> Required { get; }

    /// <summary>Names that it may have.</summary>
    public IReadOnlyCollection<string> Names { get; }

    /// <summary>Names with the only value that they may have.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; }

    /// <summary>Reads a schema.</summary>
    /// <param name="name">Name under which mappings refer to it.</param>
    /// <param name="json">The file.</param>
    /// <param name="findings">All faults.</param>
    /// <returns>Null when it is not usable.</returns>
    public static JsonSchemaImport? Load(string name, ReadOnlyMemory<byte> json, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Limits.DepthMax });
            var reading = new JsonSchemaReading(name, document.RootElement, findings);
            if (reading.Read(out var root) is not { } schema) return null;
            var id = document.RootElement.TryGetProperty("$id", out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString() : null;
            return new JsonSchemaImport(name, id, schema, root);
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0) + 1;
            var place = new Place(1, line, (int)(fault.BytePositionInLine ?? 0) + 1) { Reference = name };
            findings.Add(JsonSchemaFindings.NotASchema, default, place, 0, name,
                string.Create(CultureInfo.InvariantCulture, $"line {line} is not JSON"));
            return null;
        }
    }
}
