using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Makes positions of one JSON Schema. Places whose schemas are the same references share a shape, so recursion ends.</summary>
internal sealed class JsonSchemaReading(string name, JsonElement file, Findings findings)
{
    // The largest schema of UN/CEFACT D23B needs about 20,000.
    private const int PositionsMax = 60_000;

    private readonly SchemaBuilder builder = new();
    private readonly Dictionary<string, int> shapes = new(StringComparer.Ordinal);
    private int positions = 2;

    /// <summary>Reads.</summary>
    /// <param name="root">What is said of the document, or of each entry when it is an array.</param>
    /// <returns>Null when the schema is not usable.</returns>
    public Schema? Read(out JsonSchemaFacts root)
    {
        root = Gather([file]);
        Position document;
        if (!root.IsObject && root.IsArray && Gather(root.Items) is { IsObject: true } entry)
        {
            var item = PositionOf("Item", root.Items, isArray: true);
            root = entry;
            var content = builder.Add([item!]);
            document = new Position(name, PositionKind.Root, 1, 1, content, null, PositionFlags.Repeats);
        }
        else if (root.IsObject)
        {
            document = new Position(name, PositionKind.Root, 1, 1, ShapeOf([file], root), null, OpenOf(root));
        }
        else
        {
            findings.Add(JsonSchemaFindings.NotASchema, default, new Place(1, 1) { Reference = name }, 0, name, "it describes no object");
            return null;
        }

        AddConstants(root);
        if (positions <= PositionsMax) return builder.Build("json " + name, document);
        findings.Add(
            JsonSchemaFindings.TooLarge, default, new Place(1, 1) { Reference = name }, 0, name,
                PositionsMax.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private static PositionFlags OpenOf(JsonSchemaFacts facts) => facts.IsClosed ? PositionFlags.None : PositionFlags.Open;

    private static void AddConstants(JsonSchemaFacts root)
    {
        foreach (var (property, schemas) in root.Properties)
        {
            foreach (var schema in schemas)
            {
                if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("const", out var constant)
                    && constant.ValueKind == JsonValueKind.String)
                {
                    root.Constants[property] = constant.GetString()!;
                }
            }
        }
    }

    private Position? PositionOf(string property, List<JsonElement> schemas, bool isArray = false)
    {
        var facts = Gather(schemas);
        if (facts.IsForbidden) return null;
        var max = 1;
        if (facts.IsArray && !facts.IsObject)
        {
            (isArray, max, schemas) = (true, facts.MaxItems, facts.Items);
            facts = Gather(schemas);
        }
        else if (isArray)
        {
            max = int.MaxValue;
        }

        var flags = (isArray ? PositionFlags.Repeats : PositionFlags.None) | (facts.IsKey ? PositionFlags.Key : PositionFlags.None)
            | (property == "$schema" ? PositionFlags.Service : PositionFlags.None);
        positions++;
        if (!facts.IsObject)
        {
            return new Position(property, PositionKind.Value, 0, max, -1, facts.ValueType(), flags) { Description = facts.Title };
        }

        if (facts.ValueMember is { } member && facts.Properties.TryGetValue(member, out var inner))
        {
            var attributes = AttributesOf(schemas, facts, member);
            return new Position(property, PositionKind.Value, 0, max, attributes, Gather(inner).ValueType(), flags)
            {
                Description = facts.Title, ValueMember = member,
            };
        }

        // An object that may also be a plain value has both children and a type.
        var type = facts.IsScalar ? facts.ValueType() ?? SimpleType.Any : null;
        return new Position(property, PositionKind.Class, 0, max, ShapeOf(schemas, facts), type,
            flags | OpenOf(facts)) { Description = facts.Title };
    }

    /// <summary>What stands beside the value of an object that is one: its unit, its currency, its code list.</summary>
    private int AttributesOf(List<JsonElement> schemas, JsonSchemaFacts facts, string member)
    {
        var key = "attributes " + KeyOf(schemas);
        if (shapes.TryGetValue(key, out var shape)) return shape;
        var attributes = facts.Properties.Where(p => p.Key != member).Select(p => new Position(
            p.Key, PositionKind.Attribute, 0, 1, -1, Gather(p.Value).ValueType()));
        shapes.Add(key, shape = builder.Add([.. attributes]));
        positions += facts.Properties.Count;
        return shape;
    }

    private int ShapeOf(List<JsonElement> schemas, JsonSchemaFacts facts)
    {
        if (facts.Properties.Count == 0 || positions > PositionsMax) return -1;
        var key = KeyOf(schemas);
        if (shapes.TryGetValue(key, out var shape)) return shape;
        shapes.Add(key, shape = builder.Reserve());
        var children = new List<Position>();
        foreach (var (property, inner) in facts.Properties)
        {
            if (PositionOf(property, inner) is not { } child) continue;
            children.Add(facts.Required.Contains(property) ? child with { Min = 1 } : child);
        }

        builder.Define(shape, children);
        return shape;
    }

    /// <summary>What the schemas of a place are: their references where they are nothing else, else their text.</summary>
    private static string KeyOf(List<JsonElement> schemas)
    {
        var key = new StringBuilder();
        foreach (var schema in schemas) key.Append(ReferenceOnly(schema) ?? schema.GetRawText()).Append('\n');
        return key.Length < 500 ? key.ToString() : Digest.Of(Encoding.UTF8.GetBytes(key.ToString())).Hex;
    }

    private static string? ReferenceOnly(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return null;
        string? reference = null;
        foreach (var member in schema.EnumerateObject())
        {
            var value = member.Value;
            if (member.Name == "$ref" && value.ValueKind == JsonValueKind.String) reference = value.GetString();
            else if (member.Name is "oneOf" or "allOf" or "anyOf" && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1)
            {
                reference = ReferenceOnly(value[0]);
            }
            else if (member.Name is not ("title" or "description")) return null;
        }

        return reference;
    }

    private JsonSchemaFacts Gather(List<JsonElement> schemas)
    {
        var facts = new JsonSchemaFacts();
        foreach (var schema in schemas) Gather(schema, facts, 0);
        return facts;
    }

    private void Gather(JsonElement schema, JsonSchemaFacts into, int depth)
    {
        if (schema.ValueKind == JsonValueKind.False) into.IsForbidden = true;
        if (schema.ValueKind != JsonValueKind.Object || depth > Limits.DepthMax) return;
        foreach (var member in schema.EnumerateObject())
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "$ref" when value.ValueKind == JsonValueKind.String: Gather(Resolve(value.GetString()!), into, depth + 1); break;
                case "allOf" or "oneOf" or "anyOf" when value.ValueKind == JsonValueKind.Array: GatherAll(value, into, depth); break;
                case "properties" when value.ValueKind == JsonValueKind.Object: AddProperties(value, into); break;
                case "items" when value.ValueKind == JsonValueKind.Object: into.Items.Add(value); break;
                case "type": AddTypes(value, into); break;
                default: AddFacet(member.Name, value, into); break;
            }
        }
    }

    private void GatherAll(JsonElement list, JsonSchemaFacts into, int depth)
    {
        foreach (var each in list.EnumerateArray())
        {
            // A list of constants is a code list, of thousands sometimes; what is true of one is of all.
            if (each.ValueKind == JsonValueKind.Object && each.TryGetProperty("const", out _)) return;
            if (each.ValueKind == JsonValueKind.Object) Gather(each, into, depth + 1);
        }
    }

    private static void AddProperties(JsonElement properties, JsonSchemaFacts into)
    {
        foreach (var property in properties.EnumerateObject())
        {
            if (!into.Properties.TryGetValue(property.Name, out var schemas)) into.Properties.Add(property.Name, schemas = []);
            schemas.Add(property.Value);
        }
    }

    private static void AddTypes(JsonElement type, JsonSchemaFacts into)
    {
        if (type.ValueKind == JsonValueKind.String) into.Types.Add(type.GetString()!);
        if (type.ValueKind != JsonValueKind.Array) return;
        foreach (var each in type.EnumerateArray())
        {
            if (each.ValueKind == JsonValueKind.String) into.Types.Add(each.GetString()!);
        }
    }

    private static void AddFacet(string facet, JsonElement value, JsonSchemaFacts into)
    {
        switch (facet)
        {
            case "additionalProperties" or "unevaluatedProperties" when value.ValueKind == JsonValueKind.False: into.IsClosed = true; break;
            case "maxLength" when value.TryGetInt32(out var length): into.MaxLength = length; break;
            case "minLength" when value.TryGetInt32(out var length): into.MinLength = length; break;
            case "maxItems" when value.TryGetInt32(out var items): into.MaxItems = Math.Max(1, items); break;
            case "format" when value.ValueKind == JsonValueKind.String: into.Format ??= value.GetString(); break;
            case "title" when value.ValueKind == JsonValueKind.String: into.Title ??= value.GetString(); break;
            case "x-gateway-key" when value.ValueKind == JsonValueKind.True: into.IsKey = true; break;
            case "x-gateway-value" when value.ValueKind == JsonValueKind.String: into.ValueMember ??= value.GetString(); break;
            case "required" when value.ValueKind == JsonValueKind.Array:
                foreach (var each in value.EnumerateArray())
                {
                    if (each.ValueKind == JsonValueKind.String) into.Required.Add(each.GetString()!);
                }

                break;
        }
    }

    /// <summary>What a reference into this file points at; nothing at all for one that leads elsewhere.</summary>
    private JsonElement Resolve(string reference)
    {
        var at = file;
        if (reference.StartsWith('#'))
        {
            foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                var key = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(key, out at))
                {
                    at = default;
                    break;
                }
            }

            if (at.ValueKind != JsonValueKind.Undefined) return at;
        }

        // Whether it leads anywhere at all is told when the schema is compiled.
        return default;
    }
}
