using System.Text.Json;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>Everything that the schemas for one place say together.</summary>
internal sealed class JsonSchemaFacts
{
    /// <summary>Properties in the order in which they are first named, each with all schemas for it.</summary>
    public Dictionary<string, List<JsonElement>> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Schemas of the entries of an array.</summary>
    public List<JsonElement> Items { get; } = [];

    /// <summary>JSON types that are allowed; empty when nothing is said.</summary>
    public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that must be there.</summary>
    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    /// <summary>Properties that have one constant text.</summary>
    public Dictionary<string, string> Constants { get; } = new(StringComparer.Ordinal);

    /// <summary>The place must not exist.</summary>
    public bool IsForbidden { get; set; }

    /// <summary>Further properties are not allowed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Least length; 0 for none.</summary>
    public int MinLength { get; set; }

    /// <summary>Greatest length; 0 for none.</summary>
    public int MaxLength { get; set; }

    /// <summary>Most entries; <see cref="int.MaxValue"/> for no limit.</summary>
    public int MaxItems { get; set; } = int.MaxValue;

    /// <summary>The <c>format</c> of a text.</summary>
    public string? Format { get; set; }

    /// <summary>A short description.</summary>
    public string? Title { get; set; }

    /// <summary>The value names the document (<c>x-gateway-key</c>).</summary>
    public bool IsKey { get; set; }

    /// <summary>The property that holds the value, the others being its attributes (<c>x-gateway-value</c>); null for none.</summary>
    public string? ValueMember { get; set; }

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => Properties.Count > 0 || Types.Contains("object");

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => Items.Count > 0 || Types.Contains("array");

    /// <summary>Whether it may be a plain value.</summary>
    public bool IsScalar => Types.Overlaps(Scalars) || (!IsObject && !IsArray);

    private static readonly string[] Scalars = ["string", "number", "integer", "boolean"];

    /// <summary>The simple type of a plain value; null when values of several JSON types are allowed.</summary>
    public SimpleType? ValueType()
    {
        var scalars = Scalars.Where(Types.Contains).ToList();
        if (scalars.Contains("number")) scalars.Remove("integer");
        if (scalars.Count > 1) return null;
        var kind = scalars.FirstOrDefault() switch
        {
            "number" => ValueKind.Number,
            "integer" => ValueKind.Integer,
            "boolean" => ValueKind.Boolean,
            _ => Format is "date" or "date-time" ? ValueKind.Moment : ValueKind.Text,
        };
        return new SimpleType(kind, kind == ValueKind.Text ? MinLength : 0, kind == ValueKind.Text ? MaxLength : 0);
    }
}
